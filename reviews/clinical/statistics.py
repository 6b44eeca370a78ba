"""Risks, ratios, confidence intervals, p values, times of the clock and of charts."""

from __future__ import annotations

import re
from decimal import Decimal

from reviews.clinical.amounts import Amount, amount_at
from reviews.clinical.numbers import number_at
from reviews.clinical.qualifiers import PEOPLE
from reviews.clinical.quantity import Quantity

_INTERVAL = re.compile(
    r"(?:(?P<level>\d{2}(?:\.\d{1,2})?)\s?%\s?-?)?(?:CI|confidence intervals?)(?:\s(?:of|was|is))?[\s:,=]{0,3}[(\[]?\s?"
)
_TO = re.compile(r"\s?(?:to|[-–,;]|and)\s?")
_CLOSE = re.compile(r"\s?[)\]]")
_P = re.compile(
    r"p(?:[ -]values?)?(?:\s(?:of|was|is))?\s?(?P<sign>[=<>≤≥])?\s?(?P<value>(?:0?[.·]\d++|1(?:\.0++)?|0)(?![\w%]))",
    re.IGNORECASE,
)
_SIGNS = {"<": "<", ">": ">", "≤": "<=", "≥": ">=", "=": "", None: ""}
_OF_THEM = re.compile(
    rf"(?:\s(?:[a-z]{{1,12}}\s){{0,2}}(?:{PEOPLE}|events?|episodes?|deaths?|reports?))?"
    r"\s(?:in|out of|of|per)\s(?:every\s|the\s|each\s|about\s)?",
    re.IGNORECASE,
)
# "For 5/7": days, weeks and months as British charts write them.
_CHART_TIME = re.compile(r"\d{1,2}/(?P<whole>7|52|12)(?![\w/]|\.\d)")
_CHART_BEFORE = re.compile(r"(?:^|[\s(])(?:for|after|every|next|[x×])\s?$", re.IGNORECASE)
_CHART_UNITS = {"7": "day", "52": "week", "12": "month"}
_PEOPLE_AFTER = re.compile(rf"\s(?:[a-z]{{1,12}}\s)?(?:{PEOPLE})\b", re.IGNORECASE)
_RATIO = re.compile(r"\s?(?P<mark>[/:])\s?(?=\d)")
_CLOCK = re.compile(
    r"(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?m\b\.?"
    r"|(?P<hour24>[01]\d|2[0-3]):(?P<minute24>[0-5]\d)(?![\d:])",
    re.IGNORECASE,
)
_AT = re.compile(r"\b(?:at|by|from|until|till|before|after|and)\s$", re.IGNORECASE)
_SINGLE_HOUR = re.compile(r"(?P<hour24>\d):(?P<minute24>[0-5]\d)(?![\d:])(?P<hour>)(?P<half>)(?P<minute>)")


def statistic_at(text: str, position: int, amount: Amount) -> Quantity | None:
    """The confidence interval, time of day, risk or ratio that starts with the ``amount`` at ``position``."""
    if amount.unit == "%":
        return _confidence_interval(text, position)
    if amount.unit not in {"", "times"}:
        return None
    return _clock(text, position) or _chart_time(text, position, amount) or _risk(text, position, amount)


def word_statistic_at(text: str, position: int) -> Quantity | None:
    """The confidence interval, p value or risk that starts with the word at ``position``."""
    if text[position] in "pP":
        return _p_value(text, position)
    if text[position] in "cC":
        return _confidence_interval(text, position)
    count = amount_at(text, position)
    return _risk(text, position, count) if count and not count.unit else None


def _confidence_interval(text: str, position: int) -> Quantity | None:
    head = _INTERVAL.match(text, position)
    low = amount_at(text, head.end(), signed=True) if head else None
    if head is None or low is None:
        return None
    first, last, end, unit = low.low, low.high, low.end, low.unit
    if low.low is low.high:
        to = _TO.match(text, end)
        high = amount_at(text, to.end(), signed=True) if to else None
        if high is None:
            return None
        last, end, unit = high.high, high.end, high.unit or unit
    if head.group().rstrip()[-1] in "([" and (close := _CLOSE.match(text, end)):
        end = close.end()
    name = f"CI {head['level']}%" if head["level"] else "CI"
    return Quantity(position, end, "", first.value, last.value, name, unit)


def _p_value(text: str, position: int) -> Quantity | None:
    match = _P.match(text, position)
    if match is None:
        return None
    value = number_at(text, match.start("value"))
    if value is None:
        return None
    return Quantity(position, match.end(), "", value.value, value.value, "p", qualifier=_SIGNS[match["sign"]])


def _clock(text: str, position: int) -> Quantity | None:
    match = _CLOCK.match(text, position)
    if match is None and _AT.search(text[max(0, position - 8) : position]):
        match = _SINGLE_HOUR.match(text, position)
    if match is None:
        return None
    hour = int(match["hour"] or match["hour24"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    time = hour + Decimal(match["minute"] or match["minute24"] or 0) / 60
    return Quantity(position, match.end(), "", time, time, "o'clock")


def _chart_time(text: str, position: int, count: Amount) -> Quantity | None:
    match = _CHART_TIME.match(text, position)
    if match is None or not _CHART_BEFORE.search(text[max(0, position - 8) : position]):
        return None
    if _PEOPLE_AFTER.match(text, match.end()):
        return None
    return Quantity(position, match.end(), "", count.low.value, count.low.value, _CHART_UNITS[match["whole"]])


def _risk(text: str, position: int, count: Amount) -> Quantity | None:
    """Such as "1 in 10", "3 out of 289", "28 of the 86 women", "12/45", "1:1000"; not "2 tablets of 50 mg" or "2:1"."""
    of = _OF_THEM.match(text, count.high.end)
    ratio = None if count.low.spelled else _RATIO.match(text, count.high.end)
    join = of or ratio
    whole = amount_at(text, join.end()) if join else None
    if join is None or whole is None or whole.unit or whole.low is not whole.high:
        return None
    if whole.low.value != int(whole.low.value) or (ratio and whole.low.value < count.high.value):
        return None
    return Quantity(position, whole.end, "", count.low.value, count.high.value, "in", f"{whole.low.value:f}")
