"""Deciding on a submission, and attesting a page again."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, TaskState, WorkflowState

from reviews import notices, publication
from reviews.acknowledging import require_acknowledged
from reviews.content import revision_digest
from reviews.eligibility import require, why_not, why_not_a_reviewer
from reviews.guards import is_reviewed
from reviews.models.decisions import Decision, Outcome
from reviews.models.requests import ReviewRequest
from reviews.models.tasks import ReviewTaskState
from reviews.persons import Person
from reviews.recording import record_about, record_on
from reviews.refusals import Moved, ReviewRefused
from reviews.services.locking import lock_page, lock_request
from reviews.services.requiring import missing_professions
from reviews.signatures import Signature
from reviews.unread import require_read

# NHS content is reviewed at least every three years; REV-01.
LONGEST_REVIEW_INTERVAL = datetime.timedelta(days=3 * 366)


def _current(user: Person) -> Person:
    """The person as stored now, without what this session remembers of their groups."""
    return get_user_model()._default_manager.get(pk=user.pk)


@transaction.atomic
def approve(
    request: ReviewRequest,
    signature: Signature,
    *,
    shown_digest: str,
    next_review_on: datetime.date,
    attests_whole_page: bool = True,
    comment: str = "",
    acknowledged: dict[str, Any] | None = None,
) -> Decision:
    """Approve what was shown, and publish or schedule exactly that.

    ``shown_digest`` is the digest of what the reviewer read, ``acknowledged`` what they ticked and answered
    (``reviews.acknowledging``).  While another profession must sign too, the decision is a co-signature and the page
    waits on.  Raises ``Moved`` when what was shown is not what would be published, ``NotEligible`` when this person
    may not decide.
    """
    request, page = lock_request(request)
    signature.require_valid()
    reviewer = _current(signature.user)
    require(why_not(reviewer, request))
    _require_approved_parent(page)
    _require_unmoved(request, shown_digest)
    _require_review_date(next_review_on)
    require_acknowledged(request, acknowledged or {})
    if missing := missing_professions(request, reviewer):
        return _cosign(request, page, reviewer, missing, comment=comment, acknowledged=acknowledged)
    last = Decision.objects.last_approval(page.pk)
    decision = record_on(
        request,
        Outcome.APPROVED,
        user=reviewer,
        version=_next_version(page),
        comment=comment,
        acknowledged=acknowledged,
        # Nothing was ever attested before the first approval, so the first attests all.
        attests_whole_page=attests_whole_page or last is None,
        next_review_on=next_review_on,
    )
    _log(page, "reviews.approve", decision)
    notices.tell(notices.decided(decision, page))
    state = _open_state(request)
    if state is None:
        publication.publish(decision, user=reviewer)
    else:
        TaskState.approve(state, user=reviewer, comment=comment)
    return decision


def _cosign(request: ReviewRequest, page: Page, reviewer: Person, missing: list[str], **signed: Any) -> Decision:
    """A signature beside which another profession's is still needed."""
    decision = record_on(request, Outcome.COSIGNED, user=reviewer, **signed)
    _log(page, "reviews.cosign", decision, missing=missing)
    return decision


@transaction.atomic
def request_changes(request: ReviewRequest, user: Person, *, comment: str) -> Decision:
    """Send a submission back with a comment; the page can be edited again."""
    request, page = lock_request(request)
    reviewer = _current(user)
    require(why_not_a_reviewer(reviewer))
    if not comment.strip():
        raise ReviewRefused("Say what should change.", kept="The submission waits, unchanged.")
    decision = record_on(request, Outcome.CHANGES_REQUESTED, user=reviewer, comment=comment.strip())
    _log(page, "reviews.request_changes", decision)
    notices.tell(notices.decided(decision, page))
    state = _open_state(request)
    if state is not None:
        TaskState.reject(state, user=reviewer, comment=comment.strip())
    return decision


@transaction.atomic
def reaffirm(page: Page, signature: Signature, *, next_review_on: datetime.date, comment: str = "") -> Decision:
    """Attest the whole live page again, unchanged."""
    page = lock_page(page.pk)
    signature.require_valid()
    reviewer = _current(signature.user)
    require(why_not_a_reviewer(reviewer))
    standing = Decision.objects.standing(page.pk)
    is_live = standing is not None and page.live and standing.revision_id == page.live_revision_id
    if standing is None or standing.request is None or standing.revision is None or not is_live:
        raise ReviewRefused("Only a live, approved page can be reaffirmed.")
    require(why_not(reviewer, standing.request))
    require_read(standing.revision)
    _require_review_date(next_review_on)
    decision = record_about(
        standing,
        Outcome.REAFFIRMED,
        user=reviewer,
        request=standing.request,
        comment=comment,
        attests_whole_page=True,
        next_review_on=next_review_on,
    )
    _log(page, "reviews.reaffirm", decision)
    return decision


def _require_approved_parent(page: Page) -> None:
    """The address of a page holds the words of the page above it, which nobody approved while that is a draft."""
    parent = page.get_parent()
    if is_reviewed(parent) and not Decision.objects.for_page(parent.pk).approvals().exists():
        raise ReviewRefused(
            f"The page above this one, “{parent.get_admin_display_title()}”, was never approved, and its name would "
            "become public in the address of this one.",
            kept="The submission waits, unchanged.",
            next_step="Approve that page first.",
        )


def _require_unmoved(request: ReviewRequest, shown_digest: str) -> None:
    require_read(request.revision)
    if shown_digest != request.digest:
        raise Moved(
            "What you were shown is not what was submitted.",
            kept="Nothing was decided.",
            next_step="Load the review screen again and read what is there now.",
        )
    if revision_digest(request.revision) != request.digest:
        raise Moved(
            "The content, or a picture or document in it, changed after it was submitted.",
            kept="Nothing was decided and nothing was published.",
            next_step="Ask an editor to recall the submission and submit it again.",
        )


def _require_review_date(next_review_on: datetime.date) -> None:
    today = timezone.localdate()
    if not today < next_review_on <= today + LONGEST_REVIEW_INTERVAL:
        raise ReviewRefused("The next review must be after today and within 3 years.", kept="Nothing was decided.")


def _next_version(page: Page) -> int:
    highest = Decision.objects.for_page(page.pk).approvals().aggregate(highest=models.Max("version"))["highest"]
    return (highest or 0) + 1


def _open_state(request: ReviewRequest) -> ReviewTaskState | None:
    """The workflow's view of the request, unless somebody ended it by another way."""
    return ReviewTaskState.objects.filter(
        request=request,
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
    ).first()


def _log(page: Page, action: str, decision: Decision, **more: Any) -> None:
    log(
        instance=page,
        action=action,
        user=decision.decided_by,
        revision=decision.revision,
        data={"decision": decision.entry_id, "digest": decision.digest, "comment": decision.comment, **more},
    )
