"""Redirects of old addresses, which Wagtail makes when a page is renamed or moved."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.models import Page, Site


class PublicRedirectMiddleware(RedirectMiddleware):
    """Leads to a page of this site only if there is something to read: an address can be a draft's words.

    A withdrawn page is something: the notice of its withdrawal.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        found: HttpResponseBase = super().process_response(request, response)
        return found if found is response or _is_public(request, found["Location"]) else response


def _is_public(request: HttpRequest, address: str) -> bool:
    target = urlsplit(address)
    site = Site.find_for_request(request)
    if target.netloc and target.netloc not in {request.get_host(), site.hostname if site else ""}:
        return True
    try:
        return Page.route_for_request(request, target.path) is not None
    except Http404:
        return False
