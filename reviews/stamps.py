"""The review stamp: what the public is told about the review of a page, derived from decisions alone."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Subquery
from django.utils import timezone
from wagtail.models import Page

from reviews.models.decisions import PUBLISHING, Decision, Outcome
from reviews.models.ledger_entries import LedgerEntry

# The decisions that a stamp tells of.
TOLD = (*PUBLISHING, Outcome.REAFFIRMED, Outcome.COSIGNED)


@dataclass(frozen=True)
class ReviewStamp:
    """Who approved the version that is live, and when the whole page was last attested."""

    version: int
    digest: str
    reviewed_by: str
    credentials: str
    approved_on: datetime.date
    last_reviewed: datetime.date
    next_review_on: datetime.date | None
    # Name and credentials of the other professions that signed this version.
    also_signed_by: tuple[str, ...] = ()
    # Hash of the newest ledger entry, where it was asked for with the decisions: an outside copy of a page that
    # carries it pins the whole ledger.
    ledger_head: str = ""

    @property
    def is_overdue(self) -> bool:
        return self.next_review_on is not None and self.next_review_on < timezone.localdate()

    @property
    def is_partial_update(self) -> bool:
        """The live version changed a part; the whole page was last attested before."""
        return self.approved_on > self.last_reviewed

    def without_due_date(self) -> ReviewStamp:
        return replace(self, next_review_on=None)


def stamp_for(page: Page) -> ReviewStamp | None:
    """The stamp of the live version of ``page``, in one query; None for a page that is not live.

    A partial approval names its reviewer and moves “updated”, but neither “last reviewed” nor the next review:
    those come from the last decision that attested the whole page (NHS content policy; CHECKS REV-02).
    """
    if not page.live or page.live_revision_id is None:
        return None
    head = LedgerEntry.objects.order_by("-sequence").values("hash")[:1]
    told = Decision.objects.for_page(page.pk).filter(outcome__in=TOLD).annotate(ledger_head=Subquery(head))
    return stamp_from(told, page.live_revision_id)


def stamp_from(decisions: Iterable[Decision], revision_id: int) -> ReviewStamp | None:
    """The stamp of the approved version that ``revision_id`` is, from the decisions about its page."""
    history = sorted(decisions, key=lambda decision: decision.entry_id)
    shown = next((d for d in history if d.outcome in PUBLISHING and d.revision_id == revision_id), None)
    if shown is None or shown.version is None:
        return None
    # A version that was restamped was approved in an earlier form.
    approval = next(d for d in history if d.outcome == Outcome.APPROVED and d.version == shown.version)
    # An earlier version that was restored carries its own review, not that of a later version.
    attested = [d for d in history if d.attests_whole_page and (d.version or 0) <= shown.version]
    whole = attested[-1] if attested else approval
    return ReviewStamp(
        version=shown.version,
        digest=shown.digest,
        reviewed_by=whole.decided_by_name,
        credentials=whole.decided_by_credentials,
        approved_on=timezone.localdate(approval.decided_at),
        last_reviewed=timezone.localdate(whole.decided_at),
        next_review_on=whole.next_review_on,
        also_signed_by=also_signed(history, approval),
        ledger_head=getattr(history[-1], "ledger_head", ""),
    )


def also_signed(decisions: Iterable[Decision], approval: Decision) -> tuple[str, ...]:
    """Name and credentials of the other professions that signed what ``approval`` approved."""
    return tuple(
        f"{d.decided_by_name}, {d.decided_by_credentials}"
        for d in decisions
        if d.outcome == Outcome.COSIGNED and d.request_id == approval.request_id
    )
