"""GATE.md group 2: autosave rewrites its own unseen draft in place, and nothing that anybody relied on."""

from __future__ import annotations

import datetime
import json

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from reviews.models import ReviewRequest
from reviews.selftest.form_data import page_form_data
from tests import factories
from tests.editorial import Newsroom, Person, Response, fresh, person, public, public_text, reviewer
from tests.reviews.assertions import nothing_moves, refusal

pytestmark = pytest.mark.django_db


def overwrite(who: Person, page: Page, revision_id: int, as_browser: bool = False, **changes: str) -> Response:
    """The POST that autosave sends: save in place of ``revision_id``."""
    draft = fresh(page).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    data = page_form_data(draft, who.user) | {
        "overwrite_revision_id": revision_id,
        "loaded_revision_id": revision_id,
        "loaded_revision_created_at": Revision.objects.get(pk=revision_id).created_at.isoformat(),
    }
    headers = {"accept": "application/json"} if as_browser else {}
    return who.client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data, headers=headers)


@pytest.fixture(params=["a form", "autosave"])
def as_browser(request: pytest.FixtureRequest) -> bool:
    return request.param == "autosave"


@pytest.mark.parametrize("who", ["2.07 superuser", "2.08 reviewer"])
def test_the_submitted_revision_is_not_overwritten_by_its_author(room: Newsroom, who: str, as_browser: bool) -> None:
    author = room.admin if "superuser" in who else reviewer("colleague", "Pharmacist", by=room.admin)
    page = room.editor.write(factories.standard(lead="First."))
    author.edit(page, lead="Submitted by its author.")
    waiting = author.submit(page)
    with nothing_moves(page):
        said = refusal(overwrite(author, page, waiting.revision_id, as_browser, lead="Not approved."))
    assert "in review" in said or "locked" in said
    room.approve(waiting)
    assert "Submitted by its author." in public_text(page)


def test_the_live_revision_is_not_overwritten(room: Newsroom, live: Page, as_browser: bool) -> None:
    """2.09: the edit becomes a new draft."""
    with nothing_moves(live):
        response = overwrite(room.editor, live, live.live_revision_id, as_browser, lead="Not approved.")
    assert response.status_code < 400
    newest = fresh(live).latest_revision
    assert newest.pk != live.live_revision_id
    assert newest.content["lead"] == "Not approved."
    assert Revision.objects.get(pk=live.live_revision_id).content["lead"] == "What was approved."


def test_the_revision_that_was_sent_back_is_not_overwritten(room: Newsroom, draft: Page, as_browser: bool) -> None:
    """2.11: the record of what was rejected stays."""
    waiting = room.editor.submit(draft)
    room.pharmacist.request_changes(waiting)
    with nothing_moves(draft):
        response = overwrite(room.editor, draft, waiting.revision_id, as_browser, lead="Mended.")
    assert response.status_code < 400
    assert fresh(draft).latest_revision_id != waiting.revision_id
    assert Revision.objects.get(pk=waiting.revision_id).content["lead"] == "What nobody approved."


def test_a_recalled_revision_is_not_overwritten(room: Newsroom, draft: Page, as_browser: bool) -> None:
    waiting = room.editor.submit(draft)
    room.editor.recall(waiting)
    with nothing_moves(draft):
        overwrite(room.editor, draft, waiting.revision_id, as_browser, lead="Mended.")
    assert fresh(draft).latest_revision_id != waiting.revision_id


@pytest.fixture
def scheduled(room: Newsroom) -> Page:
    later = timezone.now() + datetime.timedelta(days=2)
    page = room.editor.write(factories.standard(lead="Approved for later.", go_live_at=later))
    room.pharmacist.approve(room.editor.submit(page))
    assert public(page).status_code == 404
    return page


def test_a_scheduled_revision_is_not_overwritten(room: Newsroom, scheduled: Page, as_browser: bool) -> None:
    """2.12."""
    revision = fresh(scheduled).scheduled_revision
    for who in (room.editor, room.admin):
        with nothing_moves(scheduled):
            overwrite(who, scheduled, revision.pk, as_browser, lead="Not approved.")
    assert fresh(scheduled).scheduled_revision == revision
    assert revision.content["lead"] == "Approved for later."


def test_unscheduling_publishes_nothing_and_rescheduling_needs_an_approval(room: Newsroom, scheduled: Page) -> None:
    revision = fresh(scheduled).scheduled_revision
    administrator = person("administrator", "Administrators")
    response = administrator.post("wagtailadmin_pages:revisions_unschedule", scheduled.pk, revision.pk)
    assert response.status_code < 500
    assert public(scheduled).status_code == 404
    room.editor.edit(scheduled, lead="Not approved.")
    administrator.edit(scheduled, {"action-publish": "1"})
    assert public(scheduled).status_code == 404
    assert fresh(scheduled).scheduled_revision is None


def test_somebody_elses_draft_is_not_overwritten(room: Newsroom, draft: Page, as_browser: bool) -> None:
    """A colleague's words under the editor's name would hide who wrote them."""
    mine = draft.latest_revision
    with nothing_moves(draft):
        overwrite(room.editor2, draft, mine.pk, as_browser, lead="By somebody else.")
    assert Revision.objects.get(pk=mine.pk).content["lead"] == "What nobody approved."


def test_an_older_draft_is_not_overwritten(room: Newsroom, draft: Page, as_browser: bool) -> None:
    older = draft.latest_revision_id
    room.editor.edit(draft, lead="Newer.")
    with nothing_moves(draft):
        overwrite(room.editor, draft, older, as_browser, lead="Rewritten.")
    assert Revision.objects.get(pk=older).content["lead"] == "What nobody approved."


@pytest.mark.parametrize("interval", [500, 0])
def test_autosave_may_rewrite_the_authors_own_unseen_draft(
    room: Newsroom, draft: Page, interval: int, settings: object
) -> None:
    """4.10, 4.11: that is what autosave is for.  Its interval changes only the browser; what is frozen stays."""
    settings.WAGTAIL_AUTOSAVE_INTERVAL = interval  # type: ignore[attr-defined]
    newest = draft.latest_revision_id
    response = overwrite(room.editor, draft, newest, as_browser=True, lead="Typed on.")
    assert json.loads(response.content)["success"]
    assert fresh(draft).latest_revision_id == newest
    assert fresh(draft).latest_revision.content["lead"] == "Typed on."


def test_autosave_leaves_every_hand_on_record(room: Newsroom, draft: Page) -> None:
    overwrite(room.editor, draft, draft.latest_revision_id, as_browser=True, lead="Typed on.")
    room.editor2.edit(draft, lead="By a second hand.")
    overwrite(room.editor2, draft, fresh(draft).latest_revision_id, as_browser=True, lead="Typed on again.")
    waiting: ReviewRequest = room.editor.submit(draft)
    assert {who["user"] for who in waiting.contributors} == {room.editor.user.pk, room.editor2.user.pk}


def test_a_stale_tab_overwrites_nothing_after_the_approval(room: Newsroom, live: Page, as_browser: bool) -> None:
    """Two windows: one submits and is approved, the other still autosaves into the old revision."""
    room.editor.edit(live, lead="Second version.")
    stale = fresh(live).latest_revision_id
    room.approve(room.editor.submit(live, "Second version."))
    with nothing_moves(live):
        overwrite(room.editor, live, stale, as_browser, lead="Not approved.")
    assert Revision.objects.get(pk=stale).content["lead"] == "Second version."
    assert "Second version." in public_text(live)
