"""Where errors are reported to, beside the log: an address (DSN) of Sentry, or of a server that speaks like it."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def report_handlers(dsn: str) -> dict[str, dict[str, Any]]:
    """The handlers of ``LOGGING`` for it; none when it is empty.  Raises ``ImproperlyConfigured``, not repeating it."""
    if not dsn:
        return {}
    try:
        parts = urlsplit(dsn)
        is_possible = parts.scheme in {"http", "https"} and parts.hostname and parts.username and parts.port != 0
        is_possible = is_possible and parts.path.rpartition("/")[2].isdecimal()
    except ValueError:
        is_possible = False
    if not is_possible:
        raise ImproperlyConfigured(
            "SENTRY_DSN is not the address of a project. It looks like https://KEY@errors.example.org/1, as the server "
            "shows it in the settings of the project."
        )
    return {"reports": {"class": "hub.error_reports.ErrorReports", "dsn": dsn}}
