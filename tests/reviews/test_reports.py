"""Reports on reviewing: the numbers are those of the decisions, by date, and leave as spreadsheets."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from reviews import recording
from reviews.models import Outcome, ReviewRequest
from reviews.views.reports import REPORTS, rule_counts
from tests import factories
from tests.editorial import PASSWORD, Newsroom
from tests.reviews.queue_assertions import hand_in, spreadsheet

DAY = datetime.timedelta(days=1)


def tomorrow() -> str:
    """At the moment of asking: a run of the suite may pass midnight."""
    return (timezone.localdate() + DAY).isoformat()


@pytest.fixture
def decided(room: Newsroom, waiting: ReviewRequest) -> ReviewRequest:
    """The pharmacist approved the first version and sent the second back."""
    room.pharmacist.request_changes(waiting, "=Say when.")
    return waiting


def test_each_report_is_in_the_menu_and_shows_and_exports_what_was_decided(
    room: Newsroom, decided: ReviewRequest
) -> None:
    home = room.editor.get("wagtailadmin_home").content.decode()
    for report in REPORTS:
        assert reverse(f"reviews:{report.name}") in home
        assert room.editor.get(f"reviews:{report.name}").status_code == 200
        spreadsheet(room.editor, f"reviews:{report.name}")
    assert reverse("ledger") in home


def test_time_to_decision_has_a_row_for_each_decision_and_a_plot_with_its_numbers_in_words(
    room: Newsroom, decided: ReviewRequest
) -> None:
    rows = spreadsheet(room.editor, "reviews:turnaround")
    assert [(row["Decision"], row["Days"]) for row in rows] == [("Changes requested", "0.0"), ("Approved", "0.0")]
    page = room.editor.get("reviews:turnaround").content.decode()
    assert "median and 90th percentile</title>" in page
    assert '<table id="turnaround-numbers"' in page
    assert "Nothing was decided" in room.editor.get("reviews:turnaround", decided_from=tomorrow()).content.decode()


def test_time_to_decision_is_sorted_by_the_wait_and_by_the_ledger(room: Newsroom, decided: ReviewRequest) -> None:
    handed_in = hand_in(room.editor, decided.page, room.home, submitted_at=timezone.now() - 9 * DAY)
    recording.record_on(handed_in, Outcome.CHANGES_REQUESTED, user=room.pharmacist.user)

    def days(ordering: str) -> list[str]:
        return [row["Days"] for row in spreadsheet(room.editor, "reviews:turnaround", ordering=ordering)]

    assert days("-waited") == days("-decided_at") == ["9.0", "0.0", "0.0"]
    assert days("waited") == days("decided_at") == ["0.0", "0.0", "9.0"]


def test_decisions_are_counted_for_each_reviewer_by_kind(room: Newsroom, decided: ReviewRequest) -> None:
    in_a_year = timezone.localdate() + datetime.timedelta(days=365)
    signed = {"next_review_on": in_a_year, "comment": "", "password": PASSWORD}
    room.physician.post("reviews:reaffirm", decided.page_id, **signed)
    first, second = spreadsheet(room.editor, "reviews:decisions_by_reviewer")
    assert (first["Reviewer"], first["Approved"], first["Changes requested"], first["All"]) == (
        "pharmacist",
        "1",
        "1",
        "2",
    )
    assert (second["Reviewer"], second["Reaffirmed"], second["All"]) == ("physician", "1", "1")
    assert spreadsheet(room.editor, "reviews:decisions_by_reviewer", decided_from=tomorrow()) == []


def test_rules_are_counted_once_for_a_submission_and_once_for_each_hit() -> None:
    def finding(rule: str, message: str = "Old.") -> dict[str, Any]:
        return {"rule": rule, "severity": "warn", "message": message, "place": ""}

    counts = rule_counts([[finding("A"), finding("A"), finding("B")], [finding("B", "New.")], []])
    assert [(count.rule, count.submissions, count.hits, count.message) for count in counts] == [
        ("B", 2, 2, "New."),
        ("A", 1, 2, "Old."),
    ]


def test_a_page_is_overdue_from_the_day_after_its_date_with_what_it_is_part_of(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    drug = room.publish(factories.drug(title="Examplol"))
    form = room.publish(factories.dose_form(title="Examplol tablets"), drug)
    today = timezone.localdate()
    for reaffirmed, days in ((drug, 4), (form, 1)):
        due = {"next_review_on": today + days * DAY, "comment": "", "password": PASSWORD}
        room.physician.post("reviews:reaffirm", reaffirmed.pk, **due)
    assert spreadsheet(room.editor, "reviews:overdue") == []
    monkeypatch.setattr(timezone, "localdate", lambda *arguments: today + 4 * DAY)
    (row,) = spreadsheet(room.editor, "reviews:overdue")
    assert (row["Page"], row["Part of"], row["Days overdue"]) == ("Examplol tablets", "Examplol", "3")
    assert spreadsheet(room.editor, "reviews:overdue", due_from=today + 2 * DAY) == []
    assert "Examplol tablets" in room.editor.get("reviews:overdue").content.decode()


def test_every_report_takes_a_fixed_number_of_queries(
    room: Newsroom, decided: ReviewRequest, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for report in REPORTS:
        room.editor.get(f"reviews:{report.name}")
        with django_assert_max_num_queries(15):
            room.editor.get(f"reviews:{report.name}")
