"""A number or range with its unit: "1.5 mg/kg", "50 to 100 mg a day", "between 2 and 3 tablets", "16-week"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from reviews.clinical.numbers import Number, number_at
from reviews.clinical.timing import CONNECTOR, TIMES
from reviews.clinical.units import UNITS, Unit, unit_at

_BETWEEN = re.compile(r"between\s(?:about\s)?$", re.IGNORECASE)
_AND = re.compile(r"\sand\s", re.IGNORECASE)
# "6 to under 12 years": the upper end is not meant.
_TO_UNDER = re.compile(r"\s(?:to|and|but)\s(?:under|below|(?:less|younger) than)\s", re.IGNORECASE)
_ADJECTIVES = re.compile(
    r"\s(?:(?:divided|equally|evenly|equal|single|separate|daily|further|extra|full|level|heaped|whole)\s){0,2}",
    re.IGNORECASE,
)
_ADJECTIVES_OF_TIME = re.compile(
    r"\s(?:consecutive|successive|calendar|full|further|more|extra|additional|whole|working)\s", re.IGNORECASE
)
_BEFORE_UNIT = re.compile(r"[\s-]?-?(?:°\s?(?=[CF]))?")
_DEGREE = re.compile(r"\s?(?:°|degrees)(?:\s?(?P<scale>[CF])(?:elsius|ahrenheit)?\b)?")
_TIMES_TEN = re.compile(r"\s?[x×]\s?10\s?\^?\s?(\d{1,2}|[³⁶⁹]|¹²)(?=\s?/)")
_SUPERSCRIPTS = {"³": "3", "⁶": "6", "⁹": "9", "¹²": "12"}
_PER = re.compile(r"\s?/\s?|\sper\s|\s(?=(?:an?|each)\s)", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:an?|each)\s", re.IGNORECASE)
_DAILY = re.compile(r"\s(daily|weekly|monthly)\b", re.IGNORECASE)
_PERIODS = {"daily": "day", "weekly": "week", "monthly": "month"}
_BODY_WEIGHT = re.compile(r"\s(?:of )?body ?weight\b", re.IGNORECASE)
_OF_AGE = re.compile(r"(?:\sof age|\sold|-old)\b", re.IGNORECASE)
_SHORTER = {
    "day": ("minute", "hour"),
    "week": ("minute", "hour", "day"),
    "month": ("hour", "day", "week"),
    "year": ("day", "week", "month"),
}
_NO_PERIOD = frozenset({"time", "age", "times", "multiple", "temperature"})


@dataclass(frozen=True)
class Amount:
    """A value or range, its unit and denominator, and where it ends; ``unit`` is "" for a bare number.

    ``open_above``: the range ends below its upper value.
    """

    low: Number
    high: Number
    unit: str
    per: str
    end: int
    open_above: bool = False

    @property
    def spelled(self) -> bool:
        return self.low.spelled and self.high.spelled


def amount_at(text: str, position: int, *, signed: bool = False) -> Amount | None:
    """The number or range that starts at ``position`` with its unit, if it has one."""
    low = number_at(text, position, signed=signed)
    if low is None:
        return None
    unit, per, end = _unit_after(text, low.end)
    open_above = _TO_UNDER.match(text, end)
    connector = open_above or CONNECTOR.match(text, end)
    if connector is None and _BETWEEN.search(text[max(0, position - 20) : position]):
        connector = _AND.match(text, end)
    high = number_at(text, connector.end(), signed=signed) if connector else None
    if connector is None or high is None or (low.spelled != high.spelled and not unit) or _is_code(text, position, low):
        return Amount(low, low, unit, per, end)
    high_unit, high_per, high_end = _unit_after(text, high.end)
    if unit == "°":
        unit = high_unit
    joins = " or " not in connector.group() or not unit
    if not unit or (joins and (high_unit, high_per or per) == (unit, per or high_per)):
        return Amount(low, high, high_unit, high_per or per, high_end, bool(open_above))
    return Amount(low, low, unit, per, end)


def _is_code(text: str, position: int, number: Number) -> bool:
    """ "007" and "000" are no lower end of a range."""
    digits = text[position : number.end]
    return len(digits) > 1 and digits[0] == "0" and digits.isdigit()


def _unit_after(text: str, position: int) -> tuple[str, str, int]:
    """The unit behind a number, its denominator, and where they end; ("", "", position) without a unit."""
    if degree := _DEGREE.match(text, position):
        return f"°{degree['scale'] or ''}", "", degree.end()
    if power := _TIMES_TEN.match(text, position):
        name = f"10^{_SUPERSCRIPTS.get(power[1], power[1])}"
        per, end = _denominators(text, power.end(), name)
        return name, per, end
    found = _unit_word(text, position)
    if found is None:
        times = TIMES.match(text, position)
        return ("times", "", times.end()) if times and times.group().strip(" -") else ("", "", position)
    unit, end = found
    if unit.dimension == "time" and (age := _OF_AGE.match(text, end)):
        return f"{unit.name}-of-age", "", age.end()
    per, end = _denominators(text, end, unit.dimension, unit)
    return unit.name, per, end


def _unit_word(text: str, position: int) -> tuple[Unit, int] | None:
    gap = _BEFORE_UNIT.match(text, position)
    found = unit_at(text, gap.end() if gap else position)
    if found is None and (adjectives := _ADJECTIVES.match(text, position)):
        found = unit_at(text, adjectives.end())
        # "two daily doses", but not "5 further mg"
        found = found if found and found[0].dimension == "form" else None
    if found is None and (adjectives := _ADJECTIVES_OF_TIME.match(text, position)):
        found = unit_at(text, adjectives.end())
        return found if found and found[0].dimension == "time" else None
    return found


def _denominators(text: str, position: int, dimension: str, above: Unit | None = None) -> tuple[str, int]:
    """What stands below the stroke: "kg/day", "5 mL", "minute/1.73 m²"; and where it ends."""
    parts: list[str] = []
    end, timed = position, False
    while len(parts) < 3 and (stroke := _PER.match(text, end)):
        start = stroke.end()
        article = _ARTICLE.match(text, start) if stroke.group().isspace() else None
        start = article.end() if article else start
        number = None if article else number_at(text, start)
        gap = number.end + (text[number.end : number.end + 1] in (" ", "-", "\u00a0")) if number else start
        unit = unit_at(text, gap, below=True)
        period = unit is not None and unit[0].dimension == "time"
        if unit is None:
            break
        share = above is not None and _is_a_share_of(above, unit[0])
        if article and not share and (not period or dimension in _NO_PERIOD or timed):
            break
        timed = timed or period
        if number and not number.spelled and stroke.group().strip() == "/" and unit[0].dimension == dimension:
            # "100 mg/25 mg" are two strengths, and "100 mg/5 mL" is one.
            break
        parts.append(f"{_plain(number.value)} {unit[0].name}" if number else unit[0].name)
        end = unit[1]
        if weight := _BODY_WEIGHT.match(text, end):
            end = weight.end()
    if dimension not in _NO_PERIOD and (daily := _DAILY.match(text, end)) and not timed:
        parts.append(_PERIODS[daily[1].lower()])
        end = daily.end()
    return "/".join(parts), end


def _is_a_share_of(time: Unit, period: Unit) -> bool:
    """ "16 hours a day" and "6 days a week" are how long in each; "12 months a year" is nothing that is said."""
    return time.dimension == period.dimension == "time" and time.name in _SHORTER.get(period.name, ())


def _plain(value: Decimal) -> str:
    return f"{value:f}"


def is_form(unit: str) -> bool:
    return unit in UNITS and UNITS[unit].dimension == "form"
