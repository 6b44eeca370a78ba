"""Small notices at addresses that everybody knows: robots.txt, security.txt (RFC 9116) and llms.txt."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Site

from pages.listings import live_drugs, live_standard_pages, live_study_pages

# What a program reads at once; the sitemap has the rest.
LISTED = 500
# RFC 9116 asks for less than a year.
VALID_FOR = datetime.timedelta(days=180)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return _text(request, "machines/robots.txt", {})


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole.  Without an address there is no notice: a wrong one is worse than none."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    # Midnight, so that the answer is the same all day.
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return _text(request, "machines/security.txt", {"contact": settings.SECURITY_CONTACT, "expires": today + VALID_FOR})


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """What assistants are told: to quote the Markdown twins, with version, reviewer and date.  Four queries."""
    if Site.find_for_request(request) is None:
        raise Http404
    context = {
        "drugs": live_drugs()[:LISTED],
        "studies": live_study_pages()[:LISTED],
        "standard_pages": live_standard_pages(),
    }
    return _text(request, "machines/llms.txt", context)


def _text(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    context |= {"site": request.build_absolute_uri("/").rstrip("/")}
    return HttpResponse(render_to_string(template, context, request), content_type="text/plain; charset=utf-8")
