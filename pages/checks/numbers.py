"""Numbers and risk: ranges, percentages, relative risks, and whether figures in a sentence agree.

Sources: NHS content style guide (numbers); PIF toolkit (absolute risk); Cochrane Handbook 12.5.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pages.checks.passages import PROSE, Passage
from pages.checks.rules import UNIT, Hit, TextRule, pattern_rule
from pages.checks.sentences import sentence_at

NHS = "NHS content style guide, numbers"
RISK = "PIF toolkit, use absolute risk; Cochrane Handbook 12.5.3"

_FIGURE = r"\d+(?:[.,]\d+)*"
_SPAN = (
    rf"(?:{UNIT}\b|%|percent\b|per cent\b|°\s?[CF]\b|(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|times|"
    r"tablets?|capsules?|puffs?|drops?|doses|people|patients|points)\b)"
)
_DASH = r"[-\u2010-\u2015\u2212]"

# “3 in 100”, “1 out of every 10”: a number of people among a number of people.
NATURAL = re.compile(r"(?<![\w.,])(\d[\d,]*)\s+(?:in|out of|of)\s+(?:every\s+|the\s+)?(\d[\d,]*)\b")
_IN = re.compile(r"(?<![\d.,])(\d{1,9})\s+(?:in|out of)\s+(?:every\s+)?(\d{1,3}(?:,\d{3}){1,3}|\d{1,9})(?!\d|[.,]\d)")
_PERCENT = r"(?<![\d.,])\d+(?:\.\d+)?\s?(?:%|percent\b|per cent\b)"
_COUNT_BEFORE = re.compile(r"\d\s?\($")
_NO_RISK = re.compile(
    r"\s?(?:CI\b|confidence|credible|interval|w/w|w/v|solution|cream|gel|ointment|lotion|alcohol|strength|humidity|"
    r"oxygen|saline|glucose|dextrose)"
)


def _has_natural(passage: Passage, match: re.Match[str]) -> bool:
    """The number of people stands beside it, or the percentage is no share of people."""
    return bool(
        _COUNT_BEFORE.search(passage.text[max(0, match.start() - 12) : match.start()])
        or NATURAL.search(sentence_at(passage.text, match.start()))
        or _NO_RISK.match(passage.text, match.end())
    )


_RELATIVE = re.compile(
    r"(?i)\b(?:"
    r"doubl(?:e[sd]?|ing)\b(?![- ](?:blind|dummy|masked|dos(?:e|es|ing)|vision|check|up)|\s(?:the|your|a|any"
    r"|this) dose)"
    r"|tripl(?:e[sd]?|ing)\b(?![- ](?:blind|therapy|dose)|\sthe dose)|halv(?:e[sd]?|ing)\b(?!\s(?:the|your"
    r"|a) (?:dose|tablet))"
    r"|(?:two|three|four|five|ten|several|\d{1,6})[- ]?fold\b|(?:twice|two times|three times|four times|\d{1,6} times) "
    r"(?:more|less|higher|lower|greater|as (?:likely|high|many|much|common)|the (?:risk|rate|chance|odds))"
    r"|(?<![\d.])\d{1,6}(?:\.\d{1,6})?\s?(?:%|percent|per cent) "
    r"(?:more|less|fewer|lower|higher|greater|reduction|increase|drop|decrease|decline|rise)\b"
    r"|(?:cut|reduce[sd]?|reducing|lower(?:s|ed|ing)?|increase[sd]?|increasing|rais(?:e[sd]?|ing)) "
    r"(?:(?:the|your|their|his|her) )?(?:\w{1,20} ){0,2}(?:risks?|chances?|odds) (?:of \w{1,20} )?(?:by|in half|\d)"
    r"|relative risk(?: reduction)? of)"
)

_COMPARING = ("doubl", "tripl", "halv", "fold", "twice", " times", "%", "percent", "per cent", "risk", "chance", "odds")


def _relative(passage: Passage) -> Iterator[Hit]:
    for match in _RELATIVE.finditer(passage.text):
        yield Hit(
            match.start(),
            match.end(),
            "This compares without saying how many people that is. Write both numbers, such as “2 in 100 instead of "
            "1 in 100”.",
        )


def _relative_alone(passage: Passage) -> Iterator[Hit]:
    if not NATURAL.search(passage.text):
        for hit in _relative(passage):
            yield Hit(hit.start, hit.end, "Give the absolute numbers in the same paragraph, such as “2 in 100 people”.")


def _denominators(passage: Passage) -> Iterator[Hit]:
    """Rates of one sentence count among the same number of people; “1 in 100 to 1 in 10” is a band."""
    pairs = [match for match in _IN.finditer(passage.text) if not 1900 <= int(match[2].replace(",", "")) <= 2100]
    for before, after in pairwise(pairs):
        between = passage.text[before.end() : after.start()]
        if before[2] != after[2] and len(between) < 200 and not re.search(r"[.!?]\s|^[\w\s]{0,20}\bto\s+$", between):
            yield Hit(
                before.start(),
                after.end(),
                f"Compare among the same number of people: both in {max(before[2], after[2], key=len)}.",
            )


_NUMBER_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fourteen": 14,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
    "hundred": 100,
}
_SPELLED = "|".join(_NUMBER_WORDS)
_NUMBER_WORD = re.compile(rf"(?i)\b(?:{_SPELLED})\b")


def _figures(match: re.Match[str]) -> str:
    return _NUMBER_WORD.sub(lambda word: str(_NUMBER_WORDS[word[0].lower()]), match[0])


# Arithmetic in running text

_SHARE = re.compile(
    r"(?<![\d.,/])(\d{1,9}(?:,\d{3}){0,3})\s?(?:of|/|out of)\s?(?:the\s"
    r"|all\s)?(\d{1,9}(?:,\d{3}){0,3})(?![\d,]*\d|\.\d)"
    r"(?:\s[a-z]{1,20}){0,3}\s?\((\d{1,5}(?:\.\d{1,4})?)\s?(?:%|percent|per cent)\)"
)
_NAMES_INTERVAL = re.compile(r"9\d% (?:CI|[cC]onfidence)")
_INTERVAL = re.compile(
    r"(?i)(?:(?<![\d.])(-?\d{1,6}(?:\.\d{1,6})?)\s?\(?)?[;,]?\s?9\d% (?:CI|confidence interval)[:,]?\s?(?:of |from )?"
    r"(-?\d{1,6}(?:\.\d{1,6})?)\s?(?:to|,)\s?(-?\d{1,6}(?:\.\d{1,6})?)"
)
_P_VALUE = re.compile(r"(?<![\w.])[pP]\s?[=<>]\s?(\d{1,6}(?:\.\d{1,8})?)(?![\d%])")


def _arithmetic(passage: Passage) -> Iterator[Hit]:
    for match in _SHARE.finditer(passage.text):
        part, whole, percent = (float(match[group].replace(",", "")) for group in (1, 2, 3))
        if part > whole:
            yield Hit(match.start(), match.end(), "The first number cannot be more than the second. Check both.")
        elif whole and abs(percent - 100 * part / whole) > 0.5:
            yield Hit(match.start(), match.end(), f"That is {100 * part / whole:.1f}%. Correct one of the figures.")
    for match in _INTERVAL.finditer(passage.text) if _NAMES_INTERVAL.search(passage.text) else ():
        low, high = float(match[2]), float(match[3])
        if low > high:
            yield Hit(match.start(), match.end(), "The interval ends below where it starts. Check both ends.")
        elif match[1] and not low <= float(match[1]) <= high:
            yield Hit(match.start(), match.end(), "The estimate lies outside its interval. Check the figures.")
    for match in _P_VALUE.finditer(passage.text):
        if float(match[1]) > 1:
            yield Hit(match.start(), match.end(), "A p-value lies between 0 and 1. Check it.")


RULES: tuple[TextRule, ...] = (
    pattern_rule(
        "NUM-01",
        "block",
        NHS,
        rf"(?<![\w.,/-])(?<![\u2010-\u2015\u2212])({_FIGURE}\s?(?:{UNIT}\b|%"
        rf"|°C)?)\s?{_DASH}\s?({_FIGURE}[\s-]?{_SPAN})",
        "A hyphen in a range is read as a minus or overlooked. Write {fix}.",
        fix=lambda match: f"{match[1].rstrip()} to {match[2]}",
        figures=True,
    ),
    pattern_rule(
        "NUM-02",
        "warn",
        NHS,
        _PERCENT,
        "Say how many people that is beside it, such as “1 in 7 people”.",
        unless=_has_natural,
        kinds=PROSE,
        figures=True,
    ),
    TextRule("NUM-03", "acknowledge", RISK, _relative, needs=_COMPARING),
    TextRule("NUM-04", "acknowledge", RISK, _relative_alone, needs=_COMPARING),
    TextRule("NUM-05", "warn", RISK, _denominators, figures=True),
    pattern_rule(
        "NUM-06",
        "warn",
        NHS,
        rf"(?i)\b(?:{_SPELLED})\b(?:\s+(?:to|or|and)\s+(?:{_SPELLED})\b)?\s+(?:mg|mcg|mL|milligrams?|micrograms?|"
        r"millilitres?|hours?|days?|weeks?|months?)\b",
        "Write quantities as figures, so that a change is seen: {fix}.",
        fix=_figures,
        unless=lambda passage, match: bool(re.fullmatch(r"(?i)one\s+(?:day|another)", match[0])),
        needs=("mg", "mcg", "ml", "gram", "litre", "hour", "day", "week", "month"),
    ),
    TextRule("NUM-08", "block", "Arithmetic", _arithmetic, figures=True),
)
