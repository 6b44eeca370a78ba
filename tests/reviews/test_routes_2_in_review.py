"""GATE.md group 2: what is in review does not move, whoever pushes."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from wagtail.models import Comment, Page, Revision

from reviews.dialects import MARK
from reviews.models import Decision, ReviewRequest
from reviews.selftest.form_data import page_form_data
from tests.editorial import Newsroom, Person, fresh, public_text, reviewer
from tests.reviews.api_clients import ApiV3, admin_api
from tests.reviews.assertions import assert_public_is_approved, nothing_moves, refusal

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.reviews.urls_api_v3")]


def assert_approval_publishes_what_was_submitted(room: Newsroom, live: Page, waiting: ReviewRequest) -> None:
    room.approve(waiting)
    assert fresh(live).live_revision_id == waiting.revision_id
    assert "What is in review." in public_text(live)
    assert "Not approved." not in public_text(live)


@pytest.mark.parametrize("route", ["2.01 API v3", "2.02 admin API"])
def test_reverting_through_an_api_while_in_review_is_refused(
    room: Newsroom, live: Page, waiting: ReviewRequest, route: str
) -> None:
    old = live.live_revision_id
    with nothing_moves(live):
        if "v3" in route:
            response = ApiV3(room.editor).act(live, "revert", revision_id=old)
        else:
            response = admin_api(room.editor, live, "revert_to_page_revision", revision_id=old)
        assert response.status_code == 403
        assert "in review" in refusal(response)
    assert fresh(live).latest_revision_id == waiting.revision_id
    assert_approval_publishes_what_was_submitted(room, live, waiting)


def test_changing_through_api_v3_while_in_review_is_refused(room: Newsroom, live: Page, waiting: ReviewRequest) -> None:
    """2.03."""
    for who in (room.editor, room.editor2, room.admin):
        with nothing_moves(live):
            assert ApiV3(who).change(live, title="Not approved.").status_code == 403
    assert fresh(live).latest_revision_id == waiting.revision_id


@pytest.mark.parametrize("who", ["2.03 editor", "2.04 editor2", "2.05 admin", "2.06 physician", "2.25 pharmacist"])
@pytest.mark.parametrize(
    "button", ["", "action-submit", "action-publish", "action-restart-workflow", "action-workflow-action"]
)
def test_nobody_edits_a_page_in_review(
    room: Newsroom, live: Page, waiting: ReviewRequest, who: str, button: str
) -> None:
    """2.04, 2.05, 2.06, 2.25: neither saves nor decides, whatever button the POST names."""
    somebody: Person = getattr(room, who.split()[1])
    buttons = {button: "1", "workflow-action-name": "approve"} if button else {}
    with nothing_moves(live):
        said = refusal(somebody.edit(live, buttons, lead="Not approved."))
    assert "in review" in said or "locked" in said
    assert fresh(live).latest_revision_id == waiting.revision_id
    assert_approval_publishes_what_was_submitted(room, live, waiting)


def test_what_a_locked_out_person_typed_is_still_on_the_screen(
    room: Newsroom, live: Page, waiting: ReviewRequest
) -> None:
    response = room.editor2.edit(live, lead="Typed for an hour.")
    assert "Typed for an hour." in response.content.decode()


def test_a_reviewer_with_an_old_screen_approves_what_was_submitted_or_nothing(
    room: Newsroom, live: Page, waiting: ReviewRequest
) -> None:
    """2.06: recalled, changed and submitted again while the reviewer had the first screen open."""
    room.editor.recall(waiting)
    room.editor.edit(live, lead="Submitted again.")
    again = room.editor.submit(live, "Second try.")
    with nothing_moves(live):
        said = refusal(room.pharmacist.approve(waiting))
        assert "decided meanwhile" in said
        said = refusal(room.pharmacist.approve(again, shown_digest=waiting.digest))
        assert "What you were shown is not what was submitted." in said
    room.approve(again)
    assert "Submitted again." in public_text(live)


def test_a_version_saved_by_a_script_while_in_review_is_refused(
    room: Newsroom, live: Page, waiting: ReviewRequest
) -> None:
    """2.16."""
    page = fresh(live)
    page.lead = "Not approved."
    with nothing_moves(live):
        for who in (room.editor, room.admin, room.pharmacist):
            with pytest.raises(PermissionDenied, match="in review"):
                page.save_revision(user=who.user)
        with pytest.raises(PermissionDenied, match="in review"), transaction.atomic():
            Revision.objects.create(
                content_object=page, base_content_type=page.get_base_content_type(), content={}, user=room.editor.user
            )
    assert fresh(live).latest_revision_id == waiting.revision_id


def test_the_submitted_row_is_not_rewritten_below_python(room: Newsroom, live: Page, waiting: ReviewRequest) -> None:
    """2.14."""
    rows = Revision.objects.filter(pk=waiting.revision_id)
    changed = rows.get().content | {"lead": "Not approved."}
    with nothing_moves(live):
        changes: list[dict[str, Any]] = [{"content": changed}, {"user": room.editor2.user}, {"object_id": "1"}]
        for change in changes:
            with pytest.raises(DatabaseError, match=MARK), transaction.atomic():
                rows.update(**change)
        revision = rows.get()
        revision.content = changed
        with pytest.raises(PermissionDenied, match="never changes"):
            revision.save()
        with pytest.raises(DatabaseError, match=MARK), transaction.atomic():
            Revision.objects.bulk_update([revision], ["content"])
    assert_approval_publishes_what_was_submitted(room, live, waiting)


def test_the_request_itself_is_not_rewritten(live: Page, waiting: ReviewRequest) -> None:
    """Not in GATE.md: the contributors, the digest, the pinned revision."""
    rows = ReviewRequest.objects.filter(pk=waiting.pk)
    with nothing_moves(live):
        changes: list[dict[str, Any]] = [
            {"contributors": []},
            {"digest": "0" * 64},
            {"revision": live.live_revision_id},
        ]
        for change in changes:
            with pytest.raises(DatabaseError, match=MARK), transaction.atomic():
                rows.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete("default")


def test_cancelling_by_wagtails_button_is_a_recorded_recall(room: Newsroom, live: Page, waiting: ReviewRequest) -> None:
    """The stock cancel button of a hand-made POST: nothing is published, and the recall has a name."""
    response = room.editor.edit(live, {"action-cancel-workflow": "1"}, lead="Not approved.")
    assert response.status_code < 500
    assert_public_is_approved()
    assert "What was approved." in public_text(live)
    assert "Not approved." not in public_text(live)
    decided = Decision.objects.filter(request=waiting).first()
    if decided is not None:
        assert (decided.outcome, decided.decided_by) == ("recalled", room.editor.user)
    with nothing_moves(live):
        refusal(room.pharmacist.approve(waiting)) if decided else None


def test_cancelling_in_code_without_a_person_is_refused(live: Page, waiting: ReviewRequest) -> None:
    state = fresh(live).current_workflow_task_state
    with nothing_moves(live):
        with pytest.raises(PermissionDenied, match="recalled by a person"), transaction.atomic():
            state.specific.cancel()
        with pytest.raises(PermissionDenied, match="approval of a clinical reviewer"), transaction.atomic():
            fresh(live).current_workflow_state.finish()


def test_locking_and_unlocking_move_nothing(room: Newsroom, live: Page, waiting: ReviewRequest) -> None:
    """Wagtail's own lock is no way round ours."""
    with nothing_moves(live):
        for name in ("lock", "unlock"):
            assert room.admin.post(f"wagtailadmin_pages:{name}", live.pk).status_code < 500
        refusal(room.admin.edit(live, lead="Not approved."))
    assert fresh(live).latest_revision_id == waiting.revision_id


def test_moving_and_copying_a_page_in_review_change_no_word(room: Newsroom, live: Page, waiting: ReviewRequest) -> None:
    with nothing_moves(live):
        response = room.admin.post("wagtailadmin_pages:move_confirm", live.pk, room.home.pk)
        assert response.status_code < 500
        ApiV3(room.admin).act(live, "move", destination_id=room.home.pk, position="first-child")
    assert_approval_publishes_what_was_submitted(room, live, waiting)


def test_a_comment_is_not_content(room: Newsroom, live: Page) -> None:
    """Staff comments travel in revisions and are no part of what the public reads."""
    draft = fresh(live).get_latest_revision_as_object()
    data: dict[str, Any] = page_form_data(draft, room.editor.user) | {
        "comments-TOTAL_FORMS": 1,
        "comments-0-text": "A note among staff.",
        "comments-0-contentpath": "lead",
        "comments-0-position": "",
        "comments-0-deleted": "",
        "comments-0-resolved": "",
        "comments-0-id": "",
        "comments-0-replies-TOTAL_FORMS": 0,
        "comments-0-replies-INITIAL_FORMS": 0,
        "lead": "With a comment.",
    }
    with nothing_moves(live):
        room.editor.client.post(f"/admin/pages/{live.pk}/edit/", data)
    waiting = room.editor.submit(live, "A comment beside it.")
    room.approve(waiting)
    assert "With a comment." in public_text(live)
    assert "A note among staff." not in public_text(live)
    assert Comment.objects.filter(page=live).count() == 1


def test_two_reviewers_at_once_make_one_decision(room: Newsroom, live: Page, waiting: ReviewRequest) -> None:
    room.approve(waiting)
    with nothing_moves(live):
        assert "decided meanwhile" in refusal(room.physician.request_changes(waiting))
        assert "decided meanwhile" in refusal(room.physician.approve(waiting))
        assert "decided meanwhile" in refusal(room.editor.recall(waiting))
    assert Decision.objects.filter(request=waiting).count() == 1


def test_an_expired_session_decides_nothing(room: Newsroom, live: Page, waiting: ReviewRequest) -> None:
    room.pharmacist.client.logout()
    with nothing_moves(live):
        response = room.pharmacist.approve(waiting)
    assert response.status_code == 302
    assert "/login/" in response["Location"]


def test_an_author_who_became_a_reviewer_still_cannot_change_it(
    room: Newsroom, live: Page, waiting: ReviewRequest
) -> None:
    """2.08: in the reviewers' group, with the lock still on."""
    colleague = reviewer("colleague", "Pharmacist", by=room.admin)
    with nothing_moves(live):
        refusal(colleague.edit(live, lead="Not approved."))
