"""The command: which benchmarks, in which databases, and what is printed.

Each runs in a fresh copy of a migrated database, on a throw-away PostgreSQL server or on the one that
``DATABASE_URL`` names.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.test import override_settings

from tests import dbclone
from tests.benchmarks import admin, cold_page, decision, memory, mixed, publications, published_page, search, sitemap
from tests.benchmarks.results import Benchmark, Result, Size, table

BENCHMARKS: dict[str, Benchmark] = {
    "admin": admin.measure,
    "cold-page": cold_page.measure,
    "decision": decision.measure,
    "memory": memory.measure,
    "mixed": mixed.measure,
    "published-page": published_page.measure,
    "search": search.measure,
    "sitemap": sitemap.measure,
    "verify-publications": publications.measure,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run; the exit status is 1 when a goal is missed."""
    options = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="hub-benchmarks-") as folder, override_settings(MEDIA_ROOT=folder):
        copies = dbclone.copies(options.databases or Path(folder), "benchmarks")
        copies.prepare()
        try:
            results = _run(copies, options.only or list(BENCHMARKS), Size(options.rounds, options.pages))
        finally:
            copies.remove()
    sys.stdout.write(table(results) + "\n")
    if options.json:
        options.json.write_text(json.dumps([result.as_json() for result in results], indent=2) + "\n")
    return 1 if any(result.met is False for result in results) else 0


def _run(copies: dbclone.DatabaseCopies, names: Sequence[str], size: Size) -> list[Result]:
    results: list[Result] = []
    for name in names:
        with copies.fresh():
            results += BENCHMARKS[name](size)
    return results


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Measure the hub.")
    parser.add_argument("--only", nargs="+", action="extend", metavar="NAME", choices=list(BENCHMARKS))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there as well")
    parser.add_argument("--rounds", type=int, default=40, help="rounds of each thing compared (default: 40)")
    parser.add_argument("--pages", type=int, default=10_000, help="live pages, where many are needed (default: 10000)")
    parser.add_argument(
        "--databases", type=Path, metavar="FOLDER", help="the folder of a test run whose migrated database is copied"
    )
    return parser
