"""The numbers of the plot: waits that somebody had, month by month."""

from __future__ import annotations

import datetime

import pytest

from reviews.turnaround import bars, by_month, percentile


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([7.0], 0.5, 7.0), ([1.0, 2.0], 0.5, 1.0), ([1.0, 2.0, 3.0], 0.5, 2.0), (list(range(1, 11)), 0.9, 9)],
)
def test_a_percentile_is_a_wait_that_somebody_had(values: list[float], share: float, expected: float) -> None:
    assert percentile(values, share) == expected


def test_months_without_decisions_are_left_out_and_the_others_are_in_order() -> None:
    days = [(datetime.datetime(2026, month, 3, tzinfo=datetime.UTC), wait) for month, wait in ((5, 4), (3, 1), (3, 9))]
    months = by_month((day, datetime.timedelta(days=wait)) for day, wait in days)
    assert [(month.first.month, month.decisions, month.median, month.p90) for month in months] == [
        (3, 2, 1.0, 9.0),
        (5, 1, 4.0, 4.0),
    ]
    assert [bar.p90_height for bar in bars(months, height=90, step=10)] == [90.0, 40.0]
    assert bars([], height=90, step=10) == []
