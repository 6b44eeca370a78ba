"""Tables, cell by cell: rows and columns are paired first, and a cell is compared with the one that was there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from reviews.comparison.nodes import Node
from reviews.comparison.pairing import Pair, pairs
from reviews.comparison.tree import Change, Kind, Shape


class Comparer(Protocol):
    def change(self, old: Node | None, new: Node | None, path: str, moved_from: int | None = None) -> Change: ...

    def item(self, old: Sequence[Node], new: Sequence[Node], pair: Pair, path: str) -> Change: ...


def table(comparer: Comparer, node: Node, old: Sequence[Node], new: Sequence[Node], path: str) -> Change:
    """A TABLE of LISTs: the headings, then the rows, each with one cell for every column of both tables."""
    old_headings, new_headings = _items(old, node.headings), _items(new, node.headings)
    old_rows, new_rows = _items(old, node.rows), _items(new, node.rows)
    columns = pairs(old_headings, new_headings)
    columns += _beyond(old_headings, new_headings, old_rows, new_rows)
    names = {part.key: part.label for part in (*old, *new)}
    heading_path = f"{path}.{node.headings}"
    headings = tuple(
        comparer.item(old_headings, new_headings, column, heading_path)
        if _exists(old_headings, column.old) or _exists(new_headings, column.new)
        else _nothing(f"{heading_path}.{number}")
        for number, column in enumerate(columns, 1)
    )
    labels = [heading.new or heading.old or f"Column {number}" for number, heading in enumerate(headings, 1)]
    head = Change(heading_path, names[node.headings], _kind_of(headings, old, new), Shape.LIST, headings)
    body = [
        _row(comparer, old_rows, new_rows, row, columns, labels, f"{path}.{node.rows}")
        for row in pairs(old_rows, new_rows)
    ]
    return Change(
        f"{path}.{node.rows}", names[node.rows], _kind_of((head, *body), old, new), Shape.TABLE, (head, *body)
    )


def _row(
    comparer: Comparer,
    old: Sequence[Node],
    new: Sequence[Node],
    row: Pair,
    columns: list[Pair],
    labels: list[str],
    path: str,
) -> Change:
    here = old[row.old] if row.old is not None else None
    there = new[row.new] if row.new is not None else None
    number = row.new + 1 if row.new is not None else f"~{(row.old or 0) + 1}"
    cells = tuple(
        _cell(comparer, _at(here, column.old), _at(there, column.new), f"{path}.{number}.{at}", label)
        for at, (column, label) in enumerate(zip(columns, labels, strict=True), 1)
    )
    moved_from = row.old + 1 if row.moved and row.old is not None else None
    if here is None or there is None:
        kind = Kind.ADDED if here is None else Kind.REMOVED
    elif any(cell.changed for cell in cells):
        kind = Kind.ALTERED
    else:
        kind = Kind.UNCHANGED if moved_from is None else Kind.MOVED
    label = f"Row {(row.new if row.new is not None else row.old or 0) + 1}"
    return Change(f"{path}.{number}", label, kind, Shape.LIST, cells, moved_from=moved_from)


def _cell(comparer: Comparer, old: Node | None, new: Node | None, path: str, label: str) -> Change:
    if old is None and new is None:
        return _nothing(path, label)
    return replace(comparer.change(old, new, path), label=label)


def _nothing(path: str, label: str = "") -> Change:
    return Change(path, label, Kind.UNCHANGED, Shape.LEAF)


def _items(parts: Sequence[Node], key: str) -> tuple[Node, ...]:
    return next((part.children for part in parts if part.key == key), ())


def _at(row: Node | None, column: int | None) -> Node | None:
    return row.children[column] if row is not None and column is not None and column < len(row.children) else None


def _exists(items: Sequence[Node], place: int | None) -> bool:
    return place is not None and place < len(items)


def _beyond(
    old_headings: Sequence[Node], new_headings: Sequence[Node], old_rows: Sequence[Node], new_rows: Sequence[Node]
) -> list[Pair]:
    """Columns that have cells and no heading, paired from the left."""
    old_extra = max((len(row.children) for row in old_rows), default=0) - len(old_headings)
    new_extra = max((len(row.children) for row in new_rows), default=0) - len(new_headings)
    return [
        Pair(
            len(old_headings) + at if at < old_extra else None,
            len(new_headings) + at if at < new_extra else None,
        )
        for at in range(max(old_extra, new_extra, 0))
    ]


def _kind_of(parts: Sequence[Change], old: Sequence[Node], new: Sequence[Node]) -> Kind:
    if not old or not new:
        return Kind.REMOVED if old else Kind.ADDED
    return Kind.ALTERED if any(part.changed for part in parts) else Kind.UNCHANGED
