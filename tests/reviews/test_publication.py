"""Going live and scheduling: the standing decision's revision, at its time, and nothing else."""

from __future__ import annotations

import datetime
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from reviews import publication
from reviews.models import Decision, PublicationWindow, ReviewRequest
from reviews.refusals import Moved, ReviewRefused
from tests import factories
from tests.editorial import PASSWORD, Newsroom, fresh, public, public_text, what_was_said

TOMORROW = timezone.now() + datetime.timedelta(days=1)


def later() -> mock._patch:
    return mock.patch("django.utils.timezone.now", return_value=TOMORROW + datetime.timedelta(hours=1))


def test_an_approved_page_waits_for_its_go_live_date(room: Newsroom) -> None:
    draft = room.editor.write(factories.standard(go_live_at=TOMORROW))
    waiting = room.editor.submit(draft)
    room.pharmacist.approve(waiting)
    assert public(draft).status_code == 404
    assert fresh(draft).scheduled_revision == waiting.revision
    call_command("publish_scheduled")
    assert public(draft).status_code == 404
    with later():
        call_command("publish_scheduled")
    assert public(draft).status_code == 200
    assert fresh(draft).live_revision_id == waiting.revision_id


def test_a_scheduled_version_is_locked(room: Newsroom) -> None:
    draft = room.editor.write(factories.standard(go_live_at=TOMORROW))
    room.pharmacist.approve(room.editor.submit(draft))
    with pytest.raises(ReviewRefused, match="scheduled to go live"):
        fresh(draft).save_revision(user=room.editor.user)


def test_the_scheduler_refuses_what_is_not_approved_and_goes_on(room: Newsroom) -> None:
    draft = room.editor.write(factories.standard())
    good = room.editor.write(factories.standard(go_live_at=TOMORROW))
    room.pharmacist.approve(room.editor.submit(good))
    publication.publish_revision(draft, draft.latest_revision, user=None)
    assert PageLogEntry.objects.filter(page=draft.pk, action="reviews.publish_refused").exists()
    with later():
        call_command("publish_scheduled")
    assert public(good).status_code == 200
    assert public(draft).status_code == 404


def test_withdrawing_clears_the_schedule(room: Newsroom) -> None:
    from reviews import services

    draft = room.editor.write(factories.standard(go_live_at=TOMORROW))
    room.pharmacist.approve(room.editor.submit(draft))
    services.withdraw(draft, room.pharmacist.user, reason="Not yet.")
    with later():
        call_command("publish_scheduled")
    assert public(draft).status_code == 404
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()


def test_an_approved_expiry_takes_the_page_down(room: Newsroom) -> None:
    page = room.publish(factories.standard(expire_at=TOMORROW))
    with later():
        call_command("publish_scheduled")
    assert public(page).status_code == 404


def test_the_standing_version_may_be_published_again(room: Newsroom) -> None:
    page = room.publish(factories.standard(lead="Approved words."))
    page.live_revision.publish(user=room.editor.user)
    assert "Approved words." in public_text(page)


def test_what_is_stored_must_be_what_was_decided_on(room: Newsroom) -> None:
    page = room.publish(factories.standard())
    decision = Decision.objects.standing(page.pk)
    assert decision is not None
    decision.digest = "0" * 64
    with pytest.raises(Moved, match="not what was approved"):
        publication.publish(decision, user=None)


def test_a_decision_that_publishes_nothing_is_a_fault(room: Newsroom) -> None:
    waiting = room.editor.submit(room.editor.write(factories.standard()))
    room.pharmacist.request_changes(waiting)
    with pytest.raises(ValueError, match="publishes nothing"):
        publication.publish(Decision.objects.get(request=waiting), user=None)


def test_a_window_left_open_takes_the_transaction_with_it(room: Newsroom) -> None:
    page = room.publish(factories.standard())
    decision = Decision.objects.standing(page.pk)
    assert decision is not None
    window = PublicationWindow.objects.create(page_id=page.pk, decision=decision)
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.check_constraints()
    window.delete()


def test_a_window_opens_for_an_approving_decision_of_that_page_only(room: Newsroom) -> None:
    page = room.publish(factories.standard())
    other = room.editor.write(factories.standard())
    decision = Decision.objects.standing(page.pk)
    assert decision is not None
    with pytest.raises(IntegrityError, match="Review gate"), transaction.atomic():
        PublicationWindow.objects.create(page_id=other.pk, decision=decision)


# An address that somebody took meanwhile


@pytest.fixture
def renamed(room: Newsroom, live: Page) -> ReviewRequest:
    """A second version of ``live`` at another address, in review; a draft has that address by then."""
    room.editor.edit(live, slug="taken")
    waiting = room.editor.submit(live, "A better address.")
    room.editor2.write(factories.standard(slug="taken"))
    return waiting


def test_an_approval_that_cannot_be_published_is_refused_with_its_reason(
    room: Newsroom, live: Page, renamed: ReviewRequest
) -> None:
    response = room.pharmacist.approve(renamed)
    assert "already in use" in what_was_said(response)
    assert ReviewRequest.objects.open_for(live.pk) == renamed
    assert "What was approved." in public_text(live)


def test_a_restoration_that_cannot_be_published_is_refused_with_its_reason(room: Newsroom, live: Page) -> None:
    first = live.review_decisions.get()
    room.editor.edit(live, slug="renamed", lead="The second version.")
    room.approve(room.editor.submit(live, "A better address."))
    room.editor2.write(factories.standard(slug=live.slug))
    response = room.pharmacist.post("reviews:restore", live.pk, first.pk, reason="It was right.", password=PASSWORD)
    assert "already in use" in what_was_said(response)
    assert "The second version." in public_text(live)


def test_an_approved_version_that_cannot_go_live_yet_stops_no_other_and_stays_scheduled(
    room: Newsroom, live: Page, caplog: pytest.LogCaptureFixture
) -> None:
    room.editor.edit(live, slug="taken", lead="The second version.", go_live_at=TOMORROW)
    room.pharmacist.approve(room.editor.submit(live, "A better address."))
    thief = room.editor2.write(factories.standard(slug="taken"))
    good = room.editor.write(factories.standard(go_live_at=TOMORROW))
    room.pharmacist.approve(room.editor.submit(good))
    with later():
        call_command("publish_scheduled")
        assert public(good).status_code == 200
        assert "What was approved." in public_text(live)
        assert publication.IMPOSSIBLE in caplog.text
    room.editor2.edit(thief, slug="elsewhere")
    with later():
        call_command("publish_scheduled")
        assert "The second version." in public_text(live)


def test_what_was_to_end_before_it_was_approved_does_not_begin(room: Newsroom) -> None:
    waiting = room.editor.submit(room.editor.write(factories.standard(expire_at=TOMORROW)))
    with later():
        response = room.pharmacist.approve(waiting)
        assert "which is past" in what_was_said(response)
    assert ReviewRequest.objects.open_for(waiting.page_id) == waiting
    assert public(waiting.page).status_code == 404
