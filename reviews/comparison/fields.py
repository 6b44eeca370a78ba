"""Fields of a page or child row, read into nodes.  A field that is not known here is shown as it is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import models
from django.utils.text import capfirst
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import RichTextField, StreamField

from reviews.comparison import blocks, values
from reviews.comparison.nodes import Node, Reference, leaf, pointer
from reviews.comparison.rich_text import prose
from reviews.comparison.tree import Shape
from reviews.comparison.values import Json

Reader = Callable[[Any, str, str, Json], Node]


def is_parent(field: models.Field) -> bool:
    """The link to the table of the parent class."""
    return bool(getattr(field.remote_field, "parent_link", False))


def _words(_field: models.Field, key: str, label: str, value: Json) -> Node:
    return leaf(key, label, values.text(value))


def _stream(field: StreamField, key: str, label: str, value: Json) -> Node:
    return blocks.read(field.stream_block, key, value, label=label)


def _reference(field: models.ForeignKey, key: Json) -> Reference:
    meta = field.related_model._meta
    return Reference(meta.label_lower, str(key), str(meta.verbose_name))


def _foreign_key(field: models.ForeignKey, key: str, label: str, value: Json) -> Node:
    return pointer(key, label, None if value is None else _reference(field, value))


def _many(field: ParentalManyToManyField, key: str, label: str, value: Json) -> Node:
    found = [_reference(field, one) for one in value or []]
    return Node(key, label, Shape.SET, children=tuple(pointer(one.pk, capfirst(one.noun), one) for one in found))


def _choice(field: models.Field, key: str, label: str, value: Json) -> Node:
    return leaf(key, label, values.chosen(field.flatchoices, value), raw=values.text(value), whole=True)


# The first that fits is used, so fields stand before what they inherit from.
READERS: tuple[tuple[tuple[type[models.Field], ...], Reader], ...] = (
    ((StreamField,), _stream),
    ((RichTextField,), lambda _field, key, label, value: prose(key, label, values.text(value))),
    ((ParentalManyToManyField,), _many),
    ((models.ForeignKey,), _foreign_key),
    ((models.BooleanField,), lambda _field, key, label, value: leaf(key, label, values.yes_or_no(value), whole=True)),
    ((models.DecimalField,), lambda _field, key, label, value: leaf(key, label, values.decimal(value), numeric=True)),
    (
        (models.IntegerField, models.FloatField),
        lambda _field, key, label, value: leaf(key, label, values.text(value), numeric=True),
    ),
    ((models.DateTimeField,), lambda _field, key, label, value: leaf(key, label, values.moment(value), whole=True)),
    ((models.DateField,), lambda _field, key, label, value: leaf(key, label, values.day(value), whole=True)),
    ((models.CharField, models.TextField, models.UUIDField, models.TimeField), _words),
)


def _reader(field: models.Field) -> Reader | None:
    reader = next((reader for kinds, reader in READERS if isinstance(field, kinds)), None)
    return _choice if reader is not None and getattr(field, "choices", None) else reader


def read(field: models.Field, key: str, label: str, value: Json) -> Node:
    """What ``value``, as serialised, says in ``field``."""
    return (_reader(field) or _words)(field, key, label, value)


def unknown(field: models.Field, path: str) -> Iterator[tuple[str, str]]:
    """(path, name of the class) of the field, or of each of its blocks, that cannot be compared."""
    if isinstance(field, StreamField):
        yield from blocks.unknown(field.stream_block, path)
    elif _reader(field) is None:
        yield path, type(field).__name__
