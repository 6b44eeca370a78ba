"""Ring 5, serve: the public reads the approved revision, and a row that says something else is an alarm.

A page is rendered from the content of its approved revision, whose digest is computed at that moment and compared
with the decision: one hash of JSON that is in memory anyway, and no query for child rows.  The live row is compared
with it once per content state (page, decision) and then once a minute, because nothing that keeps the rules changes
it in between.  Which of the two is shown when they differ:

===================  ==============  =================================
revision = approval  row = approval  shown
===================  ==============  =================================
yes                  any             the revision
no                   yes             the row
no                   no              nothing (503), until it is mended
===================  ==============  =================================

An image or document that was changed behind the gate's back raises the alarm with the row check; the words around
it are still what was approved, and are shown.  So they are while the storage of files does not answer.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey
from wagtail.models import Page, Revision

from reviews import references, stamps
from reviews.content import schema_of
from reviews.digests import ContentSchema, differences, digest, document
from reviews.guards import approving_decision
from reviews.models.decisions import Decision
from reviews.stamps import ReviewStamp
from reviews.stored_files import StorageAway

logger = logging.getLogger("reviews.integrity")

RECHECK_SECONDS = 60
# Stable ids of the alarms, for whoever watches the log.
ROW_DIFFERS, REVISION_DIFFERS, NOTHING_APPROVED, FILE_DIFFERS = (f"HUB-INTEGRITY-{n}" for n in (1, 2, 3, 4))

_rows_checked: dict[tuple[int, int], float] = {}


class NothingApproved(Exception):
    """Neither the row nor the revision of a live page is what a reviewer approved."""


class TakenDown(NothingApproved):
    """The page was taken from the public after its row was read, and before its decisions were."""


def approved_page(page: Page) -> Page:
    """What the public may read in place of the live row ``page``.  Raises ``NothingApproved``, or ``TakenDown``."""
    decision = approving_decision(page.live_revision_id)
    if decision is None or decision.revision is None:
        if not Page.objects.live().filter(pk=page.pk, live_revision=page.live_revision_id).exists():
            raise TakenDown
        _alarm(NOTHING_APPROVED, page, "no decision approves the live revision")
        raise NothingApproved
    frozen = _frozen(decision)
    if _is_as_approved(page, decision, frozen):
        _check_row(page, decision, frozen)
        return from_revision(page, decision.revision)
    if digest(schema_of(page), page.serializable_data(), frozen) == decision.digest:
        return page
    _alarm(NOTHING_APPROVED, page, "neither row nor revision is what was approved")
    raise NothingApproved


@dataclass(frozen=True)
class Approved:
    """What is approved of a live page: the decision that it is public by, what is digested, and the stamp."""

    decision: Decision
    document: dict[str, Any]
    stamp: ReviewStamp | None


def approved_contents(pages: Iterable[Page]) -> dict[int, Approved]:
    """What the public may read of live ``pages``, by key, digested and compared as for one.  Three queries.

    A page whose stored words are not what was approved is left out, with an alarm.
    """
    rows = {page.pk: page for page in pages}
    public = Decision.objects.of_live_pages().filter(page__in=rows).select_related("revision", "request")
    decisions = [decision for decision in public if decision.revision_id == rows[decision.page_id].live_revision_id]
    frozen = references.frozen_by_request(decision.request_id for decision in decisions)
    told: dict[int, list[Decision]] = defaultdict(list)
    for decision in Decision.objects.filter(page__in=rows, outcome__in=stamps.TOLD).defer("acknowledged"):
        told[decision.page_id].append(decision)
    found: dict[int, Approved] = {}
    for decision in decisions:
        page, shown = rows[decision.page_id], frozen.get(decision.request_id or 0, [])
        if decision.revision is not None and _is_as_approved(page, decision, shown):
            said = document(_schema(page), decision.revision.content, shown)
            stamp = stamps.stamp_from(told[page.pk], decision.revision.pk)
            found[page.pk] = Approved(decision, said, stamp)
    return found


def _schema(page: Page) -> ContentSchema:
    """Of the page's own type, whatever class the instance has."""
    return ContentSchema.of(page.specific_class)


def approved_revision(page: Page, decision: Decision) -> Revision:
    """The revision that ``decision``, about ``page``, approved.

    Raises ``NothingApproved``, and an alarm, when what is stored now is something else.
    """
    if decision.revision is None or not _is_as_approved(page, decision, _frozen(decision)):
        raise NothingApproved
    return decision.revision


def approved_document(page: Page, decision: Decision) -> dict[str, Any]:
    """What ``decision`` approved, as it is digested: the SHA-256 of its canonical JSON is the decision's digest.

    Raises as ``approved_revision``.
    """
    return document(schema_of(page), approved_revision(page, decision).content, _frozen(decision))


def _frozen(decision: Decision) -> list[tuple[str, str]]:
    return references.frozen(decision.request) if decision.request is not None else []


def _is_as_approved(page: Page, decision: Decision, frozen: list[tuple[str, str]]) -> bool:
    """Whether the decision's revision is what it approved; an alarm if not."""
    assert decision.revision is not None  # noqa: S101  of decisions that publish
    if digest(_schema(page), decision.revision.content, frozen) == decision.digest:
        return True
    _alarm(REVISION_DIFFERS, page, f"revision {decision.revision_id} is not what decision {decision.entry_id} approved")
    return False


def from_revision(page: Page, revision: Revision) -> Page:
    """The page as ``revision`` says it, on the address and with the dates of the live row.

    Like ``Revision.as_object()`` without its queries: what the content refers to is fetched in bulk.
    """
    shown = type(page).from_serializable_data(revision.content, check_fks=False)
    for field in Page._meta.concrete_fields:
        if field.name not in revision.content or field.name in _FROM_THE_ROW:
            setattr(shown, field.attname, getattr(page, field.attname))
    shown.pk = page.pk
    shown._state.adding = False
    shown._cached_parent_obj = getattr(page, "_cached_parent_obj", None)  # noqa: SLF001  treebeard's, of the row
    _fill_foreign_keys([row for name in schema_of(page).children for row in getattr(shown, name).all()], shown)
    return shown


_FROM_THE_ROW = frozenset(
    {
        *("path", "depth", "numchild", "url_path", "content_type", "locale", "translation_key", "owner", "live"),
        *("live_revision", "latest_revision", "latest_revision_created_at", "first_published_at"),
        *("last_published_at", "has_unpublished_changes", "draft_title", "alias_of", "expired"),
        *("locked", "locked_at", "locked_by"),
    }
)


def _fill_foreign_keys(rows: list, shown: Page) -> None:
    """Give every child row the objects its keys name, with one query per kind of thing named."""
    named: dict[Any, list[tuple[Any, ForeignKey]]] = defaultdict(list)
    for row in rows:
        for field in row._meta.concrete_fields:
            if isinstance(field, ForeignKey):
                named[field.related_model].append((row, field))
    for model, places in named.items():
        if isinstance(shown, model):
            targets: dict[Any, Any] = {shown.pk: shown}
        else:
            keys = {getattr(row, field.attname) for row, field in places} - {None}
            targets = model._base_manager.in_bulk(keys)
        for row, field in places:
            target = targets.get(getattr(row, field.attname))
            if target is not None:
                setattr(row, field.name, target)


def _check_row(page: Page, decision: Decision, frozen: list[tuple[str, str]]) -> None:
    """Compare the row, and what it shows, with the approval, unless this process did so in the last minute."""
    state = (page.pk, decision.entry_id)
    now = time.monotonic()
    if now - _rows_checked.get(state, -RECHECK_SECONDS) < RECHECK_SECONDS:
        return
    _rows_checked[state] = now
    assert decision.revision is not None  # noqa: S101  its digest was compared
    if differences(schema_of(page), decision.revision.content, page.serializable_data()):
        _alarm(ROW_DIFFERS, page, "the live row is not what was approved; the approved revision is served")
    elif _files_differ(page, frozen):
        _alarm(FILE_DIFFERS, page, "an image or document is not what was approved")


def _files_differ(page: Page, frozen: list[tuple[str, str]]) -> bool:
    try:
        return set(frozen) != set(references.fingerprints(page))
    except StorageAway:
        # The storage has said so in the log; a minute later they are compared again.
        return False


def _alarm(event: str, page: Page, what: str) -> None:
    logger.error("%s page %s: %s", event, page.pk, what, extra={"event_id": event, "page": page.pk})
