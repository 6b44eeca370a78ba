"""From rows to digests: the one place where stored pages and revisions meet ``reviews.digests``."""

from __future__ import annotations

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
    page = revision.as_object()
    return digest(schema_of(page), revision.content, references.fingerprints(page))
