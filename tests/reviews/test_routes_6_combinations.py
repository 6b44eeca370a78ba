"""GATE.md group 6: Wagtail's “require re-approval on edit” is neither needed nor a way round the gate."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import Page, Revision

from reviews.models import Decision, ReviewRequest
from tests.editorial import Newsroom, fresh, public_text
from tests.reviews.api_clients import ApiV3, admin_api
from tests.reviews.assertions import nothing_moves, refusal

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.reviews.urls_api_v3")]


@pytest.fixture(autouse=True)
def _reapproval_is_required(settings: Any) -> None:
    settings.WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True


def assert_approval_publishes_what_was_submitted(room: Newsroom, live: Page, waiting: ReviewRequest) -> None:
    room.approve(waiting)
    assert fresh(live).live_revision_id == waiting.revision_id
    assert "What is in review." in public_text(live)


def test_going_back_to_an_old_version_while_in_review_is_refused(
    room: Newsroom, live: Page, waiting: ReviewRequest
) -> None:
    """6.01."""
    with nothing_moves(live):
        assert ApiV3(room.editor).act(live, "revert", revision_id=live.live_revision_id).status_code == 403
        refusal(admin_api(room.editor, live, "revert_to_page_revision", revision_id=live.live_revision_id))
    assert_approval_publishes_what_was_submitted(room, live, waiting)


def test_another_reviewer_does_not_edit_what_is_in_review(room: Newsroom, live: Page, waiting: ReviewRequest) -> None:
    """6.02."""
    with nothing_moves(live):
        refusal(room.physician.edit(live, lead="Not approved."))
    assert_approval_publishes_what_was_submitted(room, live, waiting)


def test_a_reviewer_neither_edits_and_approves_in_one_request_nor_approves_again(
    room: Newsroom, live: Page, waiting: ReviewRequest
) -> None:
    """6.03."""
    buttons = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    state = waiting.task_state
    with nothing_moves(live):
        refusal(room.physician.edit(live, buttons, lead="Not approved."))
        refusal(room.physician.post("wagtailadmin_pages:workflow_action", live.pk, "approve", state.pk, comment=""))
    assert not Decision.objects.filter(request=waiting).exists()
    assert_approval_publishes_what_was_submitted(room, live, waiting)


def test_the_submitted_revision_is_not_overwritten_in_place(room: Newsroom, live: Page, waiting: ReviewRequest) -> None:
    """6.04."""
    stored = Revision.objects.get(pk=waiting.revision_id)
    buttons = {
        "overwrite_revision_id": stored.pk,
        "loaded_revision_id": stored.pk,
        "loaded_revision_created_at": stored.created_at.isoformat(),
    }
    with nothing_moves(live):
        refusal(room.editor.edit(live, buttons, lead="Not approved."))
    assert_approval_publishes_what_was_submitted(room, live, waiting)
