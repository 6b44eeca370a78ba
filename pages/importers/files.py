"""From bytes to a tree, or a refusal that says what the file is instead.

Nothing is fetched, no entity is expanded, and size and depth are limited before anything is built: a label is text of
a megabyte or two with a few dozen levels.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, NoReturn
from xml.etree import ElementTree

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from pages.importers.refusals import ImportRefused

MAX_BYTES = 20 * 1024 * 1024
MAX_DEPTH = 100
MAX_ELEMENTS = 500_000

# First bytes of what people send in place of XML or JSON.
_KINDS = (
    (b"PK\x03\x04", "a zip archive", "Unpack it and import the file inside."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it and import the file inside."),
    (b"BZh", "a bzip2 archive", "Unpack it and import the file inside."),
    (b"\xfd7zXZ\x00", "an xz archive", "Unpack it and import the file inside."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it and import the file inside."),
    (b"%PDF", "a PDF", "Fetch the XML or JSON of the same record."),
    (b"\xd0\xcf\x11\xe0", "an Office document", "Fetch the XML or JSON of the same record."),
    (b"\x89PNG", "a picture", ""),
    (b"\xff\xd8\xff", "a picture", ""),
)
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def read_bytes(path: Path) -> bytes:
    """The file, if it is one of bearable size.  Raises ImportRefused; the size is asked before anything is read."""
    try:
        if not path.is_file():
            raise ImportRefused("There is no such file." if not path.exists() else "This is not a file.")
        require_size(path.stat().st_size)
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ImportRefused(f"The file cannot be read: {error.strerror or 'unknown reason'}.") from error
    require_size(len(data))
    return data


def require_size(size: int) -> None:
    if size > MAX_BYTES:
        raise ImportRefused(
            f"The file has {size / 1024 / 1024:,.0f} MB; the most that is read is {MAX_BYTES // 1024 // 1024} MB.",
            "A single label or study record is far smaller: is this a whole collection?",
        )


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def looks_like(data: bytes) -> str:
    """ "xml" or "json".  Raises ImportRefused for anything else, with its name."""
    for start, what, next_step in _KINDS:
        if data.startswith(start):
            raise ImportRefused(f"This is {what}, not XML or JSON.", next_step)
    begin = data[:1000]
    for mark in _BYTE_ORDER_MARKS:
        begin = begin.removeprefix(mark)
    begin = begin.replace(b"\x00", b"").lstrip().lower()
    if not begin:
        raise ImportRefused("The file is empty.")
    if begin.startswith((b"<!doctype html", b"<html")):
        raise ImportRefused("This is a web page (HTML).", "Fetch the XML or JSON of the record, not the page about it.")
    if begin.startswith(b"<"):
        return "xml"
    if begin.startswith((b"{", b"[")):
        return "json"
    raise ImportRefused("This is neither XML nor JSON.")


class _Builder(ElementTree.TreeBuilder):
    """Builds elements without namespaces, and stops at too many or too deep ones."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self._elements = 0
        self.namespace = ""

    def start(self, tag: str, attrs: dict[str, str]) -> ElementTree.Element:
        space, _, name = tag.rpartition("}")
        if not self._elements:
            self.namespace = space.removeprefix("{")
        self._depth += 1
        self._elements += 1
        if self._depth > MAX_DEPTH:
            raise ImportRefused(f"The XML is nested more than {MAX_DEPTH} levels deep.")
        if self._elements > MAX_ELEMENTS:
            raise ImportRefused(f"The XML has more than {MAX_ELEMENTS:,} elements.")
        return super().start(name, {key.rpartition("}")[2]: value for key, value in attrs.items()})

    def end(self, tag: str) -> ElementTree.Element:
        self._depth -= 1
        return super().end(tag.rpartition("}")[2])


def parse_xml(data: bytes) -> tuple[ElementTree.Element, str]:
    """(root, namespace of the root); tags and attributes come without namespaces.

    A document type that only names an outside definition (PubMed's) is passed over unread; entities are refused.
    """
    builder = _Builder()
    try:
        parser = DefusedXMLParser(target=builder, forbid_dtd=False, forbid_entities=True, forbid_external=True)
        parser.feed(data)
        return parser.close(), builder.namespace
    except DefusedXmlException as error:
        raise ImportRefused(
            "The XML defines entities of its own or refers to other files, which is refused for safety."
        ) from error
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        _refuse_xml(data, error)


def _refuse_xml(data: bytes, error: Exception) -> NoReturn:
    said = str(error)
    if "no element found" in said or "unclosed" in said:
        raise ImportRefused("The XML stops in the middle: the file is cut short.", "Fetch it again.") from error
    declared = data[:200].lower()
    if isinstance(error, LookupError) or "encoding" in said or (b"utf-16" not in declared and not _is_utf8(data)):
        raise ImportRefused(
            f"The characters are not in the encoding that the file declares ({said}).", "Fetch it again."
        ) from error
    raise ImportRefused(f"The XML is broken ({said}).", "Fetch it again.") from error


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def parse_json(data: bytes) -> Any:
    """The value.  Numbers keep to what people write: no NaN, no number of thousands of digits."""
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_no_such_number)
    except UnicodeDecodeError as error:
        raise ImportRefused("The characters are not UTF-8, the encoding of JSON.", "Fetch it again.") from error
    except RecursionError as error:
        raise ImportRefused("The JSON is nested too deeply.") from error
    except json.JSONDecodeError as error:
        if error.pos >= len(error.doc.rstrip()) - 1 or error.msg.startswith("Unterminated"):
            raise ImportRefused("The JSON stops in the middle: the file is cut short.", "Fetch it again.") from error
        raise ImportRefused(f"The JSON is broken ({error}).", "Fetch it again.") from error
    except ValueError as error:
        raise ImportRefused(f"The JSON holds a number that cannot be read ({error}).") from error


def _no_such_number(name: str) -> NoReturn:
    raise ValueError(name)
