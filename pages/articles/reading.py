"""Which reader an article is for."""

from __future__ import annotations

import re

from pages.articles import plain_text, web_page, word
from pages.articles.parts import Article
from pages.importers.files import require_size
from pages.importers.plain import paragraphs
from pages.importers.refusals import ImportRefused

# An article, not a book.
LONGEST = 200_000
_HTML = re.compile(r"(?i)<!doctype html|<(?:html|body|article|h[1-6]|p|ul|ol|table|div)\b[^>]*>")
_OTHERS = ((b"%PDF", "a PDF"), (b"\xd0\xcf\x11\xe0", "an old Word document"), (b"{\\rtf", "an RTF document"))


def read(data: bytes) -> Article:
    """The article in a file, or as it was pasted.  Raises ImportRefused."""
    require_size(len(data))
    for start, what in _OTHERS:
        if data.startswith(start):
            raise ImportRefused(f"This is {what}.", "Save it as .docx or as plain text.")
    article = word.read(data) if word.looks_like(data) else read_text(_decoded(data))
    if not article.title or not article.parts:
        raise ImportRefused("There is no article in it: a title and at least one paragraph are needed.")
    return article


def read_text(text: str) -> Article:
    if len(text) > LONGEST:
        raise ImportRefused(f"This is longer than {LONGEST:,} characters.", "Import it in parts.")
    return web_page.read(text) if _HTML.search(text[:5_000]) else plain_text.read(paragraphs(text))


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ImportRefused("The characters are not UTF-8.", "Save the file as UTF-8, or paste the text.") from error
