"""What machines fetch of a hundred thousand live pages: the sitemap, its parts, and the feed.

Uncached, in this process; a worker keeps each answer until something is decided.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from tests.benchmarks import search_site
from tests.benchmarks.asking import asked, milliseconds
from tests.benchmarks.results import Result, Size

# Stock Wagtail's one sitemap takes 8.3 s for as many (TOOLCHAIN.md).
GOAL_INDEX, GOAL_PART, GOAL_FEED = 500, 1500, 500
LOCATION = re.compile(r"<loc>https?://[^/]+(/[^<]+)</loc>")


def measure(size: Size) -> Iterator[Result]:
    if not search_site.is_possible("sitemap"):
        return
    search_site.build(size)
    rounds = min(size.rounds, 5)
    parts = LOCATION.findall(asked("/sitemap.xml")[0].content.decode())
    sys.stdout.write(f"sitemap: {len(parts)} parts\n")
    yield Result("sitemap-index", milliseconds("/sitemap.xml", rounds), "ms", goal=GOAL_INDEX)
    slowest = max(milliseconds(part.replace("&amp;", "&"), rounds) for part in parts)
    yield Result("sitemap-slowest-part", slowest, "ms", goal=GOAL_PART)
    yield Result("sitemap-feed", milliseconds("/feeds/updates.atom", rounds), "ms", goal=GOAL_FEED)
