"""How often and by which route: "twice daily", "every 4 to 6 hours", "q6h", "at night", "into a muscle"."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from reviews.clinical.numbers import number_at
from reviews.clinical.units import UNITS, unit_at

_ADVERBS = {
    "daily": "day", "weekly": "week", "monthly": "month", "hourly": "hour", "yearly": "year", "annually": "year",
}  # fmt: skip
_FIXED = {
    r"at night(?:time)?|at bedtime|before bed(?:time)?|nocte|nightly|(?:every|each) night"
    r"|(?<=morning and )night|(?<=morning or )night|(?-i:ON)(?=\s?(?:[,.;)]|$))": "at night",
    r"(?:(?:in the|every|each) )?morning(?! sickness| after)|mane|(?-i:OM)(?=\s?(?:[,.;)]|$))": "morning",
    r"(?:(?:in the|every|each) )?evening": "evening",
    r"(?:as|when) (?:needed|required)|p\.?r\.?n\b\.?": "as needed",
    r"(?:on )?alternate days": "every 2 day",
    r"fortnightly|(?:every|each|once a) fortnight": "every 2 week",
    r"b\.i\.d\b\.?|bid|b\.d\b\.?|bd": "2/day",
    r"t\.i\.d\b\.?|tid|t\.d\.s\b\.?|tds": "3/day",
    r"q\.i\.d\b\.?|qid|q\.d\.s\b\.?|qds": "4/day",
    # "One drop OD" is the right eye.
    r"q\.d\b\.?|o\.d\b\.?|(?<!drop )(?<!drops )od": "1/day",
}
_FIXED_PATTERN = re.compile(
    "|".join(rf"(?P<f{index}>(?:{pattern}))" for index, pattern in enumerate(_FIXED)) + r"(?![\w])", re.IGNORECASE
)
_FIXED_NAMES = list(_FIXED.values())
_COUNT = re.compile(r"(once|twice|thrice)(?: or (twice|thrice|three times))?(?![\w])", re.IGNORECASE)
_COUNTS = {"once": Decimal(1), "twice": Decimal(2), "thrice": Decimal(3), "three times": Decimal(3)}
TIMES = re.compile(r"(?:[ -]?times?|[ ]?[x×])(?![\w])", re.IGNORECASE)
CONNECTOR = re.compile(r"[\s-]{0,2}(?:to|or|through)\s|\s?[-‐-―−]\s?")
_EVERY = re.compile(r"(?:every|each)\s", re.IGNORECASE)
_THEN_EVERY = re.compile(r"\s(?:every|each)\s", re.IGNORECASE)
# "Three weekly doses" are three in a week, "three-weekly doses" one every three weeks.
_HOURLY = re.compile(r"(?:[\s-]?(hour)ly|-(week|month|year)ly)\b", re.IGNORECASE)
_ORDINALS = {"other": 2, "second": 2, "third": 3, "fourth": 4}
_OTHER_ONE = re.compile(r"(other|second|third|fourth)\s", re.IGNORECASE)
_A = re.compile(r"\s?(?:(?:an?|per|each|every)\s|/\s?)", re.IGNORECASE)
_ADVERB = re.compile(rf"[\s-]?({'|'.join(_ADVERBS)})(?![\w])", re.IGNORECASE)
_Q = re.compile(r"q\.?\s?(\d{1,2})(?:\s?[-–]\s?(\d{1,2}))?\s?(h|hr|hours?|d|days?)\b\.?", re.IGNORECASE)
ROUTES = {
    "oral": r"by mouth|orally|oral|PO\b|p\.o\.|per os",
    "intravenous": r"intravenous(?:ly)?|IV|i\.v\.|in(?:to)? (?:a|the) vein",
    "intramuscular": r"intramuscular(?:ly)?|IM\b|i\.m\.|in(?:to)? (?:a|the) muscle",
    "subcutaneous": r"subcutaneous(?:ly)?|subcut|SC\b|s\.c\.|under the skin",
    "sublingual": r"sublingual(?:ly)?|SL\b|under (?:the|your) tongue",
    "buccal": r"buccal(?:ly)?",
    "rectal": r"rectal(?:ly)?|by rectum|PR\b|in(?:to)? the rectum|into (?:the|your) back passage",
    "vaginal": r"vaginal(?:ly)?|by vagina|PV\b|into (?:the|your) vagina",
    "transdermal": r"transdermal(?:ly)?",
    "topical": r"topical(?:ly)?|(?:on )?to (?:the|your) (?:affected )?skin",
    "inhalation": r"inhaled|by inhalation|INH\b|NEB\b|nebuli[sz]ed|by nebuli[sz]er",
    "nasal": r"(?:intra)?nasal(?:ly)?|in(?:to)? (?:each|the|both|one|your) nostrils?",
    "ophthalmic": r"ophthalmic|in(?:to)? (?:each|the|both|your)(?: affected)? eyes?",
    "otic": r"in(?:to)? (?:each|the|both|your)(?: affected)? ears?",
    "nasogastric": r"nasogastric(?:ally)?|NG\b|(?:by|via|through) (?:a |the )?(?:nasogastric|NG|PEG) tube",
    "intrathecal": r"intrathecal(?:ly)?",
    "epidural": r"epidural(?:ly)?",
    "intradermal": r"intradermal(?:ly)?",
    "intra-articular": r"intra-?articular(?:ly)?|in(?:to)? (?:a|the) joint",
}
_CASED = re.compile(r"[A-Z]{2}")
_ROUTE = re.compile(
    "|".join(rf"(?P<{name.replace('-', '_')}>(?:{pattern})(?!\w))" for name, pattern in ROUTES.items()), re.IGNORECASE
)
# A Roman four, and a postal code, are no route.
_NUMERAL_BEFORE = re.compile(
    r"(?:-|(?:schedule|stage|phase|type|class|grade|factor|dsm|group|tier|part|level|category)\s)$", re.IGNORECASE
)
_FIRST_WORDS = (
    "once twice thrice every each daily weekly monthly hourly yearly annually fortnightly nightly nocte mane at "
    "night nasogastric before in "
    "morning evening as when p prn alternate on to b bid bd t tid tds q qid qds qd o by orally oral po "
    "per intravenous intravenously iv i into intramuscular intramuscularly im subcutaneous subcutaneously subcut "
    "sc s under sublingual sublingually buccal buccally rectal rectally vaginal vaginally transdermal "
    "transdermally topical topically inhaled nebulised nebulized nasal nasally intranasal intranasally ophthalmic "
    "intrathecal intrathecally epidural epidurally intradermal intradermally intraarticular intra"
)
# The words that a frequency or a route can begin with.
FIRST_WORDS_OF_TIMING = frozenset(_FIRST_WORDS.split())

Found = tuple[str, int]


def frequency_at(text: str, position: int) -> Found | None:
    """The frequency that starts at ``position`` in canonical form ("2/day", "every 4..6 hour") and where it ends."""
    if match := _FIXED_PATTERN.match(text, position):
        return _FIXED_NAMES[int((match.lastgroup or "f0")[1:])], match.end()
    if match := _Q.match(text, position):
        unit = "hour" if match[3][0].lower() == "h" else "day"
        return f"every {span(Decimal(match[1]), Decimal(match[2] or match[1]))} {unit}", match.end()
    if match := _COUNT.match(text, position):
        low = _COUNTS[match[1].lower()]
        high = _COUNTS[match[2].lower()] if match[2] else low
        return _rate(text, match.end(), low, high)
    if match := _ADVERB.match(text, position):
        return f"1/{_ADVERBS[match[1].lower()]}", match.end()
    if match := _EVERY.match(text, position):
        return _interval(text, match.end())
    return numbered_frequency_at(text, position)


def numbered_frequency_at(text: str, position: int) -> Found | None:
    """Such a frequency as "3 or 4 times a day" or "6-hourly"."""
    low = number_at(text, position)
    if low is None:
        return None
    high = low
    if (connector := CONNECTOR.match(text, low.end)) and (second := number_at(text, connector.end())):
        high = second
    if times := TIMES.match(text, high.end):
        return _rate(text, times.end(), low.value, high.value)
    hourly = _HOURLY.match(text, high.end)
    if hourly is None:
        return None
    return f"every {span(low.value, high.value)} {(hourly[1] or hourly[2]).lower()}", hourly.end()


def _rate(text: str, position: int, low: Decimal, high: Decimal) -> Found | None:
    """What follows "twice" or "3 times": a period, or an interval."""
    if adverb := _ADVERB.match(text, position):
        return f"{span(low, high)}/{_ADVERBS[adverb[1].lower()]}", adverb.end()
    every = _THEN_EVERY.match(text, position)
    interval = _interval(text, every.end()) if every else None
    if interval and not interval[0].startswith("1/"):
        return interval
    if low == high == 1 and (fixed := _FIXED_PATTERN.match(text, position + 1)):
        return _FIXED_NAMES[int((fixed.lastgroup or "f0")[1:])], fixed.end()
    period = _A.match(text, position)
    unit = unit_at(text, period.end()) if period else None
    if unit and unit[0].dimension == "time":
        return f"{span(low, high)}/{unit[0].name}", unit[1]
    return None


def _interval(text: str, position: int) -> Found | None:
    """What follows "every"."""
    if other := _OTHER_ONE.match(text, position):
        unit = unit_at(text, other.end())
        return (
            (f"every {_ORDINALS[other[1].lower()]} {unit[0].name}", unit[1])
            if unit and unit[0].dimension == "time"
            else None
        )
    low = number_at(text, position)
    if low is None:
        unit = unit_at(text, position)
        return (f"1/{unit[0].name}", unit[1]) if unit and unit[0].dimension == "time" else None
    high, end = low, low.end
    if (connector := CONNECTOR.match(text, end)) and (second := number_at(text, connector.end())):
        high, end = second, second.end
    end += text[end : end + 1] in (" ", "-", "\u00a0")
    unit = unit_at(text, end)
    if unit and unit[0].dimension == "time":
        return f"every {span(low.value, high.value)} {unit[0].name}", unit[1]
    return None


def route_at(text: str, position: int) -> Found | None:
    """The route of administration that starts at ``position``, and where it ends."""
    match = _ROUTE.match(text, position)
    if match is None:
        return None
    if len(match.group()) == 2 and not _CASED.match(match.group()):
        return None
    if match.group() == "IV" and _NUMERAL_BEFORE.search(text[max(0, position - 10) : position]):
        return None
    return (match.lastgroup or "").replace("_", "-"), match.end()


def span(low: Decimal, high: Decimal) -> str:
    """A value or range in canonical form: "4", "4..6"."""
    return f"{low:f}" if low == high else f"{low:f}..{high:f}"


_DECIMAL = r"(\d+(?:\.\d+)?)"
_RATE = re.compile(rf"{_DECIMAL}(?:\.\.{_DECIMAL})?/(\w+)")
_INTERVAL = re.compile(rf"every {_DECIMAL}(?:\.\.{_DECIMAL})? (\w+)")


def per_hour(frequency: str) -> Fraction | None:
    """How many times an hour a canonical frequency means (its upper limit), or None: "as needed" is no rate."""
    first = frequency.split(" as needed", maxsplit=1)[0]
    if (match := _RATE.fullmatch(first)) and match[3] in UNITS:
        return Fraction(match[2] or match[1]) / _hours(match[3])
    if (match := _INTERVAL.fullmatch(first)) and match[3] in UNITS:
        shortest = Fraction(match[1])
        return 1 / (shortest * _hours(match[3])) if shortest else None
    return None


def _hours(unit: str) -> Fraction:
    known = UNITS[unit]
    return known.worth * (1 if known.base == "hour" else Fraction(1461, 2))
