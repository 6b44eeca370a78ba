"""The desk over HTTP: who is shown what, and what a refused person keeps."""

from __future__ import annotations

import datetime
from html import unescape

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page

from reviews.models import Decision, ReviewerProfile, ReviewRequest
from tests import factories
from tests.editorial import Newsroom, Person, fresh, public, public_text, what_was_said

APPROVE, REQUEST_CHANGES, RECALL = "Sign and approve", "What should change?", "Recall to edit"


def text(response: HttpResponse) -> str:
    assert response.status_code == 200
    return response.content.decode()


def review(person: Person, waiting: ReviewRequest) -> str:
    return text(person.get("reviews:review", waiting.pk))


# The queue


def test_the_queue_shows_what_waits_oldest_first_and_nothing_else(room: Newsroom) -> None:
    live = room.publish(factories.standard(title="Decided already"))
    first, second = (room.editor.write(factories.standard(title=title)) for title in ("Older", "Younger"))
    for draft in (first, second):
        room.editor.submit(draft)
    queue = text(room.physician.get("reviews:desk"))
    assert queue.index("Older") < queue.index("Younger")
    assert live.title not in queue


def test_an_empty_queue_says_so(room: Newsroom) -> None:
    assert "Nothing waits for review." in text(room.editor.get("reviews:desk"))


def test_the_queue_tells_a_reviewer_which_submissions_are_theirs_to_decide(room: Newsroom) -> None:
    room.editor.submit(room.editor.write(factories.standard(title="By an editor")))
    assert "Who can approve" in text(room.pharmacist.get("reviews:desk"))
    assert "Somebody else" not in text(room.pharmacist.get("reviews:desk"))
    own = room.editor.write(factories.standard(title="With the pharmacist"))
    room.pharmacist.edit(own, lead="Words of the pharmacist.")
    room.editor.submit(own)
    assert text(room.pharmacist.get("reviews:desk")).count("Somebody else") == 1
    assert "Who can approve" not in text(room.editor.get("reviews:desk"))


def test_the_queue_takes_as_many_queries_for_twelve_submissions_as_for_one(
    room: Newsroom, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    room.editor.submit(room.editor.write(factories.standard()))
    room.pharmacist.get("reviews:desk")
    with CaptureQueriesContext(
        connection,
    ) as for_one:
        room.pharmacist.get("reviews:desk")
    queries = len(for_one)
    for _ in range(11):
        room.editor.submit(room.editor.write(factories.standard()))
    assert ReviewRequest.objects.open().count() == 12
    with django_assert_num_queries(queries):
        queue = room.pharmacist.get("reviews:desk")
    assert text(queue).count("First version.") == 12


def test_the_admin_home_takes_as_many_queries_for_twelve_submissions_as_for_one(
    room: Newsroom, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    room.editor.submit(room.editor.write(factories.standard()))
    room.physician.get("wagtailadmin_home")
    with CaptureQueriesContext(connection) as for_one:
        room.physician.get("wagtailadmin_home")
    queries = len(for_one)
    for _ in range(11):
        room.editor.submit(room.editor.write(factories.standard()))
    with django_assert_num_queries(queries):
        home = room.physician.get("wagtailadmin_home")
    assert "12 submissions" in text(home)


def test_the_admin_home_tells_an_editor_what_came_back_until_it_is_submitted_again(
    room: Newsroom, waiting: ReviewRequest
) -> None:
    heading = "Changes were requested"
    assert heading not in text(room.editor.get("wagtailadmin_home"))
    room.pharmacist.request_changes(waiting)
    assert heading in text(room.editor.get("wagtailadmin_home"))
    assert heading not in text(room.editor2.get("wagtailadmin_home"))
    room.editor.submit(waiting.page, "Again.")
    assert heading not in text(room.editor.get("wagtailadmin_home"))


# The review screen


def test_an_independent_reviewer_is_offered_both_decisions(room: Newsroom, waiting: ReviewRequest) -> None:
    shown = review(room.pharmacist, waiting)
    assert APPROVE in shown
    assert REQUEST_CHANGES in shown
    assert RECALL not in shown
    assert waiting.change_note in shown
    assert waiting.digest in shown
    assert "version 1" in shown


def test_a_contributor_is_never_offered_approval(room: Newsroom, live: Page) -> None:
    room.pharmacist.edit(live, lead="Words of the pharmacist.")
    waiting = room.editor.submit(live)
    shown = review(room.pharmacist, waiting)
    assert APPROVE not in shown
    assert 'type="password"' not in shown
    assert REQUEST_CHANGES in shown
    assert "You wrote part of this version" in shown


def test_an_editor_is_shown_the_reasons_and_the_way_to_recall(room: Newsroom, waiting: ReviewRequest) -> None:
    shown = review(room.editor, waiting)
    assert APPROVE not in shown
    assert REQUEST_CHANGES not in shown
    assert "You are not in the group" in shown
    assert reverse("reviews:recall", args=[waiting.pk]) in shown


def test_a_superuser_who_is_no_reviewer_is_offered_neither_decision(room: Newsroom, waiting: ReviewRequest) -> None:
    shown = review(room.admin, waiting)
    assert APPROVE not in shown
    assert REQUEST_CHANGES not in shown
    assert "Nobody has appointed you" in shown


def test_a_decided_submission_shows_the_decision_and_offers_none(room: Newsroom, waiting: ReviewRequest) -> None:
    room.pharmacist.request_changes(waiting, "Say when to take it.")
    shown = review(room.physician, waiting)
    assert APPROVE not in shown
    assert REQUEST_CHANGES not in shown
    assert "Changes requested by pharmacist" in shown
    assert "Say when to take it." in shown


def test_an_old_submission_leads_to_the_one_that_waits_now(room: Newsroom, waiting: ReviewRequest) -> None:
    room.editor.recall(waiting)
    again = room.editor.submit(waiting.page, "Again.")
    assert reverse("reviews:review", args=[again.pk]) in review(room.pharmacist, waiting)


def test_the_preview_shows_what_was_submitted_in_a_frame_of_this_site(room: Newsroom, waiting: ReviewRequest) -> None:
    preview = room.pharmacist.get("reviews:preview", waiting.pk)
    assert "What is in review." in text(preview)
    assert preview.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_wrong_password_decides_nothing_and_keeps_what_was_typed(room: Newsroom, waiting: ReviewRequest) -> None:
    refused = room.pharmacist.approve(waiting, password="wrong", comment="Checked against the label.")
    assert "The password is not right" in what_was_said(refused)
    assert "Checked against the label." in text(refused)
    assert waiting.is_open


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("password", "Enter your password to sign."),
        ("next_review_on", "Choose when this page is due for review again."),
    ],
)
def test_an_incomplete_approval_says_what_is_missing(
    room: Newsroom, waiting: ReviewRequest, missing: str, message: str
) -> None:
    refused = room.pharmacist.approve(waiting, comment="Kept.", **{missing: ""})
    assert message in text(refused)
    assert "Kept." in text(refused)
    assert waiting.is_open


def test_requesting_changes_needs_a_comment(room: Newsroom, waiting: ReviewRequest) -> None:
    assert "Say what should change." in text(room.pharmacist.request_changes(waiting, ""))
    assert waiting.is_open


def test_a_decision_names_its_verdict(room: Newsroom, waiting: ReviewRequest) -> None:
    refused = room.pharmacist.approve(waiting, verdict="perhaps")
    assert "Choose to approve or to request changes." in what_was_said(refused)
    assert waiting.is_open


def test_after_an_approval_the_reviewer_finds_the_live_page(room: Newsroom, waiting: ReviewRequest) -> None:
    room.pharmacist.approve(waiting)
    desk = text(room.pharmacist.get("reviews:desk"))
    assert "was approved and signed" in desk
    assert "View live page" in desk
    assert "What is in review." in public_text(waiting.page.specific)


# Submitting and recalling


def test_an_empty_change_note_submits_nothing_and_keeps_the_rest(room: Newsroom, draft: Page) -> None:
    due = timezone.localdate() + datetime.timedelta(days=3)
    refused = room.editor.post("reviews:submit", draft.pk, change_note=" ", priority="urgent", due_on=due.isoformat())
    assert "Say in a few words what changed and why." in text(refused)
    assert due.isoformat() in text(refused)
    assert '<option value="urgent" selected>' in text(refused)
    assert not ReviewRequest.objects.exists()


def test_a_day_that_has_passed_is_no_due_date_and_the_note_is_kept(room: Newsroom, draft: Page) -> None:
    refused = room.editor.post(
        "reviews:submit", draft.pk, change_note="Words I typed.", priority="routine", due_on="2020-01-01"
    )
    assert "This day has passed." in text(refused)
    assert "Words I typed." in text(refused)
    assert not ReviewRequest.objects.exists()


def test_the_submit_screen_lists_what_keeps_a_draft_from_being_submitted(room: Newsroom) -> None:
    unfinished = room.editor.write(factories.drug(pregnancy=[]))
    assert "What keeps this draft from being submitted" in text(room.editor.get("reviews:submit", unfinished.pk))
    refused = room.editor.try_to_submit(unfinished, "Words I typed.")
    assert "Pregnancy" in what_was_said(refused)
    assert "Words I typed." in text(refused)
    assert not ReviewRequest.objects.exists()


def test_a_page_in_review_is_not_submitted_again(room: Newsroom, waiting: ReviewRequest) -> None:
    again = room.editor.get("reviews:submit", waiting.page_id)
    assert again["Location"] == reverse("wagtailadmin_pages:edit", args=[waiting.page_id])
    assert "in review already" in what_was_said(again)


def test_a_page_that_somebody_locked_is_not_submitted_and_the_refusal_is_plain_words(
    room: Newsroom, draft: Page
) -> None:
    room.admin.post("wagtailadmin_pages:lock", draft.pk)
    refused = room.editor.try_to_submit(draft)
    assert f"'{draft.title}' was locked by admin" in unescape(what_was_said(refused))
    assert "&lt;b&gt;" not in text(refused)
    assert not ReviewRequest.objects.exists()


def test_a_container_is_not_submitted(room: Newsroom) -> None:
    assert room.editor.get("reviews:submit", room.home.pk).status_code == 302


def test_a_decided_submission_is_not_recalled(room: Newsroom, waiting: ReviewRequest) -> None:
    room.pharmacist.approve(waiting)
    answer = room.editor.get("reviews:recall", waiting.pk)
    assert answer["Location"] == reverse("reviews:review", args=[waiting.pk])
    assert "was decided meanwhile" in what_was_said(room.editor.recall(waiting))
    assert Decision.objects.closing().filter(request=waiting).count() == 1


def test_the_recall_screen_asks_before_it_recalls(room: Newsroom, waiting: ReviewRequest) -> None:
    assert "Recall to edit" in text(room.editor.get("reviews:recall", waiting.pk))
    assert waiting.is_open


# Withdrawing


def test_withdrawing_needs_a_reason(room: Newsroom, live: Page) -> None:
    assert "Withdraw now" in text(room.pharmacist.get("reviews:withdraw", live.pk))
    refused = room.pharmacist.post("reviews:withdraw", live.pk, reason=" ")
    assert "Say why" in text(refused)
    assert "What was approved." in public_text(live)


def test_a_reviewer_withdraws_a_page_at_once(room: Newsroom, live: Page) -> None:
    room.pharmacist.post("reviews:withdraw", live.pk, reason="A dose is wrong.")
    assert not fresh(live).live
    assert "What was approved." not in public(live).content.decode()


def test_an_editor_is_not_shown_the_withdraw_screen(room: Newsroom, live: Page) -> None:
    assert room.editor.get("reviews:withdraw", live.pk).status_code == 302
    assert room.editor.post("reviews:withdraw", live.pk, reason="Because.").status_code == 302
    assert "What was approved." in public_text(live)


# Appointments


def appointment(person: Person, **changes: str) -> dict[str, str]:
    until = timezone.localdate() + datetime.timedelta(days=100)
    return {
        "person": str(person.user.pk),
        "profession": "Pharmacist",
        "registration_body": "Register for tests",
        "registration_number": "TEST-7",
        "valid_until": until.isoformat(),
        "conflicts_of_interest": "None declared",
        **changes,
    }


def test_an_administrator_appoints_a_reviewer(room: Newsroom) -> None:
    assert "Registration number" in text(room.admin.get("reviews:appoint"))
    room.admin.post("reviews:appoint", **appointment(room.editor2))
    appointed = ReviewerProfile.objects.current_for(room.editor2.user)
    assert appointed is not None
    assert appointed.registration_number == "TEST-7"
    listed = text(room.admin.get("reviews:reviewers"))
    assert "Register for tests no. TEST-7" in listed
    assert "Appoint a clinical reviewer" in listed


def test_the_list_of_reviewers_says_which_appointment_counts(room: Newsroom) -> None:
    ended = timezone.localdate() - datetime.timedelta(days=1)
    room.admin.post("reviews:appoint", **appointment(room.pharmacist, valid_until=ended.isoformat()))
    listed = text(room.admin.get("reviews:reviewers"))
    assert listed.count("Ended") == 1
    assert listed.count("Replaced") == 1
    assert listed.count("In date") == 1


def test_nobody_appoints_themself(room: Newsroom) -> None:
    refused = room.admin.post("reviews:appoint", **appointment(room.admin))
    assert "Nobody can appoint themself." in what_was_said(refused)
    assert "TEST-7" in text(refused)
    assert ReviewerProfile.objects.current_for(room.admin.user) is None


def test_an_incomplete_appointment_appoints_nobody(room: Newsroom) -> None:
    refused = room.admin.post("reviews:appoint", **appointment(room.editor2, registration_number=""))
    assert "This field is required." in text(refused)
    assert ReviewerProfile.objects.current_for(room.editor2.user) is None


@pytest.mark.parametrize("screen", ["reviews:reviewers", "reviews:appoint"])
def test_an_editor_is_not_shown_who_may_review(room: Newsroom, screen: str) -> None:
    answer = room.editor.get(screen)
    assert answer.status_code == 302
    room.editor.post("reviews:appoint", **appointment(room.editor2))
    assert ReviewerProfile.objects.current_for(room.editor2.user) is None


# Doors


def test_somebody_who_is_not_signed_in_is_sent_to_the_login_form(room: Newsroom, waiting: ReviewRequest) -> None:
    for screen, arguments in (
        ("desk", []),
        ("review", [waiting.pk]),
        ("preview", [waiting.pk]),
        ("recall", [waiting.pk]),
        ("submit", [waiting.page_id]),
        ("withdraw", [waiting.page_id]),
        ("reviewers", []),
        ("appoint", []),
    ):
        address = reverse(f"reviews:{screen}", args=arguments)
        assert Client().get(address)["Location"] == f"{reverse('wagtailadmin_login')}?next={address}"


def test_a_missing_submission_is_not_found(room: Newsroom) -> None:
    assert room.pharmacist.get("reviews:review", 999_999).status_code == 404
