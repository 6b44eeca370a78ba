"""One JSON object a line on standard output: what happened, in which request, by whom.

Queries of searches and what people type are never logged: they may be about somebody's health.  People are numbers.
"""

from __future__ import annotations

import json
import logging
import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

REQUEST_ID = "X-Request-ID"
# What a proxy may give: nothing that could break a line, or a log viewer.
_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
# Of what is passed with ``extra``, these become members of their own.
EXTRAS = ("event_id", "page", "decision", "status", "milliseconds", "statement", "refusal")
# Asked every few seconds, and about nobody.
UNLOGGED = ("/health/", "/static/")

_request: ContextVar[HttpRequest | None] = ContextVar("hub.logs.request", default=None)
_request_id: ContextVar[str] = ContextVar("hub.logs.request_id", default="")
logger = logging.getLogger("hub.requests")


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **_of_request(),
            **{name: getattr(record, name) for name in EXTRAS if hasattr(record, name)},
        }
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False, default=str)


def _of_request() -> dict[str, Any]:
    request = _request.get()
    if request is None:
        return {}
    # Only if somebody has asked already: a line in the log is no reason to read the session.
    user = getattr(request, "_cached_user", None)
    return {
        "request_id": _request_id.get(),
        "method": request.method,
        "path": request.path,
        "person": getattr(user, "pk", None),
    }


def request_facts() -> dict[str, str]:
    """Of the request under way what says nothing about anybody: its id, method and route; empty outside of one.

    The route is the pattern of its address, without what stands in the place of a number, a slug or a query.
    """
    request = _request.get()
    if request is None:
        return {}
    route = getattr(request.resolver_match, "route", "")
    return {"request_id": _request_id.get(), "method": request.method or "", "route": route}


class RequestLogMiddleware:
    """First of all: gives each request an id, and says how it ended and how long it took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(REQUEST_ID, "")
        request_id = given if _GIVEN.fullmatch(given) else uuid.uuid4().hex
        tokens = _request.set(request), _request_id.set(request_id)
        began = time.monotonic()
        try:
            response = self.get_response(request)
            response[REQUEST_ID] = request_id
            if not request.path.startswith(UNLOGGED):
                milliseconds = round((time.monotonic() - began) * 1000, 1)
                facts = {"status": response.status_code, "milliseconds": milliseconds}
                logger.info("answered %s", response.status_code, extra=facts)
            return response
        finally:
            _request.reset(tokens[0])
            _request_id.reset(tokens[1])
