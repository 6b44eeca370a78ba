"""Who is expected to decide: assigning, handing over, taking back."""

from __future__ import annotations

from django.db import transaction
from wagtail.log_actions import log

from reviews import notices
from reviews.contributions import display_name
from reviews.eligibility import may_assign, why_not
from reviews.models.assignments import Assignment
from reviews.models.requests import ReviewRequest
from reviews.persons import Person
from reviews.refusals import ReviewRefused
from reviews.services.locking import lock_request


@transaction.atomic
def assign(request: ReviewRequest, assignee: Person | None, by: Person, *, note: str = "") -> Assignment:
    """Expect ``assignee`` (None: nobody in particular) to decide.

    A clinical reviewer or an administrator may.  Raises ``ReviewRefused`` when the assignee could not approve it.
    """
    request, page = lock_request(request)
    if not may_assign(by):
        raise ReviewRefused("Only a clinical reviewer or an administrator assigns submissions.")
    if assignee is not None and (reasons := why_not(assignee, request)):
        raise ReviewRefused(
            f"{display_name(assignee)} could not approve this: {' '.join(reasons)}",
            kept="Who looks after the submission is unchanged.",
            next_step="Choose another clinical reviewer.",
        )
    assignment = Assignment.objects.create(request=request, assignee=assignee, assigned_by=by, note=note.strip())
    data = {"request": request.pk, "assignee": display_name(assignee) if assignee else None, "note": assignment.note}
    log(instance=page, action="reviews.assign", user=by, data=data)
    notices.tell(notices.assigned(assignment))
    return assignment
