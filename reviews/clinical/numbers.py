"""Numbers as digits, fractions and words: "1,000", ".5", "1½", "1 million", "one hundred and twenty"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_ONES_AND_TEENS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENTHS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: value for value, word in enumerate(_ONES_AND_TEENS.split())}
_TENS = {word: value * 10 for value, word in enumerate(_TENTHS.split(), start=2)}
_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_FRACTIONS = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}

# A plain space parts thousands only where nothing else can be meant: "1 000 mg", but not "1 500 mg tablet".
DIGITS = (
    r"(?:(?:\d{1,3}(?:,\d{3})++(?!\d)|\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})++(?!\d)|\d{1,3}(?:[ ]0\d\d)++(?!\d)|\d++)"
    r"(?:[.·]\d++)?+[½¼¾]?+|[.·]\d++|[½¼¾])"
)
_VULGAR = re.compile(
    r"(\d{1,2} )?([1-3])/([2-4])(?=\s(?:an? |of an? )?(?:tablet|teaspoon|sachet|capsule|dose|patch|film)s?\b)"
)
_DIGITS = re.compile(rf"({DIGITS})(?:[ -](million|billion|thousand)\b)?+")
_ONES = "|".join(sorted(_SMALL, key=len, reverse=True))
_WORD = rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{_ONES}))?|{_ONES}|hundred|thousand|million|billion)"
WORDS = (
    rf"(?:half(?: an?| of an?)?|{_WORD}(?:(?: (?=hundred|thousand|million|billion)|"
    rf"(?<=hundred) (?:and )?|(?<=thousand) (?:and )?){_WORD}){{0,6}}(?: and a half)?)"
)
_WORDS = re.compile(rf"{WORDS}(?![\w])", re.IGNORECASE)
FIRST_NUMBER_WORDS = frozenset({"half", "hundred", *_SMALL, *_TENS, *_SCALES})
_MINUS = "-−–"


@dataclass(frozen=True)
class Number:
    """A number and where it ends; ``grouped``: written with separators of thousands, as no code or year is."""

    value: Decimal
    end: int
    spelled: bool = False
    grouped: bool = False


def number_at(text: str, position: int, *, signed: bool = False) -> Number | None:
    """The number that starts at ``position``, or None."""
    negative = signed and text[position : position + 1] in _MINUS and bool(text[position : position + 1])
    start = position + negative
    if "/" in text[start : start + 5] and (vulgar := _VULGAR.match(text, start)):
        value = Decimal(int(vulgar[1] or 0)) + Decimal(int(vulgar[2])) / Decimal(int(vulgar[3]))
        return Number(value, vulgar.end())
    if match := _DIGITS.match(text, start):
        number = _value_of_digits(match[1]) * _SCALES.get((match[2] or "").lower(), 1)
        grouped = any(mark in match[1] for mark in ", \u00a0\u202f\u2009")
        return Number(-number if negative else number, match.end(), grouped=grouped)
    if not negative and text[start : start + 1].isalpha() and (match := _WORDS.match(text, start)):
        return Number(_value_of_words(match.group().lower()), match.end(), spelled=True)
    return None


def _value_of_digits(digits: str) -> Decimal:
    if digits.isascii() and digits.isdigit():
        return Decimal(digits)
    fraction = Decimal(0)
    if digits[-1] in _FRACTIONS:
        fraction, digits = _FRACTIONS[digits[-1]], digits[:-1]
    plain = re.sub(r"[,\s]", "", digits).replace("·", ".")
    return Decimal(plain or 0) + fraction


def _value_of_words(words: str) -> Decimal:
    if words.startswith("half"):
        return Decimal("0.5")
    total, group = 0, 0
    half = words.endswith(" and a half")
    for word in re.split(r"[ -]", words.removesuffix(" and a half")):
        if word == "hundred":
            group = max(group, 1) * 100
        elif word in _SCALES:
            total, group = total + max(group, 1) * _SCALES[word], 0
        else:
            group += _SMALL.get(word, _TENS.get(word, 0))
    return Decimal(total + group) + (Decimal("0.5") if half else 0)
