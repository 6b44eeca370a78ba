"""Every field of every page type is in the comparison, and a field that could not be is a system-check error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models
from django.test.utils import isolate_apps
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from pages.models import DoseFormPage, DrugOverviewPage, StandardPage, StudySummaryPage
from reviews import checks
from reviews.comparison import compare
from reviews.comparison.reading import Part, parts_of
from reviews.digests import BOOKKEEPING
from reviews.models import ReviewedPageMixin

MODELS = [DrugOverviewPage, DoseFormPage, StudySummaryPage, StandardPage]


@pytest.mark.parametrize("model", MODELS)
def test_every_field_of_every_page_type_appears_in_the_order_of_the_editor(model: Any) -> None:
    fields = {field.name for field in model._meta.fields if field.serialize and not field.primary_key} - BOOKKEEPING
    keys = [section.path for section in compare(model, {}, {}).sections]
    assert fields | set(model.child_rows()) <= set(keys)
    assert len(keys) == len(set(keys))
    assert keys[0] == "title"
    assert keys.index("references") < keys.index("slug") < keys.index("show_in_menus")


def first_two(found: Any) -> tuple[Any, Any]:
    values = [value for value, _ in found if value]
    return values[0], values[1]


def of_field(field: models.Field) -> Iterator[tuple[Any, Any]]:
    """Pairs of stored values that differ in one thing."""
    if isinstance(field, StreamField):
        yield from of_block(field.stream_block)
    elif field.choices:
        yield first_two(field.flatchoices)
    elif isinstance(field, models.ManyToManyField):
        yield [1], [2]
    elif isinstance(field, models.DateField):
        yield "2026-11-20", "2026-11-21"
    else:
        yield (False, True) if isinstance(field, models.BooleanField) else ("1", "2")


def of_block(block: blocks.Block) -> Iterator[tuple[Any, Any]]:
    if isinstance(block, blocks.StreamBlock):
        for name, child in block.child_blocks.items():
            yield from (([item(old, name)], [item(new, name)]) for old, new in of_block(child))
    elif isinstance(block, blocks.ListBlock):
        yield from (([item(old)], [item(new)]) for old, new in of_block(block.child_block))
    elif isinstance(block, blocks.StructBlock):
        same = {name: next(of_block(child))[0] for name, child in block.child_blocks.items()}
        for name, child in block.child_blocks.items():
            yield from ((same | {name: old}, same | {name: new}) for old, new in of_block(child))
    else:
        yield of_leaf(block)


def item(value: Any, sort: str = "item") -> dict[str, Any]:
    return {"type": sort, "value": value, "id": "x"}


def of_leaf(block: blocks.Block) -> tuple[Any, Any]:
    if isinstance(block, blocks.ChoiceBlock):
        return first_two(block.field.choices)
    if isinstance(block, blocks.RichTextBlock):
        return "<p>1</p>", "<p>2</p>"
    return (False, True) if isinstance(block, blocks.BooleanBlock) else (1, 2)


def of_part(part: Part) -> Iterator[tuple[Any, Any]]:
    if part.field is not None:
        yield from of_field(part.field)
    elif part.rows is not None and parts_of(part.rows):
        for inner in parts_of(part.rows):
            for old, new in of_part(inner):
                yield [{"pk": 1, inner.key: old}], [{"pk": 1, inner.key: new}]


@pytest.mark.parametrize("model", MODELS)
def test_one_change_in_any_field_row_or_block_is_shown_there_and_nowhere_else(model: Any) -> None:
    for part in parts_of(model):
        for old, new in of_part(part):
            changed = [one.path for one in compare(model, {part.key: old}, {part.key: new}).sections if one.changed]
            assert changed == [part.key], (part.key, old, new)


@isolate_apps("pages")
def test_a_kind_of_field_or_block_that_cannot_be_compared_is_a_system_check_error() -> None:
    class Strange(ReviewedPageMixin, Page):
        body = StreamField(
            blocks.StreamBlock([("row", blocks.ListBlock(blocks.StructBlock([("grid", TableBlock())])))])
        )
        file = models.FileField()

        class Meta:
            app_label = "pages"

    class StrangeRow(models.Model):  # noqa: DJ008  never made
        page = ParentalKey(Strange, on_delete=models.CASCADE, related_name="rows")
        facts = models.JSONField()

        class Meta:
            app_label = "pages"

    found = [message.msg.split(" ")[0] for message in checks.check_page_type(Strange) if message.id == "reviews.E006"]
    assert found == [
        "Strange.body.row.item.grid",
        "Strange.file",
        f"Strange.rows.{StrangeRow._meta.get_field('facts').name}",
    ]
