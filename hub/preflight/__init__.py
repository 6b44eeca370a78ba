"""What is missing or unsafe in this environment, in plain words, before anybody relies on it.

A check is a function that yields findings, registered by ``@check("what it looks at")``.  One that fails itself is a
finding too: what could not be looked at is not safe.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias

Level = Literal["unsafe", "missing", "good"]


@dataclass(frozen=True)
class Finding:
    """``unsafe`` must be mended before the site is public; ``missing`` is something the operator may do without."""

    level: Level
    subject: str
    what: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.level:<8} {self.subject}: {self.what}"


Found: TypeAlias = Iterator[tuple[Level, str]]
_checks: list[tuple[str, Callable[[], Found]]] = []


def check(subject: str) -> Callable[[Callable[[], Found]], Callable[[], Found]]:
    """Register a check.  It yields (level, sentence); nothing at all means that it found nothing wrong."""

    def register(function: Callable[[], Found]) -> Callable[[], Found]:
        _checks.append((subject, function))
        return function

    return register


def run() -> list[Finding]:
    """Every finding, in the order of the checks; a subject without one is ``good``."""
    from hub.preflight import background, database, environment, replicas, services  # noqa: F401  they register

    findings: list[Finding] = []
    for subject, function in _checks:
        try:
            found = [Finding(level, subject, what) for level, what in function()]
        except Exception as error:
            said = next(iter(str(error).splitlines()), "")
            found = [Finding("unsafe", subject, f"this could not be looked at ({type(error).__name__}: {said}).")]
        findings += found or [Finding("good", subject, "as it should be.")]
    return findings
