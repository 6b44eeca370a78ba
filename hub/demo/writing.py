"""From demonstration content to pages, as an editor's form does it: fields, streams, child rows, topics."""

from __future__ import annotations

import dataclasses
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from wagtail.fields import StreamField

from hub.demo.content import Blocks, Content, Drug, Form, Standard, Study
from pages.models import DoseFormPage, DrugOverviewPage, StandardPage, StudySummaryPage

if TYPE_CHECKING:
    from django.db.models import Model
    from wagtail.models import Page

PAGE_TYPES: dict[type[Content], type[Page]] = {
    Drug: DrugOverviewPage,
    Form: DoseFormPage,
    Study: StudySummaryPage,
    Standard: StandardPage,
}
# Child rows, and what makes a row the same row in the next version.
ROWS: dict[str, tuple[str, ...]] = {
    "references": ("key",),
    "other_names": ("name",),
    "indications": ("condition", "jurisdiction"),
    "strengths": ("value", "unit"),
    "dosing": ("indication", "population"),
}
TOPICS = ("drug_classes", "conditions")
# What makes a block the same block in the next version, if it has one of these.
IDENTITY = ("effect", "what", "who", "question", "outcome", "name", "title", "caption", "domain")
NAMESPACE = uuid.UUID("9f6d3c1e-6d0b-4c55-9d27-5a2b3d0f4e11")


def new_page(content: Content) -> Page:
    """An unsaved page that says what ``content`` says."""
    page = PAGE_TYPES[type(content)]()
    fill(page, content)
    return page


def fill(page: Page, content: Content) -> None:
    """Make ``page``, new or as a draft, say what ``content`` says."""
    for field in dataclasses.fields(content):
        value = getattr(content, field.name)
        if field.name in ROWS:
            _fill_rows(page, field.name, value)
        elif field.name in TOPICS:
            _fill_topics(page, field.name, value)
        elif field.name == "drugs":
            page.drugs = list(DrugOverviewPage.objects.filter(slug__in=value).order_by("slug"))
        elif isinstance(page._meta.get_field(field.name), StreamField):
            setattr(page, field.name, _stream(page, field.name, content.slug, value))
        else:
            setattr(page, field.name, value)
    if isinstance(content, Study) and page.searched_on is None:
        page.searched_on = timezone.localdate()


def _stream(page: Page, name: str, slug: str, blocks: Blocks) -> Any:
    raw: list[dict[str, Any]] = []
    seen: dict[str, int] = {}
    for kind, value in blocks:
        same = _identity(kind, value)
        seen[same] = seen.get(same, 0) + 1
        path = f"{slug}/{name}/{same}/{seen[same]}"
        raw.append({"type": kind, "value": _with_ids(value, path), "id": _id(path)})
    return page._meta.get_field(name).stream_block.to_python(raw)


def _identity(kind: str, value: Any) -> str:
    words = next((value[key] for key in IDENTITY if value.get(key)), "") if isinstance(value, dict) else value
    return f"{kind}/{words}"


def _with_ids(value: Any, path: str) -> Any:
    """Items of lists get lasting ids too."""
    if isinstance(value, dict):
        return {key: _with_ids(inner, f"{path}/{key}") for key, inner in value.items()}
    if isinstance(value, list):
        return [
            {"type": "item", "value": _with_ids(inner, f"{path}/{number}"), "id": _id(f"{path}/{number}")}
            for number, inner in enumerate(value)
        ]
    return value


def _id(path: str) -> str:
    return str(uuid.uuid5(NAMESPACE, path))


def _fill_rows(page: Page, name: str, rows: tuple[Any, ...]) -> None:
    manager = getattr(page, name)
    before = {_key(name, row): row for row in manager.all()}
    after = []
    for number, facts in enumerate(rows):
        row = before.get(_key(name, facts)) or manager.model()
        _fill_row(row, facts)
        row.sort_order = number
        after.append(row)
    setattr(page, name, after)


def _key(name: str, row: Any) -> tuple[str, ...]:
    return tuple(
        f"{Decimal(str(value)).normalize():f}" if key == "value" else str(value)
        for key in ROWS[name]
        for value in [getattr(row, key)]
    )


def _fill_row(row: Model, facts: Any) -> None:
    for field in dataclasses.fields(facts):
        setattr(row, field.name, _number(field.name, getattr(facts, field.name)))
    if getattr(row, "url", "") and row.accessed_on is None:  # type: ignore[attr-defined]
        row.accessed_on = timezone.localdate()  # type: ignore[attr-defined]


def _number(name: str, value: Any) -> Any:
    return Decimal(value) if name in {"value", "minimum", "usual", "maximum"} and value is not None else value


def _fill_topics(page: Page, name: str, topics: tuple[str, ...]) -> None:
    manager = getattr(page, name)
    if sorted(manager.names()) != sorted(topics):
        manager.set(topics)
