"""The promise of the hub as assertions: what is public and what was handed in, before and after an attempt."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.test import Client
from wagtail.models import Page, Revision

from reviews.content import page_digest
from reviews.digests import ContentSchema, canonical, canonical_json
from reviews.guards import approving_decision, is_reviewed
from reviews.models import Decision, LedgerEntry, ReviewRequest
from tests.editorial import Response, what_was_said


@dataclass(frozen=True)
class State:
    """Everything that only a recorded decision may change."""

    live: dict[int, tuple[int | None, str]]
    read: dict[str, tuple[int, str]]
    handed_in: dict[int, tuple[Any, ...]]
    scheduled: list[int]
    decisions: list[tuple[Any, ...]]
    open_requests: list[int]
    ledger: int

    @classmethod
    def now(cls, *addresses: str) -> State:
        requests = ReviewRequest.objects.order_by("pk")
        revisions = Revision.objects.filter(pk__in=requests.values("revision_id"))
        return cls(
            live={page.pk: (page.live_revision_id, _content(page)) for page in live_pages()},
            read={address: _read(address) for address in addresses},
            handed_in={
                revision.pk: (revision.user_id, canonical_json(revision.content), revision.created_at)
                for revision in revisions
            },
            scheduled=sorted(
                Revision.objects.exclude(approved_go_live_at=None).values_list("pk", flat=True),
            ),
            decisions=list(Decision.objects.values_list("pk", "outcome", "revision_id", "digest", "decided_by_id")),
            open_requests=list(requests.open().values_list("pk", flat=True)),
            ledger=LedgerEntry.objects.count(),
        )


def live_pages() -> list[Page]:
    """Every live page of a reviewed type, as its specific class, from the database."""
    return [page.specific for page in Page.objects.filter(live=True).order_by("pk") if is_reviewed(page)]


def _is_live(page: Page) -> bool:
    return bool(page.live)


def _content(page: Page) -> str:
    return canonical_json(canonical(ContentSchema.of(type(page)), page.serializable_data()))


def _read(address: str) -> tuple[int, str]:
    response = Client().get(address)
    return response.status_code, response.content.decode()


def assert_public_is_approved(*pages: Page) -> None:
    """The promise: every live page (or: each of ``pages`` that is live) is, word for word, what a decision approved."""
    for page in filter(_is_live, pages) if pages else live_pages():
        decision = approving_decision(page.live_revision_id)
        assert decision is not None, f"{page} is live without an approval"
        assert page_digest(page) == decision.digest, f"{page} is not what was approved"
        assert decision.request is not None
        assert decision.decided_by_id not in {person["user"] for person in decision.request.contributors}


@contextlib.contextmanager
def nothing_moves(*pages: Page) -> Iterator[None]:
    """What is public, handed in, scheduled and decided is the same after the block as before, at the pages' own
    addresses too.  Drafts may come and go."""
    addresses = [page.get_url() or page.url_path for page in pages]
    before = State.now(*addresses)
    yield
    after = State.now(*addresses)
    assert after == before
    assert_public_is_approved()


def refusal(response: Response) -> str:
    """What a refused person is told; fails when it is a fault, or nothing."""
    assert response.status_code < 500, response.content
    said = what_was_said(response) if "html" in response.get("Content-Type", "") else ""
    said = said or response.content.decode()
    assert said, "a refusal without a word"
    return said
