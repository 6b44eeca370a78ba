"""What rows of other tables are called: the one part of the comparison that reads the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.models import Page

from reviews.comparison.comparing import DELETED, NOT_PUBLIC, compare_readings
from reviews.comparison.nodes import Reference
from reviews.comparison.reading import Reading
from reviews.comparison.tree import Comparison


def titles(references: Iterable[Reference], *, only_public: bool = False) -> dict[Reference, str]:
    """The title of each row that exists.  One query for each model, none without references.

    ``only_public``: of pages, those alone that are live.  Images, documents and topics froze with what shows them.
    """
    wanted: dict[str, dict[Any, list[Reference]]] = defaultdict(lambda: defaultdict(list))
    for reference in references:
        wanted[reference.model][_key(apps.get_model(reference.model), reference.pk)].append(reference)
    found: dict[Reference, str] = {}
    for label, by_key in wanted.items():
        model = apps.get_model(label)
        rows = model._base_manager.all()
        if only_public and issubclass(model, Page):
            rows = rows.filter(live=True)
        for pk, row in rows.in_bulk(list(by_key)).items():
            found |= dict.fromkeys(by_key[pk], str(row))
    return found


def _key(model: type[models.Model], text: str) -> object:
    """The key as the database has it; None, which finds nothing, for what no row can have."""
    try:
        field = model._meta.pk
        key = field.to_python(text)
        field.run_validators(key)
    except ValidationError:
        return None
    return key


def compare_with_names(
    model: type[Page], old: Mapping[str, Any] | None, new: Mapping[str, Any] | None, *, only_public: bool = False
) -> Comparison:
    """``comparison.compare`` with the titles of images, documents, pages and topics looked up (``titles``)."""
    before, after = Reading.of(model, old), Reading.of(model, new)
    named = titles(before.references | after.references, only_public=only_public)
    return compare_readings(before, after, named, unnamed=NOT_PUBLIC if only_public else DELETED)
