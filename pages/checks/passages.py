"""What the content rules read: passages of visible text, and how they are cut out of rich text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

# Kinds that hold sentences; the others hold names, labels and figures.
PROSE = frozenset({"lead", "text", "item"})
# Kinds that the hub wrote.  A citation quotes the title of an article, a link repeats words of its paragraph,
# a name is how a product is called.
OWN = PROSE | {"heading", "title", "label", "cell", "header", "caption", "alt", "summary"}


@dataclass(frozen=True)
class Passage:
    """One run of visible text.

    ``start`` is where it begins in the visible text of its field, whose paragraphs are joined by line breaks.
    ``label`` says to an editor where it is, ``sources`` are the reference ids its block names, ``column`` the
    heading above a table cell.
    """

    text: str
    kind: str = "text"
    place: str = ""
    label: str = ""
    start: int = 0
    sources: str = ""
    column: str = ""

    @cached_property
    def lower(self) -> str:
        return self.text.lower()

    @cached_property
    def has_figures(self) -> bool:
        return _DIGIT.search(self.text) is not None

    @property
    def field(self) -> str:
        return self.place.partition(".")[0]


_DIGIT = re.compile(r"\d")
_TAG = re.compile(r"(<[^<>]*>)")
_NAME = re.compile(r"</?\s*([a-zA-Z][a-zA-Z0-9]*)")
_ALT = re.compile(r'\balt="([^"]*)"')
_BLOCK_KINDS = {
    **dict.fromkeys(("p", "div", "blockquote", "dd", "dt", "hr", "ul", "ol", "table", "tr"), "text"),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    "li": "item",
    "td": "cell",
    "th": "header",
    "caption": "caption",
}


def rich_passages(source: str) -> Iterator[Passage]:
    """The passages of Wagtail's rich text HTML; besides, each link's words as a passage of kind ``link``.

    Linear in the length of ``source``, whatever it is: tags are cut out, not parsed.
    """
    kind, start = "text", 0
    words: list[str] = []
    link: list[str] | None = None
    for part in (*_TAG.split(source), "<p>"):
        name = found[1].lower() if (found := _NAME.match(part)) else ""
        if not part.startswith("<"):
            text = html.unescape(part)
            words.append(text)
            if link is not None:
                link.append(text)
        elif name == "br":
            words.append("\n")
        elif name == "a":
            if part.startswith("</"):
                yield Passage("".join(link or []).strip(), "link", start=start)
            link = None if part.startswith("</") else []
        elif name in {"img", "embed"} and (alt := _ALT.search(part)):
            yield Passage(html.unescape(alt[1]), "alt", start=start)
        elif name in _BLOCK_KINDS:
            raw = "".join(words)
            if text := raw.strip():
                yield Passage(text, kind, start=start)
                start += len(text) + 1
            kind = "text" if part.startswith("</") else _BLOCK_KINDS[name]
            words = []
