"""A plain run of everything is judged by more than its tests, and a part of it is not."""

import subprocess
from typing import Any

import pytest

from tests import floors


class Reporter:
    """Keeps what the terminal would show."""

    def __init__(self) -> None:
        self.shown = ""

    def write_sep(self, separator: str, title: str) -> None:
        self.shown += f"{title}\n"

    def write_line(self, line: str, **markup: bool) -> None:
        self.shown += f"{line}\n"


@pytest.mark.parametrize("status", [0, 1, 5])
def test_the_sqlite_run_decides_with_its_exit_status(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    runs: list[dict[str, Any]] = []

    def run(arguments: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        runs.append({"arguments": arguments, **options})
        return subprocess.CompletedProcess(arguments, status)

    monkeypatch.setattr(floors, "DATABASE_FACING", ("tests/hub", "tests/nowhere"))
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/hub")
    reporter: Any = Reporter()

    assert floors.passes_on_sqlite(reporter) is (status == 0)
    assert runs[0]["env"]["DATABASE_URL"] == "sqlite://"
    assert runs[0]["arguments"][-1] == "tests/hub"
    assert ("FAILED on SQLite" in reporter.shown) is (status != 0)


def test_a_run_on_sqlite_does_not_repeat_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floors, "DATABASE_FACING", ("tests/hub",))
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("started again"))
    monkeypatch.setenv("DATABASE_URL", "sqlite://")
    reporter: Any = Reporter()

    assert floors.passes_on_sqlite(reporter)


class Config:
    """As much of pytest's configuration as the question needs."""

    def __init__(self, args_source: pytest.Config.ArgsSource, **options: object) -> None:
        self.args_source = args_source
        self.options = options

    def getoption(self, name: str, default: object) -> object:
        return self.options.get(name, default)


PLAIN = pytest.Config.ArgsSource.TESTPATHS


@pytest.mark.parametrize(
    ("config", "whole"),
    [
        (Config(PLAIN, keyword="", markexpr="", lf=False, collectonly=False), True),
        (Config(pytest.Config.ArgsSource.ARGS), False),
        (Config(PLAIN, keyword="dose"), False),
        (Config(PLAIN, markexpr="not browser"), False),
        (Config(PLAIN, lf=True), False),
        (Config(PLAIN, collectonly=True), False),
    ],
    ids=["plain", "some files", "-k", "-m", "--lf", "--co"],
)
def test_only_a_plain_run_is_judged(config: Any, whole: bool) -> None:
    assert floors.is_whole_suite(config) is whole
