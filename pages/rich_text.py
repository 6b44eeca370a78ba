"""What stands inside rich text when it is shown: links, of which one to a page that is not live is none, and the
numbers of references behind the words that cite them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.html import escape, format_html
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.models import Page
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.pages import PageLinkHandler

from pages.citations import LINK_TYPE
from pages.glossary.explaining import explained
from reviews.references import public_keys

NO_LINK = "<a>"
_DEAD_LINK = re.compile(r"<a>(.*?)</a>", re.DOTALL)
_PAGE_LINK = re.compile(r'<a\b[^>]*\blinktype="page"[^>]*>')
_ID = re.compile(r'\bid="(\d{1,18})"')
_ID_VALUE = re.compile(r"[0-9]{1,18}")

# Page id -> address, or None when the page is not live, for the pages that what is being rendered links to.
_known: ContextVar[dict[str, str | None] | None] = ContextVar("known_page_addresses", default=None)

# Reference id -> how the page that is being rendered numbers it.
_numbered: ContextVar[Mapping[str, str] | None] = ContextVar("reference_numbers", default=None)
# An earlier version of a page is being rendered.
_earlier: ContextVar[bool] = ContextVar("earlier_version", default=False)
_CITED = re.compile(r'<a data-reference="([^"]*)">(.*?)</a>', re.DOTALL)
# Keeps a citation on the line of the word it belongs to.
WORD_JOINER = "\u2060"


def live_addresses(ids: set[str]) -> dict[str, str | None]:
    """The address of each page, by id; None for one that is not live.  One query, none without ids."""
    addresses: dict[str, str | None] = dict.fromkeys(ids)
    wanted = [int(one) for one in ids if _ID_VALUE.fullmatch(one)]
    if wanted:
        pages = Page.objects.live().filter(pk__in=wanted)
        addresses |= {str(page.pk): page.get_url() for page in pages}
    return addresses


def linked_ids(source: str) -> set[str]:
    """Ids of the pages that database-representation HTML links to."""
    return {found[1] for tag in _PAGE_LINK.findall(source) if (found := _ID.search(tag))}


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, Iterable):
        for part in value:
            yield from _strings(part)


def ids_linked_from(page: Page) -> set[str]:
    """Ids of the pages that the prose of ``page`` links to."""
    ids: set[str] = set()
    for name in page.get_streamfield_names():
        for text in _strings(getattr(page, name).raw_data):
            ids |= linked_ids(text)
    return ids


@contextmanager
def addresses_known(ids: set[str]) -> Iterator[None]:
    """Inside, rich text that links to these pages renders without queries of its own."""
    token = _known.set(live_addresses(ids))
    try:
        yield
    finally:
        _known.reset(token)


@contextmanager
def earlier_version(shown: bool) -> Iterator[None]:
    """Inside, if ``shown``, rich text is that of a version which is not what the public reads now."""
    token = _earlier.set(shown)
    try:
        yield
    finally:
        _earlier.reset(token)


@contextmanager
def references_numbered(numbers: Mapping[str, str]) -> Iterator[None]:
    """Inside, words that cite one of these references are followed by its number."""
    token = _numbered.set(numbers)
    try:
        yield
    finally:
        _numbered.reset(token)


def citation_link(key: str, number: str) -> str:
    """The link to a reference, and the button that opens it in place.

    Style sheets show one of the two: the button where a browser can open it without a script, the link elsewhere, on
    paper, and wherever buttons are taken out.  The button has no text of its own, so no number is read twice.
    """
    return format_html(
        '<a href="#ref-{0}"><span class="nhsuk-u-visually-hidden">Reference </span>[{1}]</a>'
        '<button type="button" class="cite__open" popovertarget="cited-{0}" data-number="[{1}]" '
        'aria-label="Reference [{1}]"></button>',
        key,
        number,
    )


def superscript(links: str) -> str:
    """The numbers behind a claim.  ``links`` is safe HTML."""
    return f'<sup class="cite">{WORD_JOINER}{links}</sup>'


def finished(html: str) -> str:
    """Expanded rich text as readers see it: an ``<a>`` that leads nowhere is plain words, cited words have numbers, and
    clinical words that are new on the page can be explained."""
    numbers = _numbered.get() or {}

    def cite(match: re.Match[str]) -> str:
        key, words = match.groups()
        return words + superscript(citation_link(key, numbers[key])) if key in numbers else words

    return explained(_CITED.sub(cite, _DEAD_LINK.sub(r"\1", html)))


class LivePageLinkHandler(PageLinkHandler):
    """Wagtail's own handler links to drafts and withdrawn pages too, and so tells their addresses."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        ids = [str(attrs.get("id", "")) for attrs in attrs_list]
        known = _known.get() or {}
        addresses = known | live_addresses(set(ids) - known.keys())
        return [f'<a href="{escape(url)}">' if (url := addresses[one]) else NO_LINK for one in ids]


class PublicDocumentLinkHandler(DocumentLinkHandler):
    """In an earlier version of a page, words that linked to a document which is not handed out any more are words."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        links: list[str] = super().expand_db_attributes_many(attrs_list)
        if not _earlier.get():
            return links
        ids = [int(one) if _ID_VALUE.fullmatch(one := str(attrs.get("id", ""))) else 0 for attrs in attrs_list]
        public = public_keys(cls.get_model(), ids)
        return [link if one in public else NO_LINK for one, link in zip(ids, links, strict=True)]


class ReferenceHandler(LinkHandler):
    """Cited words, until ``finished`` knows the number of their reference."""

    identifier = LINK_TYPE

    @classmethod
    def expand_db_attributes(cls, attrs: dict) -> str:
        return f'<a data-reference="{escape(attrs.get("id", ""))}">'

    @classmethod
    def extract_references(cls, attrs: dict) -> Iterable[tuple]:
        return ()
