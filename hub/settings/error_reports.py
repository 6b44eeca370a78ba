"""Where errors are reported to, beside the log: an address (DSN) of Sentry, or of a server that speaks like it."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured


def report_handlers(dsn: str) -> dict[str, dict[str, Any]]:
    """The handlers of ``LOGGING`` for it; none when it is empty.  Raises ``ImproperlyConfigured``, not repeating it."""
    if not dsn:
        return {}
    from sentry_sdk.utils import Dsn

    try:
        Dsn(dsn)
    except ValueError:
        raise ImproperlyConfigured(
            "SENTRY_DSN is not the address of a project. It looks like https://KEY@errors.example.org/1, as the server "
            "shows it in the settings of the project."
        ) from None
    return {"reports": {"class": "hub.error_reports.ErrorReports", "dsn": dsn}}
