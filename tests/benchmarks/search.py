"""Searching a hundred thousand live pages: what 95 in 100 readers wait at most, uncached, for the finished answer.

Each request passes the whole of Django in this process, with its queries and templates; a worker of the site keeps
the answer for those who ask the same.  Names and suggestions may take 50 ms; words that stand on thousands of pages,
and misspelt names, which are looked for twice, 120 ms.  The words are looked up with Wagtail's own backend as well,
for comparison.
"""

from __future__ import annotations

import itertools
import random
import sys
import time
from collections.abc import Callable, Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from modelsearch.backends import get_search_backend
from wagtail.models import Page

from pages.search import finding
from tests.benchmarks import search_site
from tests.benchmarks.results import Result, Size

GOAL_NAMES, GOAL_WORDS = 50, 120
STOCK_ROUNDS = 8
# Of fewer, reading them all is rightly the better plan.
ENOUGH_PAGES = 1000


def measure(size: Size) -> Iterator[Result]:
    if not search_site.is_possible("search"):
        return
    medicines = search_site.build(size)
    sys.stdout.write(f"search: {Page.objects.live().count()} live pages\n")
    chance = random.Random(3)
    asked = chance.sample(medicines, min(len(medicines), 3 * size.rounds))
    client = Client()

    def search(query: str) -> None:
        _expect_ok(client, "/search/", query)

    def suggest(query: str) -> None:
        _expect_ok(client, "/search/suggest/", query)

    for warm_up in (search, suggest):
        warm_up("warm")
    if size.pages >= ENOUGH_PAGES:
        _expect_indexes(asked[0])
    begun = [name[: 2 + n % 6] for n, name in enumerate(asked)]
    yield Result("search-suggestions-p95", _p95(suggest, begun), "ms", goal=GOAL_NAMES)
    yield Result(
        "search-names-p95", _p95(search, [*asked[: size.rounds], *begun[: size.rounds]]), "ms", goal=GOAL_NAMES
    )
    yield Result(
        "search-misspelt-p95", _p95(search, [_misspelt(name, chance) for name in asked]), "ms", goal=GOAL_WORDS
    )
    words = list(itertools.islice(itertools.cycle(_common()), size.rounds * 2))
    found = _p95(search, words)
    yield Result("search-words-p95", found, "ms", goal=GOAL_WORDS)
    stock = _p95(_stock(), list(itertools.islice(itertools.cycle(_common()), STOCK_ROUNDS)))
    yield Result("search-words-to-stock", found, "ms", stock, goal=1)


def _common() -> list[str]:
    words = list(search_site.COMMON)
    return [*words, *(" ".join(pair) for pair in itertools.pairwise(words))]


def _misspelt(name: str, chance: random.Random) -> str:
    """With a letter left out, doubled, or swapped with the next, somewhere after the first."""
    at = chance.randrange(1, len(name) - 1)
    return chance.choice(
        [
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        ]
    )


def _stock() -> Callable[[str], None]:
    backend = get_search_backend("wagtail.search.backends.database", SEARCH_CONFIG="english")

    def search(query: str) -> None:
        list(backend.search(query, Page.objects.live())[:10])

    return search


def _expect_indexes(name: str) -> None:
    """Both looks into the text index are looks into a GIN index, and the look for a name is one into its b-tree."""
    with CaptureQueriesContext(connection) as captured:
        finding.find(name)
    asked = [query["sql"] for query in captured if " @@ " in query["sql"] or '"pages_searchstart"' in query["sql"]]
    with connection.cursor() as cursor:
        for sql in asked:
            cursor.execute(f"EXPLAIN {sql}")
            plan = " ".join(line for (line,) in cursor.fetchall())
            if "Seq Scan on wagtailsearch_indexentry" in plan or "Seq Scan on pages_searchstart" in plan:
                raise RuntimeError(f"no index is used for {sql[:400]}: {plan}")


def _expect_ok(client: Client, path: str, query: str) -> None:
    response = client.get(path, {"q": query})
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code} to {query!r}; there is nothing to time")


def _p95(ask: Callable[[str], None], queries: list[str]) -> float:
    """Milliseconds."""
    taken = []
    for query in queries:
        began = time.perf_counter()
        ask(query)
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)[int(len(taken) * 0.95)]
