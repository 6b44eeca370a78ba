"""Rows of copies: drafts that say what an approved page says, under another name.

Set by set and not page by page, so that tens of thousands are a matter of a minute or two.  Everything here is a draft;
``hub.demo.multiplying`` has it approved.
"""

from __future__ import annotations

import copy as copying
import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models
from django.utils.text import slugify
from wagtail.models import Page, ReferenceIndex

from reviews.triggers import child_models

# Kinds of columns in which the name can stand.
WORDS = ("CharField", "JSONField", "TextField")
MAPPING = "copied_as"


def like(row: Any, **changes: Any) -> Any:
    """A new row with other values; its key is given when it is written."""
    new = copying.copy(row)
    new._state = copying.copy(row._state)
    new._state.fields_cache = {}
    new.pk = None
    for name, value in changes.items():
        setattr(new, name, value)
    return new


@dataclass
class Copy:
    """What a copy is called and where it stands; ``medicine`` is the page that a study is about.

    ``page`` is the row of the base table once it is written.
    """

    name: str
    parent: Page
    medicine: Page | None = None
    page: Page = field(init=False)


@dataclass(frozen=True)
class Renaming:
    """The name of the original, and what is made of it; a copy has its own wherever they stand."""

    name: str

    def originals(self) -> list[str]:
        return _forms(self.name)

    def apply(self, text: str, new: str) -> str:
        for old, replacement in zip(self.originals(), _forms(new), strict=True):
            text = text.replace(old, replacement)
        return text


def number_of(name: str) -> str:
    """A number of eight digits that goes with a name, where registers give shorter ones."""
    return str(10_000_000 + int.from_bytes(hashlib.sha256(name.encode()).digest()) % 90_000_000)


def _forms(name: str) -> list[str]:
    return [name, name.lower(), slugify(name), number_of(name)]


def write_drafts(original: Page, renaming: Renaming, copies: Sequence[Copy], words: Mapping[str, str]) -> None:
    """Write a draft for each copy; ``words`` are fields of the page type that say something else at first."""
    _write_base_rows(original, renaming, copies)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE IF NOT EXISTS {MAPPING} "
            "(id integer PRIMARY KEY, name text, small text, slug text, number text, medicine integer)"
        )
        cursor.execute(f"DELETE FROM {MAPPING}")
        cursor.executemany(
            f"INSERT INTO {MAPPING} VALUES (%s, %s, %s, %s, %s, %s)",
            [(copy.page.pk, *_forms(copy.name), copy.medicine.pk if copy.medicine else None) for copy in copies],
        )
    model = type(original)
    _copy_rows(model, str(model._meta.pk.column), original, renaming)
    for child, column in child_models(model).items():
        _copy_rows(child, column, original, renaming)
    say(original, renaming, words)
    _copy_references(original, copies)


def say(original: Page, renaming: Renaming, words: Mapping[str, str]) -> None:
    """Let the copies that were written last say these words of the original, under their names."""
    if not words:
        return
    model = type(original)
    columns = {str(model._meta.get_field(name).column): text for name, text in words.items()}
    pairs = ", ".join(f"{column} = {_renamed('%s')}" for column in columns)
    parameters = [part for text in columns.values() for part in (text, *renaming.originals())]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {model._meta.db_table} SET {pairs} FROM {MAPPING}"
            f" WHERE {MAPPING}.id = {model._meta.db_table}.{model._meta.pk.column}",
            parameters,
        )


def _write_base_rows(original: Page, renaming: Renaming, copies: Sequence[Copy]) -> None:
    base = Page.objects.get(pk=original.pk)
    born = {"live": False, "has_unpublished_changes": True, "live_revision_id": None, "latest_revision_id": None}
    never = dict.fromkeys(("first_published_at", "last_published_at", "latest_revision_created_at"))
    added: dict[int, int] = defaultdict(int)
    positions: dict[int, int] = {}
    for copy in copies:
        parent = copy.parent
        added[parent.pk] += 1
        if parent.pk not in positions:
            positions[parent.pk] = _last_position(parent)
        slug, title = (renaming.apply(text, copy.name) for text in (original.slug, original.title))
        copy.page = like(
            base,
            **born,
            **never,
            path=Page._get_path(parent.path, parent.depth + 1, positions[parent.pk] + added[parent.pk]),  # noqa: SLF001
            depth=parent.depth + 1,
            numchild=0,
            slug=slug,
            title=title,
            draft_title=title,
            url_path=f"{parent.url_path}{slug}/",
            translation_key=uuid.uuid4(),
        )
    Page.objects.bulk_create(copy.page for copy in copies)
    by_number: dict[int, list[int]] = defaultdict(list)
    for pk, number in added.items():
        by_number[number].append(pk)
    for number, pks in by_number.items():
        Page.objects.filter(pk__in=pks).update(numchild=models.F("numchild") + number)
    for parent in {copy.parent.pk: copy.parent for copy in copies}.values():
        parent.numchild += added[parent.pk]


def _last_position(parent: Page) -> int:
    if not parent.numchild:
        return 0
    last = Page.objects.child_of(parent).order_by("-path").values_list("path", flat=True)[0]
    return int(Page._str2int(last[-Page.steplen :]))  # noqa: SLF001  treebeard


def _copy_rows(model: type[models.Model], page_column: str, original: Page, renaming: Renaming) -> None:
    """The rows of ``original`` in one table, once more for each copy."""
    columns, values, parameters = [], [], []
    table = model._meta.db_table
    for row in model._meta.local_concrete_fields:
        stored = f"{table}.{row.column}"
        if row.column == page_column:
            value = f"{MAPPING}.id"
        elif row.primary_key:
            continue
        elif _names_page(row):
            value = f"COALESCE({MAPPING}.medicine, {stored})"
        elif row.get_internal_type() in WORDS:
            value = _renamed(f"CAST({stored} AS text)")
            if row.get_internal_type() == "JSONField":
                value = f"CAST({value} AS {row.db_type(connection)})"
            parameters += renaming.originals()
        else:
            value = stored
        columns.append(str(row.column))
        values.append(value)
    names, picked = ", ".join(f'"{name}"' for name in columns), ", ".join(values)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {picked} FROM {table}, {MAPPING} WHERE {table}.{page_column} = %s",
            [*parameters, original.pk],
        )


def _names_page(row: models.Field) -> bool:
    related = row.related_model
    return isinstance(related, type) and issubclass(related, Page)


def _renamed(expression: str) -> str:
    for column in ("name", "small", "slug", "number"):
        expression = f"replace({expression}, %s, {MAPPING}.{column})"
    return expression


def _copy_references(original: Page, copies: Iterable[Copy]) -> None:
    """What the pages refer to, as Wagtail keeps it of live pages."""
    rows = list(ReferenceIndex.objects.filter(base_content_type__model="page", object_id=str(original.pk)))
    ReferenceIndex.objects.bulk_create(
        like(row, object_id=str(copy.page.pk), to_object_id=_meant(copy, row)) for copy in copies for row in rows
    )


def _meant(copy: Copy, row: ReferenceIndex) -> str:
    """Which object a reference of the original leads to, in its copy."""
    return str(copy.medicine.pk) if copy.medicine and row.model_path.startswith("drugs") else row.to_object_id
