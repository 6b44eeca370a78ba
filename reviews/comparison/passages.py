"""What differs, as pairs of passages of text: the input of rules that look for doses, negations and identifiers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reviews.comparison.tree import Change, Comparison, Kind, Shape

# The key of the field that holds the unit of the numbers beside it.
UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Passage:
    """One text, before and now.

    ``label`` is the way to it, as in “Doses › Dose 2 › Usual”.  ``old`` or ``new`` is empty where there was none.
    ``whole``: a row with a number, or of a table, as “label: text; label: text”, so that a number is seen with its unit
    and with what it is for.
    """

    path: str
    label: str
    old: str
    new: str
    whole: bool = False


def passages(comparison: Comparison) -> Iterator[Passage]:
    """Every leaf that differs, added and removed ones too.

    The leaves of a row with a number in it, and of a table row, make one passage together: a number alone says no dose.
    """
    for section in comparison.sections:
        yield from _inside(section, ())


def _inside(change: Change, trail: tuple[str, ...]) -> Iterator[Passage]:
    here = (*trail, change.label)
    if change.shape is Shape.LEAF:
        if change.changed and (change.old or change.new) and change.kind is not Kind.MOVED:
            yield Passage(change.path, _joined(here), change.old or "", change.new or "")
        return
    if change.shape is Shape.GROUP and any(child.numeric for child in change.children):
        yield from _whole(change, [(child.label, child.label, child) for child in change.children], here)
        for child in change.children:
            if child.shape is not Shape.LEAF:
                yield from _inside(child, here)
        return
    if change.shape is Shape.TABLE:
        yield from _rows(change, trail)
        return
    for child in change.children:
        yield from _inside(child, here)


def _rows(table: Change, trail: tuple[str, ...]) -> Iterator[Passage]:
    """A row's labels are the headings: a changed unit in a heading changes every row below it."""
    headings, *rows = table.children
    for heading in headings.children:
        yield from _inside(heading, (*trail, headings.label))
    for row in rows:
        named = [
            (heading.old or "", heading.new or "", cell)
            for heading, cell in zip(headings.children, row.children, strict=True)
        ]
        yield from _whole(row, named, (*trail, row.label))
        for cell in row.children:
            if cell.shape is not Shape.LEAF:
                yield from _inside(cell, (*trail, row.label))


def _whole(change: Change, parts: list[tuple[str, str, Change]], trail: tuple[str, ...]) -> Iterator[Passage]:
    leaves = [part for part in parts if part[2].shape is Shape.LEAF]
    unit = next((part for _, _, part in leaves if part.path.endswith(f".{UNIT}")), None)
    if unit is not None:
        leaves = [part for part in leaves if part[2] is not unit]
    old_unit, new_unit = (unit.old or "", unit.new or "") if unit is not None else ("", "")
    old = "; ".join(_said(label, _with_unit(part, part.old, old_unit)) for label, _, part in leaves if part.old)
    new = "; ".join(_said(label, _with_unit(part, part.new, new_unit)) for _, label, part in leaves if part.new)
    if old != new:
        yield Passage(change.path, _joined(trail), old, new, whole=True)


def _with_unit(part: Change, text: str, unit: str) -> str:
    return f"{text} {unit}".strip() if part.numeric else text


def _said(label: str, text: str) -> str:
    return f"{label}: {text}" if label else text


def _joined(trail: tuple[str, ...]) -> str:
    return " › ".join(trail)
