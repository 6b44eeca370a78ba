"""Words on an OpenSearch server (``SEARCH_URL``), beside the database's own index and never in place of it.

The server is told of live pages only, after the transaction that publishes or takes down; the database is told inside
it.  So nothing depends on the server: while it is away words are looked for in the database, and what it was not told
of meanwhile it learns when ``rebuild_search`` makes its index anew, which ``hub-nightly.timer`` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby, islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail.search.backends import get_search_backend
from wagtail.search.query import SearchQuery

from pages.models.base import ReviewedContentPage
from reviews.outage import Outage

NAME = "words"
AWAY = "HUB-SEARCH-1"
REST_SECONDS = 15.0
BATCH = 200
REBUILDING_SECONDS = 60

# Of this process.
server = Outage(AWAY, "the server of SEARCH_URL", rest_seconds=REST_SECONDS)
_made: dict[str, Any] = {}


class ServerAway(Exception):
    """The server does not answer, or says what makes no sense."""


def is_named() -> bool:
    return NAME in settings.WAGTAILSEARCH_BACKENDS


def matching(query: SearchQuery, pages: PageQuerySet, limit: int) -> list[Page] | None:
    """Those of ``pages`` that say it, best first; None when the database should be asked instead."""
    if not is_named() or server.is_resting():
        return None
    found = _backend().search(query, pages)[:limit]
    try:
        with _asking():
            return list(found)
    except ServerAway:
        return None


def follow(page: Page) -> None:
    """Tell the server what became of ``page``, once the transaction is committed."""
    if is_named():
        key = page.pk
        transaction.on_commit(lambda: _tell(key), robust=True)


def _tell(key: int) -> None:
    from pages.search.tasks import bring_in_step

    bring_in_step.enqueue(key)


def bring_in_step(key: int) -> None:
    """What is public of the page now, whatever the server knew.  A server that is away is logged, and stops nothing."""
    page = Page.objects.get(pk=key).specific
    try:
        with _asking():
            if isinstance(page, ReviewedContentPage) and page.live:
                _backend().add(page)
            else:
                _backend().delete(page)
    except ServerAway:
        pass


def rebuild(models: Iterable[type[Page]], live_pages: Callable[[], Iterator[Page]]) -> int:
    """Make the server's index anew beside the old one, and then change over; returns how many pages it holds.

    Raises ``ServerAway``; then the old one is as it was.
    """
    began, done = timezone.now(), 0
    with _asking():
        backend = get_search_backend(NAME, TIMEOUT=REBUILDING_SECONDS)
        rebuilder = backend.atomic_rebuilder_class(backend.get_index_for_model(Page))
        index = rebuilder.start()
        try:
            for model in models:
                index.add_model(model)
            for model, pages in groupby(live_pages(), key=type):
                while chunk := list(islice(pages, BATCH)):
                    index.add_items(model, chunk)
                    done += len(chunk)
            rebuilder.finish()
        except BaseException:
            index.delete()
            raise
        # They went into the old one.
        for key in Page.objects.live().filter(last_published_at__gte=began).values_list("pk", flat=True):
            bring_in_step(key)
    return done


def held() -> int:
    """How many pages the server's index holds.  Raises ``ServerAway``."""
    with _asking():
        backend = _backend()
        count: int = backend.es.count(index=backend.get_index_for_model(Page).name)["count"]
        return count


def _backend() -> Any:
    """One for each process and address: it keeps its connections."""
    address = settings.SEARCH_URL
    if address not in _made:
        _made[address] = get_search_backend(NAME)
    return _made[address]


@contextmanager
def _asking() -> Iterator[None]:
    from opensearchpy.exceptions import NotFoundError, OpenSearchException

    try:
        yield
    except OpenSearchException as error:
        # What it says may repeat what was searched for.
        why = "it has no index; run rebuild_search" if isinstance(error, NotFoundError) else type(error).__name__
        server.failed(why)
        raise ServerAway(why) from error
    server.answered()
