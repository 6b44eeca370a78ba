"""The server of CACHE_URL goes and comes back while pages are read, edited and withdrawn."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.test import override_settings
from wagtail.models import Page

from hub.published_cache import read_epoch, rules
from hub.published_cache.epoch import Epoch, read_from
from hub.published_cache.wrapper import PublishedCache
from hub.settings.shared_cache import caches
from reviews.models import Decision
from tests import wsgi
from tests.editorial import PASSWORD, Newsroom, newsroom
from tests.redis_server import RedisServer

pytestmark = [pytest.mark.untraced, pytest.mark.filterwarnings("ignore::ResourceWarning")]
GONE_AFTER = 1.0
PATIENCE = 20.0


@dataclass
class Reader:
    """One worker process's cache, which a thread reads all the time.  ``seen``: (asked at, status) of each answer."""

    path: str
    cache: PublishedCache = field(init=False)
    seen: list[tuple[float, int]] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.cache = PublishedCache(WSGIHandler(), rules=rules(), epoch=Epoch(read_epoch()), megabytes=4)

    def read(self) -> None:
        try:
            while not self.ended.wait(0.005):
                asked = time.monotonic()
                self.seen.append((asked, wsgi.ask(self.cache, self.path).status))
        finally:
            connections.close_all()

    def seconds_until(self, status: int, since: float) -> float:
        """From then until this was first answered."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and not self.ended.wait(0.005):
            for asked, answer in list(self.seen):
                if asked >= since and answer == status:
                    return asked - since
        return float("inf")


@pytest.fixture
def room(committed_db: None) -> Newsroom:
    return newsroom()


@pytest.fixture
def readers(live: Page, redis_server: RedisServer) -> Iterator[list[Reader]]:
    path = live.get_url_parts()[2]
    shared = caches(redis_server.url, {"NAME": "hub"}, "secret")
    with override_settings(CACHE_URL=redis_server.url, CACHES=shared), ThreadPoolExecutor(2) as threads:
        both = [Reader(path), Reader(path)]
        reading = [threads.submit(reader.read) for reader in both]
        yield both
        for reader in both:
            reader.ended.set()
        for one in reading:
            one.result()


def test_a_withdrawal_is_gone_within_a_second_whatever_the_cache_server_does(
    room: Newsroom, live: Page, readers: list[Reader], redis_server: RedisServer
) -> None:
    copies, first = read_from["copy"], Decision.objects.for_page(live.pk).get(version=1)

    def withdraw() -> None:
        room.pharmacist.post("reviews:withdraw", live.pk, reason="A dose was wrong.")

    def restore() -> None:
        signed = {"reason": "It was right.", "password": PASSWORD}
        room.pharmacist.post("reviews:restore", live.pk, first.pk, **signed)

    def edit() -> None:
        """The test client raises what a view raises."""
        assert room.editor.client.get(f"/admin/pages/{live.pk}/edit/").status_code == 200

    steps = (
        ((), withdraw, 410),
        ((redis_server.kill, edit), restore, 200),
        ((redis_server.start,), withdraw, 410),
        ((redis_server.freeze, edit), restore, 200),
        ((redis_server.thaw,), withdraw, 410),
    )
    assert all(reader.seconds_until(200, since=0) for reader in readers)
    for happens, decide, expected in steps:
        for act in (*happens, decide):
            act()
        decided = time.monotonic()
        assert max(reader.seconds_until(expected, since=decided) for reader in readers) < GONE_AFTER
    assert {status for reader in readers for _, status in reader.seen} == {200, 410}
    assert read_from["copy"] > copies
