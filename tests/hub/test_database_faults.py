"""PostgreSQL fails and comes back while pages are read and one is approved."""

from __future__ import annotations

import datetime
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.db import Error, connection, connections
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from hub.published_cache.epoch import PATIENCE_SECONDS
from reviews import services, verification
from reviews.models import Decision, ReviewRequest
from reviews.signatures import sign
from tests import dbclone, own_server, pgtemp, serving
from tests.editorial import PASSWORD, approved, newsroom

pytestmark = [
    pytest.mark.untraced,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is no server that could fail"),
]
# Less than the time for which pages are served without a database: it must be read again before.
PATIENCE = 20.0
OLD, NEW = "What was approved.", "What is in review."
# Somewhere in the middle of an approval.
STATEMENT = 40


@dataclass
class Reader:
    """Somebody who reads all the time.  ``seen``: (asked at, status, words) of each answer."""

    port: int
    path: Callable[[int], str]
    seen: list[tuple[float, int, str]] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def read(self) -> None:
        asking = HTTPConnection(serving.HOST, self.port, timeout=60)
        while not self.ended.wait(0.005):
            asked = time.monotonic()
            asking.request("GET", self.path(len(self.seen)), headers={"Host": "localhost"})
            answer = asking.getresponse()
            self.seen.append((asked, answer.status, answer.read().decode()))
        asking.close()

    def wait_for(self, status: int, words: str, since: float) -> None:
        deadline = time.monotonic() + PATIENCE
        while not any(a >= since and s == status and words in w for a, s, w in list(self.seen)):
            assert time.monotonic() < deadline, f"{status} with “{words}” was not answered"
            self.ended.wait(0.01)


@pytest.fixture
def server(
    database_copies: dbclone.DatabaseCopies, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> Iterator[pgtemp.Server]:
    """A server of this test alone, with a page in review; Django works on it, and what is committed is kept."""
    # The order in which commits reach the disk matters here.
    server = own_server.holding(
        database_copies, dbclone.Template.SUBMITTED, django_db_blocker, tmp_path, synchronous_commit="on"
    )
    with own_server.used(server, django_db_blocker):
        yield server
    server.stop()


@contextmanager
def reading(*readers: Reader) -> Iterator[None]:
    with ThreadPoolExecutor(len(readers)) as threads:
        tasks = [threads.submit(reader.read) for reader in readers]
        try:
            yield
        finally:
            for reader in readers:
                reader.ended.set()
        for task in tasks:
            task.result()


@contextmanager
def in_the_middle(crash: Callable[[], None]) -> Iterator[None]:
    number = itertools.count()

    def count(execute: Any, *arguments: Any) -> Any:
        if next(number) == STATEMENT:
            crash()
        return execute(*arguments)

    with connection.execute_wrapper(count):
        yield


@contextmanager
def before_the_commit(crash: Callable[[], None]) -> Iterator[None]:
    commit = connection.commit

    def crash_and_commit() -> None:
        crash()
        commit()

    with mock.patch.object(connection, "commit", side_effect=crash_and_commit):
        yield


@contextmanager
def after_the_commit(crash: Callable[[], None]) -> Iterator[None]:
    """The database has it, and whoever decided is not told."""
    with mock.patch.object(connection, "run_and_clear_commit_hooks", side_effect=crash):
        yield


def approve(crash_comes: Callable[[Callable[[], None]], Any], waiting: ReviewRequest, server: pgtemp.Server) -> None:
    due = timezone.localdate() + datetime.timedelta(days=365)
    signature = sign(newsroom().pharmacist.user, PASSWORD)
    crash = mock.Mock(side_effect=server.crash)
    with suppress(Error), crash_comes(crash):
        services.approve(waiting, signature, shown_digest=waiting.digest, next_review_on=due)
    crash.assert_called_once()
    connections.close_all()


def test_known_pages_are_served_an_approval_is_whole_or_nothing_and_the_site_recovers(server: pgtemp.Server) -> None:
    page = approved()
    path = page.get_url_parts()[2]
    waiting = ReviewRequest.objects.open_for(page.pk)
    assert waiting is not None
    variables = {
        "DJANGO_SETTINGS_MODULE": "hub.settings.test",
        "DATABASE_URL": own_server.database_url(server),
        "DATABASE_POOL": "2",
        "PUBLISHED_CACHE_MEGABYTES": "4",
    }
    with serving.granian("hub.wsgi:application", 1, variables) as port:
        known, unknown = Reader(port, lambda _: path), Reader(port, lambda n: f"/search/?q={n}")
        with reading(known, unknown):
            for crash_comes, is_whole in ((in_the_middle, False), (before_the_commit, False), (after_the_commit, True)):
                for reader in (known, unknown):
                    reader.wait_for(200, "", since=time.monotonic())
                approve(crash_comes, waiting, server)

                # Longer than the epoch is good for when nothing fails.
                known.wait_for(200, OLD, since=time.monotonic() + PATIENCE_SECONDS)
                server.start()
                assert Decision.objects.for_page(page.pk).filter(version=2).exists() is is_whole
                assert (ReviewRequest.objects.open_for(page.pk) is None) is is_whole
                assert verification.verify() == []
            known.wait_for(200, NEW, since=time.monotonic())
            unknown.wait_for(200, "", since=time.monotonic())
    assert {status for _, status, _ in known.seen} == {200}
    assert all((OLD in words) != (NEW in words) for _, _, words in known.seen)
