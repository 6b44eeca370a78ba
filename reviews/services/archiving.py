"""The archive: pages leave the site and the editors' lists; their words, versions and decisions are kept."""

from __future__ import annotations

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page

from reviews import notices
from reviews.eligibility import may_withdraw
from reviews.guards import is_reviewed
from reviews.models.decisions import PUBLICATION, Decision, Outcome
from reviews.models.requests import ReviewRequest
from reviews.persons import Person
from reviews.recording import record
from reviews.refusals import ReviewRefused
from reviews.services.locking import lock_branch, lock_page
from reviews.services.safety import require_reason, take_down


@transaction.atomic
def archive(page: Page, user: Person, *, reason: str) -> list[Decision]:
    """Put ``page`` and the reviewed pages below it into the archive: one decision each, those there already aside.

    What the public read is taken down at once, with the reason in its place.
    """
    branch = [member for member in lock_branch(page) if is_reviewed(member)]
    _require_may_archive(user)
    reason = require_reason(reason, "Say why: where the public read a page, it reads this in its place.")
    archived = set(Decision.objects.archived().filter(page__in=branch).values_list("page_id", flat=True))
    to_archive = [member.specific for member in branch if member.pk not in archived]
    if not to_archive:
        raise ReviewRefused("This page is in the archive already.")
    waiting = (
        ReviewRequest.objects.open().filter(page__in=to_archive).select_related("revision").defer("revision__content")
    )
    if names := ", ".join(f"“{request.revision.object_str}”" for request in waiting):
        raise ReviewRefused(
            f"In review: {names}. What is in review is not archived.",
            next_step="Recall the submission or decide on it first.",
        )
    return [_archive_one(member, user, reason) for member in to_archive]


def _archive_one(page: Page, user: Person, reason: str) -> Decision:
    last = Decision.objects.for_page(page.pk).filter(outcome__in=PUBLICATION).select_related("revision").first()
    decision = record(
        Outcome.ARCHIVED,
        page_id=page.pk,
        user=user,
        revision=last.revision if last else None,
        digest=last.digest if last else "",
        version=last.version if last else None,
        comment=reason,
    )
    log(instance=page, action="reviews.archive", user=user, data={"reason": reason})
    notices.tell(notices.withdrawn(decision, last))
    take_down(page, user)
    return decision


@transaction.atomic
def unarchive(page: Page, user: Person) -> Decision:
    """Take one page out of the archive, as a draft: it is public again when somebody restores or approves a version."""
    page = lock_page(page.pk)
    _require_may_archive(user)
    if not Decision.objects.archived().for_page(page.pk).exists():
        raise ReviewRefused("This page is not in the archive.")
    decision = record(Outcome.UNARCHIVED, page_id=page.pk, user=user)
    log(instance=page, action="reviews.unarchive", user=user)
    return decision


def _require_may_archive(user: Person) -> None:
    if not may_withdraw(user):
        raise ReviewRefused("Only a clinical reviewer or an administrator archives pages.")
