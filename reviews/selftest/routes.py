"""The list of routes: small functions that try one way round the gate on a scene."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module

from reviews.selftest.scene import Scene

# Returns what the route itself saw get through, one phrase each; the comparison of states comes on top.
Attempt = Callable[[Scene], Iterable[str] | None]

GROUPS = (
    *("admin", "api", "orm", "sql", "workflow", "in_review", "people", "history", "reading", "public"),
    *("combined", "since"),
)


@dataclass(frozen=True)
class Route:
    """``row`` is the number in GATE.md; ``vendor`` the only database on which the route exists, or empty."""

    row: str
    title: str
    attempt: Attempt
    vendor: str = ""

    def __str__(self) -> str:
        return f"{self.row} {self.title}"


class Routes(list[Route]):
    """The routes of one module, in its order."""

    def route(self, row: str, title: str, vendor: str = "") -> Callable[[Attempt], Attempt]:
        """Decorator: add the function as a route."""

        def add(attempt: Attempt) -> Attempt:
            self.append(Route(row, title, attempt, vendor))
            return attempt

        return add


def groups() -> Iterable[Routes]:
    """Every group of routes, in the order of GATE.md."""
    for name in GROUPS:
        yield import_module(f"reviews.selftest.routes_{name}").routes
