"""What only a run of the whole suite can tell: coverage, and the database-facing tests again on SQLite.

Both are judged in the controller after the last test of a plain ``pytest``; a run of some files, of ``-k`` or
``-m`` or one that stopped early is not judged.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from coverage import Coverage
from coverage.exceptions import NoDataError

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

ROOT = Path(__file__).resolve().parents[1]

# Least percentage of lines and branches, by files. What guards the promise is held to more than the rest.
COVERAGE_FLOORS = {"*": 90, "reviews/*": 98}

# The tests that meet the database: triggers, constraints and locks differ between the two.
DATABASE_FACING = (
    "tests/reviews",
    "tests/migrations",
    "tests/pages/test_bad_input.py",
    "tests/pages/test_listings.py",
    "tests/pages/test_search.py",
)

FILTERS = (
    "keyword",
    "markexpr",
    "lf",
    "failedfirst",
    "deselect",
    "ignore",
    "ignore_glob",
    "collectonly",
    "stepwise",
)


def is_whole_suite(config: pytest.Config) -> bool:
    """Whether this is a plain run of everything, in the process that speaks to the person who started it."""
    if hasattr(config, "workerinput") or config.args_source is pytest.Config.ArgsSource.ARGS:
        return False
    return not any(config.getoption(name, None) for name in FILTERS)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    interrupted = exitstatus not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    if interrupted or session.shouldstop or session.shouldfail or not is_whole_suite(session.config):
        return
    reporter: TerminalReporter | None = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:
        return
    reporter.ensure_newline()
    held = coverage_is_enough(session.config, reporter)
    if not passes_on_sqlite(reporter):
        held = False
    if not held:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def coverage_is_enough(config: pytest.Config, reporter: TerminalReporter) -> bool:
    """Print a report for each floor and say whether all are reached; with ``--no-cov`` there is none."""
    if config.getoption("no_cov", False):
        return True
    enough = True
    for files, floor in COVERAGE_FLOORS.items():
        reporter.write_sep("=", f"coverage of {files}, at least {floor} %")
        measured = Coverage(data_file=ROOT / ".coverage", config_file=ROOT / "pyproject.toml")
        measured.load()
        try:
            percent = measured.report(include=[files], file=sys.stdout)
        except NoDataError:
            percent = 0.0
        if percent < floor:
            reporter.write_line(f"FAILED: {files} is covered by {percent:.1f} %, less than {floor} %", red=True)
            enough = False
    return enough


def passes_on_sqlite(reporter: TerminalReporter) -> bool:
    """Run the database-facing tests in a second session on SQLite, its output on screen as it comes."""
    folders = [folder for folder in DATABASE_FACING if (ROOT / folder).exists()]
    if os.environ.get("DATABASE_URL", "").startswith("sqlite"):
        return True
    reporter.write_sep("=", "the database-facing tests again, on SQLite")
    sys.stdout.flush()
    again = subprocess.run(
        [sys.executable, "-m", "pytest", "--no-cov", "-q", "--database-facing", *folders],
        cwd=ROOT, env={**os.environ, "DATABASE_URL": "sqlite://"}, check=False,
    )  # fmt: skip
    if again.returncode:
        reporter.write_line(
            f"FAILED on SQLite. Alone: DATABASE_URL=sqlite:// uv run pytest {' '.join(folders)}", red=True
        )
    return again.returncode == 0
