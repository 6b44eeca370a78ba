"""GATE.md, group 6: the routes of group 2 with WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True."""

from __future__ import annotations

from collections.abc import Iterable

from django.test.utils import override_settings

from reviews.selftest import routes_api, routes_in_review, routes_workflow
from reviews.selftest.routes import Attempt, Routes
from reviews.selftest.scene import Scene

routes = Routes()


def with_reapproval(*attempts: Attempt) -> Attempt:
    def attempt(scene: Scene) -> list[str]:
        with override_settings(WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT=True):
            return [found for each in attempts for found in each(scene) or ()]

    return attempt


def approves_again(scene: Scene) -> Iterable[str]:
    """After the edit in one request, the same person presses Wagtail's button once more."""
    found = routes_in_review.edit_and_approve_at_once(scene)
    routes_workflow.approval_buttons(scene)
    return found or ()


routes.route("6.01", "re-approval required: going back to an old version while in review")(
    with_reapproval(routes_api.revert_in_review)
)
routes.route("6.02", "re-approval required: another reviewer edits")(
    with_reapproval(routes_in_review.edit_by_reviewer, routes_workflow.edit_behind_the_review)
)
routes.route("6.03", "re-approval required: a reviewer edits and approves in one request, and approves again")(
    with_reapproval(approves_again)
)
routes.route("6.04", "re-approval required: the submitted revision, overwritten in place")(
    with_reapproval(routes_in_review.overwrite_as_superuser)
)
