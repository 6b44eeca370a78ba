"""Numbers that stand behind a word that counts or names: "day 3", "weeks 4, 8 and 12", "Table 2", "type 2"."""

from __future__ import annotations

import re

from reviews.clinical.qualifiers import PEOPLE

_REACH = 40
_NO_LETTERS = "0123456789 .,/()[]-\n"
_COUNTED = re.compile(r"(?<!/)\b(day|week|month|cycle)s?\s(?:(?:\d|[\s,–-]|and\s|to\s|or\s){0,24})$", re.IGNORECASE)
_UNCOUNTED = re.compile(r"\b(?:a|an|per|each|every|\d)\s(?:day|week|month|cycle)s?\s", re.IGNORECASE)
_NAMING = re.compile(
    r"\b(?:sections?|tables?|figures?|fig|chapters?|pages?|phases?|stud(?:y|ies)|trials?|types?|grades?|stages?|steps?|"
    r"class|schedules?|versions?|levels?|appendix|annex|parts?|items?|no|numbers?|lots?|batch|refs?|references?|builds?|"
    r"codes?|groups?|cohorts?|arms?|category|tier|questions?|notes?|box|panel|volume|issue|vitamin|rule|article|protocol|unit|flat|suite|room|building|floor)\.?\s"
    r"(?:(?:\d[\w.]{0,5}|[A-Z])?\s?(?:,|and|or|to|&|[-–])\s?){0,3}$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_PEOPLE_FOLLOW = re.compile(rf"\s(?:\w{{1,12}}\s)?{PEOPLE}\b", re.IGNORECASE)


def counted_day(text: str, start: int) -> str:
    """The period that a number counts ("day" in "on day 3"), or ""."""
    near = text[max(0, start - _REACH) : start]
    match = _COUNTED.search(near) if near.strip(_NO_LETTERS) else None
    if match is None or _UNCOUNTED.search(near[max(0, match.start() - 7) :]):
        return ""
    return match[1].lower()


def names_something(text: str, start: int, end: int, digits: str) -> bool:
    """Whether the bare number from ``start`` to ``end`` is a year, or the number of a table, phase, study ..."""
    if _YEAR.fullmatch(digits) and not _PEOPLE_FOLLOW.match(text, end):
        return True
    near = text[max(0, start - _REACH) : start]
    return bool(near.strip(_NO_LETTERS) and _NAMING.search(near))
