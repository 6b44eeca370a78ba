"""What a finished workflow does.  Wagtail imports this while its models load: nothing of it at the top."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagtail.models import WorkflowState

    from reviews.persons import Person


def publish_approved(workflow_state: WorkflowState, user: Person | None = None) -> None:
    """Publish the revision of the approving decision, never “the latest”; refuse when there is no such decision.

    Objects that are not reviewed (Wagtail's own workflows on other models) finish as in stock Wagtail.
    """
    from wagtail.models import Page
    from wagtail.workflows import publish_workflow_state

    from reviews import publication
    from reviews.guards import is_reviewed
    from reviews.models import Decision, Outcome, ReviewTaskState
    from reviews.refusals import ReviewRefused

    page = workflow_state.content_object
    if not isinstance(page, Page) or not is_reviewed(page):
        publish_workflow_state(workflow_state, user=user)
        return
    state = ReviewTaskState.objects.filter(workflow_state=workflow_state).order_by("-pk").first()
    decision = (
        Decision.objects.filter(request=state.request, outcome=Outcome.APPROVED).first() if state is not None else None
    )
    if decision is None:
        raise ReviewRefused(
            "The workflow ended without the approval of a clinical reviewer, so nothing was published.",
            kept="The page and its drafts are as they were.",
            next_step="Submit the page for review.",
        )
    publication.publish(decision, user=user)
