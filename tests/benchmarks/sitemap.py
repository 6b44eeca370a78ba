"""What machines fetch of a hundred thousand live pages: the sitemap and its parts, the feed, robots.txt.

Uncached, in this process; a worker keeps each answer until something is decided.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from statistics import median

from django.db import connection
from django.test import Client

from tests.benchmarks import search_site
from tests.benchmarks.results import Result, Size

TIMES = 10
# Stock Wagtail's one sitemap takes 8.3 s for as many (TOOLCHAIN.md).
GOAL_INDEX, GOAL_PART, GOAL_FEED = 500, 1500, 500
LOCATION = re.compile(r"<loc>https?://[^/]+(/[^<]+)</loc>")


def measure(size: Size) -> Iterator[Result]:
    if connection.vendor != "postgresql":
        sys.stdout.write("sitemap: the site is written with PostgreSQL’s COPY; nothing is measured on this database\n")
        return
    search_site.build(size.pages * TIMES)
    rounds = min(size.rounds, 5)
    index, milliseconds = _fetched("/sitemap.xml", rounds)
    parts = LOCATION.findall(index)
    sys.stdout.write(f"sitemap: {len(parts)} parts\n")
    yield Result("sitemap-index", milliseconds, "ms", goal=GOAL_INDEX)
    slowest = max(_fetched(part.replace("&amp;", "&"), rounds)[1] for part in parts)
    yield Result("sitemap-slowest-part", slowest, "ms", goal=GOAL_PART)
    yield Result("sitemap-feed", _fetched("/feeds/updates.atom", rounds)[1], "ms", goal=GOAL_FEED)


def _fetched(address: str, rounds: int) -> tuple[str, float]:
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        response = Client().get(address)
        words = response.content.decode()
        taken.append((time.perf_counter() - began) * 1000)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}; there is nothing to time")
    return words, median(taken)
