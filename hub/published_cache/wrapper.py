"""The WSGI application around Django."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from hub.published_cache.addresses import EPOCH, Address, Addresses, Asked, Environ, Rules, request_for
from hub.published_cache.answers import Answer, Headers, StartResponse, WSGIApplication, finished, rendered
from hub.published_cache.epoch import Epoch
from hub.published_cache.shelf import Shelf

# The calendar changes pages without telling anybody (an overdue review), and so do bulk writes.
PAGE_SECONDS = 300.0
# Unknown addresses, redirects and searches: many, cheap to have made up, and not worth keeping long.
PASSING_SECONDS = 10.0
# How much of the memory they may take; so a flood of them evicts no page.
PASSING_SHARE = 8
# Somebody else is rendering the same address: how long to wait before asking alone.
WAIT_SECONDS = 10.0

HIT, FILLED = "hit", "fwd=miss"


@dataclass
class Flight:
    """A render under way, and those who wait for it."""

    done: threading.Event = field(default_factory=threading.Event)
    answer: Answer | None = None


class PublishedCache:
    """Answers anonymous readers from memory, and everybody else through ``application``.

    ``megabytes`` bounds what one worker process keeps.
    """

    def __init__(
        self,
        application: WSGIApplication,
        *,
        rules: Rules,
        epoch: Epoch,
        megabytes: int,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._application = application
        self._addresses = Addresses(rules)
        self._epoch = epoch
        self._now = now
        limit = megabytes * 1024 * 1024
        self._passing: Shelf[Answer] = Shelf(limit // PASSING_SHARE, now)
        self._pages: Shelf[Answer] = Shelf(limit - limit // PASSING_SHARE, now)
        self._lock = threading.Lock()
        self._flights: dict[Hashable, Flight] = {}
        self._newest: Hashable = None
        self._counts = dict.fromkeys(("hits", "misses", "fills", "passed", "not_modified"), 0)
        self._last_fill = now()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        personal = self._addresses.is_personal(environ)
        if personal or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._pass(environ, start_response, personal=personal)
        asked = self._addresses.asked(environ)
        epoch = self._epoch.current() if asked else None
        if asked is None or epoch is None:
            return self._pass(environ, start_response)
        self._forget_before(epoch)
        # The epoch was read before anything is rendered: what changes meanwhile belongs to the next one.
        key = (epoch, asked.address)
        answer, how = self._pages.get(key) or self._passing.get(key), HIT
        if answer is None:
            answer, how = self._shared(key, asked, environ), FILLED
        # What was left out of the query may matter to a redirect or to an address that is not found.
        if answer is None or answer.is_personal or (asked.narrowed and answer.code in (301, 404)):
            return self._pass(environ, start_response)
        sent, not_modified = answer.send(environ, start_response, how)
        self._count("hits" if how == HIT else "misses", *(["not_modified"] if not_modified else []))
        return sent

    def metrics(self) -> dict[str, float]:
        """Since this process started: hits, misses (answered by a fill), fills, passed to Django, 304s, evictions;

        now: entries, bytes, seconds since the last fill, seconds since the epoch was read.
        """
        shelves = (self._pages, self._passing)
        return {
            **self._counts,
            "evicted": sum(shelf.evicted for shelf in shelves),
            "entries": sum(map(len, shelves)),
            "bytes": sum(shelf.size for shelf in shelves),
            "fill_age_seconds": self._now() - self._last_fill,
            "epoch_age_seconds": self._epoch.age(),
        }

    def _forget_before(self, epoch: Hashable) -> None:
        """Nothing of an earlier epoch is ever served again: free its memory.  The key alone would keep it unread."""
        if epoch != self._newest:
            self._newest = epoch
            self._pages.clear()
            self._passing.clear()

    def _shared(self, key: tuple[Hashable, Address], asked: Asked, environ: Environ) -> Answer | None:
        """Render once for everybody who asks meanwhile.  None: whoever rendered failed, or took too long."""
        with self._lock:
            flight = self._flights.get(key)
            leads = flight is None
            if flight is None:
                flight = self._flights[key] = Flight()
        if not leads:
            flight.done.wait(WAIT_SECONDS)
            return flight.answer
        try:
            # Between looking and leading, another may have landed.
            flight.answer = self._pages.get(key) or self._passing.get(key) or self._filled(key, asked, environ)
            return flight.answer
        finally:
            with self._lock:
                del self._flights[key]
            flight.done.set()

    def _filled(self, key: tuple[Hashable, Address], asked: Asked, environ: Environ) -> Answer:
        epoch, address = key
        found = rendered(self._application, {**request_for(address, environ), EPOCH: epoch})
        now = self._now()
        self._count("fills")
        self._last_fill = now
        if found.is_for_everybody():
            lasting = asked.ours and found.code in (200, 410)
            shelf, seconds = (self._pages, PAGE_SECONDS) if lasting else (self._passing, PASSING_SECONDS)
            answer = finished(found, until=now + seconds)
            shelf.put(key, answer)
            return answer
        if found.code >= 500 and found.body is not None:
            # A fault: those who waited are told, nobody else is, and a failing page is not asked twice.
            return finished(found, until=now, cached="no-store")
        personal = Answer(found.status, {}, until=now + PASSING_SECONDS)
        self._passing.put(key, personal)
        return personal

    def _pass(self, environ: Environ, start_response: StartResponse, *, personal: bool = False) -> Iterable[bytes]:
        self._count("passed")
        return self._application(environ, _private(start_response, personal=personal))

    def _count(self, *names: str) -> None:
        with self._lock:
            for name in names:
                self._counts[name] += 1


def _private(start_response: StartResponse, *, personal: bool) -> StartResponse:
    """Keep what one person is answered out of the caches on the way, unless the view says itself who may keep it."""

    def start(status: str, headers: Headers, *exc_info: Any) -> Any:
        names = {name.lower() for name, _ in headers}
        if "cache-control" not in names and (personal or "set-cookie" in names):
            headers = [*headers, ("Cache-Control", "private, no-cache")]
        return start_response(status, headers, *exc_info)

    return start
