"""What a newer release stored of a page and this one has no field or block for.

Two releases serve one site while one replaces the other, and a version that the newer one stored may say more than the
older can show.  Wagtail drops such words without a sound: a reviewer would sign what no screen showed, publishing would
write a row without them, and saving a draft would lose them.  So whoever submits, decides, publishes or saves asks here
first, and waits for the upgrade.  Words whose field an upgrade took away are another matter: comparisons show them, and
``services.restamp`` takes them out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Revision

from reviews.digests import BOOKKEEPING, says_nothing
from reviews.refusals import NewerRelease

LEFT_OUT = BOOKKEEPING | {"pk", "id"}


def unread(model: type[models.Model], content: Mapping[str, Any]) -> list[str]:
    """Names of the fields and kinds of blocks that say something in ``content`` and that a newer release added, sorted.

    Without such words nothing is asked of the database.
    """
    names = sorted({*_in_row(model, content)})
    return names if names and _is_behind(model._meta.app_label) else []


def unread_of(revision: Revision) -> list[str]:
    model = ContentType.objects.get_for_id(revision.content_type_id).model_class()
    return unread(model, revision.content) if model is not None else []


def require_read(revision: Revision, *, kept: str = "Nothing was decided.") -> None:
    """Raise ``NewerRelease`` when this release cannot show all that ``revision`` says."""
    require_none(unread_of(revision), kept=kept)


def require_none(names: list[str], *, kept: str) -> None:
    if names:
        raise NewerRelease(
            "This version was stored by a newer release of the hub, and says something that this one cannot show: "
            f"{', '.join(names)}.",
            kept=kept,
            next_step="The hub is being upgraded: try again in a few minutes.",
        )


def _is_behind(app: str) -> bool:
    """Whether the database has had migrations of the application that this release does not know."""
    loader = MigrationLoader(connection)
    known = {*loader.disk_migrations, *(old for new in loader.disk_migrations.values() for old in new.replaces)}
    return any(migration[0] == app and migration not in known for migration in loader.applied_migrations)


def _in_row(model: type[models.Model], row: Mapping[str, Any]) -> Iterator[str]:
    children = {relation.get_accessor_name(): relation.related_model for relation in get_all_child_relations(model)}
    fields = {field.name: field for field in (*model._meta.fields, *get_all_child_m2m_relations(model))}
    for name, value in row.items():
        if name in LEFT_OUT or says_nothing(value):
            continue
        field = fields.get(name)
        if name in children:
            for child in value:
                yield from _in_row(children[name], child)
        elif isinstance(field, StreamField):
            yield from _in_block(field.stream_block, json.loads(value) if isinstance(value, str) else value)
        elif field is None:
            yield name


def _in_block(block: blocks.Block, value: Any) -> Iterator[str]:
    named: Iterable[tuple[str, Any]]
    if isinstance(block, blocks.StructBlock):
        named = value.items() if isinstance(value, Mapping) else ()
    elif isinstance(block, blocks.StreamBlock):
        named = ((item["type"], item["value"]) for item in value or ())
    elif isinstance(block, blocks.ListBlock):
        for item in value or ():
            # As Wagtail stored them before they had ids, and since.
            is_wrapped = isinstance(item, Mapping) and item.get("type") == "item"
            yield from _in_block(block.child_block, item["value"] if is_wrapped else item)
        return
    else:
        return
    for name, inner in named:
        if name in block.child_blocks:
            yield from _in_block(block.child_blocks[name], inner)
        elif not says_nothing(inner):
            yield name
