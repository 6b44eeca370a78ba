"""The passages of an SPL document, in its order."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from pages.importers.facts import Section
from pages.importers.plain import words

PRODUCT_DATA = "48780-1"
UNCLASSIFIED = "42229-5"
# After these, text goes on in a new line.
_BLOCKS = {"paragraph", "item", "caption", "tr", "br", "table", "list", "title"}
_CELLS = {"td", "th"}


def read(root: Element) -> tuple[Section, ...]:
    """One section per coded section; unclassified ones belong to the section they stand in."""
    found: list[tuple[str, str, list[str]]] = []
    body = root.find("component/structuredBody")
    for component in body.findall("component") if body is not None else ():
        for section in component.findall("section"):
            _walk(section, found, None)
    return tuple(
        Section(code, title, text)
        for code, title, lines in found
        if (text := "\n".join(line for line in lines if line)) or title
    )


def _walk(section: Element, found: list[tuple[str, str, list[str]]], within: list[str] | None) -> None:
    """Depth is limited by the parser."""
    coded = section.find("code")
    code = coded.get("code", "") if coded is not None else ""
    if code == PRODUCT_DATA:
        return
    title = words(" ".join(_strings(section.find("title"))))
    name = words(coded.get("displayName", "")) if coded is not None else ""
    if within is None or (code and code != UNCLASSIFIED):
        within = []
        found.append((code, title or name, within))
    elif title:
        within.append(title)
    within += text_of(section.find("text"))
    for component in section.findall("component"):
        for inner in component.findall("section"):
            _walk(inner, found, within)


def text_of(element: Element | None) -> list[str]:
    """Lines of text; the cells of a table row are parted by bars."""
    return [line for line in (words(line) for line in "".join(_strings(element)).split("\n")) if line.strip(" |")]


def _strings(element: Element | None) -> list[str]:
    if element is None:
        return []
    parts = [element.text.replace("\n", " ") if element.text else ""]
    for child in element:
        parts += _strings(child)
        if child.tag in _BLOCKS:
            parts.append("\n")
        elif child.tag in _CELLS:
            parts.append(" | ")
        if child.tail:
            parts.append(child.tail.replace("\n", " "))
    return parts
