"""From rows to digests: the one place where stored pages and revisions meet ``reviews.digests``."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Revision

from reviews import references
from reviews.digests import ContentSchema, digest


def schema_of(page: Page) -> ContentSchema:
    return ContentSchema.of(type(page))


def page_digest(page: Page) -> str:
    """Digest of a specific page object as it is in memory: a live row, or a revision's ``as_object()``."""
    return digest(schema_of(page), page.serializable_data(), references.fingerprints(page))


def revision_digest(revision: Revision) -> str:
    """Digest of what is stored in the revision row now."""
    model: Any = ContentType.objects.get_for_id(revision.content_type_id).model_class()
    # ``as_object()`` would ask for the target of every key of every row.  A target that is gone is found below.
    page = model.from_serializable_data(revision.content, check_fks=False)
    return digest(ContentSchema.of(model), revision.content, references.fingerprints(page))
