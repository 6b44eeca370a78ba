"""Text, dates and numbers as files write them, made safe to store."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal, InvalidOperation
from typing import Any

# Control characters and halves of surrogate pairs, which no database keeps.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def words(value: Any) -> str:
    """One line of text: white space joined, nothing unstorable.  "" for whatever is not text or a number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(_UNSTORABLE.sub("", str(value)).split())


def paragraphs(value: Any) -> str:
    """As ``words``, keeping line ends."""
    if not isinstance(value, str):
        return ""
    return "\n".join(line for line in (words(line) for line in value.splitlines()) if line)


def shorten(value: str, length: int) -> str:
    return value if len(value) <= length else value[: length - 1].rstrip() + "…"


def day(value: Any) -> datetime.date | None:
    """A whole day of "20260715", "20260715120000", "2026-07-15"; None for a month, a year or nonsense."""
    digits = re.match(r"(\d{4})-?(\d{2})-?(\d{2})", words(value), re.ASCII)
    if digits is None:
        return None
    try:
        return datetime.date(*(int(part) for part in digits.groups()))
    except ValueError:
        return None


def whole(value: Any) -> int | None:
    """A count of people: 0 or more, and small enough for the database."""
    text = words(value).replace(",", "")
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        return None
    return int(text)


def number(value: Any) -> Decimal | None:
    """A finite decimal of at most 30 characters."""
    text = words(value).replace(",", "")
    if not re.fullmatch(r"[-+]?(?:\d{1,15}(?:\.\d{0,14})?|\.\d{1,14})", text, re.ASCII):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
