"""What only a recorded decision may move: the promise of this app as facts that can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page, PageLogEntry, Revision

from reviews import ledger
from reviews.digests import ContentSchema, canonical, canonical_json
from reviews.guards import is_reviewed
from reviews.models import Contribution, Decision, LedgerEntry, ReviewRequest
from reviews.selftest.visitors import Browser


@dataclass(frozen=True)
class State:
    """Everything that is public, handed in, scheduled and decided, and the history that is kept.

    Drafts are no part of it: they may come and go.
    """

    read: dict[str, tuple[int, str]]
    live: dict[int, tuple[int | None, str]]
    handed_in: dict[int, tuple[Any, ...]]
    scheduled: list[int]
    decisions: list[tuple[Any, ...]]
    open_requests: list[int]
    ledger: int
    history: frozenset[tuple[Any, ...]]

    @classmethod
    def now(cls, *addresses: str, since: int = 0, browser: Browser | None = None) -> State:
        """``addresses`` are read by somebody without an account; of pages, those with an id above ``since`` count."""
        requests = ReviewRequest.objects.filter(page_id__gt=since).order_by("pk")
        revisions = Revision.objects.filter(pk__in=requests.values("revision_id"))
        reader = browser or Browser()
        return cls(
            read={address: _read(reader, address) for address in addresses},
            live={page.pk: (page.live_revision_id, _content(page)) for page in live_pages(since)},
            handed_in={
                revision.pk: (revision.user_id, canonical_json(revision.content), revision.created_at)
                for revision in revisions
            },
            scheduled=_scheduled(since),
            decisions=list(
                Decision.objects.filter(page_id__gt=since).values_list(
                    *("pk", "outcome", "request_id", "revision_id", "digest", "decided_by_id", "comment")
                )
            ),
            open_requests=list(requests.open().values_list("pk", flat=True)),
            ledger=LedgerEntry.objects.count(),
            history=frozenset(_history(since)),
        )

    def moved_since(self, before: State) -> list[str]:
        """What is not as it was in ``before``, one phrase each; empty when the gate held."""
        moved = [
            f"{address} answered {before.read[address][0]} and now {status}"
            if status != before.read[address][0]
            else f"the public reads other words at {address}"
            for address, (status, text) in self.read.items()
            if (status, text) != before.read.get(address, (status, text))
        ]
        for name, phrase in _PHRASES.items():
            if getattr(self, name) != getattr(before, name):
                moved.append(phrase)
        if before.history - self.history:
            moved.append("history was deleted or rewritten")
        return moved


_PHRASES = {
    "live": "what is stored as live content changed",
    "handed_in": "what was handed in for review changed",
    "scheduled": "what is scheduled changed",
    "decisions": "the decisions changed",
    "open_requests": "what waits for review changed",
    "ledger": "the ledger has another length",
}


def live_pages(since: int = 0) -> list[Page]:
    """Every live page of a reviewed type with an id above ``since``, as its specific class, from the database."""
    rows = Page.objects.filter(live=True, pk__gt=since).order_by("pk")
    return [page.specific for page in rows if is_reviewed(page)]


def _content(page: Page) -> str:
    return canonical_json(canonical(ContentSchema.of(type(page)), page.serializable_data()))


def _read(reader: Browser, address: str) -> tuple[int, str]:
    response = reader.get(address)
    # Every page names the newest hash of the ledger, which any decision about any page moves.
    return response.status_code, response.content.decode().replace(ledger.head().hash, "")


def _scheduled(since: int) -> list[int]:
    rows = Revision.page_revisions.exclude(approved_go_live_at=None).values_list("pk", "object_id")
    return sorted(pk for pk, page in rows if int(page) > since)


def _history(since: int) -> list[tuple[Any, ...]]:
    """Log entries and contributions: more may be added, none may go or change."""
    entries = PageLogEntry.objects.filter(page_id__gt=since).values_list("pk", "action", "user_id", "revision_id")
    hands = Contribution.objects.filter(page_id__gt=since).values_list("pk", "user_id", "revision_id", "via")
    return [*(("log", *entry) for entry in entries), *(("hand", *hand) for hand in hands)]
