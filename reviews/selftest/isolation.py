"""What keeps the self-test apart from the site: nothing but the database is the site's own, and that is rolled back."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core import mail
from django.core.cache import caches
from django.test.utils import override_settings
from wagtail.search.backends import get_search_backend

from reviews import serving

# Where Wagtail's own search in the database lives, and what is made of it.
DATABASE_SEARCH = "modelsearch.backends.database"


@contextmanager
def apart_from_the_site() -> Iterator[None]:
    """No file, no e-mail, no cache entry, no outside search index and no line in a log.

    Passwords of the throw-away people are hashed quickly: they live for seconds, behind no door.
    """
    sent = getattr(mail, "outbox", None)
    checked = dict(serving._rows_checked)  # noqa: SLF001  this package's own memory of rows, which are rolled back
    was_disabled = logging.root.manager.disable
    mail.outbox = []
    logging.disable(logging.CRITICAL)
    try:
        with override_settings(**_settings()):
            yield
            forget()
    finally:
        logging.disable(was_disabled)
        mail.outbox = sent if sent is not None else []
        serving._rows_checked.clear()  # noqa: SLF001
        serving._rows_checked.update(checked)  # noqa: SLF001


def forget() -> None:
    """Ids of rows that were rolled back come again: nothing may be remembered of them."""
    serving._rows_checked.clear()  # noqa: SLF001
    for cache in caches.all():
        cache.clear()


def _is_rolled_back(name: str) -> bool:
    """Whether this search keeps its index in the database."""
    return any(kind.__module__.startswith(DATABASE_SEARCH) for kind in type(get_search_backend(name)).__mro__)


def _settings() -> dict[str, object]:
    memory = "django.core.cache.backends.locmem.LocMemCache"
    search = getattr(settings, "WAGTAILSEARCH_BACKENDS", {})
    return {
        "CACHES": {alias: {"BACKEND": memory, "LOCATION": f"gate self-test {alias}"} for alias in settings.CACHES},
        "STORAGES": {
            **settings.STORAGES,
            "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        "WAGTAILFRONTENDCACHE": {},
        # A site that searches elsewhere by default goes on to; of what stands beside it, only the database is asked.
        "WAGTAILSEARCH_BACKENDS": {
            name: backend if _is_rolled_back(name) else {**backend, "AUTO_UPDATE": False}
            for name, backend in search.items()
            if name == "default" or _is_rolled_back(name)
        },
        "ROOT_URLCONF": "reviews.selftest.urls",
    }
