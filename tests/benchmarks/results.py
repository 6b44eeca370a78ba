"""What a benchmark says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Result:
    """One measured value.

    ``reference`` is what it is compared with, in the same unit; ``goal`` the most that the ratio to the reference
    (or, without a reference, the value) may be.
    """

    name: str
    value: float
    unit: str
    reference: float | None = None
    goal: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.value / self.reference if self.reference else None

    @property
    def met(self) -> bool | None:
        """None when there is no goal."""
        if self.goal is None:
            return None
        return (self.value if self.ratio is None else self.ratio) <= self.goal

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "reference": self.reference,
            "ratio": self.ratio,
            "goal": self.goal,
            "met": self.met,
        }


@dataclass(frozen=True)
class Size:
    """How much to do: rounds of each thing that is compared, and live pages where there must be many."""

    rounds: int
    pages: int


# Runs in a migrated database of its own.
Benchmark = Callable[[Size], Iterable[Result]]


def table(results: Iterable[Result]) -> str:
    """The results as text, in columns."""
    head = ["benchmark", "value", "reference", "ratio", "goal", "met"]
    rows = [head, *(list(map(_shown, _cells(result))) for result in results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    name, *numbers = widths
    form = "  ".join([f"{{:<{name}}}", *(f"{{:>{width}}}" for width in numbers)])
    return "\n".join(form.format(*row) for row in rows)


def _cells(result: Result) -> list[str | float | None]:
    met = {True: "yes", False: "NO", None: None}[result.met]
    reference = None if result.reference is None else f"{result.reference:.4g} {result.unit}"
    return [result.name, f"{result.value:.4g} {result.unit}", reference, result.ratio, result.goal, met]


def _shown(cell: str | float | None) -> str:
    if cell is None:
        return "-"
    return cell if isinstance(cell, str) else f"{cell:.3g}"
