"""Articles as HTML: what stands in the article itself, without scripts, menus and forms."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from pages.articles.parts import Article, Collected, Kind

_NO_WORDS = ["script", "style", "template", "noscript", "nav", "footer", "aside", "form", "svg", "iframe", "button"]
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_PARAGRAPHS = {"p", "blockquote", "pre", "dd", "dt", "figcaption"}
_INLINE = {
    *("a", "abbr", "b", "br", "cite", "code", "em", "i", "mark", "q", "s", "small", "span", "strong", "sub", "sup"),
    *("time", "u"),
}
# Nothing that a person wrote is nested deeper.
MAX_DEPTH = 200


def read(source: str) -> Article:
    """The first ``h1``, or else the ``title``, is the title."""
    soup = BeautifulSoup(source, "html.parser")
    named = soup.title.get_text(" ", strip=True) if soup.title else ""
    for element in soup(_NO_WORDS):
        element.decompose()
    body = soup.find("article") or soup.find("main") or soup.body or soup
    collected = Collected()
    if isinstance(body, Tag):
        _read(body, collected, 0)
    first = next((part for part in collected.parts if part.kind is Kind.HEADING and part.level == 1), None)
    if first is not None:
        collected.parts.remove(first)
    return collected.article(first.text if first else named)


def _read(element: Tag, collected: Collected, depth: int) -> None:
    loose = ""
    for child in element.children:
        if isinstance(child, Tag) and _is_block(child):
            collected.add(Kind.PARAGRAPH, loose)
            loose = ""
            _read_block(child, collected, depth)
        else:
            loose += _words(child)
    collected.add(Kind.PARAGRAPH, loose)


def _is_block(element: Tag) -> bool:
    return element.name not in _INLINE


def _words(element: PageElement) -> str:
    """The text of an element; a line break, or where a block begins, is a space."""
    parts = [element, *element.descendants] if isinstance(element, Tag) else [element]
    return "".join(_word(part) for part in parts)


def _word(part: PageElement) -> str:
    if isinstance(part, Tag):
        return " " if part.name == "br" or _is_block(part) else ""
    # Comments and declarations are strings too, of other types.
    return str(part) if type(part) is NavigableString else ""


def _read_block(element: Tag, collected: Collected, depth: int) -> None:
    if element.name in _HEADINGS:
        collected.add(Kind.HEADING, _words(element), _HEADINGS[element.name])
    elif element.name == "table":
        rows = [row.find_all(["th", "td"]) for row in element.find_all("tr")]
        collected.add_table([[_words(cell) for cell in row] for row in rows])
    elif element.name == "li":
        collected.add(Kind.ITEM, _words(element))
    elif element.name in _PARAGRAPHS or depth > MAX_DEPTH:
        collected.add(Kind.PARAGRAPH, _words(element))
    else:
        _read(element, collected, depth + 1)
