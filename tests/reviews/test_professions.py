"""Several professions: a page waits until each that must sign has signed, and never needs fewer than one."""

from __future__ import annotations

import pytest

from reviews import services, verification
from reviews.models import ApprovalRequirement, Decision, ReviewRequest
from reviews.refusals import ReviewRefused
from reviews.services import missing_professions, require_profession
from tests.editorial import Newsroom, fresh, public_text, what_was_said


@pytest.fixture
def both(room: Newsroom) -> None:
    for profession in ("Pharmacist", "physician"):
        require_profession(profession, room.admin.user, page_type="pages.standardpage")


def test_the_first_signature_publishes_nothing_and_the_second_does(
    room: Newsroom, both: None, waiting: ReviewRequest
) -> None:
    room.pharmacist.approve(waiting)
    assert waiting.is_open
    assert "What was approved." in public_text(waiting.page)
    assert missing_professions(waiting) == ["physician"]
    room.physician.approve(waiting)
    assert "What is in review." in public_text(waiting.page)
    assert "Also signed by" in public_text(waiting.page)
    outcomes = Decision.objects.filter(request=waiting).order_by("entry_id").values_list("outcome", flat=True)
    assert list(outcomes) == ["cosigned", "approved"]
    assert verification.verify() == []


def test_nobody_signs_twice_for_two_professions(room: Newsroom, both: None, waiting: ReviewRequest) -> None:
    room.pharmacist.approve(waiting)
    response = room.pharmacist.approve(waiting)
    assert "another profession" in response.content.decode()
    assert Decision.objects.filter(request=waiting).count() == 1


def test_a_profession_that_nobody_asked_for_does_not_count(room: Newsroom, waiting: ReviewRequest) -> None:
    require_profession("Nurse", room.admin.user)
    room.pharmacist.approve(waiting)
    room.physician.approve(waiting)
    assert waiting.is_open
    assert missing_professions(waiting) == ["Nurse"]


def test_changes_can_be_requested_after_a_first_signature(room: Newsroom, both: None, waiting: ReviewRequest) -> None:
    room.pharmacist.approve(waiting)
    room.physician.request_changes(waiting)
    assert not waiting.is_open
    assert "What was approved." in public_text(waiting.page)


def test_a_signature_serves_the_submission_it_was_given_for_alone(
    room: Newsroom, both: None, waiting: ReviewRequest
) -> None:
    room.pharmacist.approve(waiting)
    room.editor.recall(waiting)
    again = room.editor.submit(waiting.page, "The same again.")
    room.physician.approve(again)
    assert again.is_open


def test_other_page_types_and_other_changes_need_one_approval(room: Newsroom, waiting: ReviewRequest) -> None:
    require_profession("Physician", room.admin.user, page_type="pages.studysummarypage")
    require_profession("Physician", room.admin.user, clinical_kind="quantity")
    room.pharmacist.approve(waiting)
    assert fresh(waiting.page).live
    assert not waiting.is_open


def test_a_requirement_that_was_taken_back_no_longer_counts_and_stays_in_the_ledger(
    room: Newsroom, both: None, waiting: ReviewRequest
) -> None:
    require_profession("physician", room.admin.user, page_type="pages.standardpage", is_required=False)
    room.pharmacist.approve(waiting)
    assert not waiting.is_open
    assert ApprovalRequirement.objects.count() == 3
    assert verification.verify() == []


def test_only_an_administrator_says_who_must_sign(room: Newsroom) -> None:
    for person in (room.editor, room.pharmacist):
        with pytest.raises(ReviewRefused, match="Only an administrator"):
            require_profession("Nurse", person.user)


def test_an_assignment_names_somebody_who_could_approve(room: Newsroom, waiting: ReviewRequest) -> None:
    services.assign(waiting, room.physician.user, room.pharmacist.user, note="Yours, please.")
    assert type(waiting).objects.with_assignee().get(pk=waiting.pk).assignee_now == room.physician.user.pk
    services.assign(waiting, None, room.physician.user)
    assert type(waiting).objects.with_assignee().get(pk=waiting.pk).assignee_now is None
    with pytest.raises(ReviewRefused, match="could not approve"):
        services.assign(waiting, room.editor.user, room.pharmacist.user)
    with pytest.raises(ReviewRefused, match="Only a clinical reviewer"):
        services.assign(waiting, room.physician.user, room.editor.user)


def test_an_administrators_assignment_is_not_a_decision(room: Newsroom, waiting: ReviewRequest) -> None:
    services.assign(waiting, room.physician.user, room.admin.user)
    assert "admin" not in what_was_said(room.pharmacist.approve(waiting)), "anybody eligible may decide all the same"
    assert not waiting.is_open


def test_an_administrator_sets_a_rule_on_a_screen_and_takes_it_back(room: Newsroom, waiting: ReviewRequest) -> None:
    rule = {"profession": "Physician", "page_type": "pages.standardpage", "clinical_kind": ""}
    room.admin.post("reviews:require", **rule, is_required="on")
    assert "Must sign" in room.admin.get("reviews:requirements").content.decode()
    assert missing_professions(waiting) == ["Physician"]
    room.admin.post("reviews:require", **rule)
    shown = room.admin.get("reviews:requirements").content.decode()
    assert "Need not sign" in shown
    assert "Replaced" in shown
    assert missing_professions(waiting) == []


def test_nobody_else_reaches_that_screen(room: Newsroom) -> None:
    for person in (room.editor, room.pharmacist):
        person.post("reviews:require", profession="Nurse", is_required="on")
    assert not ApprovalRequirement.objects.exists()
