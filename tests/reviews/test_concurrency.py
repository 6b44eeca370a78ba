"""Two people at the same moment: whatever the order, the promise holds, no decision is lost and no page is stuck.

Every pair is run once for each statement at which the first of the two can be interrupted by the second, both ways
round, and by drawn schedules with several switches (``tests.reviews.interleaving``).  For a thousand schedules of
each pair: ``HUB_SCHEDULES=11000 uv run pytest tests/reviews/test_concurrency.py -n 0``.
"""

from __future__ import annotations

import os

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.editorial import Newsroom, newsroom
from tests.reviews.assertions import assert_public_is_approved
from tests.reviews.interleaving import Told, every_interruption, interleave
from tests.reviews.race_assertions import assert_all_is_well
from tests.reviews.races import RACES, Race

SCHEDULES = int(os.environ.get("HUB_SCHEDULES", "10"))
# SQLite lets one writer in at a time, so its interleavings are few; what could still go wrong is the ledger.
ON_SQLITE = ("two approvals", "two approvals of two pages")
pytestmark = pytest.mark.untraced  # thousands of runs of what other tests cover once
CHOSEN = {name: race for name, race in RACES.items() if connection.vendor == "postgresql" or name in ON_SQLITE}


@pytest.fixture
def room(committed_db: None) -> Newsroom:
    """The people and the tree, in a database where commits are real."""
    return newsroom()


def run(race: Race, room: Newsroom, schedule: list[int], *, swapped: bool) -> tuple[Told, Told]:
    attempt = race.prepare(room)
    first, second = (attempt.second, attempt.first) if swapped else (attempt.first, attempt.second)
    with attempt.moment():
        told = interleave(first, second, schedule)
        assert_all_is_well(room, attempt, told)
    return told


@pytest.mark.parametrize("swapped", [False, True], ids=["", "swapped"])
@pytest.mark.parametrize("name", CHOSEN)
def test_wherever_one_interrupts_the_other(room: Newsroom, name: str, swapped: bool) -> None:
    race = CHOSEN[name]
    tried = every_interruption(lambda k: run(race, room, [k], swapped=swapped), stride=race.stride)
    assert tried > 2
    assert_public_is_approved()


@settings(
    max_examples=SCHEDULES,
    deadline=None,
    derandomize=True,
    database=None,
    # A schedule that fails is as short as it need be.
    phases=[Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    name=st.sampled_from(sorted(CHOSEN)),
    schedule=st.lists(st.integers(1, 40), min_size=2, max_size=6),
    swapped=st.booleans(),
)
def test_whatever_the_schedule(room: Newsroom, name: str, schedule: list[int], swapped: bool) -> None:
    run(CHOSEN[name], room, schedule, swapped=swapped)
