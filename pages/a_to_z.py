"""The A to Z of medicines: their own names, and the brand and other names that lead to them.

A short one is one page.  A long one shows a letter at a time, and asks for no more than that letter.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Left, Trim

from pages.listings import live_drugs
from pages.models import OtherName
from pages.vocabulary import NameKind

NOT_A_LETTER = "0–9"
LETTERS = (*(chr(code) for code in range(ord("A"), ord("Z") + 1)), NOT_A_LETTER)
# Names on one page; with more of them, readers choose a letter.
ON_ONE_PAGE = 400
PARAMETER = "letter"


@dataclass(frozen=True)
class Entry:
    """A line of the A to Z.  ``generic`` is the medicine's own name when ``label`` is another one."""

    label: str
    url: str
    generic: str | None = None


@dataclass(frozen=True)
class Letter:
    """``is_used`` by the name of a live medicine; ``entries`` where they are asked for."""

    letter: str
    is_used: bool
    # The whole A to Z is one page.
    is_short: bool
    entries: list[Entry] = field(default_factory=list)

    @property
    def slug(self) -> str:
        return "0-9" if self.letter == NOT_A_LETTER else self.letter.lower()

    @property
    def anchor(self) -> str:
        return f"letter-{self.slug}"

    @property
    def address(self) -> str:
        """As the A to Z leads to it."""
        return f"#{self.anchor}" if self.is_short else f"?{PARAMETER}={self.slug}"


def letters() -> list[Letter]:
    """Every letter, without entries.  Two queries."""
    return _letters(_beginnings())


def a_to_z(asked: str = "") -> list[Letter]:
    """Every letter: all entries of a short list, and of a long one those under the letter whose slug is ``asked`` for.

    A letter that no name begins with is taken for the first that one does.  Four queries.
    """
    beginnings = _beginnings()
    listed = _letters(beginnings)
    shown = [letter for letter in listed if letter.is_used]
    if shown and not shown[0].is_short:
        shown = [next((letter for letter in shown if letter.slug == asked), shown[0])]
    by_letter = {letter.letter: letter.entries for letter in shown}
    for entry in _entries(first for first in beginnings if letter_of(first) in by_letter):
        by_letter[letter_of(entry.label)].append(entry)
    return listed


def letter_of(label: str) -> str:
    """The letter that a name stands under: accents do not count."""
    first = unicodedata.normalize("NFKD", label.strip())[:1].upper()
    return first if "A" <= first <= "Z" else NOT_A_LETTER


def _letters(beginnings: Counter[str]) -> list[Letter]:
    used = {letter_of(first) for first in beginnings}
    return [Letter(letter, letter in used, beginnings.total() <= ON_ONE_PAGE) for letter in LETTERS]


def _beginnings() -> Counter[str]:
    """How many names begin with each character."""
    counts = Counter[str]()
    for names in (_medicines(), _other_names()):
        counts.update(dict(names.order_by().values_list("first").annotate(Count("pk"))))
    return counts


def _entries(firsts: Iterable[str]) -> list[Entry]:
    """The names that begin with one of these characters, in order."""
    firsts = list(firsts)
    names = list(_other_names().filter(first__in=firsts).values_list("page_id", "name"))
    medicines = _medicines().filter(Q(first__in=firsts) | Q(pk__in={drug_id for drug_id, _ in names}))
    drugs = {drug.pk: (drug.title, drug.get_url() or "", drug.first in firsts) for drug in medicines}
    found = {(title.casefold(), url): Entry(title, url) for title, url, is_here in drugs.values() if is_here}
    for drug_id, name in names:
        title, url, _ = drugs[drug_id]
        found.setdefault((name.casefold(), url), Entry(name, url, generic=title))
    return sorted(found.values(), key=lambda one: (one.label.casefold(), one.generic or ""))


def _medicines() -> QuerySet:
    return live_drugs().annotate(first=_FIRST["title"])


def _other_names() -> QuerySet:
    names = OtherName.objects.filter(page__live=True).exclude(kind=NameKind.ABBREVIATION)
    return names.annotate(first=_FIRST["name"])


_FIRST = {column: Left(Trim(column), 1) for column in ("title", "name")}
