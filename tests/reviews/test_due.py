"""Falling due: pages to be read again, and appointments to be renewed, are seen in time by those who can act."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page

from reviews.models import Decision
from tests import factories
from tests.editorial import PASSWORD, Newsroom, Person, appoint

DAY = datetime.timedelta(days=1)


def in_days(days: int) -> datetime.date:
    return timezone.localdate() + days * DAY


def due_list(person: Person) -> str:
    return person.get("reviews:due").content.decode()


def reaffirm(person: Person, page: Page, on: datetime.date, password: str = PASSWORD) -> Any:
    return person.post("reviews:reaffirm", page.pk, next_review_on=on, comment="Read again.", password=password)


@pytest.mark.parametrize(("days", "state"), [(20, "Within 30 days"), (80, "Within 90 days")])
def test_a_page_that_falls_due_is_listed_with_how_soon(room: Newsroom, live: Page, days: int, state: str) -> None:
    assert live.title not in due_list(room.editor), "its review is a year away"
    reaffirm(room.physician, live, in_days(days))
    assert live.title in due_list(room.editor)
    assert state in due_list(room.editor)


def test_reaffirming_is_one_signature_that_moves_the_dates_and_keeps_the_version(room: Newsroom, live: Page) -> None:
    reaffirm(room.physician, live, in_days(10))
    reaffirm(room.pharmacist, live, in_days(300))
    decision = Decision.objects.for_page(live.pk).first()
    assert decision is not None
    assert (decision.outcome, decision.version, decision.attests_whole_page) == ("reaffirmed", 1, True)
    assert live.title not in due_list(room.editor)


def test_a_wrong_password_reaffirms_nothing_and_keeps_what_was_typed(room: Newsroom, live: Page) -> None:
    response = reaffirm(room.physician, live, in_days(10), password="wrong")
    assert "Read again." in response.content.decode()
    assert not Decision.objects.filter(outcome="reaffirmed").exists()


def test_only_a_clinical_reviewer_is_offered_and_allowed_to_reaffirm(room: Newsroom, live: Page) -> None:
    reaffirm(room.physician, live, in_days(10))
    assert "Reaffirm" not in due_list(room.editor)
    for person in (room.editor, room.admin):
        reaffirm(person, live, in_days(100))
    assert Decision.objects.filter(outcome="reaffirmed").count() == 1


def test_the_list_takes_a_fixed_number_of_queries(room: Newsroom, live: Page, django_assert_num_queries: Any) -> None:
    reaffirm(room.physician, live, in_days(10))
    due_list(room.editor)
    with django_assert_num_queries(13):
        due_list(room.editor)
    for _ in range(3):
        reaffirm(room.physician, room.publish(factories.standard()), in_days(10))
    with django_assert_num_queries(13):
        due_list(room.editor)


def test_an_appointment_that_ends_in_60_days_is_told_to_the_person_and_to_whoever_appoints(room: Newsroom) -> None:
    appoint(room.pharmacist, room.admin, days=60)
    assert "Your appointment as a clinical reviewer" in room.pharmacist.get("wagtailadmin_home").content.decode()
    assert "Appoint again" in room.admin.get("wagtailadmin_home").content.decode()
    assert "Ends soon" in room.admin.get("reviews:reviewers").content.decode()
    for other in (room.editor, room.physician):
        assert "Appointments that end soon" not in other.get("wagtailadmin_home").content.decode()


def test_a_renewed_or_distant_appointment_warns_nobody(room: Newsroom) -> None:
    appoint(room.pharmacist, room.admin, days=61)
    assert "Appointments that end soon" not in room.admin.get("wagtailadmin_home").content.decode()
    appoint(room.pharmacist, room.admin, days=10)
    appoint(room.pharmacist, room.admin, days=400)
    assert "Appointments that end soon" not in room.admin.get("wagtailadmin_home").content.decode()


def test_the_reviewer_is_shown_what_the_public_reads_without_anything_added(room: Newsroom, live: Page) -> None:
    room.editor.edit(live, lead="A draft.")
    shown = room.physician.get("reviews:as_the_reader", live.pk)
    assert "What was approved." in shown.content.decode()
    assert "A draft." not in shown.content.decode()
    assert "userbar" not in shown.content.decode()
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert room.editor.get("reviews:as_the_reader", live.pk).status_code == 302
    assert room.physician.post("reviews:as_the_reader", live.pk).status_code == 405
