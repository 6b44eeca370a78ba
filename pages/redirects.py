"""Redirects of old addresses: where they may lead.  They are made when a page is renamed or moved."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.models import Site
from wagtail.views import serve


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
    if site is None or (target.netloc and target.netloc not in {request.get_host(), site.hostname}):
        return True
    try:
        if resolve(target.path).func is not serve:
            return True
        # Not Page.route_for_request, which remembers for the request that there was nothing.
        site.root_page.specific.route(request, [part for part in target.path.split("/") if part])
    except (Http404, Resolver404):
        return False
    return True
