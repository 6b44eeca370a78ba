"""What must hold after two people acted at the same moment, whoever was first."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Page, Revision

from reviews import ledger, services, verify_ledger
from reviews.eligibility import why_not
from reviews.models import Decision, ReviewRequest
from reviews.refusals import ReviewRefused
from tests.editorial import Newsroom, fresh
from tests.reviews.assertions import assert_public_is_approved
from tests.reviews.interleaving import Told
from tests.reviews.races import Attempt, submit


def assert_all_is_well(room: Newsroom, attempt: Attempt, told: tuple[Told, Told]) -> None:
    """Nobody met a fault, every recorded decision is kept and chained, and each page can go on."""
    for one in told:
        if one.error is not None and not isinstance(one.error, ReviewRefused):
            raise one.error
        assert getattr(one.result, "status_code", 200) < 500
    assert not all(one.error for one in told), "each refused the other"
    made = {one.result for one in told if isinstance(one.result, Decision)}
    recorded = set(Decision.objects.exclude(pk__in=attempt.decisions_before))
    assert made <= recorded
    assert verify_ledger.problems(ledger.lines()) == []
    for page in map(fresh, attempt.pages):
        assert_public_is_approved(page)
        _assert_decisions_hold(page)
        _assert_not_stuck(room, page)


def _assert_decisions_hold(page: Page) -> None:
    """Public is what was decided last, or it is scheduled; withdrawn is withdrawn."""
    standing = Decision.objects.standing(page.pk)
    scheduled = Revision.page_revisions.filter(object_id=str(page.pk)).exclude(approved_go_live_at=None)
    if standing is None:
        assert not page.live
        assert not scheduled.exists()
    elif page.live:
        assert page.live_revision_id == standing.revision_id
    else:
        assert [revision.pk for revision in scheduled] == [standing.revision_id], f"{standing} was lost"


def _assert_not_stuck(room: Newsroom, page: Page) -> None:
    """Whatever is open can be decided, and then the page can be edited, submitted and decided on again."""
    with transaction.atomic():
        waiting = ReviewRequest.objects.open_for(page.pk)
        if waiting is not None:
            services.request_changes(waiting, room.physician.user, comment="Say when to take it.")
        again = fresh(page).get_latest_revision_as_object()
        again.lead = "Once more."
        again.save_revision(user=room.editor.user)
        assert why_not(room.physician.user, submit(again, room.editor)) == []
        transaction.set_rollback(True)
