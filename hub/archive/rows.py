"""Rows as text that PostgreSQL and SQLite both read back to the same values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import models

# Made again from the rest, or of no use to anybody afterwards.
LEFT_OUT = ("axes", "django_tasks_database", "sessions", "wagtailsearch")
LEFT_OUT_MODELS = ("hub.cdnstate", "pages.searchname", "pages.searchstart", "pages.searchword", "pages.searchspelling")
PLAIN = (bool, int, float, str, type(None))
CHUNK = 500


def kept_models() -> list[type[models.Model]]:
    """Every model with a table of its own whose rows go into an archive, in a fixed order."""
    found = {model._meta.db_table: model for model in all_models() if not is_left_out(model)}
    return [found[table] for table in sorted(found)]


def all_models() -> list[type[models.Model]]:
    return [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]


def is_left_out(model: type[models.Model]) -> bool:
    return model._meta.app_label in LEFT_OUT or model._meta.label_lower in LEFT_OUT_MODELS


def written(model: type[models.Model]) -> Iterator[bytes]:
    """A line for each row: a JSON list of its values in the order of ``columns``."""
    fields = model._meta.local_concrete_fields
    for row in model._base_manager.order_by("pk").iterator(chunk_size=CHUNK):
        yield json.dumps([_as_text(field, row) for field in fields], ensure_ascii=False).encode() + b"\n"


def columns(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.local_concrete_fields]


def _as_text(field: models.Field, row: models.Model) -> Any:
    value = field.value_from_object(row)
    return value if isinstance(value, PLAIN) else field.value_to_string(row)


def insert(model: type[models.Model], lines: Iterable[bytes]) -> int:
    """Write rows with the keys that they had; returns how many."""
    fields = list(model._meta.local_concrete_fields)
    rows = iter(lines)
    count = 0
    while chunk := [_read(model, fields, line) for line in islice(rows, CHUNK)]:
        # As ``Model.save_base(raw=True)`` does for one: of a table of its own, and nothing is computed anew.
        model._base_manager._insert(chunk, fields=fields, raw=True)  # type: ignore[attr-defined]  # noqa: SLF001
        count += len(chunk)
    return count


def _read(model: type[models.Model], fields: list[Any], line: bytes) -> models.Model:
    values = json.loads(line)
    read = {field.attname: field.to_python(value) for field, value in zip(fields, values, strict=True)}
    row = model.__new__(model)
    row._state = models.base.ModelState()
    for name, value in read.items():
        setattr(row, name, value)
    return row
