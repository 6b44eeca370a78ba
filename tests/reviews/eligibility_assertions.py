"""Somebody may not approve: neither offered nor accepted, by whatever door."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from reviews import services
from reviews.models import ReviewRequest
from reviews.refusals import NotEligible
from reviews.signatures import sign
from tests.editorial import PASSWORD, Person
from tests.reviews.assertions import nothing_moves, refusal

OWN_WORDS = "You wrote part of this version"


def assert_may_not_approve(who: Person, waiting: ReviewRequest, because: str) -> None:
    """Neither offered nor accepted, by whatever door."""
    with nothing_moves(waiting.page):
        said = refusal(who.approve(waiting))
        state = waiting.task_state
        for name in ("reviews:review", "wagtailadmin_pages:edit"):
            offered = who.get(name, waiting.pk if "review" in name else waiting.page_id).content.decode()
            assert "Sign and record the decision" not in offered or because in offered
        who.post("wagtailadmin_pages:workflow_action", waiting.page_id, "approve", state.pk, comment="")
        with pytest.raises(NotEligible, match=because):
            services.approve(
                waiting,
                sign(who.user, PASSWORD),
                shown_digest=waiting.digest,
                next_review_on=timezone.localdate() + datetime.timedelta(days=30),
            )
    assert because in said
    assert "The submission waits, unchanged." in said
    assert ReviewRequest.objects.open_for(waiting.page_id) == waiting
