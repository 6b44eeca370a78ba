"""The words of a page as its approved version has them, for the text index and for extracts.

Read from the content of the revision itself, without building blocks of it: what is found is what was approved, and
ten pages are read in the time that one takes to be built.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page

from pages.checks.passages import PROSE, rich_passages
from pages.checks.text import holds_words, is_prose
from pages.models import DoseFormPage, Topic
from pages.models.base import ReviewedContentPage

# Titles of other people's work, and words that stand on the page a second time.
LEFT_OUT_FIELDS = frozenset({"citation", "seo_title", "search_description"})
LEFT_OUT_KINDS = frozenset({"link"})


@dataclass(frozen=True)
class Line:
    """A run of visible text that ends where a paragraph, cell or label does."""

    text: str
    is_sentence: bool


def visible_text(page: ReviewedContentPage) -> str:
    """Every word that a reader sees on the live version of ``page``, a line for each run of text."""
    if page.live_revision is None:
        return ""
    return "\n".join([*(line.text for line in lines_of(type(page), page.live_revision.content)), *_labels(page)])


def topics_of(page: Page) -> list[Topic]:
    """The drug classes and conditions that a page is filed under."""
    lists = [getattr(page, name) for name in ("drug_classes", "conditions") if hasattr(page, name)]
    return [topic for topics in lists for topic in topics.all()]


def _labels(page: ReviewedContentPage) -> Iterator[str]:
    """What the templates say: topics, words of vocabularies, strengths, and the headings of sections."""
    yield from (topic.name for topic in topics_of(page))
    for field in type(page)._meta.local_fields:
        if field.choices:
            yield str(getattr(page, f"get_{field.name}_display")())
        elif isinstance(field, StreamField) and getattr(page, field.name):
            yield str(field.verbose_name)
    if isinstance(page, DoseFormPage):
        yield from map(str, page.strengths.all())


def lines_of(model: type[ReviewedContentPage], content: Mapping[str, Any]) -> Iterator[Line]:
    """The lines in the content of a revision: fields and blocks in the order of the model, then child rows."""
    yield from _row_lines(model, content)
    for relation, columns in _child_columns(model._meta.label):
        for row in content.get(relation) or []:
            yield from (Line(text, is_sentence) for name, is_sentence in columns if (text := row.get(name)))


def _row_lines(model: type[ReviewedContentPage], content: Mapping[str, Any]) -> Iterator[Line]:
    for field in model._meta.local_fields:
        stored = content.get(field.name)
        if not stored:
            continue
        if isinstance(field, StreamField):
            raw = json.loads(stored) if isinstance(stored, str) else stored
            yield from _block_lines(field.stream_block, raw)
        elif _has_words(field):
            yield Line(stored, isinstance(field, models.TextField))


@cache
def _child_columns(label: str) -> list[tuple[str, list[tuple[str, bool]]]]:
    """(relation, [(field, whether it holds sentences)]) of the child rows of a page type that hold words."""
    model = apps.get_model(label)
    found = []
    for relation in get_all_child_relations(model):
        fields = [field for field in relation.related_model._meta.local_fields if _has_words(field)]
        columns = [(str(field.name), isinstance(field, models.TextField)) for field in fields]
        if columns and relation.get_accessor_name() in model.child_rows():
            found.append((str(relation.get_accessor_name()), columns))
    return found


def _has_words(field: models.Field) -> bool:
    return (
        isinstance(field, models.CharField | models.TextField) and field.name not in LEFT_OUT_FIELDS and is_prose(field)
    )


def _block_lines(block: blocks.Block, raw: Any) -> Iterator[Line]:
    """The lines in a block's value as it is stored."""
    if isinstance(block, blocks.StreamBlock):
        for child in raw or []:
            if child["type"] in block.child_blocks:
                yield from _block_lines(block.child_blocks[child["type"]], child["value"])
    elif isinstance(block, blocks.StructBlock):
        for name, inner in block.child_blocks.items():
            yield from _block_lines(inner, (raw or {}).get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in raw or []:
            # Items have had ids since Wagtail 2.16; before, the list held the values themselves.
            value = item["value"] if isinstance(item, dict) and item.get("type") == "item" else item
            yield from _block_lines(block.child_block, value)
    elif isinstance(block, blocks.RichTextBlock):
        passages = (passage for passage in rich_passages(raw or "") if passage.kind not in LEFT_OUT_KINDS)
        yield from (Line(passage.text, passage.kind in PROSE) for passage in passages)
    elif holds_words(block) and isinstance(raw, str) and raw.strip():
        yield Line(raw, is_sentence=False)
