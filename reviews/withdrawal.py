"""What stands at the address of a withdrawn or archived page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.models import Page

if TYPE_CHECKING:
    from reviews.models.decisions import Decision


def of(page: Page) -> Decision | None:
    """The withdrawal or archiving that keeps ``page`` from the public, if that is what keeps it.

    None for a page that was never public: taken back before its go-live date, its address says nothing.
    """
    if page.first_published_at is None:
        return None
    from reviews.models.decisions import ENDING, PUBLICATION, Decision

    latest = Decision.objects.for_page(page.pk).filter(outcome__in=PUBLICATION).select_related("revision").first()
    return latest if latest is not None and latest.outcome in ENDING else None


def response(request: HttpRequest, page: Page) -> HttpResponse:
    """410 Gone, with the approved title, the date and the reason.  Newer drafts show nothing of themselves."""
    decision = of(page)
    title = decision.revision.content["title"] if decision is not None and decision.revision is not None else ""
    context = {"decision": decision, "title": title}
    return TemplateResponse(request, "reviews/withdrawn.html", context, status=410)
