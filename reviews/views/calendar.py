"""The calendar of pages that fall due: the feed, and the reviewer's own address of it.

Calendar programs cannot sign in, so the address itself is the key: signed, with a secret of the person that they
replace when it got about.
"""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlsplit

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.admin.utils import get_admin_base_url

from reviews.eligibility import why_not_a_reviewer, why_not_independent
from reviews.icalendar import Day, calendar
from reviews.models.notices import NoticeSettings
from reviews.persons import Person
from reviews.views.base import DeskFormView
from reviews.views.due import due_for_review

# How far ahead the calendar looks, in days.
AHEAD = 366
_signer = signing.Signer(salt="reviews.calendar")


def token_of(person: Person) -> str | None:
    """What stands in the person's address, or None when they made none."""
    chosen = NoticeSettings.objects.filter(person=person).exclude(calendar_secret="").first()
    return _signer.sign_object([person.pk, chosen.calendar_secret]) if chosen else None


def renew(person: Person) -> None:
    """Make a new address; the old one stops working."""
    secret = secrets.token_urlsafe()
    NoticeSettings.objects.update_or_create(person=person, defaults={"calendar_secret": secret})


def _reviewer_of(token: str) -> Person:
    try:
        pk, secret = _signer.unsign_object(token)
    except (signing.BadSignature, ValueError) as error:
        raise Http404 from error
    chosen = NoticeSettings.objects.filter(person=pk).select_related("person").first()
    if chosen is None or not constant_time_compare(chosen.calendar_secret, secret):
        raise Http404
    if why_not_a_reviewer(chosen.person):
        raise Http404
    return chosen.person


@require_safe
@cache_control(private=True, no_store=True)
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The live pages that this reviewer may reaffirm, on the days on which they fall due."""
    person = _reviewer_of(token)
    base = (get_admin_base_url() or "").rstrip("/")
    host = urlsplit(base).hostname or request.get_host()
    days = [
        Day(
            uid=f"review-of-page-{standing.page_id}@{host}",
            on=standing.next_due,
            summary=f"Review due: {standing.page.title}",
            url=base + reverse("wagtailadmin_pages:edit", args=[standing.page_id]),
        )
        for standing in due_for_review(within_days=AHEAD).select_related("page", "request")
        if standing.next_due and standing.request and not why_not_independent(person, standing.request)
    ]
    response = HttpResponse(
        calendar("Reviews that fall due", days, now=timezone.now()), content_type="text/calendar; charset=utf-8"
    )
    response["X-Robots-Tag"] = "noindex"
    # Who follows a link from the calendar does not hand the key on.
    response["Referrer-Policy"] = "no-referrer"
    return response


class CalendarView(DeskFormView):
    """Shows a reviewer their address; the form makes a new one."""

    template_name = "reviews/calendar.html"
    form_class = Form
    page_title = "Calendar of reviews"
    header_icon = "calendar-alt"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if why_not_a_reviewer(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def act(self, data: dict[str, Any]) -> str:
        renew(self.request.user)
        return "The calendar has a new address. One that you had before no longer works."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        token = token_of(self.request.user)
        base = (get_admin_base_url() or "").rstrip("/")
        address = base + reverse("reviews_calendar", args=[token]) if token else ""
        self.submit_label = "Make a new address" if token else "Make an address"
        return super().get_context_data(address=address, **kwargs)

    def get_success_url(self) -> str:
        return reverse("reviews:calendar")
