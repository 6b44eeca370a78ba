"""The page for unknown addresses, in development too."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.defaults import page_not_found


class PublicNotFoundMiddleware:
    """With DEBUG, Django lists address patterns instead of the site’s own page; readers of a demo get the page.

    The admin keeps Django's list, which is there to help whoever builds it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 404 or request.path.startswith(reverse("wagtailadmin_home")):
            return response
        found: HttpResponse = page_not_found(request, LookupError(request.path))
        return found
