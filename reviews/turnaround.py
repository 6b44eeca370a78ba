"""How long submissions waited for their decision.  Pure: numbers in, numbers out."""

from __future__ import annotations

import datetime
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Month:
    """One month of decisions: its first day, how many there were, and how many days they took."""

    first: datetime.date
    decisions: int
    median: float
    p90: float


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of ``values`` (sorted) that at least ``share`` (0 to 1) of them do not exceed.

    The nearest-rank method (Hyndman and Fan 1996, definition 1): always a wait that somebody had.
    """
    return values[max(math.ceil(share * len(values)), 1) - 1]


def in_days(waited: datetime.timedelta) -> float:
    return round(waited / DAY, 1)


def by_month(waits: Iterable[tuple[datetime.datetime, datetime.timedelta]]) -> list[Month]:
    """Median and 90th percentile in days for each month with decisions, from (local time of decision, wait)."""
    months: dict[datetime.date, list[float]] = defaultdict(list)
    for decided_at, waited in waits:
        months[decided_at.date().replace(day=1)].append(waited / DAY)
    return [
        Month(first, len(days), round(percentile(days, 0.5), 1), round(percentile(days, 0.9), 1))
        for first, days in sorted((first, sorted(days)) for first, days in months.items())
    ]


@dataclass(frozen=True)
class Bar:
    """One month of the plot, in units of its drawing."""

    month: Month
    x: float
    median_height: float
    p90_height: float


def bars(months: Sequence[Month], height: float, step: float) -> list[Bar]:
    """Bars side by side, ``step`` apart, the highest as high as ``height``."""
    highest = max((month.p90 for month in months), default=0) or 1
    return [
        Bar(month, number * step, round(month.median / highest * height, 1), round(month.p90 / highest * height, 1))
        for number, month in enumerate(months)
    ]
