"""Shows a refusal as what it is: a message that says what happened, what was kept, and what to do."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable

from django.contrib import messages
from django.db import DatabaseError
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import escape
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.admin.messages import error

from reviews.dialects import MARK
from reviews.refusals import ReviewRefused, counted, recording
from reviews.stored_files import StorageAway

logger = logging.getLogger("reviews.refusals")

# The disk is full, or this account may not fill it any more.
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


class RefusalMiddleware:
    """Wagtail's admin answers every ``PermissionDenied`` with one general sentence; readers of it deserve ours.

    Refusals by the database (ring 4) and by protected keys arrive as exceptions of other kinds and are turned
    into the same message.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with recording() as refusals:
            response = self.get_response(request)
        for refusal in refusals:
            # Its words may quote a draft.
            counted[refusal.event_id] += 1
            facts = {"event_id": refusal.event_id, "refusal": type(refusal).__name__}
            logger.info("%s %s", refusal.event_id, type(refusal).__name__, extra=facts)
        if refusals and isinstance(response, HttpResponseRedirect):
            self._say(request, refusals[-1])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        refusal = as_refusal(exception)
        if refusal is None:
            return None
        if not self._is_for_people(request):
            status = 503 if isinstance(exception, StorageAway) else 403
            return HttpResponse(str(refusal), content_type="text/plain; charset=utf-8", status=status)
        self._say(request, refusal)
        return redirect(_back(request))

    @staticmethod
    def _is_for_people(request: HttpRequest) -> bool:
        return (
            request.path.startswith(reverse("wagtailadmin_home"))
            and "application/json" not in request.headers.get("accept", "")
            and request.headers.get("x-requested-with") != "XMLHttpRequest"
        )

    @staticmethod
    def _say(request: HttpRequest, refusal: ReviewRefused) -> None:
        # Wagtail renders messages when they are added, white space and escapes included.
        queued = "".join(str(m) for m in getattr(messages.get_messages(request), "_queued_messages", []))
        if str(refusal) not in queued and escape(str(refusal)) not in queued:
            error(request, str(refusal))


def as_refusal(exception: Exception) -> ReviewRefused | None:
    """The refusal that ``exception`` stands for, or None when it is a fault."""
    if isinstance(exception, ReviewRefused):
        return exception
    if isinstance(exception, DatabaseError) and MARK in str(exception):
        sentence = str(exception).split(MARK, 1)[1].splitlines()[0].strip()
        return ReviewRefused(sentence[:1].upper() + sentence[1:])
    if isinstance(exception, ProtectedError):
        return ReviewRefused("This belongs to the history of reviewed pages, so it is kept and cannot be deleted.")
    if isinstance(exception, StorageAway):
        return ReviewRefused(
            "The storage of images and documents does not answer.",
            kept="Nothing was stored or decided.",
            next_step="Try again in a few minutes, and tell an administrator if it stays so.",
        )
    if isinstance(exception, OSError) and exception.errno in NO_ROOM:
        logger.error("HUB-STORAGE-1 no room is left for files: %s", exception, extra={"event_id": "HUB-STORAGE-1"})
        return ReviewRefused(
            "The server has no room left for files.",
            kept="Nothing was stored.",
            next_step="Tell an administrator, and upload it again.",
        )
    return None


def _back(request: HttpRequest) -> str:
    """Where the person came from, when that is here; else the admin's home."""
    came_from = request.headers.get("referer", "")
    if url_has_allowed_host_and_scheme(
        came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return came_from
    return reverse("wagtailadmin_home")
