"""What a page states that another can contradict: doses, waiting times, frequency bands.  Pure functions.

Two statements are compared when they are about the same (``about``); then what they say (``says``) must agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from wagtail.models import Page

from pages.checks.passages import PROSE, Passage
from pages.checks.plausibility import doses_in
from pages.checks.sentences import sentence_at
from pages.models import DoseFormPage, DrugOverviewPage
from pages.vocabulary import FrequencyBand

# Plain texts that repeat what stands elsewhere on the page.
REPEATS = frozenset({"questions", "key_facts", "lead", "search_description"})


@dataclass(frozen=True)
class Statement:
    """``words`` is what a reader sees, ``place`` where it stands, as in a finding."""

    about: tuple[str, ...]
    says: tuple[str, ...]
    words: str
    place: str

    @property
    def field(self) -> str:
        return self.place.partition(".")[0]


# Doses in the table


def dose_rows(page: Page) -> Iterator[Statement]:
    """One for each row: about product, route, use and people; says how much and how often."""
    for number, row in enumerate(page.dosing.all() if isinstance(page, DoseFormPage) else []):
        low, usual, high = amounts = [_plain(amount) for amount in (row.minimum, row.usual, row.maximum)]
        listed = " to ".join(dict.fromkeys(amount for amount in (low or usual, high or usual)))
        yield Statement(
            about=(page.product_status, page.administration_route, _same(row.indication), _same(row.population)),
            says=(*amounts, row.unit, _same(row.frequency)),
            words=f"{listed} {row.unit} {row.frequency}" + (f", usually {usual}" if listed != usual else ""),
            place=f"dosing.{number}",
        )


def _plain(amount: Decimal | None) -> str:
    return f"{Decimal(amount).normalize():f}" if amount is not None else ""


def _same(words: str) -> str:
    return " ".join(words.lower().split()).rstrip(".")


# Sentences with a dose, which people copy from page to page

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
SHORTEST_COPY = 6


def dosing_sentences(passages: Sequence[Passage]) -> Iterator[Statement]:
    """One for each sentence with a dose: about its words without the numbers, says the numbers."""
    seen = set()
    for passage, match in doses_in(passages):
        sentence = sentence_at(passage.text, match.start()).strip()
        about = _same(_NUMBER.sub("#", sentence))
        if (passage.place, sentence) not in seen and len(about.split()) >= SHORTEST_COPY:
            seen.add((passage.place, sentence))
            yield Statement((about,), tuple(_NUMBER.findall(sentence)), sentence, passage.place)


# How long to wait after something else

_UP_TO_TWELVE = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNTS = {name: number for number, name in enumerate(_UP_TO_TWELVE, start=1)}
_COUNTS |= {"fourteen": 14, "twenty-four": 24, "thirty": 30, "forty-eight": 48}
_COUNT = rf"(?:\d{{1,3}}|{'|'.join(_COUNTS)})"
_HOURS = {"hour": 1, "day": 24, "week": 24 * 7, "month": 24 * 30}
_WAIT = re.compile(rf"(?i)\b({_COUNT})(?:\s?(?:to|or|-|–)\s?({_COUNT}))?[\s-](hour|day|week|month)s?\b")
_AFTER = re.compile(
    r"(?i)\b(?:stop\w*|ceas\w*|free|without|since|wait\w*|washout|last (?:dose|use|drink)|clear of|off|been taking)\b"
)
# What a medicine must be kept apart from, by the words for it.
_APART = {
    "opioids": r"(?i)\bopioids?\b|\bopiates?\b|\bmethadone\b|\bheroin\b",
    "monoamine oxidase inhibitors": r"(?i)\bMAOIs?\b|\bmonoamine oxidase inhibitors?\b",
    "alcohol": r"(?i)\balcohol\b",
    "ACE inhibitors": r"(?i)\bACE inhibitors?\b|\bsacubitril\b",
}
APART = {name: re.compile(pattern) for name, pattern in _APART.items()}


def waits(passages: Sequence[Passage]) -> Iterator[Statement]:
    """One for each waiting time: about what it is kept apart from, says the hours from and to."""
    for passage in passages:
        if passage.kind not in PROSE | {"summary", "cell"}:
            continue
        for match in _WAIT.finditer(passage.text):
            sentence = sentence_at(passage.text, match.start())
            if _AFTER.search(sentence):
                hours = _HOURS[match[3].lower()]
                low, high = _count(match[1]), _count(match[2] or match[1])
                for name, pattern in APART.items():
                    if pattern.search(sentence):
                        says = (str(low * hours), str(high * hours))
                        yield Statement((name,), says, match[0], passage.place)


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTS[word.lower()]


def contradicting(here: Iterable[Statement], there: Iterable[Statement]) -> Iterator[tuple[Statement, list[Statement]]]:
    """Statements of ``here`` that ``there`` does not make, where it makes others about the same, with those.

    When one of the two says more than the other, and nothing else, nobody is contradicted.
    """
    ours, theirs = _by_subject(here), _by_subject(there)
    for about in ours.keys() & theirs.keys():
        said_here = {statement.says for statement in ours[about]}
        said_there = {statement.says for statement in theirs[about]}
        if said_here <= said_there or said_there <= said_here:
            continue
        for statement in ours[about]:
            if statement.says not in said_there:
                yield statement, theirs[about]


def _by_subject(statements: Iterable[Statement]) -> dict[tuple[str, ...], list[Statement]]:
    found: dict[tuple[str, ...], list[Statement]] = {}
    for statement in statements:
        found.setdefault(statement.about, []).append(statement)
    return found


# How often a side effect happens

_BANDS = {band.label.lower(): band for band in FrequencyBand if band != FrequencyBand.NOT_KNOWN}
_BAND = re.compile(r"(?i)\b(very common|common|uncommon|very rare|rare)(?:ly)?\b(?! (?:to|for|cold|sense))")
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")


def bands(page: Page) -> Iterator[Statement]:
    """One for each side effect in a row: about the effect and the doses, says the band."""
    for number, child in enumerate(page.side_effects if isinstance(page, DrugOverviewPage) else []):
        row = child.value
        if row.get("band") in FrequencyBand.values and (effect := _effect(str(row.get("effect") or ""))):
            label = FrequencyBand(row["band"]).label
            about = (effect, _same(row.get("dose_range") or ""))
            yield Statement(about, (row["band"],), label, f"side_effects.{child.id or number}")


def bands_in_words(effects: set[str], passages: Sequence[Passage]) -> Iterator[Statement]:
    """One for each sentence outside the rows that gives one of these ``effects`` one band, and no other."""
    patterns = {effect: re.compile(rf"(?i)\b{re.escape(effect)}\b") for effect in effects}
    for passage in passages:
        if passage.kind not in PROSE or passage.field == "side_effects":
            continue
        for match in _BAND.finditer(passage.text):
            sentence = sentence_at(passage.text, match.start())
            if len(_BAND.findall(sentence)) == 1:
                for effect, pattern in patterns.items():
                    if pattern.search(sentence):
                        yield Statement((effect,), (_BANDS[match[1].lower()].value,), match[0], passage.place)


def _effect(words: str) -> str:
    """“Feeling sick (nausea)” as “feeling sick”."""
    return _same(_IN_BRACKETS.sub("", words))
