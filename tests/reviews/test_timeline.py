"""One page's timeline: everything that mattered, in order, and which words were live when."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry

from reviews import services
from reviews.models import Decision, ReviewRequest
from reviews.timeline import Event, Timeline, spans
from reviews.views.history import HistoryView
from tests.editorial import PASSWORD, Newsroom, fresh, what_was_said


def at(hour: int) -> datetime.datetime:
    return datetime.datetime(2026, 11, 1, hour, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([], []),
        ([(at(1), 7)], [(at(1), None, 7)]),
        ([(at(1), 7), (at(2), 8)], [(at(1), at(2), 7), (at(2), None, 8)]),
        ([(at(3), 7), (at(2), None), (at(1), 7)], [(at(1), at(2), 7), (at(3), None, 7)]),
        ([(at(1), 7), (at(2), 7), (at(3), None), (at(4), None)], [(at(1), at(3), 7)]),
    ],
)
def test_a_version_is_live_until_another_is_or_none(changes: Any, expected: Any) -> None:
    assert spans(changes) == expected


@pytest.fixture
def eventful(room: Newsroom, waiting: ReviewRequest) -> Page:
    """Approved; sent back; approved; commented on; withdrawn; restored to the first version."""
    page = waiting.page
    services.assign(waiting, room.physician.user, room.pharmacist.user, note="Yours.")
    room.pharmacist.request_changes(waiting, "Say when.")
    room.editor.edit(page, lead="Better words.")
    room.approve(room.editor.submit(page, "Said when."))
    comment = {"comment": {"id": 1, "contentpath": "lead", "text": "Is this so?"}}
    log(instance=page.specific, action="wagtail.comments.create", user=room.editor2.user, data=comment)
    room.admin.post("reviews:withdraw", page.pk, reason="A dose is wrong.")
    first = Decision.objects.for_page(page.pk).approvals().get(version=1)
    room.physician.post("reviews:restore", page.pk, first.pk, reason="It still holds.", password=PASSWORD)
    return fresh(page).specific


def _told(page: Page) -> list[Event]:
    """Oldest first."""
    timeline = Timeline(page)
    return timeline.events(timeline.keys())[::-1]


def test_the_timeline_tells_everything_in_order_and_where_each_digest_was_live_and_when(
    room: Newsroom, eventful: Page
) -> None:
    told = [(event.what, event.note) for event in _told(eventful)]
    assert told == [
        ("Submitted for review", "First version."),
        ("Approved, version 1", ""),
        ("Live", ""),
        ("Submitted for review", "A new lead."),
        ("Assigned to physician", "Yours."),
        ("Changes requested", "Say when."),
        ("Submitted for review", "Said when."),
        ("Approved, version 2", ""),
        ("Live", ""),
        ('Added a comment on field In short: "Is this so?"', ""),
        ("Withdrawn, version 2", "A dose is wrong."),
        ("Restored, version 1", "It still holds."),
        ("Live", ""),
    ]
    # Where each digest was live, and when.
    now, second, first = Timeline(eventful).live_periods(eventful.first_published_at, None)
    assert [period.version for period in (now, second, first)] == [1, 2, 1]
    assert now.until is None
    assert first.until == second.since
    assert second.until is not None
    assert second.until < now.since
    approvals = {decision.version: decision.digest for decision in Decision.objects.approvals()}
    assert (now.digest, second.digest) == (approvals[1], approvals[2])
    assert now.address == eventful.url_path
    shown = room.editor.get("reviews:history", eventful.pk).content.decode()
    for words in ("Register for tests", "Is this so?", "still live", approvals[2]):
        assert words in shown


def test_any_two_submitted_versions_are_compared_the_older_first(room: Newsroom, eventful: Page) -> None:
    newest, second, first = ReviewRequest.objects.filter(page=eventful).values_list("revision_id", flat=True)
    assert "Compare two submitted versions" in room.editor.get("reviews:history", eventful.pk).content.decode()
    answer = room.editor.get("reviews:compare", eventful.pk, older=newest, newer=first)
    assert [submission.revision_id for submission in answer.context["submissions"]] == [first, newest]
    old, new = ({r.pk: r for r in eventful.revisions.all()}[pk].as_object().lead for pk in (first, newest))
    assert ("lead", old, new) in [(part.path, part.old, part.new) for part in answer.context["comparison"].sections]
    for wrong in ({"older": second, "newer": second}, {"older": second}, {"older": second, "newer": 999_999}):
        answer = room.editor.get("reviews:compare", eventful.pk, **wrong)
        assert answer["Location"] == reverse("reviews:history", args=[eventful.pk])
        assert "two different versions" in what_was_said(answer)


def test_the_history_takes_a_fixed_number_of_queries(
    room: Newsroom, live: Page, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def another_version(number: int) -> None:
        room.editor.edit(live, lead=f"Version {number}.")
        room.approve(room.editor.submit(live, "Other words."))

    another_version(2)
    room.pharmacist.get("reviews:history", live.pk)
    with CaptureQueriesContext(connection) as for_few:
        room.pharmacist.get("reviews:history", live.pk)
    expected = len(for_few)
    for number in (3, 4, 5):
        another_version(number)
    for number in range(20):
        data = {"request": 1, "assignee": "physician", "note": str(number)}
        log(instance=live, action="reviews.assign", user=room.pharmacist.user, data=data)
    with django_assert_num_queries(expected):
        shown = room.pharmacist.get("reviews:history", live.pk).content.decode()
    assert (shown.count("Assigned to physician"), shown.count("Restore this version: version")) == (20, 4)


def test_a_leaf_of_a_long_history_is_what_it_shows_of_the_whole(
    room: Newsroom, eventful: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    every, note = _told(eventful)[::-1], "the events on this page of the history"
    assert note not in room.editor.get("reviews:history", eventful.pk).content.decode()
    monkeypatch.setattr(HistoryView, "paginate_by", 5)
    answers = [room.editor.get("reviews:history", eventful.pk, p=number) for number in (1, 2, 3)]
    assert all(note in answer.content.decode() for answer in answers)
    leaves = [answer.context for answer in answers]
    assert [event for leaf in leaves for event in leaf["object_list"]] == every
    # Of each leaf, what was live in its time: the newest begins with the second version, the middle one ends before it.
    assert [[period.version for period in leaf["live_periods"]] for leaf in leaves] == [[1, 2], [1], [1]]


def test_a_history_of_a_thousand_events_reads_what_it_shows(
    room: Newsroom, live: Page, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    entry = PageLogEntry.objects.filter(page=live, action="wagtail.publish").get()
    rows = [PageLogEntry(**{**_row(entry), "uuid": uuid.uuid4()}) for _ in range(1000)]
    PageLogEntry.objects.bulk_create(rows)
    timeline = Timeline(live)
    with django_assert_num_queries(3):
        assert len(timeline.events(timeline.keys()[:50])) == 50
    answer = room.editor.get("reviews:history", live.pk)
    assert len(answer.context["object_list"]) == 50
    assert len(answer.context["live_periods"]) == 1, "published again and again without a break"


def _row(entry: PageLogEntry) -> dict[str, Any]:
    return {field.attname: getattr(entry, field.attname) for field in entry._meta.concrete_fields if field.name != "id"}
