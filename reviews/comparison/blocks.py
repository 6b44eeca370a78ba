"""Blocks of a stream, read into nodes.  A kind of block that is not known here is shown as it is stored."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

from django.utils.text import capfirst
from wagtail import blocks

from reviews.comparison import values
from reviews.comparison.nodes import Node, Reference, leaf, pointer
from reviews.comparison.rich_text import prose
from reviews.comparison.tree import Shape
from reviews.comparison.values import Json

Reader = Callable[[blocks.Block, str, str, Json], Node]
GONE = "no longer part of the page type"


def _words(_block: blocks.Block, key: str, label: str, value: Json) -> Node:
    return leaf(key, label, values.text(value))


def _number(_block: blocks.Block, key: str, label: str, value: Json) -> Node:
    return leaf(key, label, values.text(value), numeric=True)


def _choice(block: blocks.Block, key: str, label: str, value: Json) -> Node:
    return leaf(key, label, values.chosen(block.field.choices, value), raw=values.text(value), whole=True)


def _rich_text(_block: blocks.Block, key: str, label: str, value: Json) -> Node:
    return prose(key, label, values.text(value))


def _chooser(block: blocks.Block, key: str, label: str, value: Json) -> Node:
    meta = block.target_model._meta
    reference = Reference(meta.label_lower, str(value), str(meta.verbose_name)) if value is not None else None
    return pointer(key, label, reference)


def _struct(block: blocks.Block, key: str, label: str, value: Json) -> Node:
    if value is None:
        value = {}
    if not isinstance(value, Mapping):
        return _words(block, key, label, value)
    known = [read(child, name, value.get(name)) for name, child in block.child_blocks.items()]
    gone = [
        leaf(name, f"{name} ({GONE})", values.text(left))
        for name, left in value.items()
        if name not in block.child_blocks
    ]
    headings, rows = _table(block, {node.key: node for node in known})
    return Node(key, label, Shape.GROUP, children=(*known, *gone), headings=headings, rows=rows)


def _list(block: blocks.Block, key: str, label: str, value: Json) -> Node:
    if value and not isinstance(value, list):
        return _words(block, key, label, value)
    return Node(
        key,
        label,
        Shape.LIST,
        children=tuple(_item(block.child_block, position, raw) for position, raw in enumerate(value or (), 1)),
    )


def _item(block: blocks.Block, position: int, raw: Json) -> Node:
    """A list item, as ``{"type": "item", "value": …, "id": …}`` or, from before Wagtail 2.16, the value alone."""
    wrapped = isinstance(raw, Mapping) and raw.get("type") == "item" and "value" in raw
    name = capfirst(str(block.label or "")) or "Item"
    return read(
        block,
        str(position),
        raw["value"] if wrapped else raw,
        label=f"{name} {position}",
        identity=(raw.get("id") or "") if wrapped else "",
    )


def _stream(block: blocks.Block, key: str, label: str, value: Json) -> Node:
    if isinstance(value, str) and value:
        try:
            value = json.loads(value)
        except ValueError:
            return _words(block, key, label, value)
    if value and not isinstance(value, list):
        return _words(block, key, label, value)
    return Node(
        key,
        label,
        Shape.LIST,
        children=tuple(_child(block, position, raw) for position, raw in enumerate(value or (), 1)),
    )


def _child(stream: blocks.StreamBlock, position: int, raw: Json) -> Node:
    sort = raw.get("type", "") if isinstance(raw, Mapping) else ""
    block = stream.child_blocks.get(sort)
    if block is None:
        return leaf(str(position), f"{capfirst(sort) or 'Block'} ({GONE})", values.text(raw))
    label = f"{capfirst(str(block.label))} {position}"
    return read(block, str(position), raw.get("value"), label=label, identity=raw.get("id") or "", sort=sort)


def _table(block: blocks.StructBlock, parts: Mapping[str, Node]) -> tuple[str, str]:
    """(name of the list of column headings, name of the list of rows), when the block is a table."""
    lists = {
        name: child.child_block for name, child in block.child_blocks.items() if isinstance(child, blocks.ListBlock)
    }
    rows = [name for name, item in lists.items() if isinstance(item, blocks.ListBlock)]
    headings = [name for name, item in lists.items() if isinstance(item, blocks.FieldBlock)]
    if not len(rows) == len(headings) == 1:
        return "", ""
    lines = (parts[headings[0]], parts[rows[0]], *parts[rows[0]].children)
    return (headings[0], rows[0]) if all(line.shape is Shape.LIST for line in lines) else ("", "")


# The first that fits is used, so kinds stand before what they inherit from.
READERS: tuple[tuple[tuple[type[blocks.Block], ...], Reader], ...] = (
    ((blocks.StreamBlock,), _stream),
    ((blocks.ListBlock,), _list),
    ((blocks.StructBlock,), _struct),
    ((blocks.RichTextBlock,), _rich_text),
    ((blocks.ChooserBlock,), _chooser),
    ((blocks.ChoiceBlock, blocks.MultipleChoiceBlock), _choice),
    ((blocks.BooleanBlock,), lambda _block, key, label, value: leaf(key, label, values.yes_or_no(value), whole=True)),
    ((blocks.IntegerBlock, blocks.FloatBlock, blocks.DecimalBlock), _number),
    ((blocks.DateBlock,), lambda _block, key, label, value: leaf(key, label, values.day(value), whole=True)),
    ((blocks.DateTimeBlock,), lambda _block, key, label, value: leaf(key, label, values.moment(value), whole=True)),
    (
        (
            *(blocks.CharBlock, blocks.TextBlock, blocks.RegexBlock, blocks.URLBlock, blocks.EmailBlock),
            *(blocks.TimeBlock, blocks.RawHTMLBlock, blocks.StaticBlock),
        ),
        _words,
    ),
)


def _reader(block: blocks.Block) -> Reader | None:
    return next((reader for kinds, reader in READERS if isinstance(block, kinds)), None)


def read(block: blocks.Block, key: str, value: Json, *, label: str = "", identity: str = "", sort: str = "") -> Node:
    """What ``value``, as stored, says in ``block``."""
    named = label or capfirst(str(block.label or key))
    node = (_reader(block) or _words)(block, key, named, value)
    return node if not (identity or sort) else node.standing(identity or node.identity, sort)


def unknown(block: blocks.Block, path: str) -> Iterator[tuple[str, str]]:
    """(path, name of the class) of each block that cannot be compared."""
    if _reader(block) is None:
        yield path, type(block).__name__
    if isinstance(block, blocks.ListBlock):
        yield from unknown(block.child_block, f"{path}.item")
    elif isinstance(block, blocks.StreamBlock | blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from unknown(child, f"{path}.{name}")
