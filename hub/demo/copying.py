"""Rows of copies: what the rows of an approved page say, under another name.

Set by set and not page by page, so that tens of thousands are a matter of minutes.  What is written here is never live;
``hub.demo.multiplying`` has it approved and published.
"""

from __future__ import annotations

import copy as copying
import hashlib
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models
from django.utils.text import slugify
from wagtail.models import Page, ReferenceIndex

from reviews.triggers import child_models

# Kinds of columns in which the name can stand.
WORDS = ("CharField", "JSONField", "TextField")
# The temporary table that statements join: a row for each copy.
COPIES = "copied_as"
COLUMNS = {
    "id": "integer PRIMARY KEY",
    **dict.fromkeys(("name", "small", "slug", "number", "path", "url_path", "translation", "digest"), "text"),
    "medicine": "integer",
}


@dataclass
class Copy:
    """What a copy is called and where it stands; ``medicine`` is the page that a study is about.

    ``page`` is its row of the base table once that is written.
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


@dataclass(frozen=True)
class Sql:
    """An expression over the row of the original and that of the copy."""

    text: str
    parameters: Sequence[Any] = ()


def column(name: str) -> Sql:
    """A column of the copy."""
    return Sql(f"{COPIES}.{name}")


def value(given: Any) -> Sql:
    return Sql("%s", [given])


def number_of(name: str) -> str:
    """A number of eight digits that goes with a name, where registers give shorter ones."""
    return str(10_000_000 + int.from_bytes(hashlib.sha256(name.encode()).digest()) % 90_000_000)


def _forms(name: str) -> list[str]:
    return [name, name.lower(), slugify(name), number_of(name)]


def write_pages(original: Page, renaming: Renaming, copies: Sequence[Copy]) -> None:
    """A draft for each copy, with its child rows and what it refers to.  ``tell`` comes after it."""
    _write_base_rows(original, renaming, copies)
    tell(copies, [""] * len(copies))
    model = type(original)
    own = str(model._meta.pk.column)
    insert(model, {own: original.pk}, renaming, {own: column("id")})
    for child, page in child_models(model).items():
        # The only pages that a row of a page names besides its own are medicines.
        others = {
            str(f.column): Sql(f"COALESCE({COPIES}.medicine, {child._meta.db_table}.{f.column})")
            for f in child._meta.local_concrete_fields
            if isinstance(f.related_model, type) and issubclass(f.related_model, Page)
        }
        insert(child, {page: original.pk}, renaming, others | {page: column("id")})
    _copy_references(original, renaming)


def tell(copies: Sequence[Copy], digests: Sequence[str]) -> None:
    """Say anew which copies the next statements are about."""
    rows = [
        (copy.page.pk, *_forms(copy.name), *_place(copy.page), digest, copy.medicine.pk if copy.medicine else None)
        for copy, digest in zip(copies, digests, strict=True)
    ]
    with connection.cursor() as cursor:
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS {COPIES} ({columns})")
        cursor.execute(f"DELETE FROM {COPIES}")
        row = f"({', '.join(['%s'] * len(COLUMNS))})"
        cursor.execute(
            f"INSERT INTO {COPIES} VALUES {', '.join([row] * len(rows))}",
            [given for values in rows for given in values],
        )


def _place(page: Page) -> tuple[str, str, str]:
    return page.path, page.url_path, str(page.translation_key)


def insert(model: type[models.Model], source: Mapping[str, Any], renaming: Renaming, values: Mapping[str, Sql]) -> None:
    """The rows of the original that ``source`` names by their columns, once more for each copy.

    ``values`` are the columns that say something else than the renamed words of the original.
    """
    table = model._meta.db_table
    picked: dict[str, Sql] = {}
    for row in model._meta.local_concrete_fields:
        if row.column in values:
            picked[str(row.column)] = values[str(row.column)]
        elif not row.primary_key:
            stored = f"{table}.{row.column}"
            picked[str(row.column)] = renamed(row, renaming) if row.get_internal_type() in WORDS else Sql(stored)
    names = ", ".join(f'"{name}"' for name in picked)
    expressions = ", ".join(expression.text for expression in picked.values())
    wanted = " AND ".join(f"{table}.{name} = %s" for name in source)
    parameters = [parameter for expression in picked.values() for parameter in expression.parameters]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {expressions} FROM {table}, {COPIES} WHERE {wanted}",
            [*parameters, *source.values()],
        )


def renamed(row: models.Field, renaming: Renaming) -> Sql:
    """What the original says in this column, under the name of the copy."""
    text = _replaced(f"CAST({row.model._meta.db_table}.{row.column} AS text)")
    if row.get_internal_type() == "JSONField":
        text = f"CAST({text} AS {row.db_type(connection)})"
    return Sql(text, renaming.originals())


def _replaced(expression: str) -> str:
    for name in ("name", "small", "slug", "number"):
        expression = f"replace({expression}, %s, {COPIES}.{name})"
    return expression


def merged(json: Sql, keys: Mapping[str, str]) -> Sql:
    """A JSON object with some keys given by expressions over the copy."""
    build, join = ("jsonb_build_object", "{} || {}") if _is_postgresql() else ("json_object", "json_patch({}, {})")
    pairs = ", ".join(f"'{key}', {expression}" for key, expression in keys.items())
    return Sql(join.format(json.text, f"{build}({pairs})"), json.parameters)


def one_of(expression: str) -> str:
    """A JSON list of one."""
    return f"{'jsonb_build_array' if _is_postgresql() else 'json_array'}({expression})"


def json_value(text: str) -> Sql:
    return Sql("CAST(%s AS jsonb)" if _is_postgresql() else "%s", [text])


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def say(original: Page, renaming: Renaming, words: Mapping[str, str]) -> None:
    """Let the copies say these words of the original in these fields, under their names."""
    if not words:
        return
    model = type(original)
    pairs = ", ".join(f"{model._meta.get_field(name).column} = {_replaced('%s')}" for name in words)
    parameters = [part for text in words.values() for part in (text, *renaming.originals())]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {pairs} FROM {COPIES} WHERE {COPIES}.id = {table}.{model._meta.pk.column}", parameters
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
        copy.page = _like(
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


def _like(row: Any, **changes: Any) -> Any:
    """A new row with other values; its key is given when it is written."""
    new = copying.copy(row)
    new._state = copying.copy(row._state)
    new._state.fields_cache = {}
    new.pk = None
    for name, changed in changes.items():
        setattr(new, name, changed)
    return new


def _copy_references(original: Page, renaming: Renaming) -> None:
    """What the pages refer to, as Wagtail keeps it of live pages."""
    table = ReferenceIndex._meta.db_table
    medicine = (
        f"CASE WHEN {table}.model_path LIKE 'drugs%%' THEN COALESCE(CAST({COPIES}.medicine AS text),"
        f" {table}.to_object_id) ELSE {table}.to_object_id END"
    )
    insert(
        ReferenceIndex,
        {"object_id": str(original.pk), "content_type_id": original.content_type_id},
        renaming,
        {"object_id": Sql(f"CAST({COPIES}.id AS text)"), "to_object_id": Sql(medicine)},
    )
