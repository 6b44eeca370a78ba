"""Errors in the log, reported to the server of ``SENTRY_DSN``: what failed and where, and nothing about anybody.

The client library watches nothing of its own accord: no request, query, body, cookie, variable or person ever reaches
it.  Each report is made here, of what is known to be harmless: which error, its event id, the id and route of the
request, and the functions that were being run.  The words of an error are left out, because they quote rows and
addresses, and with them what an editor drafted or a reader searched for; with the request's id they are found in the
log, which stays with the operator.
"""

from __future__ import annotations

import atexit
import logging
from typing import TYPE_CHECKING, Any

from sentry_sdk import Client
from sentry_sdk.utils import event_from_exception

from hub.logs import EXTRAS, request_facts

if TYPE_CHECKING:
    from sentry_sdk.types import Event

# Whose messages are written with ``%s`` for what varies.  Those of others may be made up already.
PLAIN = ("hub", "pages", "reviews", "django.request")
TAGS = tuple(name for name in EXTRAS if name not in {"statement", "milliseconds"})
FRAME = ("filename", "function", "module", "lineno", "in_app")
CLOSING_SECONDS = 2.0


class ErrorReports(logging.Handler):
    """A server that is away costs nothing: a thread of its own sends, and forgets what is not taken."""

    def __init__(self, dsn: str) -> None:
        super().__init__(logging.ERROR)
        self.client = Client(
            dsn,
            default_integrations=False,
            auto_enabling_integrations=False,
            include_local_variables=False,
            include_source_context=False,
            send_client_reports=False,
            max_request_body_size="never",
            spotlight=False,
            debug=False,
            # Else the library asks git.
            release="",
            before_send=_without_release,
        )
        # Programs such as verify_publications end as soon as they have found something.
        atexit.register(self.client.close, timeout=CLOSING_SECONDS)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self.client.capture_event(self.report(record))
        except Exception:
            self.handleError(record)

    def report(self, record: logging.LogRecord) -> Event:
        """What is sent of ``record``."""
        tags = {name: str(getattr(record, name)) for name in TAGS if hasattr(record, name)}
        found: Event = {
            "level": "fatal" if record.levelno >= logging.CRITICAL else "error",
            "logger": record.name,
            "logentry": {"message": _message(record)},
            "tags": {**tags, **request_facts()},
        }
        if record.exc_info and record.exc_info[0] is not None:
            told, _ = event_from_exception(record.exc_info, self.client.options)
            found["exception"] = {"values": [_without_words(one) for one in told["exception"]["values"]]}
        return found


def _message(record: logging.LogRecord) -> str:
    is_plain = any(record.name == name or record.name.startswith(f"{name}.") for name in PLAIN)
    return record.msg if is_plain and isinstance(record.msg, str) else f"{record.name}, {record.funcName}"


def _without_words(exception: dict[str, Any]) -> dict[str, Any]:
    """Its kind, and the functions it came through."""
    frames = (exception.get("stacktrace") or {}).get("frames", [])
    return {
        "type": exception.get("type"),
        "module": exception.get("module"),
        "stacktrace": {"frames": [{name: frame.get(name) for name in FRAME} for frame in frames]},
    }


def _without_release(event: Event, hint: dict[str, Any]) -> Event:
    event.pop("release", None)
    return event
