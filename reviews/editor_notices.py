"""What the page editor says about review, above the form."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from wagtail.admin import messages
from wagtail.models import Page

from reviews.guards import is_reviewed
from reviews.models.decisions import Outcome
from reviews.models.requests import ReviewRequest


def say_what_should_change(request: HttpRequest, page: Page) -> None:
    """Show the reviewer's comment until the page is submitted again (hook ``before_edit_page``)."""
    if request.method != "GET" or not is_reviewed(page):
        return
    newest = ReviewRequest.objects.filter(page_id=page.pk).first()
    decision = newest.closing_decision if newest else None
    if decision is None or decision.outcome != Outcome.CHANGES_REQUESTED:
        return
    messages.warning(
        request,
        format_html("{} asked for changes: “{}”", decision.decided_by_name, decision.comment),
        buttons=[messages.button(reverse("reviews:review", args=[decision.request_id]), "See the review")],
    )
