"""Django's cache, from one address such as ``rediss://:password@cache.example.org:6379/0``."""

import hmac
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from hub.release import fingerprint


def caches(address: str, database: dict[str, Any], secret: str) -> dict[str, dict[str, Any]]:
    """``CACHES``: the memory of each worker, or Redis or Valkey at ``address`` for all of them.

    Sites that share a server are kept apart by their secret key and database, and so are the releases of one site while
    one replaces another: objects lie there as their classes were.  Raises ``ImproperlyConfigured``
    without repeating the address, which may hold a password.
    """
    if not address:
        return {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    try:
        parts = urlsplit(address)
        named = parts.path.strip("/") if parts.scheme == "unix" else parts.hostname
        # Reading the port is what refuses a wrong one.
        usable = parts.scheme in {"redis", "rediss", "unix"} and named and parts.port != 0
    except ValueError:
        usable = False
    # Django takes several addresses at these; the publication epoch needs one clock.
    if not usable or {",", ";"} & {*address}:
        raise ImproperlyConfigured(
            "CACHE_URL is not the address of a Redis or Valkey server. It looks like redis://cache.example.org:6379/0, "
            "rediss://:password@cache.example.org:6379/0 (TLS) or unix:///run/valkey/valkey.sock."
        )
    site = f"{database.get('HOST')}:{database.get('PORT')}/{database['NAME']}"
    return {
        "default": {
            "BACKEND": "hub.shared_cache.SharedCache",
            "LOCATION": address,
            "KEY_PREFIX": f"hub-{hmac.new(secret.encode(), site.encode(), 'sha256').hexdigest()[:16]}-{fingerprint()}",
        }
    }
