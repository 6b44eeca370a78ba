"""Accessibility of what editors write: WCAG 2.2, 1.1.1, 1.3.1, 2.4.4 and 2.4.6.

Templates see to one h1, levels without gaps and header cells; what they cannot know is checked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from wagtail.models import Page

from pages.checks.passages import Passage
from pages.checks.rules import Hit, PageRule, TextRule

_LINK_WORDS = re.compile(
    r"(?i)(?:click (?:here|on this link)|(?:read|find out|learn|see) more|here|more|link|this(?: link| page)?"
    r"|page|website"
    r"|details|go|https?://\S+|www\.\S+)\W*"
)
_NO_ALTERNATIVE = re.compile(
    r"(?i)(?:.*\.(?:jpe?g|png|gif|webp|svg|avif|heic)|(?:an? )?(?:image|picture|photo|graphic|img|icon|logo|chart)\W*"
    r"|(?:image|picture|photo|photograph) of .*|(?:img|dsc|dscn|pxl)[-_ ]?\d+.*|untitled.*|[\W_]+|screenshot[\d\W]*)"
)


def _link_words(passage: Passage) -> Iterator[Hit]:
    if not passage.text or _LINK_WORDS.fullmatch(passage.text):
        yield Hit(0, len(passage.text), "The words of a link say where it leads, such as “the label of the tablets”.")


def _alternative(passage: Passage) -> Iterator[Hit]:
    if not passage.text.strip() or _NO_ALTERNATIVE.fullmatch(passage.text.strip()):
        said = "Say what somebody who cannot see the picture needs to know, not that it is a picture."
        yield Hit(0, len(passage.text), said)


RULES: tuple[TextRule, ...] = (
    TextRule("A11Y-LINK", "block", "WCAG 2.2, 2.4.4", _link_words, frozenset({"link"})),
    TextRule("A11Y-ALT", "block", "WCAG 2.2, 1.1.1", _alternative, frozenset({"alt"})),
)


def _tables(page: Page) -> Iterator[tuple[str, Any]]:
    for name in page.get_streamfield_names():
        for number, child in enumerate(getattr(page, name)):
            if child.block_type == "table":
                yield f"{name}.{child.id or number}", child.value


def tables_described(page: Page) -> Iterator[tuple[str, str]]:
    """A caption, a heading for each column, and rows that fit them."""
    for place, table in _tables(page):
        columns = [str(column or "").strip() for column in table.get("columns") or []]
        widths = {len(row) for row in table.get("rows") or []}
        if not str(table.get("caption") or "").strip():
            yield f"{place}.caption", "Give the table a caption: what it shows, and of whom."
        if not columns or not all(columns[1:]) or not (columns[0] or table.get("first_cell_is_header")):
            yield f"{place}.columns", "Give every column of the table a heading."
        if columns and widths - {len(columns)}:
            yield f"{place}.rows", f"Each row of the table needs {len(columns)} cells, one under each heading."


PAGE_RULES: tuple[PageRule, ...] = (PageRule("A11Y-TABLE", "block", "WCAG 2.2, 1.3.1", tables_described),)
