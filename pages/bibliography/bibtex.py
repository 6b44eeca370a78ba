"""BibTeX: entries such as ``@article{key, title = {…}, year = 2020}``.

Only what names and titles need of LaTeX is read: braces go, accents and dashes become characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pages.bibliography.facts import ReferenceFacts, article
from pages.bibliography.ris import initials
from pages.importers.plain import words

_ENTRY = re.compile(r"@\s*([A-Za-z]+)\s*[{(]\s*([^,\s{}()]*)\s*,")
_FIELD = re.compile(r"\s*,?\s*([A-Za-z][\w-]*)\s*=\s*")
_BARE = re.compile(r"[^\s,{}\"#]+")
_NOT_REFERENCES = {"comment", "string", "preamble"}
_ACCENTS = {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "c": "\u0327", "v": "\u030c"}
_ACCENT = re.compile(r"\\(['`^\"~]|[cv](?=[\s{]))\s?\{?(\\?[A-Za-z])\}?")
_LETTERS = {r"\ss": "ß", r"\o": "ø", r"\O": "Ø", r"\ae": "æ", r"\AE": "Æ", r"\aa": "å", r"\AA": "Å", r"\l": "ł"}
_LETTER = re.compile(r"\\(?:ss|ae|AE|aa|AA|[oOl])(?![A-Za-z])(?:\{\})?\s?")


def looks_like(text: str) -> bool:
    return re.search(r"(?m)^\s*@\s*[A-Za-z]+\s*[{(]", text) is not None


def read(text: str) -> Iterator[ReferenceFacts]:
    """Every entry that is a reference, in order."""
    entry = _ENTRY.search(text)
    while entry is not None:
        fields, end = _fields(text, entry.end())
        if entry[1].lower() not in _NOT_REFERENCES:
            yield _reference(fields)
        entry = _ENTRY.search(text, max(end, entry.end()))


def _fields(text: str, at: int) -> tuple[dict[str, str], int]:
    """({name in small letters: value as written}, where the entry's fields end)."""
    fields: dict[str, str] = {}
    while name := _FIELD.match(text, at):
        value, at = _value(text, name.end())
        fields.setdefault(name[1].lower(), value)
    return fields, at


def _value(text: str, at: int) -> tuple[str, int]:
    """(what stands in braces, in quotation marks or bare, where it ends); cut short, all that is left."""
    opening = text[at : at + 1]
    if opening not in {"{", '"'}:
        bare = _BARE.match(text, at)
        return (bare[0], bare.end()) if bare else ("", at)
    depth, position = 0, at + 1
    while position < len(text):
        character = text[position]
        if character == "\\":
            position += 1
        elif depth == 0 and character == ("}" if opening == "{" else '"'):
            return text[at + 1 : position], position + 1
        elif character in "{}":
            depth += 1 if character == "{" else -1
        position += 1
    return text[at + 1 :], len(text)


def _reference(fields: dict[str, str]) -> ReferenceFacts:
    def plain(*names: str) -> str:
        return next((value for name in names if (value := _plain(fields.get(name, "")))), "")

    year = re.search(r"\d{4}", plain("year", "date"))
    return article(
        authors=[_author(name) for name in re.split(r"\s+and\s+", fields.get("author", "").strip()) if name],
        title=plain("title"),
        year=year[0] if year else "",
        journal=plain("journal", "journaltitle", "booktitle", "publisher", "institution"),
        volume=plain("volume"),
        issue=plain("number", "issue"),
        pages=plain("pages").replace("–", "-"),
        doi=plain("doi"),
        pmid=plain("pmid"),
        url=plain("url"),
    )


def _plain(value: str) -> str:
    value = _LETTER.sub(lambda match: _LETTERS[re.sub(r"\{\}|\s", "", match[0])], value)
    value = _ACCENT.sub(lambda match: match[2].lstrip("\\") + _ACCENTS[match[1]], value)
    value = re.sub(r"\\([&%$#_{}])", r"\1", value).replace("---", "—").replace("--", "–").replace("~", " ")
    return words(unicodedata.normalize("NFC", re.sub(r"[{}]", "", value)))


def _author(written: str) -> str:
    """“Mitchell, Anna” and “Anna Mitchell” as “Mitchell A”; what stands in braces, such as a group, as it is."""
    name = _plain(written)
    if re.fullmatch(r"\{[^{}]*\}", written):
        return name
    surname, comma, given = name.partition(",")
    if not comma:
        *before, surname = name.split() or [""]
        given = " ".join(before)
    return f"{surname.strip()} {initials(given)}".strip()
