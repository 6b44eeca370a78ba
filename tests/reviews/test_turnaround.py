"""The numbers of the plot: waits that somebody had, month by month, counted by the database."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from reviews import recording
from reviews.models import Decision, Outcome
from reviews.turnaround import Month, bars, newest_months, percentile
from tests import factories
from tests.editorial import Newsroom
from tests.reviews.queue_assertions import hand_in


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([7], 0.5, 7), ([1, 2], 0.5, 1), ([1, 2, 3, 3], 0.5, 2), (list(range(1, 11)), 0.9, 9), ([4, 4, 4], 0.9, 4)],
)
def test_a_percentile_is_a_wait_that_somebody_had(values: list[int], share: float, expected: int) -> None:
    assert percentile({value: values.count(value) for value in values}, share) == expected


def test_the_highest_bar_is_as_high_as_the_plot() -> None:
    months = [Month(datetime.date(2026, month, 1), 1, p90 / 2, p90) for month, p90 in ((3, 9.0), (5, 4.0))]
    assert [(bar.x, bar.median_height, bar.p90_height) for bar in bars(months, height=90, step=10)] == [
        (0, 45.0, 90.0),
        (10, 20.0, 40.0),
    ]
    assert bars([], height=90, step=10) == []


def _decide(room: Newsroom, patched: pytest.MonkeyPatch, decided: str, *hours: int) -> None:
    """Submissions that were sent back at that moment, so many hours after they had been handed in."""
    moment = datetime.datetime.fromisoformat(decided)
    patched.setattr(timezone, "now", lambda: moment)
    page = factories.standard(slug=f"page-{decided[:10]}")
    for wait in hours:
        request = hand_in(room.editor, page, room.home, submitted_at=moment - datetime.timedelta(hours=wait))
        recording.record_on(request, Outcome.CHANGES_REQUESTED, user=room.pharmacist.user)


def test_waits_are_counted_by_month_of_the_site_and_months_without_decisions_are_left_out(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    decided = Decision.objects.filter(outcome=Outcome.CHANGES_REQUESTED)
    assert newest_months(decided, 24) == []
    with monkeypatch.context() as patched:
        _decide(room, patched, "2026-03-15T12:00:00+00:00", 2)
        # In London it is April already.
        _decide(room, patched, "2026-03-31T23:30:00+00:00", 26, 51, 240)
        _decide(room, patched, "2026-06-30T12:00:00+00:00", 0)
    with timezone.override("Europe/London"), django_assert_num_queries(2):
        months = newest_months(decided, 24)
    assert months == [
        Month(datetime.date(2026, 3, 1), 1, 0.1, 0.1),
        Month(datetime.date(2026, 4, 1), 3, 2.1, 10.0),
        Month(datetime.date(2026, 6, 1), 1, 0.0, 0.0),
    ]
    with timezone.override("Europe/London"):
        assert newest_months(decided, 3) == months[1:]
