"""The dose grammar: finds the quantities of a text, in one pass from left to right.

Own grammar, written against labelled sentences (tests/reviews/clinical_examples).  It leans towards finding: a bare
number is a quantity unless it names something.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from reviews.clinical import qualifiers
from reviews.clinical.amounts import Amount, amount_at, is_form
from reviews.clinical.names import in_one_width, without_names
from reviews.clinical.numbers import FIRST_NUMBER_WORDS, FRACTIONS
from reviews.clinical.quantity import Quantity
from reviews.clinical.schedule import counted_day, names_something
from reviews.clinical.statistics import statistic_at, word_statistic_at
from reviews.clinical.timing import FIRST_WORDS_OF_TIMING, frequency_at, numbered_frequency_at, route_at
from reviews.clinical.units import DOSES, UNITS, unit_at

__all__ = ["Quantity", "find"]

# Every number and word is looked at once; only these words can begin a quantity.
_CANDIDATE = re.compile(rf"[{FRACTIONS}]|(?<![\w.,·])(?:(?<![^\s(\[])[-−–](?=\.?\d)|[.·]?\d|[^\W\d_]++)")
_STATISTIC_WORDS = frozenset({"p", "ci", "confidence"})
_FIRST_WORDS = FIRST_NUMBER_WORDS | FIRST_WORDS_OF_TIMING | _STATISTIC_WORDS | {"a", "an", "single", "twice"}
_RUN = re.compile(r"[\w.,·]*+")
_GAP = re.compile(
    r"\)?[\s,]{0,3}(?:(?:taken|given|administered|injected|applied|used|swallowed|to be (?:taken|given|used)|"
    r"tablets?|capsules?|patch|patches|spoonfuls?|(?:gluteal |deltoid )?(?:injections?|infusions?))\)?\s)?",
    re.IGNORECASE,
)
_SHARES = re.compile(r"\s?(?:,|/|±|\+/-)\s?|,?\s(?:and|or)\s|,?\sand/or\s")
_TWICE = re.compile(r"twice(?!\w)", re.IGNORECASE)
_ONE = re.compile(
    r"(?:an|(?:(?<=\bfor )|(?<=\bafter )|(?<=\bover )|(?<=\bwithin ))a)\s(?=hour|day|week|fortnight|month|year)"
    r"|single\s(?=dose|tablet|injection|infusion)",
    re.IGNORECASE,
)
_UNKNOWN_TAIL = re.compile(r"-?[^\W\d_]|%|\ufffc")
_TAIL_PARTS = 4
_FORM_GAP = re.compile(r"(?:tablets?|capsules?|patch|patches|spoonfuls?)\)?\s$", re.IGNORECASE)
_PER_PERIOD = re.compile(r"(?:per|an?)\s(day|week|month)\b", re.IGNORECASE)


def find(text: str) -> list[Quantity]:
    """The quantities of ``text``, in reading order, none overlapping another."""
    visible = without_names(in_one_width(text))
    found: list[Quantity] = []
    position = 0
    for match in _CANDIDATE.finditer(visible):
        start = match.start()
        first = match.group().lower()
        if start < position or (first.isalpha() and first not in _FIRST_WORDS):
            continue
        quantity = _from_word(visible, start, first) if first.isalpha() else _from_number(visible, start)
        if quantity is not None:
            found.append(quantity)
            position = quantity.end
        elif not first.isalpha() and (run := _RUN.match(visible, start + 1)):
            position = run.end()
    shared = _with_shared_units(visible, found)
    return [replace(each, notation=text[each.start : each.end]) for each in shared]


def _from_number(text: str, start: int) -> Quantity | None:
    amount = amount_at(text, start, signed=True)
    if amount is None:
        return None
    if quantity := statistic_at(text, start, amount):
        return _bounded(text, quantity)
    if amount.unit in {"", "times"} and numbered_frequency_at(text, start):
        return _bounded(text, _with_tail(text, Quantity(start, start, "", None, None)))
    return _of_amount(text, start, amount)


def _from_word(text: str, start: int, first: str) -> Quantity | None:
    if (first in FIRST_NUMBER_WORDS or first in _STATISTIC_WORDS) and (quantity := word_statistic_at(text, start)):
        return _bounded(text, quantity)
    if frequency_at(text, start) or route_at(text, start):
        return _bounded(text, _with_tail(text, Quantity(start, start, "", None, None)))
    if twice := _TWICE.match(text, start):
        return Quantity(start, twice.end(), "", Decimal(2), Decimal(2), "times")
    if (one := _ONE.match(text, start)) and (unit := unit_at(text, one.end())):
        return _bounded(text, Quantity(start, unit[1], "", Decimal(1), Decimal(1), unit[0].name))
    amount = amount_at(text, start) if first in FIRST_NUMBER_WORDS else None
    return _of_amount(text, start, amount) if amount else None


def _of_amount(text: str, start: int, amount: Amount) -> Quantity | None:
    unit = amount.unit or _form_after_dose(text, amount)
    if not unit:
        if day := counted_day(text, start):
            unit = f"{day}#"
        elif _is_a_spelled_age(text, start, amount):
            unit = "year-of-age"
        elif amount.spelled or _is_name(text, start, amount):
            return None
    sign = "<" if amount.open_above else ""
    quantity = Quantity(start, amount.end, "", amount.low.value, amount.high.value, unit, amount.per, qualifier=sign)
    known = UNITS.get(unit)
    if amount.unit and known and known.dimension in DOSES | {"fraction"}:
        quantity = _with_tail(text, quantity)
    return _bounded(text, quantity)


def _is_a_spelled_age(text: str, start: int, amount: Amount) -> bool:
    """Whether it is "six" in "aged six" or in "a child under six": other bare words of numbers are no quantities."""
    sign, begin = qualifiers.before(text, start)
    return amount.spelled and qualifiers.about_age(text, begin, sign, (start, amount.end), "")


def _is_name(text: str, start: int, amount: Amount) -> bool:
    """Whether a bare number only names something: "CYP3A4", "08520", "Table 2", "since 1992", "12-lead"."""
    number = amount.high
    digits = text[start : amount.low.end]
    if _UNKNOWN_TAIL.match(text, number.end) and text[number.end] != "%":
        return True
    if text[start - 1 : start] in {"£", "$", "€"}:
        return True
    if amount.low.grouped:
        return False
    whole = digits.isdigit()
    if whole and len(digits) > 1 and (digits[0] == "0" or len(digits) > 4):
        return True
    if text[start - 1 : start] == "-" and text[start - 2 : start - 1].isalpha():
        return True
    return names_something(text, start, number.end, digits)


def _form_after_dose(text: str, amount: Amount) -> str:
    """In "two 500 mg tablets", what "two" counts."""
    if not text[amount.end : amount.end + 1].isspace():
        return ""
    dose = amount_at(text, amount.end + 1)
    if dose is None or not dose.unit or is_form(dose.unit):
        return ""
    position = dose.end + (text[dose.end : dose.end + 1] in {" ", "-"})
    unit = unit_at(text, position)
    return unit[0].name if unit and is_form(unit[0].name) else ""


def _with_tail(text: str, quantity: Quantity) -> Quantity:
    """The quantity with the frequencies and the route that follow it directly."""
    frequencies: list[str] = []
    route, end = "", quantity.end
    for _ in range(_TAIL_PARTS):
        gap = _GAP.match(text, end) if end > quantity.start else None
        position = gap.end() if gap else end
        if found := frequency_at(text, position) or (_of_counted_forms(text, gap) if gap else None):
            frequencies.append(found[0])
        elif not route and (found := route_at(text, position)):
            route = found[0]
        else:
            break
        end = found[1]
    if end == quantity.end:
        return quantity
    return replace(quantity, end=end, frequency=" ".join(frequencies), route=route)


def _of_counted_forms(text: str, gap: re.Match[str]) -> tuple[str, int] | None:
    """The "per day" of "eight 500 mg tablets per day"."""
    period = _PER_PERIOD.match(text, gap.end()) if _FORM_GAP.search(gap.group()) else None
    return (f"1/{period[1].lower()}", period.end()) if period else None


def _bounded(text: str, quantity: Quantity) -> Quantity:
    """The quantity with the words that bound it, and as an age where it is one."""
    sign, start = qualifiers.before(text, quantity.start)
    unit, end = quantity.unit, quantity.end
    if (
        quantity.low is not None
        and unit in {"", "year", "month"}
        and not quantity.per
        and qualifiers.about_age(text, start, sign, (quantity.start, quantity.end), unit)
    ):
        unit = f"{unit or 'year'}-of-age"
    if sign == ">" and unit in _PERIODS and text[start : start + 4].lower() == "over":
        # "Infuse over 30 minutes" is no bound.
        sign, start = "", quantity.start
    if quantity.low is None and _OF_DOSE.match(text, end):
        # In "the maximum daily dose is 4 g" the dose has a maximum, and not how often.
        sign, start = "", quantity.start
    late, late_end = qualifiers.after(text, end)
    if late and not sign:
        sign, end = late, late_end
        if unit in {"year", "month"} and text[end - 5 : end].lower() in {"older", "unger"}:
            unit = f"{unit}-of-age"
    if not sign and unit == quantity.unit:
        return quantity
    return replace(quantity, start=start, end=end, unit=unit, qualifier=sign or quantity.qualifier)


_OF_DOSE = re.compile(r"\s(?:doses?|dosages?|amounts?|intake|limit)\b", re.IGNORECASE)
_PERIODS = frozenset(name for name, unit in UNITS.items() if unit.dimension == "time")


def _with_shared_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """In "25, 50 and 100 mg" all three are milligrams."""
    shared = list(found)
    for index in range(len(shared) - 2, -1, -1):
        this, following = shared[index], shared[index + 1]
        bare = this.low is not None and not this.unit and this.end < following.start
        if bare and following.unit in UNITS and _SHARES.fullmatch(text, this.end, following.start):
            shared[index] = replace(this, unit=following.unit, per=following.per)
    return shared
