"""Safety never waits for review: taking words from the public at once, and restoring what was approved before."""

from __future__ import annotations

from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from reviews import notices, publication
from reviews.eligibility import may_withdraw, require, why_not_a_reviewer
from reviews.models.decisions import PUBLISHING, Decision, Outcome
from reviews.persons import Person
from reviews.recording import record_about
from reviews.refusals import ReviewRefused
from reviews.services.locking import lock_page, require_not_archived
from reviews.signatures import Signature


@transaction.atomic
def withdraw(page: Page, user: Person, *, reason: str) -> Decision:
    """Take a page from the public at once.  A reviewer or an administrator may; the public sees the reason."""
    page = lock_page(page.pk)
    _require_may_withdraw(user)
    reason = require_reason(reason, "Say why the page is withdrawn: the public will read it.")
    standing = Decision.objects.standing(page.pk)
    if standing is None:
        raise ReviewRefused("This page is not public, so there is nothing to withdraw.")
    decision = record_about(standing, Outcome.WITHDRAWN, user=user, comment=reason)
    log(instance=page, action="reviews.withdraw", user=user, data={"reason": reason})
    notices.tell(notices.withdrawn(decision, standing))
    take_down(page, user)
    return decision


def take_down(page: Page, user: Person) -> None:
    """Unpublish, and forget what was scheduled.  The decision that says so is recorded before."""
    if page.live:
        UnpublishPageAction(page, user=user, log_action=False).execute(skip_permission_checks=True)
    Revision.page_revisions.filter(object_id=str(page.pk)).exclude(approved_go_live_at=None).update(
        approved_go_live_at=None
    )


@transaction.atomic
def revoke(approval: Decision, user: Person, *, reason: str) -> Decision:
    """Say that the approval of a version no longer stands: it is never restored.

    When it is the version that the public reads, the page is withdrawn with it, for the same reason; when it waits
    for its date, it is no longer published then.
    """
    page = lock_page(approval.page_id)
    _require_may_withdraw(user)
    reason = require_reason(reason, "Say why the approval no longer stands.")
    require_approval_stands(approval)
    is_public = page.live and _publishes(page.live_revision_id, approval.version)
    decision = record_about(approval, Outcome.REVOKED, user=user, request=approval.request, comment=reason)
    log(instance=page, action="reviews.revoke", user=user, data={"version": approval.version, "reason": reason})
    notices.tell(notices.withdrawn(decision, approval))
    if is_public:
        record_about(approval, Outcome.WITHDRAWN, user=user, comment=reason)
        take_down(page, user)
    else:
        Revision.page_revisions.filter(pk=approval.revision_id).update(approved_go_live_at=None)
    return decision


@transaction.atomic
def restore(approval: Decision, signature: Signature, *, reason: str) -> Decision:
    """Make an earlier approved version public again, without a new review, as long as its approval stands."""
    page = lock_page(approval.page_id)
    signature.require_valid()
    require(why_not_a_reviewer(signature.user))
    reason = require_reason(reason, "Say why this version is restored.")
    require_approval_stands(approval)
    require_not_archived(page)
    # A version that was restamped since is published in the form that today's code understands.
    form = Decision.objects.stored_form(page.pk, approval.version or 0) or approval
    if page.live and page.live_revision_id == form.revision_id:
        raise ReviewRefused("This is the version that the public reads now.")
    restored = record_about(
        form,
        Outcome.RESTORED,
        user=signature.user,
        request=form.request,
        comment=reason,
        next_review_on=approval.next_review_on,
    )
    publication.publish(restored, user=signature.user, log_action="reviews.restore")
    return restored


def require_approval_stands(approval: Decision) -> None:
    """Raise unless this decision approved a version and nobody revoked that since."""
    if approval.outcome not in PUBLISHING:
        raise ReviewRefused("Only an approved version can be restored or revoked.")
    if not Decision.objects.publishing().filter(pk=approval.pk).exists():
        raise ReviewRefused(
            "The approval of this version was revoked.", next_step="Submit its words for review again if they hold."
        )


def require_reason(reason: str, otherwise: str) -> str:
    """The reason without blanks around it.  Raises ``ReviewRefused`` with ``otherwise`` when there is none."""
    if not reason.strip():
        raise ReviewRefused(otherwise)
    return reason.strip()


def _require_may_withdraw(user: Person) -> None:
    if not may_withdraw(user):
        raise ReviewRefused("Only a clinical reviewer or an administrator takes words from the public.")


def _publishes(revision_id: int | None, version: int | None) -> bool:
    """Whether the revision is that version, in whatever form it was stored since."""
    published = Decision.objects.filter(outcome__in=PUBLISHING, version=version, revision_id=revision_id or 0)
    return published.exists()
