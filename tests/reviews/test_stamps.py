"""The review stamp: dates come from decisions, and a partial edit moves none of them."""

from __future__ import annotations

import datetime
from unittest import mock

from django.utils import timezone

from tests import factories
from tests.editorial import Newsroom, fresh

NOW = timezone.now()


def on_day(days: int) -> mock._patch:
    return mock.patch("django.utils.timezone.now", return_value=NOW + datetime.timedelta(days=days))


def test_a_draft_has_no_stamp(room: Newsroom) -> None:
    assert room.editor.write(factories.standard()).review_stamp is None


def test_the_first_approval_attests_the_whole_page(room: Newsroom) -> None:
    stamp = room.publish(factories.standard()).review_stamp
    assert stamp.version == 1
    assert stamp.reviewed_by == "pharmacist"
    assert stamp.last_reviewed == timezone.localdate()
    assert not stamp.is_overdue
    assert not stamp.is_partial_update


def test_a_partial_edit_never_moves_last_reviewed(room: Newsroom) -> None:
    page = room.publish(factories.standard())
    before = page.review_stamp
    room.editor.edit(page, lead="Other words.")
    waiting = room.editor.submit(page, "One sentence.")
    from reviews import services, signatures
    from tests.editorial import PASSWORD

    with on_day(40):
        services.approve(
            waiting,
            signatures.sign(room.physician.user, PASSWORD),
            shown_digest=waiting.digest,
            next_review_on=(NOW + datetime.timedelta(days=900)).date(),
            attests_whole_page=False,
        )
    stamp = fresh(page).review_stamp
    assert stamp.version == 2
    assert stamp.is_partial_update
    assert (stamp.last_reviewed, stamp.next_review_on) == (before.last_reviewed, before.next_review_on)
    assert stamp.reviewed_by == "pharmacist"


def test_a_page_past_its_review_date_is_overdue(room: Newsroom) -> None:
    page = room.publish(factories.standard())
    with on_day(400):
        assert fresh(page).review_stamp.is_overdue
