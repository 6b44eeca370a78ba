"""The promise of the hub as assertions: what is public and what was handed in, before and after an attempt."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from wagtail.models import Page

from reviews.content import page_digest
from reviews.guards import approving_decision
from reviews.selftest.state import State, live_pages
from tests.editorial import Response, what_was_said


def _is_live(page: Page) -> bool:
    return bool(page.live)


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
    assert not State.now(*addresses).moved_since(before)
    assert_public_is_approved()


def refusal(response: Response) -> str:
    """What a refused person is told; fails when it is a fault, or nothing."""
    assert response.status_code < 500, response.content
    said = what_was_said(response) if "html" in response.get("Content-Type", "") else ""
    said = said or response.content.decode()
    assert said, "a refusal without a word"
    return said
