"""Claims and their sources (CHECKS.md: REF-01, REF-02).

Rows of doses, and the blocks that INT-01, FREQ-03 and LIC-01 look at, are asked for their sources there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.rich_text import RichText

from pages.checks.rules import PageRule
from pages.citations import inline_keys, split_keys
from pages.models.base import ReviewedContentPage


def cited_keys(page: ReviewedContentPage) -> dict[str, str]:
    """Reference ids that claims of the page name, with the place of the first claim."""
    found: dict[str, str] = {}
    for key, place in _claims(page):
        found.setdefault(key, place)
    return found


def _claims(page: ReviewedContentPage) -> Iterator[tuple[str, str]]:
    """(reference id, place) of everything that names a source."""
    for name in page.get_streamfield_names():
        for number, block in enumerate(getattr(page, name)):
            for key in _keys_in(block.value):
                yield key, f"{name}.{block.id or number}"
    for name in page.child_rows():
        for number, row in enumerate(getattr(page, name).all()):
            for key in split_keys(getattr(row, "sources", "")):
                yield key, f"{name}.{number}.sources"


def _keys_in(value: Any) -> Iterator[str]:
    if isinstance(value, StructValue):
        yield from split_keys(value.get("sources") or "")
        for child in value.values():
            yield from _keys_in(child)
    elif isinstance(value, RichText):
        yield from inline_keys(value.source)
    elif isinstance(value, StreamValue):
        for block in value:
            yield from _keys_in(block.value)
    elif isinstance(value, ListValue):
        for child in value:
            yield from _keys_in(child)


def unknown_keys(page: ReviewedContentPage) -> Iterator[tuple[str, str]]:
    """REF-01: a claim names a source that is not among the references."""
    known = {reference.key for reference in page.references.all()}
    for key, place in cited_keys(page).items():
        if key not in known:
            yield place, f"“{key}” is cited but is not under References. Add it there, or cite another."


# Streams of claims, with the part of each block that says what the claim is about.
_CLAIMS = {"boxed_warning": "title", "cautions": "who", "results": "outcome"}


def claims_cited(page: ReviewedContentPage) -> Iterator[tuple[str, str]]:
    """REF-01: every warning, contraindication and result rests on a source."""
    for name, about in _CLAIMS.items():
        for number, child in enumerate(getattr(page, name, ())):
            if not split_keys(child.value.get("sources") or ""):
                said = str(child.value.get(about) or child.block.label)
                yield f"{name}.{child.id or number}.sources", f"“{said}” names no source. Cite what it rests on."


def unused_references(page: ReviewedContentPage) -> Iterator[tuple[str, str]]:
    """REF-02: a reference that no claim names."""
    cited = cited_keys(page)
    for reference in page.references.all():
        if reference.key not in cited:
            yield "references", f"The reference “{reference.key}” is not cited anywhere on the page."


PAGE_RULES: tuple[PageRule, ...] = (
    PageRule("REF-01", "block", "CHECKS.md section 9", unknown_keys),
    PageRule("REF-01-CLAIM", "block", "CHECKS.md section 9", claims_cited),
    PageRule("REF-02", "warn", "CHECKS.md section 9", unused_references),
)
