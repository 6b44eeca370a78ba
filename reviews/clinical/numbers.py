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
_FRACTIONS = {
    "½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75"), "⅓": Decimal("0.333333"), "⅔": Decimal("0.666666"),
    "⅛": Decimal("0.125"), "⅜": Decimal("0.375"), "⅝": Decimal("0.625"), "⅞": Decimal("0.875"), "⅕": Decimal("0.2"),
    "⅖": Decimal("0.4"), "⅗": Decimal("0.6"), "⅘": Decimal("0.8"), "⅙": Decimal("0.166666"), "⅚": Decimal("0.833333"),
}  # fmt: skip
FRACTIONS = "".join(_FRACTIONS)
_MULTIPLIERS = {"dozen": 12, "hundred": 100}
_PARTS = {"third": _FRACTIONS["⅓"], "quarter": _FRACTIONS["¼"]}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_EXPONENT = r"10(?:\^\d{1,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})"
# What a part of something may be a part of; "a quarter of them" is no amount.
_PARTED = r"(?:tablet|teaspoon|sachet|capsule|dose|patch|film|pill|suppository|lozenge)s?\b"

# A plain space parts thousands only where nothing else can be meant: "1 000 mg", but not "1 500 mg tablet".
DIGITS = (
    r"(?:(?:0,\d{1,3}(?![\d,])|\d{1,3},\d{1,2}(?=\s?(?:mg|mcg|[µμu]g|g|ng|kg|ml|mL|l|L|mmol|micrograms?|%)\b)"
    r"|\d{1,3}(?:,\d{3})++(?!\d)|\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})++(?!\d)|\d{1,3}(?:[ ]0\d\d)++(?!\d)|\d++)"
    rf"(?:[.·]\d++)?+[{FRACTIONS}]?+|[.·]\d++|[{FRACTIONS}])"
)
_DECIMAL_COMMA = re.compile(r"0,\d{1,3}|\d{1,3},\d{1,2}")
_VULGAR = re.compile(rf"(\d{{1,2}} )?([1-3])/([2-4])(?=\s(?:an? |of an? |of the )?{_PARTED})")
_PART = re.compile(
    rf"(?:(one|two|three)[ -])?(quarter|third)s?(?=(?: of)?(?: an?| the| one)? {_PARTED})", re.IGNORECASE
)
_OF_IT = re.compile(rf"(?: of)?(?: an?| the| one)?(?= {_PARTED})", re.IGNORECASE)
_POWER = re.compile(rf"{_EXPONENT}(?!\d)")
_TIMES_POWER = re.compile(rf"\s?[x×]\s?({_EXPONENT})(?![\d^]|\s?/)")
_DIGITS = re.compile(rf"({DIGITS})(?:[ -](million|billion|thousand)\b)?+")
_ONES = "|".join(sorted(_SMALL, key=len, reverse=True))
_WORD = rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{_ONES}))?|{_ONES}|hundred|thousand|million|billion|dozen)"
WORDS = (
    rf"(?:half a dozen|half(?: an?| of an?)?|{_WORD}(?:(?: (?=hundred|thousand|million|billion|dozen)|"
    rf"(?<=hundred) (?:and )?|(?<=thousand) (?:and )?){_WORD}){{0,6}}(?:[ -]and[ -]a[ -]half)?)"
)
_WORDS = re.compile(rf"{WORDS}(?![\w])", re.IGNORECASE)
FIRST_NUMBER_WORDS = frozenset({"half", "quarter", "third", "hundred", "dozen", *_SMALL, *_TENS, *_SCALES})
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
        return Number(value, _behind_of(text, vulgar.end()))
    if match := _POWER.match(text, start):
        return Number(_power(match.group()), match.end())
    if match := _DIGITS.match(text, start):
        number = _value_of_digits(match[1]) * _SCALES.get((match[2] or "").lower(), 1)
        end = match.end()
        if power := _TIMES_POWER.match(text, end):
            number, end = number * _power(power[1]), power.end()
        grouped = any(mark in match[1] for mark in ", \u00a0\u202f\u2009")
        end = _behind_of(text, end) if match[1][-1] in FRACTIONS else end
        return Number(-number if negative else number, end, grouped=grouped)
    return _in_words(text, start) if not negative and text[start : start + 1].isalpha() else None


def _in_words(text: str, start: int) -> Number | None:
    if part := _PART.match(text, start):
        count = _SMALL[(part[1] or "one").lower()]
        return Number(_PARTS[part[2].lower()] * count, _behind_of(text, part.end()), spelled=True)
    if match := _WORDS.match(text, start):
        return Number(_value_of_words(match.group().lower()), match.end(), spelled=True)
    return None


def _behind_of(text: str, end: int) -> int:
    """Where the "of a" of "⅓ of a tablet" ends, so that the unit is seen."""
    of = _OF_IT.match(text, end)
    return of.end() if of else end


def _power(written: str) -> Decimal:
    return Decimal(10) ** int(written[2:].lstrip("^").translate(_SUPERSCRIPTS))


def _value_of_digits(digits: str) -> Decimal:
    if digits.isascii() and digits.isdigit():
        return Decimal(digits)
    fraction = Decimal(0)
    if digits[-1] in _FRACTIONS:
        fraction, digits = _FRACTIONS[digits[-1]], digits[:-1]
    if _DECIMAL_COMMA.fullmatch(digits):
        digits = digits.replace(",", ".")
    plain = re.sub(r"[,\s]", "", digits).replace("·", ".")
    return Decimal(plain or 0) + fraction


def _value_of_words(words: str) -> Decimal:
    if words.startswith("half"):
        return Decimal(6) if words.endswith("dozen") else Decimal("0.5")
    total, group = 0, 0
    half = words.endswith("half")
    for word in re.split(r"[ -]", words[:-11] if half else words):
        if word in _MULTIPLIERS:
            group = max(group, 1) * _MULTIPLIERS[word]
        elif word in _SCALES:
            total, group = total + max(group, 1) * _SCALES[word], 0
        else:
            group += _SMALL.get(word, _TENS.get(word, 0))
    return Decimal(total + group) + (Decimal("0.5") if half else 0)
