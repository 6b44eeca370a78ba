"""What the text index holds of a page: every word that a reader sees on it."""

from __future__ import annotations

from collections.abc import Iterator

from wagtail.models import Page

from pages.checks.text import passages_of
from pages.models import DoseFormPage, Topic

# The words of others, and words that are there twice.
LEFT_OUT = frozenset({"citation", "link", "summary"})


def visible_text(page: Page) -> str:
    """The text of ``page`` as it is in memory, a passage to a line."""
    return "\n".join(_lines(page))


def _lines(page: Page) -> Iterator[str]:
    yield from (passage.text for passage in passages_of(page) if passage.kind not in LEFT_OUT)
    yield from (topic.name for topic in topics_of(page))
    for field in type(page)._meta.local_fields:
        if field.choices:
            yield str(getattr(page, f"get_{field.name}_display")())
    if isinstance(page, DoseFormPage):
        yield from map(str, page.strengths.all())


def topics_of(page: Page) -> list[Topic]:
    """The drug classes and conditions that a page is filed under."""
    lists = [getattr(page, name) for name in ("drug_classes", "conditions") if hasattr(page, name)]
    return [topic for topics in lists for topic in topics.all()]
