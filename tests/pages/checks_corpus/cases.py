"""What a corpus is made of: for each rule, what it must find and what it must leave alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from wagtail.models import Page

from pages.checks.passages import Passage

Subject: TypeAlias = Sequence[Passage] | Page


def paragraph(words: str) -> list[Passage]:
    """One paragraph of a page, without sources."""
    return [Passage(words, "text", "body", "Body")]


@dataclass(frozen=True)
class Cases:
    """``build`` makes of a case what the rule reads: passages, or an unsaved page."""

    hits: Sequence[Any]
    passes: Sequence[Any]
    build: Callable[[Any], Subject] = paragraph
