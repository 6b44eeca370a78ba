"""What was typed, as one clean line and as words."""

from __future__ import annotations

import re

from pages.search.folding import apart

MAX_LENGTH = 200
MAX_WORDS = 20

# Signs that other scripts write above, below and beside a letter are part of the word.
_LETTER = r"[\w\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff\u0e31-\u0e4e]"
_WORD = re.compile(rf"\d+\.\d+(?!\w)|{_LETTER}+(?:-{_LETTER}+)*")

# Words of a question that no page is about.  PostgreSQL leaves most of them out itself, SQLite none.
_ASKING = """
    a about am an and any are as at be been being by can could did do does for from had has have having how i if in into
    is it its may me might must my of on or our safe shall should so than that the their them then there these they
    this those to use used using was we were what when where which while who whom whose why will with would you your
"""
ASKING = frozenset(_ASKING.split())


def clean_query(text: str) -> str:
    """What was typed, in one line, without control characters, cut to ``MAX_LENGTH``."""
    printable = "".join(char if char.isprintable() else " " for char in text[: MAX_LENGTH * 4])
    return " ".join(printable.split())[:MAX_LENGTH].strip()


def words_of(query: str) -> list[str]:
    """Its words, without the quotes and operators that a database would read as instructions."""
    return [word for word in _WORD.findall(apart(query)) if word.strip("_")][:MAX_WORDS]


def telling_words(words: list[str]) -> list[str]:
    """Those that say what is asked; all of them when none does."""
    return [word for word in words if word.lower() not in ASKING] or words
