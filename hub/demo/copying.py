"""Rows of copies: what the rows of an approved page say, under another name.

Set by set and not page by page, so that tens of thousands are a matter of minutes.  What is written here is never live;
``hub.demo.multiplying`` has it approved and published.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models
from django.utils.text import slugify
from wagtail.models import Page, ReferenceIndex, Revision

from pages.bulk_rows import write
from reviews.triggers import child_models

# Kinds of columns in which the name can stand.
WORDS = ("CharField", "JSONField", "SlugField", "TextField")
# The temporary table that statements join: a row for each copy.
COPIES = "copied_as"
COLUMNS = {
    "id": "integer",
    "depth": "integer",
    "medicine": "integer",
    "revision": "integer",
    **dict.fromkeys(("name", "small", "slug", "number", "path", "url_path", "translation", "digest"), "text"),
}


@dataclass
class Place:
    """The row of a copy in the base table: as much of a page as others need that stand below it or name it."""

    path: str
    depth: int
    url_path: str
    pk: int = 0
    numchild: int = 0
    translation_key: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass
class Copy:
    """What a copy is called and where it stands; ``medicine`` is the page that a study is about.

    ``page`` is its row of the base table once that is written.
    """

    name: str
    parent: Page | Place
    medicine: Page | Place | None = None
    page: Place = field(init=False)


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
    """A draft for each copy, with its child rows and what it refers to."""
    _write_base_rows(original, renaming, copies)
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
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {COPIES}")
        cursor.execute(f"CREATE TEMPORARY TABLE {COPIES} ({', '.join(map(' '.join, COLUMNS.items()))})")
    write(COPIES, list(COLUMNS), (_told(copy, digest) for copy, digest in zip(copies, digests, strict=True)))


def tell_revisions(original: Page) -> None:
    """Say of each copy which of its revisions was saved last."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {COPIES} SET revision = (SELECT MAX(r.id) FROM {Revision._meta.db_table} r"
            f" WHERE r.content_type_id = %s AND r.object_id = CAST({COPIES}.id AS text))",
            [original.content_type_id],
        )


def _told(copy: Copy, digest: str) -> tuple[Any, ...]:
    page, medicine = copy.page, copy.medicine
    place = (page.path, page.url_path, str(page.translation_key))
    return (page.pk, page.depth, medicine.pk if medicine else None, None, *_forms(copy.name), *place, digest)


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


def renamed_parameters(text: str, parameters: Sequence[Any], renaming: Renaming) -> Sql:
    """``text`` with its parameters, the name of the copy standing in those that have the name of the original."""
    first, *others = text.split("%s")
    expression, all_given = first, []
    for given, following in zip(parameters, others, strict=True):
        is_named = isinstance(given, str) and any(name in given for name in renaming.originals())
        expression += (_replaced("%s") if is_named else "%s") + following
        all_given += [given, *renaming.originals()] if is_named else [given]
    return Sql(expression, all_given)


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
    added: dict[int, int] = defaultdict(int)
    positions: dict[int, int] = {}
    for copy in copies:
        parent = copy.parent
        added[parent.pk] += 1
        if parent.pk not in positions:
            positions[parent.pk] = _last_position(parent)
        depth, slug = parent.depth + 1, renaming.apply(original.slug, copy.name)
        path = Page._get_path(parent.path, depth, positions[parent.pk] + added[parent.pk])  # noqa: SLF001
        copy.page = Place(path, depth, f"{parent.url_path}{slug}/")
    tell(copies, [""] * len(copies))
    born = {"live": False, "has_unpublished_changes": True, "numchild": 0}
    never = ("live_revision_id", "latest_revision_id", "first_published_at", "last_published_at")
    key = Page._meta.get_field("translation_key")
    insert(
        Page,
        {"id": original.pk},
        renaming,
        {name: value(given) for name, given in born.items()}
        | dict.fromkeys((*never, "latest_revision_created_at"), Sql("NULL"))
        | {name: column(name) for name in ("path", "depth", "url_path")}
        | {"translation_key": Sql(f"CAST(replace({COPIES}.translation, '-', '') AS {key.db_type(connection)})")},
    )
    by_path = {copy.page.path: copy.page for copy in copies}
    table = Page._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {COPIES} SET id = p.id FROM {table} p WHERE p.path = {COPIES}.path")
        cursor.execute(f"SELECT path, id FROM {COPIES}")
        for path, pk in cursor.fetchall():
            by_path[path].pk = pk
    _count_children(added)
    for parent in {copy.parent.pk: copy.parent for copy in copies}.values():
        parent.numchild += added[parent.pk]


def _count_children(added: Mapping[int, int]) -> None:
    by_number: dict[int, list[int]] = defaultdict(list)
    for pk, number in added.items():
        by_number[number].append(pk)
    for number, pks in by_number.items():
        Page.objects.filter(pk__in=pks).update(numchild=models.F("numchild") + number)


def _last_position(parent: Page | Place) -> int:
    if not parent.numchild:
        return 0
    below = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1)
    last = below.order_by("-path").values_list("path", flat=True)[0]
    return int(Page._str2int(last[-Page.steplen :]))  # noqa: SLF001  treebeard


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
