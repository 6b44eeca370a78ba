"""Many readers of one page while a reviewer approves a new version of it every second.

Two things at once: how long readers wait, and whether anybody reads what is not, or no longer, approved.  A watcher
asks all the time and notes which version it was given; every answer must be a version that was approved when it came,
and none that was replaced more than a second before it was asked for.
"""

from __future__ import annotations

import re
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection

from wagtail.models import Page

from tests import factories, serving
from tests.benchmarks.load import load
from tests.benchmarks.results import Result, Size
from tests.editorial import Newsroom, fresh, newsroom

WORKERS, CONNECTIONS = 2, 12
SECONDS_BETWEEN = 1.0
# What the publication epoch promises (hub.published_cache.epoch).
GONE_AFTER = 1.0
GOAL_P99 = 250
MOST_DECISIONS = 10
SAID = re.compile(r"Version (\d+) of the words\.")


@dataclass
class Watcher:
    """``seen``: (asked at, answered at, version) for each answer."""

    port: int
    path: str
    ended: threading.Event = field(default_factory=threading.Event)
    seen: list[tuple[float, float, int]] = field(default_factory=list)

    def watch(self) -> None:
        connection = HTTPConnection(serving.HOST, self.port, timeout=60)
        while not self.ended.is_set():
            asked = time.monotonic()
            connection.request("GET", self.path, headers={"Host": "localhost"})
            found = SAID.search(connection.getresponse().read().decode())
            self.seen.append((asked, time.monotonic(), int(found[1]) if found else 0))
        connection.close()


def measure(size: Size) -> Iterator[Result]:
    """Milliseconds that 99 in 100 readers wait at most, and how many answers were wrong."""
    room = newsroom()
    page = room.publish(factories.standard(lead=_lead(1)))
    path, decisions = page.get_url_parts()[2], min(MOST_DECISIONS, size.rounds)
    variables = {"DATABASE_URL": serving.database_url(), "PUBLISHED_CACHE_MEGABYTES": "16"}
    with (
        serving.granian("hub.wsgi:application", WORKERS, variables) as port,
        ThreadPoolExecutor(2) as others,
    ):
        watcher = Watcher(port, path)
        watching = others.submit(watcher.watch)
        reading = others.submit(
            load, port, path, seconds=SECONDS_BETWEEN * (decisions + 1), connections=CONNECTIONS, headers={}
        )
        approved = _decide(room, page, decisions)
        readers = reading.result()
        watcher.ended.set()
        watching.result()
    sys.stdout.write(
        f"mixed: {len(readers.latencies) / readers.seconds:.0f} requests a second, {decisions} decisions, "
        f"{len(watcher.seen)} answers looked at\n"
    )
    yield Result("mixed-p99", readers.p99_milliseconds, "ms", goal=GOAL_P99)
    yield Result("mixed-wrong", wrong(watcher.seen, approved), "answers", goal=0)


def _lead(version: int) -> str:
    return f"Version {version} of the words."


def _decide(room: Newsroom, page: Page, number: int) -> list[tuple[float, float]]:
    """Approve so many versions, one each second; returns when each approval began and was committed, from the first."""
    approved = [(float("-inf"), float("-inf"))]
    for version in range(2, number + 2):
        due = time.monotonic() + SECONDS_BETWEEN
        room.editor.edit(fresh(page), lead=_lead(version))
        waiting = room.editor.submit(fresh(page), "Newer words.")
        began = time.monotonic()
        room.approve(waiting)
        approved.append((began, time.monotonic()))
        threading.Event().wait(max(0, due - time.monotonic()))
    return approved


def wrong(seen: list[tuple[float, float, int]], approved: list[tuple[float, float]]) -> int:
    """Answers with a version not approved yet, or replaced more than ``GONE_AFTER`` before the question."""
    count = 0
    for asked, answered, version in seen:
        newest = sum(began <= answered for began, _ in approved)
        oldest = sum(committed <= asked - GONE_AFTER for _, committed in approved)
        count += not oldest <= version <= newest
    return count
