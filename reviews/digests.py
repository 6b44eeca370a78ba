"""The canonical content of a page, and its SHA-256.

An approval is bound to this digest and never to a row id: Wagtail rewrites revision rows in place.  Canonical
content is what a reader could notice.  Tree position, locks, dates of publication, ownership and staff comments
are left out; keys of child rows too, because a revision holds none where the live row has one.

The functions are pure: they read no database.  :class:`ContentSchema` tells them which keys of a page type's
content are child rows, streams, sets or decimals.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME

# Part of every digest: a new way to make the canonical form is a new scheme, and old digests stay checkable.
SCHEME = 1

# What Wagtail keeps about a page, as opposed to what the page says.
BOOKKEEPING = frozenset(
    {
        *("pk", "id", "page_ptr", "path", "depth", "numchild", "url_path", "content_type", "owner"),
        *("draft_title", "live", "has_unpublished_changes", "expired", "latest_revision"),
        *("latest_revision_created_at", "live_revision", "first_published_at", "last_published_at"),
        *("locked", "locked_at", "locked_by", "alias_of", "translation_key", "locale"),
        COMMENTS_RELATION_NAME,
    }
)

Json = Any


@dataclass(frozen=True)
class ContentSchema:
    """How to read one model's serialised content."""

    label: str
    children: Mapping[str, ContentSchema] = field(default_factory=dict)
    parent_key: str = ""
    streams: frozenset[str] = frozenset()
    sets: frozenset[str] = frozenset()
    decimals: frozenset[str] = frozenset()

    @classmethod
    def of(cls, model: type[models.Model]) -> ContentSchema:
        return _schema(model, "")


@cache
def _schema(model: type[models.Model], parent_key: str) -> ContentSchema:
    fields = model._meta.get_fields()
    return ContentSchema(
        label=model._meta.label_lower,
        parent_key=parent_key,
        children={
            relation.get_accessor_name(): _schema(relation.related_model, relation.field.name)
            for relation in get_all_child_relations(model)
            if relation.get_accessor_name() != COMMENTS_RELATION_NAME
        },
        streams=frozenset(f.name for f in fields if isinstance(f, StreamField)),
        sets=frozenset(f.name for f in get_all_child_m2m_relations(model)),
        decimals=frozenset(f.name for f in fields if isinstance(f, models.DecimalField)),
    )


def canonical(schema: ContentSchema, content: Mapping[str, Json]) -> dict[str, Json]:
    """The reviewed part of a page's serialised ``content`` (a revision's JSON or ``serializable_data()``)."""
    plain = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    return _canonical_row(schema, plain, BOOKKEEPING)


def _canonical_row(schema: ContentSchema, row: Mapping[str, Json], left_out: Iterable[str]) -> dict[str, Json]:
    omitted = {*left_out, schema.parent_key}
    return {key: _canonical_value(schema, key, value) for key, value in row.items() if key not in omitted}


def _canonical_value(schema: ContentSchema, key: str, value: Json) -> Json:
    if key in schema.children:
        child = schema.children[key]
        return [_canonical_row(child, row, ("pk", "id")) for row in value or []]
    if key in schema.streams:
        return json.loads(value) if isinstance(value, str) and value else value or []
    if key in schema.sets:
        return sorted(value or [])
    if key in schema.decimals and value is not None:
        # "50", "50.0" and the database's "50.0000" are one number.
        return f"{Decimal(str(value)).normalize():f}"
    return value


def digest(schema: ContentSchema, content: Mapping[str, Json], references: Iterable[tuple[str, str]] = ()) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON of the ``document``."""
    return hashlib.sha256(canonical_json(document(schema, content, references)).encode()).hexdigest()


def document(
    schema: ContentSchema, content: Mapping[str, Json], references: Iterable[tuple[str, str]] = ()
) -> dict[str, Json]:
    """What is digested: the canonical content, and (name, fingerprint) of everything it shows.

    ``references`` are the images, documents and topics that the content names by key: their own content is
    the page's content too.
    """
    return {
        "scheme": SCHEME,
        "type": schema.label,
        "content": canonical(schema, content),
        "references": sorted(references),
    }


def canonical_json(document: Json) -> str:
    """One text for one value: sorted keys, no white space, UTF-8 as it is."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, cls=DjangoJSONEncoder)


def differences(schema: ContentSchema, approved: Mapping[str, Json], found: Mapping[str, Json]) -> list[str]:
    """Names of the fields of ``found`` that say something else than ``approved``, sorted.

    ``found`` may be a part of the content, such as the fields of the base page.  A field that only ``found`` has and
    that says nothing is no difference: a release added it since.  One that only ``approved`` has is none either: a row
    has every field that its release knows.
    """
    before, now = canonical(schema, approved), canonical(schema, found)
    # Nearly always; looking at every part costs as much as all else.
    return [] if before == now else _row_differences(schema, before, now)


def _row_differences(schema: ContentSchema, before: Mapping[str, Json], now: Mapping[str, Json]) -> list[str]:
    return sorted(
        name
        for name, value in now.items()
        if not (_restates(schema, name, before[name], value) if name in before else says_nothing(value))
    )


def _restates(schema: ContentSchema, name: str, before: Json, now: Json) -> bool:
    if name not in schema.children:
        return _adds_nothing(before, now)
    child = schema.children[name]
    return len(before) == len(now) and not any(map(_row_differences, (child,) * len(now), before, now))


def _adds_nothing(before: Json, now: Json) -> bool:
    """Equal, but for parts of blocks that ``before`` did not have and that say nothing."""
    if isinstance(before, dict) and isinstance(now, dict):
        return before.keys() <= now.keys() and all(
            _adds_nothing(before[name], value) if name in before else says_nothing(value) for name, value in now.items()
        )
    if isinstance(before, list) and isinstance(now, list):
        return len(before) == len(now) and all(map(_adds_nothing, before, now))
    return bool(before == now)


def says_nothing(value: Json) -> bool:
    """What a field says until somebody writes in it.  A nought is a number like any other."""
    return value is None or value is False or value in ("", [], {})
