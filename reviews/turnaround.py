"""How long submissions waited for their decision, counted by the database.

A report of years asks for as many rows as there are months and different waits in them, not for every decision.
"""

from __future__ import annotations

import bisect
import datetime
import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Func, IntegerField, QuerySet, Value, When
from django.utils import timezone

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Month:
    """One month of decisions: its first day, how many there were, and how many days they took."""

    first: datetime.date
    decisions: int
    median: float
    p90: float


def in_days(waited: datetime.timedelta) -> float:
    return round(waited / DAY, 1)


class Tenths(Func):
    """From the first to the second of two times, in tenths of a day.

    Not their difference in Django's terms, which SQLite has computed by Python, decision by decision.
    """

    output_field = IntegerField()
    template = "CAST(FLOOR(DATE_PART('epoch', %(expressions)s) / 8640 + 0.5) AS integer)"
    arg_joiner = " - "

    def __init__(self, begin: str, end: str) -> None:
        super().__init__(F(end), F(begin))

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler,
            connection,
            template="CAST((julianday(%(expressions)s)) * 10 + 0.5 AS integer)",
            arg_joiner=") - julianday(",
            **context,
        )


def newest_months(decided: QuerySet, number: int) -> list[Month]:
    """Of the calendar months up to that of the newest decision, so many, those with decisions, the oldest first.

    ``decided`` are decisions on requests.  Months are those of the site's time zone.  Two queries.
    """
    newest = decided.order_by("-entry").values_list("decided_at", flat=True).first()
    if newest is None:
        return []
    firsts = _firsts(timezone.localtime(newest).date(), number)
    begins = [timezone.make_aware(datetime.datetime.combine(first, datetime.time())) for first in firsts]
    month = Case(
        *(When(decided_at__gte=begin, then=Value(place)) for place, begin in reversed(list(enumerate(begins)))),
        output_field=IntegerField(),
    )
    counted = (
        decided.filter(decided_at__gte=begins[0])
        .order_by()
        .annotate(month=month, tenths=Tenths("request__submitted_at", "decided_at"))
        .values_list("month", "tenths")
        .annotate(number=Count("pk"))
    )
    return [Month(firsts[place], *figures) for place, figures in sorted(_figures(counted).items())]


def _firsts(day: datetime.date, number: int) -> list[datetime.date]:
    """The first days of so many months, the last of them that of ``day``."""
    last = day.year * 12 + day.month - 1
    return [datetime.date(month // 12, month % 12 + 1, 1) for month in range(last - number + 1, last + 1)]


def _figures(counted: Iterable[tuple[int, int, int]]) -> dict[int, tuple[int, float, float]]:
    """Decisions, median and 90th percentile in days for each month, from (month, tenths of a day, how many)."""
    months: dict[int, dict[int, int]] = defaultdict(dict)
    for month, tenths, number in counted:
        months[month][tenths] = number
    return {
        month: (sum(waits.values()), percentile(waits, 0.5) / 10, percentile(waits, 0.9) / 10)
        for month, waits in months.items()
    }


def percentile(counts: dict[int, int], share: float) -> int:
    """The smallest value that at least ``share`` (0 to 1) of them do not exceed; ``counts``: value → how many.

    The nearest-rank method (Hyndman and Fan 1996, definition 1): always a wait that somebody had.
    """
    values = sorted(counts)
    up_to = list(itertools.accumulate(counts[value] for value in values))
    return values[bisect.bisect_left(up_to, math.ceil(share * up_to[-1]))]


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
