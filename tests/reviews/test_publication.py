"""Going live and scheduling: the standing decision's revision, at its time, and nothing else."""

from __future__ import annotations

import datetime
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from reviews import publication
from reviews.models import Decision, PublicationWindow
from reviews.refusals import Moved, ReviewRefused
from tests import factories
from tests.editorial import Newsroom, fresh, public, public_text

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
