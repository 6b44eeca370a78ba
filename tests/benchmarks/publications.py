"""Comparing everything public with its approvals, on a site of ten thousand pages.

The pages are rows written in bulk, as the review of one real page left them; the triggers, which refuse exactly
that, are taken from this throw-away database while they are written.
"""

from __future__ import annotations

import copy
import sys
import time
import uuid
from collections.abc import Iterator
from typing import Any

from django.db import connection
from wagtail.models import Page, Revision

from reviews import ledger, recording, triggers, verification
from reviews.content import schema_of
from reviews.digests import digest
from reviews.models import Decision, LedgerEntry, ReviewRequest
from tests import factories
from tests.benchmarks.results import Result, Size
from tests.editorial import newsroom

# The promise is a minute for ten thousand pages.
GOAL_SECONDS, GOAL_PAGES = 60, 10_000
BATCH = 1000


def measure(size: Size) -> Iterator[Result]:
    """Seconds that ``verification.verify()`` takes; the goal shrinks with the number of pages."""
    room = newsroom()
    model = room.publish(factories.standard())
    triggers.remove(connection)
    for start in range(0, size.pages - 1, BATCH):
        _multiply(model, range(start, min(start + BATCH, size.pages - 1)))
    triggers.install(connection)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    start_time = time.perf_counter()
    problems = verification.verify()
    seconds = time.perf_counter() - start_time
    if problems:
        raise RuntimeError(f"{len(problems)} problems in pages made by the benchmark, first: {problems[0]}")
    live = verification.live_pages(type(model)).count()
    sys.stdout.write(f"verify-publications: {live} pages, {live / seconds:.0f} a second\n")
    yield Result("verify-publications", seconds, "s", goal=GOAL_SECONDS * live / GOAL_PAGES)


def _multiply(model: Page, numbers: range) -> None:
    """Add one live, approved page for each number, with everything that its review leaves behind."""
    approval = Decision.objects.select_related("request", "revision").get(page=model)
    pages = _pages(model, numbers)
    revisions = _revisions(approval.revision, pages)
    digests = [digest(schema_of(model), revision.content) for revision in revisions]
    requests = [
        _copied(approval.request, page_id=page.pk, revision_id=revision.pk, digest=digested)
        for page, revision, digested in zip(pages, revisions, digests, strict=True)
    ]
    ReviewRequest.objects.bulk_create(requests)
    last = ledger.head()
    entries, decisions = [], []
    for page, revision, request in zip(pages, revisions, requests, strict=True):
        decision = _copied(
            approval, page_id=page.pk, revision_id=revision.pk, request_id=request.pk, digest=request.digest
        )
        decision.request = request
        values = ledger.entry_values(last.sequence + 1, recording.DECISION, recording.facts_of(decision), last.hash)
        last = LedgerEntry(**values)
        decision.entry_id, decision.decided_at = last.sequence, last.recorded_at
        entries.append(last)
        decisions.append(decision)
    LedgerEntry.objects.bulk_create(entries)
    Decision.objects.bulk_create(decisions)


def _pages(model: Page, numbers: range) -> list[Page]:
    """Rows of the base table and of the page type's own."""
    base, parent = Page.objects.get(pk=model.pk), model.get_parent(update=True)
    position = parent.numchild
    pages = [
        _copied(
            base,
            path=Page._get_path(parent.path, base.depth, position + n + 1),
            slug=f"copy-{number}",
            title=f"Copy {number}",
            draft_title=f"Copy {number}",
            url_path=f"{parent.url_path}copy-{number}/",
            translation_key=uuid.uuid4(),
        )
        for n, number in enumerate(numbers)
    ]
    Page.objects.bulk_create(pages)
    Page.objects.filter(pk=parent.pk).update(numchild=position + len(pages))
    key = type(model)._meta.pk.column
    own = ", ".join(field.column for field in type(model)._meta.local_concrete_fields if field.column != key)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({key}, {own}) SELECT p.id, {own} FROM {model._meta.db_table},"
            f" wagtailcore_page p WHERE {key} = %s AND p.id BETWEEN %s AND %s",
            [model.pk, pages[0].pk, pages[-1].pk],
        )
    return pages


def _revisions(approved: Revision | None, pages: list[Page]) -> list[Revision]:
    assert approved is not None
    names = ("path", "slug", "title", "draft_title", "url_path")
    revisions = [
        _copied(
            approved,
            object_id=str(page.pk),
            object_str=page.title,
            content={
                **approved.content,
                **{name: getattr(page, name) for name in names},
                "pk": page.pk,
                "translation_key": str(page.translation_key),
            },
        )
        for page in pages
    ]
    Revision.objects.bulk_create(revisions)
    for page, revision in zip(pages, revisions, strict=True):
        page.live_revision_id = page.latest_revision_id = revision.pk
    Page.objects.bulk_update(pages, ["live_revision", "latest_revision"], batch_size=BATCH)
    return revisions


def _copied(row: Any, **changes: Any) -> Any:
    """A new row with other values; its key is given when it is written."""
    new = copy.copy(row)
    new._state = copy.copy(row._state)
    new._state.fields_cache = {}
    new.pk = None
    for name, value in changes.items():
        setattr(new, name, value)
    return new
