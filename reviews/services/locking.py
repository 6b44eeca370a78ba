"""Order of locks: the page first, so that two decisions about one page never meet half-way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import Page

from reviews.persons import Person

if TYPE_CHECKING:
    from reviews.models.requests import ReviewRequest


def lock_page(page_id: int) -> Page:
    """The page row, locked until the transaction ends, as its specific type."""
    return Page.objects.select_for_update(of=("self",)).get(pk=page_id).specific


def lock_branch(page: Page) -> list[Page]:
    """``page`` and everything below it, locked from the top down until the transaction ends."""
    top = lock_page(page.pk)
    return [top, *top.get_descendants().select_for_update(of=("self",)).order_by("path")]


def require_not_archived(page: Page) -> None:
    from reviews.models.decisions import Decision
    from reviews.refusals import ReviewRefused

    if Decision.objects.archived().for_page(page.pk).exists():
        raise ReviewRefused("This page is in the archive.", next_step="Take it out of the archive first.")


def require_may_change(page: Page, user: Person, *, to: str) -> None:
    """Raise ``ReviewRefused`` unless ``user`` may edit ``page`` now: it is theirs to edit, and nothing locks it."""
    from reviews.locks import words_of
    from reviews.refusals import ReviewRefused

    if not page.permissions_for_user(user).can_edit():
        raise ReviewRefused(f"You may not edit this page, so you may not {to}.")
    lock = page.get_lock()
    if lock is not None and lock.for_user(user):
        raise ReviewRefused(words_of(lock, user))


def lock_request(request: ReviewRequest) -> tuple[ReviewRequest, Page]:
    """The request as stored now, with its page locked.  Raises ``Moved`` when it was decided meanwhile."""
    from reviews.models.requests import ReviewRequest
    from reviews.refusals import Moved

    page = lock_page(request.page_id)
    stored = ReviewRequest.objects.select_related("revision").get(pk=request.pk)
    decision = stored.closing_decision
    if decision is not None:
        raise Moved(
            f"This submission was decided meanwhile: {decision}.",
            kept="That decision stands; yours was not recorded.",
            next_step="Open the page to see where it is now.",
        )
    return stored, page
