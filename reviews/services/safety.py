"""Safety never waits for review: withdrawing at once, and restoring what was approved before."""

from __future__ import annotations

from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from reviews import publication
from reviews.eligibility import may_withdraw, require, why_not_a_reviewer
from reviews.models.decisions import PUBLISHING, Decision, Outcome
from reviews.persons import Person
from reviews.recording import record
from reviews.refusals import ReviewRefused
from reviews.services.locking import lock_page
from reviews.signatures import Signature


@transaction.atomic
def withdraw(page: Page, user: Person, *, reason: str) -> Decision:
    """Take a page from the public at once.  A reviewer or an administrator may; the public sees the reason."""
    page = lock_page(page.pk)
    if not may_withdraw(user):
        raise ReviewRefused("Only a clinical reviewer or an administrator withdraws a page.")
    if not reason.strip():
        raise ReviewRefused("Say why the page is withdrawn: the public will read it.", kept="The page is still live.")
    standing = Decision.objects.standing(page.pk)
    if standing is None:
        raise ReviewRefused("This page is not public, so there is nothing to withdraw.")
    decision = record(
        Outcome.WITHDRAWN,
        page_id=page.pk,
        user=user,
        revision=standing.revision,
        digest=standing.digest,
        version=standing.version,
        comment=reason.strip(),
    )
    log(instance=page, action="reviews.withdraw", user=user, data={"reason": reason.strip()})
    UnpublishPageAction(page, user=user, log_action=False).execute(skip_permission_checks=True)
    Revision.page_revisions.filter(object_id=str(page.pk)).exclude(approved_go_live_at=None).update(
        approved_go_live_at=None
    )
    return decision


@transaction.atomic
def restore(decision: Decision, signature: Signature, *, reason: str) -> Decision:
    """Make an earlier approved version public again, without a new review."""
    page = lock_page(decision.page_id)
    signature.require_valid()
    require(why_not_a_reviewer(signature.user))
    if decision.outcome not in PUBLISHING:
        raise ReviewRefused("Only an approved version can be restored.")
    restored = record(
        Outcome.RESTORED,
        page_id=page.pk,
        user=signature.user,
        request=decision.request,
        revision=decision.revision,
        digest=decision.digest,
        version=decision.version,
        comment=reason.strip(),
        next_review_on=decision.next_review_on,
    )
    publication.publish(restored, user=signature.user, log_action="reviews.restore")
    return restored
