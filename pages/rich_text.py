"""Links inside rich text: a link to a page that is not live is no link."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

NO_LINK = "<a>"
_DEAD_LINK = re.compile(r"<a>(.*?)</a>", re.DOTALL)
_PAGE_LINK = re.compile(r'<a\b[^>]*\blinktype="page"[^>]*>')
_ID = re.compile(r'\bid="(\d{1,18})"')
_ID_VALUE = re.compile(r"[0-9]{1,18}")

# Page id -> address, or None when the page is not live, for the pages that what is being rendered links to.
_known: ContextVar[dict[str, str | None] | None] = ContextVar("known_page_addresses", default=None)


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


def without_dead_links(html: str) -> str:
    """Plain text where Wagtail leaves an ``<a>`` that leads nowhere."""
    return _DEAD_LINK.sub(r"\1", html)


class LivePageLinkHandler(PageLinkHandler):
    """Wagtail's own handler links to drafts and withdrawn pages too, and so tells their addresses."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        ids = [str(attrs.get("id", "")) for attrs in attrs_list]
        known = _known.get() or {}
        addresses = known | live_addresses(set(ids) - known.keys())
        return [f'<a href="{escape(url)}">' if (url := addresses[one]) else NO_LINK for one in ids]
