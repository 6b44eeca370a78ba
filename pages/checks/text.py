"""The visible text of a page, passage by passage: what the content rules read.

Paragraphs, list items, table cells, captions, headings and text alternatives are passages of their own, never
joined: a number at the end of one cell and a word at the start of the next are not one sentence.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page

from pages.citations import CitationsBlock, CitationsField
from pages.identifiers import IdentifierFormat
from pages.models.base import ReviewedContentPage

# Kinds that hold sentences; the others hold names, labels and figures.
PROSE = frozenset({"lead", "text", "item"})
# Kinds that the hub wrote.  A citation quotes the title of an article, a link repeats words of its paragraph,
# a name is how a product is called.
OWN = PROSE | {"heading", "title", "label", "cell", "header", "caption", "alt", "summary"}


@dataclass(frozen=True)
class Passage:
    """One run of visible text.

    ``start`` is where it begins in the visible text of its field, whose paragraphs are joined by line breaks.
    ``label`` says to an editor where it is, ``sources`` are the reference ids its block names, ``column`` the
    heading above a table cell.
    """

    text: str
    kind: str = "text"
    place: str = ""
    label: str = ""
    start: int = 0
    sources: str = ""
    column: str = ""

    @cached_property
    def lower(self) -> str:
        return self.text.lower()

    @cached_property
    def has_figures(self) -> bool:
        return _DIGIT.search(self.text) is not None

    @property
    def field(self) -> str:
        return self.place.partition(".")[0]


_DIGIT = re.compile(r"\d")
_TAG = re.compile(r"(<[^<>]*>)")
_NAME = re.compile(r"</?\s*([a-zA-Z][a-zA-Z0-9]*)")
_ALT = re.compile(r'\balt="([^"]*)"')
_BLOCK_KINDS = {
    **dict.fromkeys(("p", "div", "blockquote", "dd", "dt", "hr", "ul", "ol", "table", "tr"), "text"),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **{"li": "item", "td": "cell", "th": "header", "caption": "caption"},
}


def rich_passages(source: str) -> Iterator[Passage]:
    """The passages of Wagtail's rich text HTML; besides, each link's words as a passage of kind ``link``.

    Linear in the length of ``source``, whatever it is: tags are cut out, not parsed.
    """
    kind, words, link, start = "text", [], None, 0
    for part in (*_TAG.split(source), "<p>"):
        name = found[1].lower() if (found := _NAME.match(part)) else ""
        if not part.startswith("<"):
            text = html.unescape(part)
            words.append(text)
            if link is not None:
                link.append(text)
        elif name == "br":
            words.append("\n")
        elif name == "a":
            if part.startswith("</"):
                yield Passage("".join(link or []).strip(), "link", start=start)
            link = None if part.startswith("</") else []
        elif name in {"img", "embed"} and (alt := _ALT.search(part)):
            yield Passage(html.unescape(alt[1]), "alt", start=start)
        elif name in _BLOCK_KINDS:
            raw = "".join(words)
            if text := raw.strip():
                yield Passage(text, kind, start=start)
                start += len(text) + 1
            kind = "text" if part.startswith("</") else _BLOCK_KINDS[name]
            words = []


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
    if not isinstance(field, models.CharField | models.TextField) or not _is_prose(field):
        return
    text = getattr(row, field.name) or ""
    if text.strip():
        kind = _FIELD_KINDS.get(field.name) or ("text" if isinstance(field, models.TextField) else "label")
        label = ", ".join(filter(None, [where, _capital(field.verbose_name)]))
        yield Passage(text, kind, place, label, sources=getattr(row, "sources", ""))


def _is_prose(field: models.CharField | models.TextField) -> bool:
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
        named = value.get("sources") or sources
        for name, inner in block.child_blocks.items():
            if name == "rows" and isinstance(inner, blocks.ListBlock):
                yield from _cells(value, place, label, named)
            else:
                yield from _value(inner, value.get(name), f"{place}.{name}", label, named)
    elif isinstance(block, blocks.ListBlock):
        for number, item in enumerate(value or []):
            yield from _value(block.child_block, item, f"{place}.{_item_id(value, number)}", label, sources)
    elif isinstance(block, blocks.RichTextBlock):
        for passage in rich_passages(value.source if value else ""):
            yield replace(passage, place=place, label=label, sources=sources)
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock) and not isinstance(block, CitationsBlock):
        if (value or "").strip():
            yield Passage(value, _char_kind(block, place), place, label, sources=sources)


def _cells(table: Any, place: str, label: str, sources: str) -> Iterator[Passage]:
    columns = list(table.get("columns") or [])
    for row_number, row in enumerate(table["rows"] or []):
        for number, cell in enumerate(row):
            if (cell or "").strip():
                path = f"{place}.rows.{_item_id(table['rows'], row_number)}.{_item_id(row, number)}"
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
