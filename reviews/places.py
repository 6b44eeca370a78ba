"""Where a page stands, when that says what it is about: below another reviewed page.

“Take 50 mg” on a dose form is about the medicine above it.  So a page that was handed in below a reviewed page is
approved there and nowhere else.  The place is no part of the digest, which other releases compute too; the submission's
entry in the audit log, which never changes, names it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver
from wagtail.models import Page, PageLogEntry
from wagtail.signals import pre_page_move

from reviews import withdrawal
from reviews.guards import is_reviewed
from reviews.models.decisions import Decision
from reviews.models.requests import ReviewRequest
from reviews.refusals import Moved, ReviewRefused

SUBMITTED, BELOW = "reviews.submit", "below"
PARENT = ("path", "url_path", "content_type")


def below(page: Page) -> int | None:
    """The key of the reviewed page that ``page`` stands below; None below a container.  One query."""
    return _reviewed(page.get_parent())


def _reviewed(parent: Page | None) -> int | None:
    return parent.pk if parent is not None and is_reviewed(parent) else None


def handed_in(requests: Iterable[ReviewRequest]) -> dict[int, int | None]:
    """By request, what ``below`` was when it was handed in.  One query.

    Of what an earlier release took in, and of restamps, nothing is known.
    """
    pages = {request.pk: request.page_id for request in requests}
    entries = PageLogEntry.objects.filter(page__in=pages.values(), action=SUBMITTED).values_list("data", flat=True)
    return {data["request"]: data[BELOW] for data in entries if BELOW in data and data["request"] in pages}


def require_in_place(decision: Decision) -> None:
    """Raise ``Moved`` unless the page stands where it stood when what ``decision`` is about was handed in."""
    request, stands = decision.request, below(decision.page)
    if request is not None and handed_in([request]).get(request.pk, stands) != stands:
        raise Moved(
            "This page was moved below another page after it was submitted, and would be about something else there.",
            kept="Nothing was decided, and what the public reads is unchanged.",
            next_step="Have it moved back, or submit it again where it is.",
        )


@receiver(pre_page_move, dispatch_uid="reviews.guard_place")
def guard_place(
    sender: type[Page], instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any
) -> None:
    if parent_page_after == parent_page_before:
        return
    if is_reviewed(parent_page_after):
        _require_approved(parent_page_after, instance)
    if is_reviewed(instance) and (is_reviewed(parent_page_before) or is_reviewed(parent_page_after)):
        _require_never_approved(instance)


def _require_approved(above: Page, moved: Page) -> None:
    """What is public stays where its address names no draft."""
    if Decision.objects.for_page(above.pk).approvals().exists():
        return
    if moved.live or withdrawal.of(moved) is not None or moved.get_descendants().live().exists():
        raise ReviewRefused(
            f"“{above.get_admin_display_title()}” was never approved, and its name would become public in the address "
            "of what you move.",
            kept="The page is where it was.",
            next_step="Have that page approved first.",
        )


def _require_never_approved(page: Page) -> None:
    if ReviewRequest.objects.open_for(page.pk) or Decision.objects.for_page(page.pk).approvals().exists():
        raise ReviewRefused(
            f"What “{page.get_admin_display_title()}” says is about the page above it, and there it was submitted for "
            "review.",
            kept="The page is where it was.",
            next_step="Copy it to the other page and submit the copy; if this one is wrong where it is, withdraw it.",
        )


def misplaced(pages: list[Page], decisions: dict[int | None, Decision]) -> dict[int, str]:
    """Of live ``pages``, those that stand, or are said to stand, elsewhere than where they were approved, and how.

    ``decisions`` by live revision, with their requests.  Two queries.
    """
    above = {page.pk: page.path[: -page.steplen] for page in pages}
    parents = {parent.path: parent for parent in Page.objects.filter(path__in={*above.values()}).only(*PARENT)}
    known = handed_in(decision.request for decision in decisions.values() if decision.request is not None)
    found = {}
    for page in pages:
        parent, decision = parents.get(above[page.pk]), decisions.get(page.live_revision_id)
        stands = _reviewed(parent)
        if parent is None or page.url_path != f"{parent.url_path}{page.slug}/":
            found[page.pk] = f"links to it lead to {page.url_path}, which is not where it stands"
        elif decision is not None and known.get(decision.request_id or 0, stands) != stands:
            found[page.pk] = "it stands below another page than when it was submitted"
    return found
