"""The benchmark command: what it prints, what it writes, and when it fails.  How fast things are is not tested here."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests import dbclone
from tests.benchmarks import mixed
from tests.benchmarks.results import Result, table
from tests.hub.processes import run


def test_one_small_round_of_everything(database_copies: dbclone.DatabaseCopies, tmp_path: Path) -> None:
    written = tmp_path / "results.json"
    ran = run(
        *("-m", "tests.benchmarks", "--rounds", "1", "--pages", "3", "--json", str(written)),
        *("--databases", str(database_copies.shared)),
        DATABASE_URL=os.environ["DATABASE_URL"],
    )
    assert written.exists(), ran.stdout
    results = {row["name"]: row for row in json.loads(written.read_text())}
    assert all(list(row) == ["name", "value", "unit", "reference", "ratio", "goal", "met"] for row in results.values())
    assert {"cold-page-overview", "decision", "decision-submit", "published-page"} <= set(results)
    assert {"admin-queue", "sitemap-index", "memory-worker", "mixed-wrong", "verify-publications"} <= set(results)
    assert results["decision"]["goal"] == 1.25
    assert results["decision"]["ratio"] == results["decision"]["value"] / results["decision"]["reference"]
    assert results["mixed-wrong"]["value"] == 0
    assert results["verify-publications"]["met"] in (True, False)
    assert ran.returncode == (1 if any(row["met"] is False for row in results.values()) else 0)
    assert all(name in ran.stdout for name in results)


def test_an_unknown_name_is_refused_with_the_names_there_are() -> None:
    ran = run("-m", "tests.benchmarks", "--only", "everything", DATABASE_URL=os.environ["DATABASE_URL"])
    assert ran.returncode == 2
    assert "decision" in ran.stdout


@pytest.mark.parametrize(
    ("result", "met"),
    [
        (Result("a", 5, "ms", reference=4, goal=1.25), True),
        (Result("a", 5.1, "ms", reference=4, goal=1.25), False),
        (Result("a", 60, "s", goal=60), True),
        (Result("a", 61, "s", goal=60), False),
        (Result("a", 61, "s"), None),
    ],
)
def test_a_goal_is_the_most_that_ratio_or_value_may_be(result: Result, met: bool | None) -> None:
    assert result.met is met
    assert result.as_json()["met"] is met
    assert ("NO" in table([result])) is (met is False)


def test_an_answer_is_wrong_before_its_approval_and_a_second_after_its_replacement() -> None:
    approved = [(float("-inf"), float("-inf")), (10.0, 10.5)]

    assert mixed.wrong([(9.0, 9.1, 1), (10.0, 10.2, 2), (11.4, 11.5, 1), (20.0, 20.1, 2)], approved) == 0
    assert mixed.wrong([(9.0, 9.1, 2), (11.6, 11.7, 1), (20.0, 20.1, 0), (20.0, 20.1, 3)], approved) == 4
