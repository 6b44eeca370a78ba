"""Long public lists, a leaf at a time: ``?page=2``."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponseBase

Response = TypeVar("Response", bound=HttpResponseBase)


def leaf_of(request: HttpRequest, items: Any, each: int) -> Page:
    """The leaf of ``items`` that is asked for; a number from nowhere shows the nearest, never a fault."""
    return Paginator(items, each).get_page(request.GET.get("page"))


def told(request: HttpRequest, leaf: Page, response: Response) -> Response:
    """``response``, not to be kept when the leaf has another number: it would be kept once for every number."""
    if request.GET.get("page", "1") != str(leaf.number):
        response["Cache-Control"] = "private, no-store"
    return response
