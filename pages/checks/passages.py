"""What the content rules read: passages of visible text, and how they are cut out of rich text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pages.citations import inline_key

# Kinds that hold sentences; the others hold names, labels and figures.
PROSE = frozenset({"lead", "text", "item"})
# Kinds that the hub wrote.  A citation quotes the title of an article, a link repeats words of its paragraph,
# a name is how a product is called.
OWN = PROSE | {"heading", "title", "label", "cell", "header", "caption", "alt", "summary"}


@dataclass(frozen=True)
class Passage:
    """One run of visible text.

    ``start`` is where it begins in the visible text of its field, whose paragraphs are joined by line breaks.
    ``label`` says to an editor where it is, ``sources`` are the reference ids its block names, ``cited`` where words
    that cite one themselves begin and end, ``column`` the heading above a table cell, ``origins`` (begin, number) where
    each stretch of the text begins, and which of the ``parts`` of its rich text it is.
    """

    text: str
    kind: str = "text"
    place: str = ""
    label: str = ""
    start: int = 0
    sources: str = ""
    column: str = ""
    cited: tuple[tuple[int, int], ...] = ()
    origins: tuple[tuple[int, int], ...] = ()

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


def parts(source: str) -> list[str]:
    """Rich text HTML cut at its tags; joined, it is the same again."""
    return _TAG.split(source)


def rich_passages(source: str) -> Iterator[Passage]:
    """The passages of Wagtail's rich text HTML; besides, each link's words as a passage of kind ``link``.

    Linear in the length of ``source``, whatever it is: tags are cut out, not parsed.
    """
    reader = _Reader()
    for number, part in enumerate((*parts(source), "<p>")):
        yield from reader.read(part, number)


class _Reader:
    def __init__(self) -> None:
        self.kind, self.start = "text", 0
        self.words: list[str] = []
        self.origins: list[tuple[int, int]] = []
        self.length = 0
        self.link: list[str] | None = None
        self.cited: list[tuple[int, int]] = []
        self.cited_from: int | None = None

    def read(self, part: str, number: int) -> Iterator[Passage]:
        if not part.startswith("<"):
            self.origins.append((self.length, number))
            self._add(html.unescape(part))
            return
        name = found[1].lower() if (found := _NAME.match(part)) else ""
        if name == "br":
            self.origins.append((self.length, number))
            self._add("\n", in_link=False)
        elif name == "a":
            yield from self._anchor(part)
        elif name in {"img", "embed"} and (alt := _ALT.search(part)):
            yield Passage(html.unescape(alt[1]), "alt", start=self.start)
        elif name in _BLOCK_KINDS:
            yield from self._passage()
            self.kind = "text" if part.startswith("</") else _BLOCK_KINDS[name]

    def _add(self, text: str, in_link: bool = True) -> None:
        self.words.append(text)
        self.length += len(text)
        if self.link is not None and in_link:
            self.link.append(text)

    def _anchor(self, part: str) -> Iterator[Passage]:
        """Cited words are no link: they need not say where it leads."""
        if self.cited_from is not None:
            self.cited.append((self.cited_from, self.length))
            self.cited_from = None
        elif inline_key(part):
            self.cited_from = self.length
        elif part.startswith("</"):
            yield Passage("".join(self.link or []).strip(), "link", start=self.start)
            self.link = None
        else:
            self.link = []

    def _passage(self) -> Iterator[Passage]:
        raw = "".join(self.words)
        if text := raw.strip():
            cut = len(raw) - len(raw.lstrip())
            cited = tuple((begin - cut, end - cut) for begin, end in self.cited)
            origins = tuple((begin - cut, number) for begin, number in self.origins)
            yield Passage(text, self.kind, start=self.start, cited=cited, origins=origins)
            self.start += len(text) + 1
        self.words, self.origins, self.length, self.cited, self.cited_from = [], [], 0, [], None
