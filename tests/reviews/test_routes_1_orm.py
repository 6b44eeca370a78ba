"""GATE.md group 1, the ORM: what code of ours, or a management command, could do by mistake."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, PageLogEntry, Revision

from pages.models import DrugIndexPage, DrugOverviewPage, HomePage, StandardPage
from reviews import triggers
from reviews.dialects import MARK
from reviews.refusals import ReviewRefused
from tests import factories
from tests.editorial import Newsroom, fresh, public, public_text
from tests.reviews.assertions import nothing_moves

pytestmark = pytest.mark.django_db


def refused(attempt: Callable[[], object]) -> str:
    """Try it; return what the refusal says, from Python or from the database."""
    with pytest.raises((PermissionDenied, DatabaseError)) as caught, transaction.atomic():
        attempt()
    assert isinstance(caught.value, ReviewRefused) or MARK in str(caught.value)
    return str(caught.value)


@pytest.fixture
def unapproved(room: Newsroom, live: Page) -> Revision:
    """A newer draft of the live page."""
    room.editor.edit(live, lead="Not approved.")
    return fresh(live).latest_revision


def test_publishing_a_revision_in_code_is_refused(room: Newsroom, live: Page, unapproved: Revision) -> None:
    """1.22: with a person it raises; without one, as the scheduler calls it, it is refused and logged."""
    with nothing_moves(live):
        assert "not been approved" in refused(lambda: unapproved.publish(user=room.admin.user))
        unapproved.publish()
    assert PageLogEntry.objects.filter(page_id=live.pk, action="reviews.publish_refused").count() == 1


def test_the_publish_action_in_code_is_refused(live: Page, unapproved: Revision) -> None:
    """1.23."""
    with nothing_moves(live):
        refused(lambda: PublishPageRevisionAction(unapproved).execute(skip_permission_checks=True))


def test_saving_other_words_on_a_live_page_is_refused(live: Page) -> None:
    """1.24."""
    live.lead = "Not approved."
    with nothing_moves(live):
        assert "lead" in refused(live.save)
        assert "lead" in refused(lambda: live.save(update_fields=["lead"]))
        refused(lambda: live.save(clean=False))


def test_saving_the_base_class_of_a_live_page_is_refused(live: Page) -> None:
    """1.25."""
    base = Page.objects.get(pk=live.pk)
    base.title = "Not approved."
    with nothing_moves(live):
        assert "title" in refused(base.save)
        assert "title" in refused(lambda: base.save(update_fields=["title"]))


@pytest.mark.parametrize("base_class", [False, True])
def test_a_draft_cannot_be_set_live(draft: Page, base_class: bool) -> None:
    """1.26."""
    page = Page.objects.get(pk=draft.pk) if base_class else fresh(draft)
    page.live = True
    with nothing_moves(draft):
        refused(page.save)
        refused(lambda: page.save(update_fields=["live"]))
        page.live_revision = page.latest_revision
        refused(page.save)
    assert public(draft).status_code == 404


def test_a_page_added_in_code_is_born_a_draft(room: Newsroom) -> None:
    """1.27."""
    with nothing_moves():
        page = room.home.add_child(instance=factories.standard(live=True))
    assert not fresh(page).live
    assert public(page).status_code == 404


def test_a_reviewed_page_in_a_containers_name_is_refused(room: Newsroom) -> None:
    """Not in GATE.md: a drug page whose row says that it is a home page."""
    container = ContentType.objects.get_for_model(HomePage)

    def attempt() -> None:
        page = factories.drug(live=False)
        page.content_type = container
        DrugIndexPage.objects.get().add_child(instance=page)
        Page.objects.filter(pk=page.pk).update(live=True)

    with nothing_moves():
        refused(attempt)
    assert not DrugOverviewPage.objects.filter(live=True).exists()


def test_reusing_the_revision_of_another_approved_page_is_refused(room: Newsroom, live: Page, draft: Page) -> None:
    with nothing_moves(live, draft):
        page = fresh(draft)
        page.live, page.live_revision_id = True, live.live_revision_id
        refused(page.save)
        refused(lambda: Page.objects.filter(pk=draft.pk).update(live=True, live_revision=live.live_revision_id))


def test_an_approval_counts_for_the_standing_version_only(room: Newsroom, live: Page) -> None:
    """Not in GATE.md: what was approved once and replaced since is not published again without a decision."""
    first = live.live_revision
    room.editor.edit(live, lead="The second version.")
    room.approve(room.editor.submit(live, "A second version."))
    with nothing_moves(live):
        refused(lambda: first.publish(user=room.admin.user))
        first.publish()
        refused(lambda: PublishPageRevisionAction(first).execute(skip_permission_checks=True))
    assert "The second version." in public_text(live)


def test_a_withdrawn_page_is_not_published_again_without_a_decision(room: Newsroom, live: Page) -> None:
    room.pharmacist.post("reviews:withdraw", live.pk, reason="A dose was wrong.")
    with nothing_moves(live):
        for publish in (
            lambda: live.live_revision.publish(user=room.admin.user),
            lambda: PublishPageRevisionAction(live.live_revision).execute(skip_permission_checks=True),
            lambda: Page.objects.filter(pk=live.pk).update(live=True, live_revision=live.live_revision_id),
        ):
            refused(publish)
    assert public_text(live) == ""


def test_deleting_a_page_with_history_is_refused(live: Page) -> None:
    for delete in (
        live.delete,
        lambda: Page.objects.filter(pk=live.pk).delete(),
        lambda: HomePage.objects.get().delete(),
        live.live_revision.delete,
        lambda: Revision.objects.filter(pk=live.live_revision_id).delete(),
    ):
        with nothing_moves(live), pytest.raises((PermissionDenied, DatabaseError)), transaction.atomic():
            delete()


# Commands


def test_the_scheduler_publishes_no_date_that_was_written_into_a_draft(live: Page, unapproved: Revision) -> None:
    """1.21."""
    rows = Revision.objects.filter(pk=unapproved.pk)
    past = timezone.now() - datetime.timedelta(hours=1)
    with nothing_moves(live):
        assert "only an approved version can be scheduled" in refused(lambda: rows.update(approved_go_live_at=past))
        call_command("publish_scheduled")


def test_one_unapproved_schedule_is_cleared_and_does_not_stop_the_others(
    room: Newsroom, live: Page, unapproved: Revision
) -> None:
    """1.21, where somebody took the triggers away."""
    later = timezone.now() + datetime.timedelta(hours=1)
    other = room.editor.write(factories.standard(lead="Scheduled and approved.", go_live_at=later))
    room.pharmacist.approve(room.editor.submit(other))
    past = timezone.now() - datetime.timedelta(hours=1)
    scheduled = fresh(other).scheduled_revision
    assert scheduled is not None
    triggers.remove(connection)
    Revision.objects.filter(pk=unapproved.pk).update(approved_go_live_at=past)
    triggers.install(connection)
    Revision.objects.filter(pk=scheduled.pk).update(approved_go_live_at=past)
    call_command("publish_scheduled")
    assert "What was approved." in public_text(live)
    assert Revision.objects.get(pk=unapproved.pk).approved_go_live_at is None
    assert PageLogEntry.objects.filter(page_id=live.pk, action="reviews.publish_refused").exists()


def _dump(path: Path, *objects: Any) -> str:
    path.write_text(serializers.serialize("json", objects))
    return str(path)


def test_loaddata_changes_nothing_live(live: Page, draft: Page, tmp_path: Path) -> None:
    """Raw saves skip the save guard; the triggers hold."""
    page = StandardPage.objects.get(pk=live.pk)
    page.lead = "Not approved."
    changed = _dump(tmp_path / "changed.json", page)
    base = Page.objects.get(pk=draft.pk)
    base.live = True
    published = _dump(tmp_path / "published.json", base)
    with nothing_moves(live, draft):
        assert MARK in refused(lambda: call_command("loaddata", changed, verbosity=0))
        assert MARK in refused(lambda: call_command("loaddata", published, verbosity=0))


def test_loaddata_brings_no_new_live_page(room: Newsroom, draft: Page, tmp_path: Path) -> None:
    rows = json.loads(serializers.serialize("json", [Page.objects.get(pk=draft.pk), fresh(draft)]))
    for row in rows:
        row["pk"] = 1_000_000
    rows[0]["fields"] |= {"live": True, "slug": "smuggled", "path": draft.path[:-4] + "00ZZ", "live_revision": None}
    file = tmp_path / "smuggled.json"
    file.write_text(json.dumps(rows))
    with nothing_moves():
        refused(lambda: call_command("loaddata", str(file), verbosity=0))
    assert not Page.objects.filter(slug="smuggled").exists()


@pytest.mark.parametrize("command", ["fixtree", "set_url_paths", "rebuild_references_index", "publish_scheduled"])
def test_wagtails_commands_move_nothing_public(live: Page, draft: Page, command: str) -> None:
    options = {"interactive": False} if command == "fixtree" else {}
    with nothing_moves(live, draft):
        call_command(command, verbosity=0, **options)
