"""Finished public pages, in front of Django: a hit touches neither Django nor the database.

A published page changes only when a reviewer decides something.  So each worker process keeps finished answers under
the *publication epoch* (``epoch``; on many machines ``copied_epoch``), which it reads again after 250 ms at the latest:
a withdrawal is gone from every worker within a second, without a message to any of them.

==================  =================================================================================================
who                 anonymous GET and HEAD.  A session, a form's cookie or a token is passed to Django untouched, and
                    its answer marked private: the user bar and what editors see are never kept
what                complete answers with status 200, 301, 404 or 410 that HTTP does not forbid to share: no cookie, no
                    ``Vary`` but by encoding, no ``private``, ``no-store`` or ``no-cache``, not streamed
under which name    epoch, scheme, host, path, known query parameters (``addresses``).  It is rendered from that name
                    alone, without the reader's headers, so nothing outside the name can poison it
how long            until the epoch changes, and no longer than five minutes: the calendar changes pages too (a review
                    that is overdue); ten seconds for redirects, unknown addresses and searches
how much            ``PUBLISHED_CACHE_MEGABYTES`` per worker.  Redirects, unknown addresses, searches and made-up hosts
                    share an eighth of it, so that a flood of them evicts no page
when cold           one thread renders, the others wait for it
when the database   what is known is served for 30 seconds; then requests pass to Django
is away
==================  =================================================================================================

``Range`` is answered with the whole, as HTTP allows.  A view that counts or judges its readers says ``no-store``.
"""

from __future__ import annotations

from django.conf import settings
from django.db import connections
from django.urls import reverse

from hub import shared_cache
from hub.published_cache.addresses import Rules
from hub.published_cache.answers import WSGIApplication
from hub.published_cache.copied_epoch import CopiedEpoch
from hub.published_cache.epoch import DatabaseEpoch, Epoch
from hub.published_cache.wrapper import PublishedCache
from hub.replica import ALIAS


def published(application: WSGIApplication) -> WSGIApplication:
    """``application`` behind the cache, and on a replica where there is one (``hub.replica``).

    As it is where the settings give the cache no memory and name no replica.
    """
    if not settings.PUBLISHED_CACHE_MEGABYTES and ALIAS not in connections:
        return application
    known, epoch = rules(), Epoch(read_epoch())
    if ALIAS in connections:
        from hub.replica.wrapper import ReplicaReader

        application = ReplicaReader(application, rules=known, epoch=epoch)
    if not settings.PUBLISHED_CACHE_MEGABYTES:
        return application
    return PublishedCache(application, rules=known, epoch=epoch, megabytes=settings.PUBLISHED_CACHE_MEGABYTES)


def read_epoch() -> DatabaseEpoch | CopiedEpoch:
    """How this environment reads the epoch: from the database, or with ``CACHE_URL`` from the copy that others left."""
    if not settings.CACHE_URL:
        return DatabaseEpoch()
    key = f"{settings.CACHES['default']['KEY_PREFIX']}:epoch"
    return CopiedEpoch(shared_cache.connected(settings.CACHE_URL), key, DatabaseEpoch(), shared_cache.server)


def rules() -> Rules:
    """What the settings and addresses of this project say."""
    from pages import a_to_z, study_lists
    from pages.machines.sitemaps import SITEMAPS
    from pages.search import narrowing

    return Rules(
        hosts=tuple(host.lower() for host in settings.ALLOWED_HOSTS),
        secure_header=settings.SECURE_PROXY_SSL_HEADER,
        private_cookies=frozenset({settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"}),
        primary_paths=(
            *(settings.STATIC_URL, settings.MEDIA_URL, reverse("wagtailadmin_home")),
            *(reverse("health-live"), reverse("health-ready"), "/documents/"),
        ),
        # Every address of the API has parameters of its own.
        private_paths=("/api/",),
        parameters={
            reverse("search"): frozenset({"q", "page", *narrowing.PARAMETERS}),
            reverse("search_suggestions"): frozenset({"q"}),
            reverse("ledger"): frozenset({"page"}),
            # The form is the same for everybody: what it carries is signed, and says nothing about the reader.
            reverse("report_problem"): frozenset({"page"}),
            # Wagtail's pages at these addresses (CONTRACT.md).
            "/studies/": frozenset({"page", *study_lists.PARAMETERS}),
            "/drugs/": frozenset({a_to_z.PARAMETER}),
            **{reverse("sitemap_shard", args=[section]): frozenset({"p"}) for section in SITEMAPS},
        },
        parameters_below={reverse("topics"): frozenset({"page"})},
    )
