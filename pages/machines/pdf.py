"""A page as a document to keep or print, ``<page>/page.pdf``: the approved words, and on every sheet what they are.

Made of the page's own HTML, as its Markdown twin is, in PDF/UA (ISO 14289-1), which screen readers can read.  Writing
one takes a processor seconds, so a process writes one at a time and keeps the last few; whoever asks meanwhile is told
to come again.  WeasyPrint needs the system's Pango: where that is missing there is no link, and the address says so.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections import OrderedDict
from ctypes.util import find_library
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_safe
from wagtail.models import Page

from pages import media
from reviews.stored_files import StorageAway

if TYPE_CHECKING:
    import weasyprint
    from weasyprint.urls import URLFetcherResponse

logger = logging.getLogger("pages.pdf")

LIBRARIES = ("gobject-2.0", "pango-1.0", "pangoft2-1.0", "harfbuzz", "fontconfig")
SHEETS = ("hub/hub.css", "hub/pdf.css")
WITHOUT_PANGO = "This site cannot make PDF files: the library Pango is not installed on its server."
FORM = {"pdf_variant": "pdf/ua-1"}
KEPT = 16
# Nobody waits in line: a thread that waits for a document serves no page.
RETRY_SECONDS = 5

_kept: OrderedDict[str, bytes] = OrderedDict()
_writing = threading.Lock()


class Busy(Exception):
    """Another document is being written."""


@cache
def is_possible() -> bool:
    """Whether this machine has what WeasyPrint draws letters with; looked up once, without loading it."""
    return all(map(find_library, LIBRARIES))


@require_safe
def document(request: HttpRequest, page: Page) -> HttpResponse:
    """``page`` is the approved one.  501 without Pango, 503 while another document is being written."""
    if not is_possible():
        return _said(WITHOUT_PANGO, 501)
    stamp = page.review_stamp
    context = page.get_context(request) | {"version_stamp": stamp, "frame": "pdf.html"}
    address = request.build_absolute_uri(page.get_url(request) or "/")
    try:
        written = _written(render_to_string(page.get_template(request), context, request), address)
    except Busy:
        return _later("Another PDF is being made. Try again in a few seconds.", RETRY_SECONDS)
    except StorageAway:
        return _later("Its pictures cannot be fetched at the moment. Try again in a minute.", media.RETRY_SECONDS)
    except OSError:
        # The libraries are there and cannot be loaded.
        logger.exception("WeasyPrint could not be loaded")
        return _said(WITHOUT_PANGO, 501)
    name = f"{page.slug}-version-{stamp.version}.pdf" if stamp is not None else f"{page.slug}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Link": f'<{address}>; rel="canonical"'}
    return HttpResponse(written, content_type="application/pdf", headers=headers)


def _said(what: str, status: int) -> HttpResponse:
    return HttpResponse(f"{what}\n", content_type="text/plain; charset=utf-8", status=status)


def _later(what: str, seconds: int) -> HttpResponse:
    answer = _said(what, 503)
    answer["Retry-After"] = str(seconds)
    return answer


def _written(html: str, address: str) -> bytes:
    """The document of ``html``, which was made of approved words just now.  Raises ``Busy``."""
    key = hashlib.sha256(f"{address}\n{html}".encode()).hexdigest()
    found = _kept.get(key)
    if found is not None:
        return found
    if not _writing.acquire(blocking=False):
        raise Busy
    try:
        written = _kept[key] = write(html, address)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
        return written
    finally:
        _writing.release()


def write(html: str, address: str) -> bytes:
    """``html`` as PDF/UA; links lead on from ``address``."""
    from pages.machines import tagging

    written: bytes = laid_out(html, address).write_pdf(finisher=tagging.mend, **FORM)
    return written


def laid_out(html: str, address: str) -> weasyprint.Document:
    """The sheets of ``html``.  Nothing is fetched but pictures that the public may see.  Raises ``StorageAway``."""
    import weasyprint
    from weasyprint.urls import URLFetcher

    from pages.machines import tagging

    away: list[StorageAway] = []

    class OurPictures(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            try:
                return _picture(url, address)
            except StorageAway as error:
                # WeasyPrint would leave the picture out, and the document would be kept without it.
                away.append(error)
                raise

    fetcher = OurPictures()
    sheets = [weasyprint.CSS(string=_sheet(name), url_fetcher=fetcher) for name in SHEETS]
    page = weasyprint.HTML(string=html, base_url=address, url_fetcher=fetcher)
    tagging.describe_pictures(page.etree_element)
    drawn = page.render(stylesheets=sheets, **FORM)
    if away:
        raise away[0]
    return drawn


@cache
def _sheet(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found).read_text()


def _picture(url: str, address: str) -> URLFetcherResponse:
    """A picture of this site that the public may see.  Raises ``ValueError`` for anything else, without asking it."""
    from weasyprint.urls import URLFetcherResponse

    asked, ours = urlsplit(url), urlsplit(address)
    if (asked.scheme, asked.netloc) == (ours.scheme, ours.netloc):
        try:
            found = resolve(unquote(asked.path))
        except Resolver404:
            found = None
        if found is not None and found.func is media.image_file:
            rendition = media.public_rendition(found.kwargs["name"])
            if rendition is not None:
                with rendition.file.open("rb") as opened:
                    return URLFetcherResponse(url, opened.read())
    logger.warning("%s shows %s, which is no public picture of this site; it was left out", address, url)
    raise ValueError(url)
