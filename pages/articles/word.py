"""Articles as Word documents (.docx, Office Open XML): its paragraphs, headings by style, lists and tables.

Nothing is unpacked to disk; only the two parts that hold words and names of styles are read, each of bearable size.
"""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree.ElementTree import Element

from pages.articles.parts import Article, Collected, Kind
from pages.importers.files import MAX_BYTES, parse_xml
from pages.importers.refusals import ImportRefused

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"


def looks_like(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04")


def read(data: bytes) -> Article:
    """Raises ImportRefused for an archive that is no Word document, or a broken one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if DOCUMENT not in archive.namelist():
                raise ImportRefused("This is a zip archive, but no Word document.", "Unpack it and choose the article.")
            root, _ = parse_xml(_part(archive, DOCUMENT))
            names = _style_names(parse_xml(_part(archive, STYLES))[0]) if STYLES in archive.namelist() else {}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise ImportRefused(f"The Word document is broken or locked ({error}).", "Save it again as .docx.") from error
    body = root.find("body")
    collected = Collected()
    for element in body if body is not None else ():
        _read(element, names, collected)
    first = collected.parts[0] if collected.parts else None
    title = first.text if first is not None and first.kind is Kind.HEADING and first.level <= 1 else ""
    if title:
        collected.parts.pop(0)
    return collected.article(title)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        data = part.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ImportRefused("The Word document unpacks to more than any article has.")
    return data


def _style_names(styles: Element) -> dict[str, str]:
    """{id of a style: its name in English}, for the ids depend on the language of Word."""
    names = {}
    for style in styles.iter("style"):
        name = style.find("name")
        names[style.get("styleId", "")] = (name.get("val", "") if name is not None else "").lower()
    return names


def _read(element: Element, names: dict[str, str], collected: Collected) -> None:
    if element.tag == "tbl":
        collected.add_table([[_words(cell) for cell in row.findall("tc")] for row in element.findall("tr")])
    elif element.tag == "p":
        level = _heading_level(element, names)
        if level is not None:
            collected.add(Kind.HEADING, _words(element), level)
        else:
            is_item = element.find("pPr/numPr") is not None
            collected.add(Kind.ITEM if is_item else Kind.PARAGRAPH, _words(element))
    elif element.tag in {"sdt", "sdtContent", "customXml", "ins"}:
        for inner in element:
            _read(inner, names, collected)


def _heading_level(paragraph: Element, names: dict[str, str]) -> int | None:
    """1 to 6, 0 for the title of the document, None for what is no heading."""
    style = paragraph.find("pPr/pStyle")
    written = style.get("val", "") if style is not None else ""
    name = names.get(written, written.lower())
    if name == "title":
        return 0
    found = re.fullmatch(r"heading ?([1-9])", name)
    return min(int(found[1]), 6) if found else None


def _words(element: Element) -> str:
    """The text of the runs; a tab or line break is a space.  Deleted text has another tag and stays out."""
    spaced = {"tab", "br", "cr", "p"}
    return "".join(
        part.text or "" if part.tag == "t" else " " if part.tag in spaced else "" for part in element.iter()
    ).strip()
