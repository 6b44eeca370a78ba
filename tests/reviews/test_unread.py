"""What a newer release stored is neither lost nor signed unseen by the one that it replaces."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from wagtail.models import Page, Revision

from pages.models import StandardPage, StudySummaryPage
from reviews import publication, triggers
from reviews.digests import ContentSchema, differences
from reviews.models import Decision, ReviewRequest
from reviews.services import require_profession
from reviews.unread import unread
from tests import factories
from tests.editorial import Newsroom, fresh, what_was_said

SCHEMA = ContentSchema("drugs.page", children={"rows": ContentSchema("drugs.row", parent_key="page")})


@pytest.fixture
def upgrading(db: None) -> None:
    """The database has had a migration that this release does not know."""
    MigrationRecorder(connection).record_applied("pages", "9999_storage")


@pytest.fixture
def waiting(live: Page) -> ReviewRequest:
    found = ReviewRequest.objects.open_for(live.pk)
    assert found is not None
    return found


def test_words_are_unread_where_a_field_or_block_is_unknown_and_says_something(upgrading: None) -> None:
    text = {"type": "text", "id": "1", "value": {"text": "<p>Words.</p>", "sources": [], "tone": ""}}
    table = {"type": "chart", "id": "2", "value": {"words": "A chart."}}
    assert unread(StandardPage, {"title": "Known", "storage": "", "pages": [], "shown": False, "body": [text]}) == []
    assert unread(StandardPage, {"storage": "Keep it dry.", "doses": 0, "body": [text, table]}) == [
        *("chart", "doses", "storage"),
    ]
    louder = {**text, "value": {**text["value"], "tone": "loud"}}  # type: ignore[dict-item]
    assert unread(StandardPage, {"body": [louder]}) == ["tone"]
    assert unread(StandardPage, {"references": [{"pk": 1, "key": "a", "shelf": "B"}]}) == ["shelf"]


def test_items_of_lists_are_looked_into_in_both_stored_forms(upgrading: None) -> None:
    arm = {"unknown": "Words."}
    for arms in ([arm], [{"type": "item", "id": "1", "value": arm}]):
        assert unread(StudySummaryPage, {"results": [{"type": "result", "id": "1", "value": {"arms": arms}}]}) == [
            "unknown"
        ]


def test_what_an_upgrade_took_away_is_no_newer_release(db: None) -> None:
    assert unread(StandardPage, {"storage": "Keep it dry."}) == []


def test_a_draft_of_a_newer_release_is_neither_overwritten_nor_submitted(room: Newsroom, upgrading: None) -> None:
    page = room.editor.write(factories.standard())
    newest = fresh(page).get_latest_revision()
    Revision.objects.filter(pk=newest.pk).update(content={**newest.content, "storage": "Keep it dry."})
    for response in (room.editor.edit(page, lead="Typed into the older."), room.editor.try_to_submit(page)):
        assert "stored by a newer release of the hub, and says something that this one cannot show: storage." in (
            what_was_said(response)
        )
    assert fresh(page).get_latest_revision().content["storage"] == "Keep it dry."


def test_nobody_signs_for_a_profession_what_no_screen_shows(
    room: Newsroom, live: Page, waiting: ReviewRequest, upgrading: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A signature of several publishes nothing, so nothing later would refuse it."""
    require_profession("Physician", room.admin.user)
    assert ReviewRequest.objects.open_for(live.pk) == waiting
    monkeypatch.setattr("reviews.unread._in_row", lambda model, row: ["storage"])
    assert "stored by a newer release" in what_was_said(room.pharmacist.approve(waiting))
    assert not Decision.objects.filter(request=waiting).exists()


def test_a_scheduler_leaves_to_the_newer_release_what_it_cannot_show(
    live: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert live.live_revision is not None
    monkeypatch.setattr(publication, "unread_of", lambda revision: ["storage"])
    before = fresh(live).last_published_at
    publication.publish_revision(live, live.live_revision, user=None)
    assert fresh(live).last_published_at == before


@pytest.mark.parametrize(
    ("found", "changed"),
    [
        ({"title": "A", "rows": [{"dose": "5"}], "storage": ""}, []),
        ({"title": "A", "rows": [{"dose": "5", "note": None}]}, []),
        ({"title": "A", "rows": [{"dose": "5"}], "cards": []}, []),
        ({"title": "A", "body": {"text": "T", "tone": "", "items": [1]}}, []),
        ({"title": "A", "storage": "Keep it dry."}, ["storage"]),
        ({"title": "A", "storage": 0}, ["storage"]),
        ({"rows": [{"dose": "5", "note": "More."}]}, ["rows"]),
        ({"rows": [{"dose": "50"}]}, ["rows"]),
        ({"rows": []}, ["rows"]),
        ({"body": {"text": "T"}}, ["body"]),
        ({"body": {"text": "T", "items": [1, 2]}}, ["body"]),
        ({"title": ""}, ["title"]),
    ],
)
def test_a_field_that_was_added_since_differs_once_it_says_something(found: dict[str, Any], changed: list[str]) -> None:
    approved = {"title": "A", "rows": [{"dose": "5"}], "body": {"text": "T", "items": [1]}, "from_newer": "Words."}
    assert differences(SCHEMA, approved, found) == changed


def test_the_gate_is_replaced_whole_or_not_at_all(committed_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    before, statements = triggers.installed(connection), list(triggers.statements(connection.vendor))
    monkeypatch.setattr(triggers, "statements", lambda *about: [*statements[:3], "SELECT 1 FROM nowhere"])
    monkeypatch.setattr(triggers, "ATTEMPTS", 1)
    with pytest.raises(Exception, match="nowhere"):
        triggers.install(connection)
    assert triggers.installed(connection) == before


def test_the_gate_is_put_in_as_soon_as_nobody_holds_its_tables(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    answers = [OperationalError("canceling statement due to lock timeout")] * 2 + [None]
    monkeypatch.setattr(triggers, "_replace", lambda connection: _raise(answers.pop(0)))
    monkeypatch.setattr(triggers, "PAUSE_SECONDS", 0)
    triggers.install(connection)
    assert answers == []
    answers += [OperationalError("canceling statement due to lock timeout")]
    monkeypatch.setattr(triggers, "ATTEMPTS", 1)
    with pytest.raises(OperationalError):
        triggers.install(connection)


def _raise(error: Exception | None) -> None:
    if error is not None:
        raise error
