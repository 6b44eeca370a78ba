"""The verbs: what each refuses, what each keeps, what each records."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import PageLogEntry, WorkflowState

from reviews import findings, services, signatures
from reviews.models import Decision, Outcome, ReviewRequest
from reviews.refusals import Moved, NotEligible, NotReady, ReviewRefused
from tests import factories
from tests.editorial import PASSWORD, Newsroom, fresh, public, public_text, what_was_said

NEXT_YEAR = timezone.localdate() + datetime.timedelta(days=365)


@pytest.fixture
def waiting(room: Newsroom) -> ReviewRequest:
    return room.editor.submit(room.editor.write(factories.standard(lead="The first words.")))


def signature(room: Newsroom) -> signatures.Signature:
    return signatures.sign(room.pharmacist.user, PASSWORD)


def approve(room: Newsroom, waiting: ReviewRequest, **changes: Any) -> Decision:
    facts: dict[str, Any] = {"shown_digest": waiting.digest, "next_review_on": NEXT_YEAR}
    return services.approve(waiting, signature(room), **(facts | changes))


def test_submitting_pins_revision_digest_people_and_rules(room: Newsroom, waiting: ReviewRequest) -> None:
    assert waiting.revision == fresh(waiting.page).latest_revision
    assert len(waiting.digest) == 64
    assert waiting.contributors == [{"user": room.editor.user.pk, "name": "editor", "via": "wrote"}]
    assert waiting.rule_set_version == findings.rule_set_version()
    assert waiting.compared_with is None


def test_submitting_needs_a_change_note(room: Newsroom) -> None:
    draft = room.editor.write(factories.standard())
    with pytest.raises(NotReady, match="what changed and why"):
        services.submit(draft, room.editor.user, change_note="  ")
    assert not ReviewRequest.objects.exists()


def test_an_unfinished_draft_is_refused_with_every_reason(room: Newsroom) -> None:
    draft = room.editor.write(factories.drug(lead="", key_facts=[], unii=""))
    with pytest.raises(NotReady) as refusal:
        services.submit(draft, room.editor.user, change_note="First version.")
    said = " ".join(refusal.value.problems)
    assert "In short: This field cannot be blank." in said
    assert "“Key facts” is empty" in said
    assert "at least one identifier" in said


def test_a_page_in_review_is_not_submitted_twice(room: Newsroom, waiting: ReviewRequest) -> None:
    with pytest.raises(ReviewRefused, match="in review"):
        services.submit(waiting.page, room.editor.user, change_note="Again.")


def test_what_did_not_change_since_the_approval_is_not_submitted(room: Newsroom, waiting: ReviewRequest) -> None:
    page = room.approve(waiting)
    room.editor.edit(page)
    with pytest.raises(ReviewRefused, match="Nothing changed"):
        services.submit(page, room.editor.user, change_note="No change.")


def test_who_may_not_edit_may_not_submit_or_recall(room: Newsroom, waiting: ReviewRequest) -> None:
    from tests.editorial import person

    stranger = person("stranger").user
    with pytest.raises(ReviewRefused, match="may not recall"):
        services.recall(waiting, stranger)
    services.recall(waiting, room.editor.user)
    with pytest.raises(ReviewRefused, match="may not submit"):
        services.submit(waiting.page, stranger, change_note="Mine now.")


def test_approval_publishes_the_pinned_revision_and_records_who_and_as_what(
    room: Newsroom, waiting: ReviewRequest
) -> None:
    decision = approve(room, waiting, comment="Fine.")
    page = fresh(waiting.page.specific)
    assert page.live
    assert page.live_revision_id == waiting.revision_id
    assert decision.version == 1
    assert decision.digest == waiting.digest
    assert decision.decided_by_name == "pharmacist"
    assert decision.decided_by_credentials == "Pharmacist, Register for tests no. TEST-1"
    assert decision.meaning.startswith("I have read this version")
    assert PageLogEntry.objects.filter(page=page.pk, action="reviews.approve").count() == 1
    assert WorkflowState.objects.get(object_id=str(page.pk)).status == WorkflowState.STATUS_APPROVED


def test_the_digest_that_was_shown_must_be_the_one_submitted(room: Newsroom, waiting: ReviewRequest) -> None:
    with pytest.raises(Moved, match="What you were shown"):
        approve(room, waiting, shown_digest="0" * 64)
    assert public(waiting.page.specific).status_code == 404


def test_a_contributor_is_refused_and_the_request_waits(room: Newsroom) -> None:
    draft = room.editor.write(factories.standard())
    room.pharmacist.edit(draft, lead="Mine.")
    waiting = room.editor.submit(draft)
    with pytest.raises(NotEligible, match="You wrote part"):
        approve(room, waiting)
    assert ReviewRequest.objects.open_for(draft.pk) == waiting


@pytest.mark.parametrize("days", [0, -1, 4000])
def test_the_next_review_lies_ahead_and_within_three_years(room: Newsroom, waiting: ReviewRequest, days: int) -> None:
    with pytest.raises(ReviewRefused, match="within 3 years"):
        approve(room, waiting, next_review_on=timezone.localdate() + datetime.timedelta(days=days))


def test_a_request_is_decided_once(room: Newsroom, waiting: ReviewRequest) -> None:
    approve(room, waiting)
    for again in (
        lambda: approve(room, waiting),
        lambda: services.request_changes(waiting, room.physician.user, comment="Wait."),
        lambda: services.recall(waiting, room.editor.user),
    ):
        with pytest.raises(Moved, match="decided meanwhile"):
            again()
    assert Decision.objects.filter(request=waiting).count() == 1


def test_requesting_changes_needs_a_comment_and_a_reviewer(room: Newsroom, waiting: ReviewRequest) -> None:
    with pytest.raises(ReviewRefused, match="Say what should change"):
        services.request_changes(waiting, room.pharmacist.user, comment=" ")
    with pytest.raises(NotEligible):
        services.request_changes(waiting, room.editor.user, comment="Change it.")


def test_after_changes_were_requested_the_page_is_edited_and_approved(room: Newsroom, waiting: ReviewRequest) -> None:
    services.request_changes(waiting, room.pharmacist.user, comment="Say more.")
    page = waiting.page.specific
    room.editor.edit(page, lead="The second words.")
    approve(room, room.editor.submit(page, "Said more."))
    assert "The second words." in public_text(page)


def test_a_recalled_page_is_free_again(room: Newsroom, waiting: ReviewRequest) -> None:
    decision = services.recall(waiting, room.editor.user, "A slip.")
    assert decision.outcome == Outcome.RECALLED
    page = fresh(waiting.page.specific)
    assert page.get_lock() is None
    assert page.current_workflow_state is None


def test_wagtails_own_cancel_button_is_a_recorded_recall(room: Newsroom, waiting: ReviewRequest) -> None:
    waiting.page.specific.current_workflow_state.cancel(user=room.editor.user)
    assert Decision.objects.get(request=waiting).outcome == Outcome.RECALLED


def test_a_recall_has_a_person(waiting: ReviewRequest) -> None:
    with pytest.raises(ReviewRefused, match="by a person"):
        waiting.page.specific.current_workflow_state.cancel(user=None)
    assert waiting.is_open


def test_a_workflow_that_somebody_ended_leaves_no_page_stuck(room: Newsroom, waiting: ReviewRequest) -> None:
    WorkflowState.objects.filter(object_id=str(waiting.page_id)).update(status=WorkflowState.STATUS_CANCELLED)
    approve(room, waiting)
    assert "The first words." in public_text(waiting.page.specific)


def test_reaffirming_attests_the_page_without_a_new_version(room: Newsroom, waiting: ReviewRequest) -> None:
    page = room.approve(waiting)
    decision = services.reaffirm(page, signature(room), next_review_on=NEXT_YEAR)
    assert decision.version == 1
    assert decision.attests_whole_page
    with pytest.raises(NotEligible):
        services.reaffirm(page, signatures.sign(room.admin.user, PASSWORD), next_review_on=NEXT_YEAR)


def test_only_a_live_page_is_reaffirmed(room: Newsroom, waiting: ReviewRequest) -> None:
    with pytest.raises(ReviewRefused, match="Only a live"):
        services.reaffirm(waiting.page, signature(room), next_review_on=NEXT_YEAR)


def test_withdrawing_takes_the_page_from_the_public_at_once(room: Newsroom, waiting: ReviewRequest) -> None:
    page = room.approve(waiting)
    services.withdraw(page, room.pharmacist.user, reason="A wrong dose.")
    assert public(page).status_code == 410
    assert public_text(page) == ""
    assert Decision.objects.standing(page.pk) is None
    with pytest.raises(ReviewRefused, match="nothing to withdraw"):
        services.withdraw(page, room.pharmacist.user, reason="Again.")


def test_a_withdrawal_has_a_reason_and_somebody_responsible(room: Newsroom, waiting: ReviewRequest) -> None:
    page = room.approve(waiting)
    with pytest.raises(ReviewRefused, match="Say why"):
        services.withdraw(page, room.pharmacist.user, reason=" ")
    with pytest.raises(ReviewRefused, match="Only a clinical reviewer or an administrator"):
        services.withdraw(page, room.editor.user, reason="I do not like it.")
    assert fresh(page).live


def test_an_earlier_approved_version_is_restored_in_one_step(room: Newsroom, waiting: ReviewRequest) -> None:
    page = room.approve(waiting)
    room.editor.edit(page, lead="The second words.")
    room.approve(room.editor.submit(page, "New words."))
    first = Decision.objects.get(page=page, version=1, outcome=Outcome.APPROVED)
    services.restore(first, signature(room), reason="The second was wrong.")
    assert "The first words." in public_text(page)
    assert fresh(page).review_stamp.version == 1


def test_only_what_was_approved_is_restored(room: Newsroom, waiting: ReviewRequest) -> None:
    sent_back = services.request_changes(waiting, room.pharmacist.user, comment="No.")
    with pytest.raises(ReviewRefused, match="Only an approved version"):
        services.restore(sent_back, signature(room), reason="Because.")


def test_a_wrong_password_signs_nothing(room: Newsroom) -> None:
    with pytest.raises(signatures.WrongProof, match="not right"):
        signatures.sign(room.pharmacist.user, "guess")


def test_a_signature_ages(room: Newsroom, waiting: ReviewRequest) -> None:
    fresh_one = signature(room)
    old = signatures.Signature(
        fresh_one.user, fresh_one.signed_at - signatures.SESSION - datetime.timedelta(seconds=1), fresh_one.proof
    )
    forged = signatures.Signature(room.pharmacist.user, timezone.now(), object())
    for bad in (old, forged):
        with pytest.raises(signatures.WrongProof, match="out of date"):
            services.approve(waiting, bad, shown_digest=waiting.digest, next_review_on=NEXT_YEAR)


def test_a_page_below_one_that_was_never_approved_waits_for_it(room: Newsroom) -> None:
    """Its address would tell the public the name of a draft."""
    overview = room.editor.write(factories.drug())
    form = room.editor.write(factories.dose_form(), overview)
    waiting = room.editor.submit(form)
    assert "was never approved" in what_was_said(room.pharmacist.approve(waiting))
    assert waiting.is_open
    room.approve(room.editor.submit(overview))
    assert room.approve(waiting).live


def test_what_is_public_is_not_moved_below_a_page_that_was_never_approved(room: Newsroom) -> None:
    overview = room.publish(factories.drug(title="Approved drug"))
    form = room.publish(factories.dose_form(), overview)
    other = room.editor.write(factories.drug(title="Draft drug"))
    before = fresh(form).get_url()
    response = room.admin.post("wagtailadmin_pages:move_confirm", form.pk, other.pk)
    assert "was never approved" in what_was_said(response)
    assert fresh(form).get_url() == before
    assert public(form).status_code == 200
