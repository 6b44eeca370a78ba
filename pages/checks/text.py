"""The visible text of a page, passage by passage: what the content rules read.

Paragraphs, list items, table cells, captions, headings and text alternatives are passages of their own, never
joined: a number at the end of one cell and a word at the start of the next are not one sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page

from pages.checks.passages import Passage, rich_passages
from pages.citations import CitationsBlock, CitationsField
from pages.identifiers import IdentifierFormat
from pages.models.base import ReviewedContentPage

# What a plain text inside a block is, by its name; any other is a label.
_CHAR_KINDS = {
    "title": "title",
    "question": "title",
    "caption": "caption",
    "alt_text": "alt",
    "subheading": "heading",
    "columns": "header",
    "rows": "cell",
    "note": "item",
}


def passages_of(page: Page) -> list[Passage]:
    """Every passage of ``page`` as it is in memory: fields and blocks as they stand in its model, then child rows."""
    return list(_page_passages(page))


def _page_passages(page: Page) -> Iterator[Passage]:
    yield Passage(page.title, "title", "title", "Title")
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield from _stream(getattr(page, field.name), field.name, _capital(field.verbose_name))
        elif getattr(field, "model", Page) is not Page:
            yield from _plain(page, field, field.name, "")
    for name in page.child_rows() if isinstance(page, ReviewedContentPage) else []:
        for number, row in enumerate(getattr(page, name).all()):
            where = f"{_capital(row._meta.verbose_name)} {number + 1}"
            for field in row._meta.get_fields():
                yield from _plain(row, field, f"{name}.{number}.{field.name}", where)
    for name in ("seo_title", "search_description"):
        if text := getattr(page, name, ""):
            yield Passage(text, "summary", name, _capital(page._meta.get_field(name).verbose_name))


# Plain fields that are names or the words of others, not the hub's own sentences.
_FIELD_KINDS = {"lead": "lead", "inn": "name", "name": "name", "citation": "citation"}


def _plain(row: models.Model, field: Any, place: str, where: str) -> Iterator[Passage]:
    if not isinstance(field, models.CharField | models.TextField) or not is_prose(field):
        return
    text = getattr(row, field.name) or ""
    if text.strip():
        kind = _FIELD_KINDS.get(field.name) or ("text" if isinstance(field, models.TextField) else "label")
        label = ", ".join(filter(None, [where, _capital(field.verbose_name)]))
        yield Passage(text, kind, place, label, sources=getattr(row, "sources", ""))


def is_prose(field: models.CharField | models.TextField) -> bool:
    """Whether people write sentences or names into it: no choices, addresses, identifiers or keys."""
    addresses = (models.SlugField, models.URLField, CitationsField)
    return not (
        isinstance(field, addresses)
        or field.choices
        or field.name in {"key", "label_version"}
        or any(isinstance(check, IdentifierFormat) for check in field.validators)
    )


def _stream(stream: StreamValue, place: str, label: str, sources: str = "") -> Iterator[Passage]:
    counts: dict[str, int] = {}
    for number, child in enumerate(stream):
        name = str(child.block.label or child.block_type)
        counts[name] = counts.get(name, 0) + 1
        yield from _value(
            child.block, child.value, f"{place}.{child.id or number}", f"{label}, {name} {counts[name]}", sources
        )


def _value(block: Any, value: Any, place: str, label: str, sources: str) -> Iterator[Passage]:
    if isinstance(block, blocks.StreamBlock):
        yield from _stream(value, place, label, sources)
    elif isinstance(block, blocks.StructBlock):
        yield from _struct(block, value, place, label, value.get("sources") or sources)
    elif isinstance(block, blocks.ListBlock):
        for number, item in enumerate(value or []):
            yield from _value(block.child_block, item, f"{place}.{_item_id(value, number)}", label, sources)
    elif isinstance(block, blocks.RichTextBlock):
        for passage in rich_passages(value.source if value else ""):
            yield replace(passage, place=place, label=label, sources=sources)
    elif holds_words(block) and (value or "").strip():
        yield Passage(value, _char_kind(block, place), place, label, sources=sources)


def _struct(block: Any, value: Any, place: str, label: str, sources: str) -> Iterator[Passage]:
    for name, inner in block.child_blocks.items():
        if name == "rows" and isinstance(inner, blocks.ListBlock):
            yield from _cells(value, place, label, sources)
        else:
            yield from _value(inner, value.get(name), f"{place}.{name}", label, sources)


def holds_words(block: Any) -> bool:
    return isinstance(block, blocks.CharBlock | blocks.TextBlock) and not isinstance(block, CitationsBlock)


def _cells(table: Any, place: str, label: str, sources: str) -> Iterator[Passage]:
    columns = list(table.get("columns") or [])
    rows = table.get("rows") or []
    for row_number, row in enumerate(rows):
        for number, cell in enumerate(row or []):
            if (cell or "").strip():
                path = f"{place}.rows.{_item_id(rows, row_number)}.{_item_id(row, number)}"
                where = f"{label}, row {row_number + 1}, cell {number + 1}"
                column = columns[number] if number < len(columns) else ""
                yield Passage(cell, "cell", path, where, sources=sources, column=column)


def _item_id(items: Any, number: int) -> str:
    bound = getattr(items, "bound_blocks", None)
    return str((bound[number].id if bound else None) or number)


def _char_kind(block: Any, place: str) -> str:
    path = place.split(".")
    found = [
        _CHAR_KINDS[name] for name in (block.name, path[-1], path[-2] if len(path) > 1 else "") if name in _CHAR_KINDS
    ]
    return found[0] if found else "label"


def _capital(words: object) -> str:
    text = str(words)
    return text[:1].upper() + text[1:]
