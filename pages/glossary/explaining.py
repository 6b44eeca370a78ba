"""Puts a button that explains it behind the first use of each clinical word in the prose of a page.

The button is empty and opens a note that stands elsewhere (HTML's ``popover``: no script).  The words and their order
are not touched: taking the tags away gives the same text as before, which a test proves for any prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.html import format_html

from pages.glossary.terms import BY_SLUG, TERMS, Term

# Inside these a word is somebody else's: a link, a heading, a quotation of code, a number of a reference.
_NOT_INSIDE = frozenset({"a", "button", "code", "h1", "h2", "h3", "h4", "h5", "h6", "sup", "summary"})
_PARTS = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_FORMS = {form.casefold(): term for term in TERMS for form in term.forms}
# The longest form first: “opioid withdrawal” is not an opioid.
_WORDS = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in sorted(_FORMS, key=len, reverse=True))
    + r")(?![\w-])",
    re.IGNORECASE,
)

_seen: ContextVar[dict[str, Term] | None] = ContextVar("terms_explained", default=None)


@contextmanager
def explaining() -> Iterator[dict[str, Term]]:
    """Inside, rich text explains each word once; what was explained is in the dictionary, by slug."""
    seen: dict[str, Term] = {}
    token = _seen.set(seen)
    try:
        yield seen
    finally:
        _seen.reset(token)


def explained_so_far() -> list[Term]:
    return list((_seen.get() or {}).values())


def explained(html: str) -> str:
    """``html`` with buttons behind the words that this page did not explain before; as it is outside a page."""
    seen = _seen.get()
    if seen is None or len(seen) == len(BY_SLUG):
        return html
    shown: list[str] = []
    inside = 0
    for part in _PARTS.split(html):
        if part.startswith("<"):
            if (name := _NAME.match(part)) and name[1].lower() in _NOT_INSIDE and not part.endswith("/>"):
                inside = max(inside + (-1 if part.startswith("</") else 1), 0)
            shown.append(part)
        else:
            shown.append(part if inside else _WORDS.sub(lambda found: _with_button(found, seen), part))
    return "".join(shown)


def _with_button(found: re.Match[str], seen: dict[str, Term]) -> str:
    term = _FORMS[" ".join(found[0].split()).casefold()]
    if term.slug in seen:
        return found[0]
    seen[term.slug] = term
    button = format_html(
        '<button type="button" class="explain" popovertarget="word-{}" aria-label="What “{}” means"></button>',
        term.slug,
        term.word,
    )
    return f'<span class="explained">{found[0]}{button}</span>'
