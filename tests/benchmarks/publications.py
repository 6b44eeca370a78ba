"""Comparing everything public with its approvals, on a site of ten thousand pages.

The pages are copies of one real page, each approved, as ``manage.py populate`` makes them.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

from django.db import connection
from django.test import override_settings

from hub.demo.copying import Copy
from hub.demo.multiplying import multiply, original
from reviews import signatures, verification
from tests import factories
from tests.benchmarks.results import Result, Size
from tests.editorial import PASSWORD, newsroom

# The promise is a minute for ten thousand pages.
GOAL_SECONDS, GOAL_PAGES = 60, 10_000
BATCH = 1000


def measure(size: Size) -> Iterator[Result]:
    """Seconds that ``verification.verify()`` takes; the goal shrinks with the number of pages."""
    room = newsroom()
    model = room.publish(factories.standard(title="Inventol", slug="inventol"))
    copied, parent = original(model, "Inventol"), model.get_parent()
    with override_settings(DEMO_BANNER=True):
        for start in range(0, size.pages - 1, BATCH):
            numbers = range(start, min(start + BATCH, size.pages - 1))
            multiply(
                copied,
                [Copy(f"Copy {number}", parent) for number in numbers],
                room.editor.user,
                lambda: signatures.sign(room.physician.user, PASSWORD),
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    start_time = time.perf_counter()
    problems = verification.verify()
    seconds = time.perf_counter() - start_time
    if problems:
        raise RuntimeError(f"{len(problems)} problems in pages made by the benchmark, first: {problems[0]}")
    live = verification.live_pages(type(model)).count()
    sys.stdout.write(f"verify-publications: {live} pages, {live / seconds:.0f} a second\n")
    yield Result("verify-publications", seconds, "s", goal=GOAL_SECONDS * live / GOAL_PAGES)
