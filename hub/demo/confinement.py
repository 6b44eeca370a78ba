"""Where the demonstration may write: only where everything that is shown says that it is one."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import CommandError


class NotADemonstrationError(Exception):
    """Pages of this site do not say that they are a demonstration."""


def require_development() -> None:
    """Raise ``CommandError`` under other settings than those of development."""
    if not settings.DEBUG:
        raise CommandError(
            f"The demonstration runs under development settings only, and these are {settings.SETTINGS_MODULE}: its "
            "passwords are known to everybody. Nothing was changed. "
            "Run it with DJANGO_SETTINGS_MODULE=hub.settings.development."
        )


def require_banner() -> None:
    """Raise unless a banner on every page says that this is a demonstration; no environment variable sets it."""
    if not settings.DEMO_BANNER:
        raise NotADemonstrationError(
            "Pages are copied by machine only where a banner on every page says that it is a demonstration. "
            "Nothing was changed."
        )
