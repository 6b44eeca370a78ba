"""A page's content, read into nodes: every field, in the order of the page type's edit panels."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.text import capfirst
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from taggit.managers import TaggableManager
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, InlinePanel, Panel
from wagtail.models import COMMENTS_RELATION_NAME, Orderable, Page

from reviews.comparison import fields, values
from reviews.comparison.blocks import GONE
from reviews.comparison.nodes import Node, Reference, leaf, pointer, references
from reviews.comparison.tree import Shape
from reviews.digests import BOOKKEEPING

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Reading:
    """What one content says, field by field; nothing where there is no content."""

    nodes: tuple[Node, ...] = ()
    present: bool = False

    @classmethod
    def of(cls, model: type[Page], content: Content | None) -> Reading:
        if content is None:
            return cls()
        plain = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
        return cls(_row(model, plain, BOOKKEEPING), present=True)

    @property
    def is_outdated(self) -> bool:
        """Whether it says something that no field or block of today's code knows, so that no template shows it."""
        parts = (part for node in self.nodes for part in node.walk())
        return any(part.runs and part.label.endswith(f"({GONE})") for part in parts)

    @property
    def references(self) -> set[Reference]:
        return references(iter(self.nodes))


@dataclass(frozen=True)
class Part:
    """One key of a model's serialised content: a field, or the accessor of child rows."""

    key: str
    label: str
    field: models.Field | None = None
    rows: type[models.Model] | None = None
    row_label: str = ""

    def read(self, value: Any) -> Node:
        if self.field is not None:
            return fields.read(self.field, self.key, self.label, value)
        assert self.rows is not None  # noqa: S101  a part is one or the other
        rows = value if isinstance(value, list) else []
        if _is_tag(self.rows):
            return _tags(self.rows, self.key, self.label, rows)
        if issubclass(self.rows, Orderable):
            rows = sorted(rows, key=_position)
        return Node(
            self.key,
            self.label,
            Shape.LIST,
            children=tuple(
                Node(
                    str(position),
                    f"{self.row_label} {position}",
                    Shape.GROUP,
                    children=_row(self.rows, row, frozenset({"pk", "id"})),
                    identity=values.text(row.get("pk")),
                )
                for position, row in enumerate(rows, 1)
            ),
        )


def _position(row: Content) -> tuple[bool, int]:
    """As modelcluster sorts them when it builds the page: those without a number first, as they are."""
    number = row.get("sort_order")
    return number is not None, number or 0


def _row(model: type[models.Model], content: Content, left_out: frozenset[str]) -> tuple[Node, ...]:
    parts = parts_of(model)
    known = {part.key for part in parts} | left_out | _position_keys(model)
    gone = [leaf(key, f"{key} ({GONE})", values.text(value)) for key, value in content.items() if key not in known]
    return (*(part.read(content.get(part.key)) for part in parts), *gone)


def _position_keys(model: type[models.Model]) -> set[str]:
    """Keys that say where a row belongs, and no more."""
    keys = {field.name for field in model._meta.fields if isinstance(field, ParentalKey) or fields.is_parent(field)}
    return keys | ({"sort_order"} if issubclass(model, Orderable) else set())


def _is_tag(model: type[models.Model]) -> bool:
    own = {field.name for field in model._meta.fields if not field.primary_key and not isinstance(field, ParentalKey)}
    return issubclass(model, ItemBase) and own == {"tag"}


def _tags(model: type[models.Model], key: str, label: str, rows: list[Any]) -> Node:
    meta = model._meta.get_field("tag").related_model._meta  # type: ignore[union-attr]
    found = [Reference(meta.label_lower, values.text(row.get("tag")), str(meta.verbose_name)) for row in rows]
    return Node(key, label, Shape.SET, children=tuple(pointer(one.pk, capfirst(one.noun), one) for one in found))


@cache
def parts_of(model: type[models.Model]) -> tuple[Part, ...]:
    """Every part of the serialised content of ``model``, in reading order; what is in no panel stands at the end."""
    parts = {part.key: part for part in _parts(model)}
    ordered: dict[str, Part] = {}
    for name, label, row_label in _panels(model):
        key = _content_key(model, name)
        part = parts.get(key)
        if part is not None:
            ordered.setdefault(key, Part(key, label or part.label, part.field, part.rows, row_label or part.row_label))
    return tuple((ordered | {key: part for key, part in parts.items() if key not in ordered}).values())


def _parts(model: type[models.Model]) -> Iterator[Part]:
    left_out = _position_keys(model) | ({*BOOKKEEPING} if issubclass(model, Page) else {"id"})
    for field in [*model._meta.fields, *get_all_child_m2m_relations(model)]:
        own_key = field.primary_key and not isinstance(field, ParentalManyToManyField)
        if field.serialize and field.name not in left_out and not own_key:
            yield Part(field.name, capfirst(str(field.verbose_name)), field=field)
    labels = {_content_key(model, field.name): field.verbose_name for field in _tag_managers(model)}
    for relation in get_all_child_relations(model):
        accessor = relation.get_accessor_name()
        if accessor != COMMENTS_RELATION_NAME:
            meta = relation.related_model._meta
            label = capfirst(str(labels.get(accessor, meta.verbose_name_plural)))
            yield Part(accessor, label, rows=relation.related_model, row_label=capfirst(str(meta.verbose_name)))


def _tag_managers(model: type[models.Model]) -> list[TaggableManager]:
    return [field for field in model._meta.get_fields() if isinstance(field, TaggableManager)]


def _content_key(model: type[models.Model], name: str) -> str:
    """Where the content keeps what the panel ``name`` edits: tags are stored as child rows."""
    for manager in _tag_managers(model):
        if manager.name == name:
            keys = [field for field in manager.through._meta.fields if isinstance(field, ParentalKey)]
            return keys[0].remote_field.get_accessor_name() if keys else name
    return name


def _panels(model: type[models.Model]) -> Iterator[tuple[str, str, str]]:
    """(name of the field or relation, label, label of a row) in the order in which the editor shows them."""
    if issubclass(model, Page):
        yield from _flat(model.get_edit_handler())  # type: ignore[attr-defined]
    else:
        for panel in getattr(model, "panels", ()):
            yield from _flat(FieldPanel(panel) if isinstance(panel, str) else panel)


def _flat(panel: Panel) -> Iterator[tuple[str, str, str]]:
    if isinstance(panel, InlinePanel):
        yield panel.relation_name, str(panel.heading), str(panel.label)
    elif isinstance(panel, FieldPanel):
        yield panel.field_name, str(panel.heading), ""
    for child in getattr(panel, "children", ()):
        yield from _flat(FieldPanel(child) if isinstance(child, str) else child)


def unknown(model: type[models.Model], path: str = "") -> Iterator[tuple[str, str]]:
    """(path, name of the class) of each field or block of ``model`` and its child rows that cannot be compared."""
    for part in parts_of(model):
        here = f"{path}{part.key}"
        if part.rows is not None:
            yield from unknown(part.rows, f"{here}.")
        elif part.field is not None:
            yield from fields.unknown(part.field, here)
