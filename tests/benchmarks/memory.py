"""Memory of one worker of the site: after its first page, and with its cache of published pages full."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection

import psutil

from tests import factories, serving
from tests.benchmarks.results import Result, Size
from tests.editorial import newsroom

APPLICATION = "hub.wsgi:application"
CACHE_MEGABYTES = 16
# The cache counts what it keeps; what Python needs for it may be half as much again.
GOAL_GROWTH = CACHE_MEGABYTES * 1.5
# Searches share an eighth of the cache: more of them than that holds.
ADDRESSES = 2000


def measure(size: Size) -> Iterator[Result]:
    """MiB that no other process shares (USS)."""
    path = newsroom().publish(factories.drug()).get_url_parts()[2]
    variables = {"DATABASE_URL": serving.database_url(), "PUBLISHED_CACHE_MEGABYTES": str(CACHE_MEGABYTES)}
    with serving.granian(APPLICATION, 1, variables) as port:
        reader = HTTPConnection(serving.HOST, port, timeout=60)
        _read(reader, path)
        began = _megabytes()
        yield Result("memory-worker", began, "MiB")
        for number in range(min(ADDRESSES, size.pages)):
            _read(reader, f"/search/?q=word{number}")
        yield Result("memory-cache-growth", _megabytes() - began, "MiB", goal=GOAL_GROWTH)
        reader.close()


def _read(reader: HTTPConnection, path: str) -> None:
    reader.request("GET", path, headers={"Host": "localhost"})
    response = reader.getresponse()
    response.read()
    if response.status != 200:
        raise RuntimeError(f"{path} answered {response.status}; there is nothing to measure")


def _megabytes() -> float:
    """Of the server's processes, the one that has the most: the worker."""
    (server,) = [child for child in psutil.Process().children() if APPLICATION in child.cmdline()]
    return max(process.memory_full_info().uss for process in [server, *server.children(recursive=True)]) / 2**20
