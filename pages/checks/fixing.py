"""Putting a finding's fix in its place: the words it names, and not one other.

Only where the words stand in one piece.  What is partly bold, or crosses a link, is for a person.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.models import Page
from wagtail.rich_text import RichText

from pages.checks.passages import parts, rich_passages
from pages.models.base import ReviewedContentPage
from reviews.findings import Finding, Mending


class Spot(NamedTuple):
    """A value of a draft in memory, and what puts another in its stead."""

    value: Any
    write: Callable[[Any], None]


def mending(page: Page, finding: Finding) -> Mending | None:
    """As ``reviews.findings.Fixer`` is asked."""
    if finding.fix is None or finding.offset is None or not isinstance(page, ReviewedContentPage):
        return None
    spot = _spot(page, finding.place)
    if spot is not None and isinstance(spot.value, RichText):
        mended = fixed_html(spot.value.source, finding)
        return None if mended is None else partial(spot.write, RichText(mended))
    words = _fixed(spot.value, finding, finding.offset) if spot is not None and isinstance(spot.value, str) else None
    return None if spot is None or words is None else partial(spot.write, words)


def fixed_html(source: str, finding: Finding) -> str | None:
    """Rich text with the fix in it; None when the words are not there, or not in one piece between two tags."""
    for passage in rich_passages(source):
        offset = (finding.offset or 0) - passage.start
        before = [origin for origin in passage.origins if origin[0] <= offset]
        if before and offset < len(passage.text):
            begin, number = before[-1]
            cut = parts(source)
            words = _fixed(html.unescape(cut[number]), finding, offset - begin)
            if words is not None:
                cut[number] = html.escape(words, quote=False)
                return "".join(cut)
    return None


def _fixed(text: str, finding: Finding, offset: int) -> str | None:
    end = offset + len(finding.excerpt)
    return f"{text[:offset]}{finding.fix}{text[end:]}" if text[offset:end] == finding.excerpt else None


def _spot(page: ReviewedContentPage, place: str) -> Spot | None:
    name, *steps = place.split(".")
    if name in page.child_rows():
        rows = {str(number): row for number, row in enumerate(getattr(page, name).all())}
        number, field = steps if len(steps) == 2 else ("", "")
        return _of_field(rows.get(number), field)
    spot = _of_field(page, name)
    for step in steps:
        spot = _inside(spot.value, step) if spot is not None else None
    return spot


def _of_field(row: Any, name: str) -> Spot | None:
    return Spot(getattr(row, name), partial(setattr, row, name)) if hasattr(row, name) else None


def _inside(value: Any, step: str) -> Spot | None:
    """One step of a place, which names a part of a block, or a child by its id or, without one, its number."""
    if isinstance(value, StructValue):
        return Spot(value[step], partial(value.__setitem__, step)) if step in value else None
    children = value.bound_blocks if isinstance(value, ListValue) else value if isinstance(value, StreamValue) else ()
    for number, child in enumerate(children):
        if step == str(child.id or number):
            return Spot(child.value, partial(setattr, child, "value"))
    return None
