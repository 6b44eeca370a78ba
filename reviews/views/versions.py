"""A live page's versions, for the public: the list, one, two side by side, and how to check one.

Every view is given the page as it was approved (``ReviewedPageMixin.serve``), and shows of other versions what
``reviews.versions`` lets the public read, after the stored words were digested and compared with their decision.
``serving.NothingApproved`` is left to the caller, which shows nothing then.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from reviews import changes, ledger, serving
from reviews.comparison.names import compare_with_names
from reviews.comparison.reading import Reading
from reviews.digests import canonical_json
from reviews.versions import History, Version, stamp_of

# Search engines find the page as it is now, which every version names as its lasting address.
NOT_INDEXED = {"X-Robots-Tag": "noindex"}


@require_safe
def history(request: HttpRequest, page: Page) -> HttpResponse:
    """``<page>/history/``: every version that was public, newest first."""
    told = History(page)
    rows = [(version, told.before(version)) for version in told.versions]
    return _answer(request, "reviews/versions/history.html", page, {"history": told, "rows": rows})


@require_safe
def version(request: HttpRequest, page: Page, number: int) -> HttpResponse:
    """``<page>/history/<n>/``: a version as it was, marked as what it is."""
    told, found = _told(page, number)
    if found.form is None:
        return _closed(request, page, told, found)
    revision = serving.approved_revision(page, found.form)
    if Reading.of(type(page), revision.content).is_outdated:
        tree = compare_with_names(type(page), None, revision.content, only_public=True)
        return _answer(request, "reviews/versions/plain.html", page, {"history": told, "version": found, "tree": tree})
    shown = serving.from_revision(page, revision)
    context = shown.get_version_context(request) | {
        "page": shown,
        "version_shown": found,
        "version_stamp": stamp_of(found, told.decisions),
        "history": told,
    }
    return TemplateResponse(request, shown.get_template(request), context, headers=NOT_INDEXED)


@require_safe
def compare(request: HttpRequest, page: Page, number: int, other: int) -> HttpResponse:
    """``<page>/history/<n>/compare/<m>/``: what changed, the older one first whichever way they are named."""
    told = History(page)
    older, newer = (_version(told, one) for one in sorted((number, other)))
    if older.number == newer.number:
        raise Http404
    if older.form is None or newer.form is None:
        return _closed(request, page, told, older if older.form is None else newer)
    before, after = (serving.approved_revision(page, form) for form in (older.form, newer.form))
    tree = changes.between(type(page), before, after, public=True)
    compared = {"comparison": tree, "clinical_changes": changes.clinical_changes_in(tree)}
    chosen = {"history": told, "older": older, "newer": newer}
    return _answer(request, "reviews/versions/compare.html", page, chosen | compared)


@require_safe
def verify(request: HttpRequest, page: Page, number: int) -> HttpResponse:
    """``<page>/history/<n>/verify/``: what was signed, where that is written down, and how to check it without us."""
    told, found = _told(page, number)
    if found.form is None:
        return _closed(request, page, told, found)
    serving.approved_revision(page, found.form)
    entry = found.form.entry
    context = {
        "history": told,
        "version": found,
        "entry": entry,
        "entry_is_whole": hashlib.sha256(entry.body.encode()).hexdigest() == entry.hash
        and json.loads(entry.body)["facts"]["digest"] == found.form.digest,
        "head": ledger.head(),
    }
    return _answer(request, "reviews/versions/verify.html", page, context)


@require_safe
def approved_words(request: HttpRequest, page: Page, number: int) -> HttpResponse:
    """``<page>/history/<n>/approved.json``: the very bytes whose SHA-256 is the digest that was signed."""
    told, found = _told(page, number)
    if found.form is None:
        return _closed(request, page, told, found)
    words = canonical_json(serving.approved_document(page, found.form))
    return HttpResponse(words, content_type="application/json", headers=NOT_INDEXED)


def _told(page: Page, number: int) -> tuple[History, Version]:
    told = History(page)
    return told, _version(told, number)


def _version(told: History, number: int) -> Version:
    found = told.get(number)
    if found is None:
        raise Http404
    return found


def _closed(request: HttpRequest, page: Page, told: History, found: Version) -> HttpResponse:
    """A version that may not be read any more: 410, and what was said about it."""
    context = {"history": told, "version": found}
    return _answer(request, "reviews/versions/closed.html", page, context, status=410)


def _answer(
    request: HttpRequest, template: str, page: Page, context: dict[str, Any], status: int = 200
) -> TemplateResponse:
    return TemplateResponse(request, template, {"page": page, **context}, status=status, headers=NOT_INDEXED)
