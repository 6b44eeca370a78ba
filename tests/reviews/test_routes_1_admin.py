"""GATE.md group 1, the admin: no button and no hand-made POST publishes what nobody approved."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse
from wagtail import hooks
from wagtail.models import Page, PageViewRestriction

from pages.models import StandardPage
from reviews.refusals import ReviewRefused
from reviews.selftest.form_data import page_form_data
from tests import factories
from tests.editorial import Newsroom, Person, Response, fresh, person, public, public_text
from tests.reviews.assertions import nothing_moves, refusal

PUBLISH = {"action-publish": "1"}
pytestmark = pytest.mark.django_db


@pytest.fixture(params=["1.01 administrator", "1.02 superuser"])
def powerful(request: pytest.FixtureRequest, room: Newsroom) -> Person:
    """Somebody whom stock Wagtail lets publish anything."""
    return room.admin if "superuser" in request.param else person("administrator", "Administrators")


def newest_lead(page: Page) -> str:
    return fresh(page).get_latest_revision_as_object().lead


def test_the_publish_button_only_saves_a_draft(powerful: Person, live: Page) -> None:
    """1.01, 1.02."""
    with nothing_moves(live):
        response = powerful.edit(live, PUBLISH, lead="Not approved.")
    assert response.status_code < 500
    assert newest_lead(live) == "Not approved."


def test_the_publish_button_is_not_offered(powerful: Person, live: Page) -> None:
    """1.01, 1.02."""
    form = powerful.get("wagtailadmin_pages:edit", live.pk).content.decode()
    assert "action-publish" not in form
    assert "Save and submit for review" in form


def test_publishing_a_draft_that_was_never_live_is_refused(powerful: Person, draft: Page) -> None:
    """1.01, 1.02."""
    with nothing_moves(draft):
        powerful.edit(draft, PUBLISH)
    assert public(draft).status_code == 404


@pytest.mark.usefixtures("ring_1_is_gone")
def test_publishing_is_refused_by_the_save_guard_alone_and_says_why(room: Newsroom, live: Page) -> None:
    """1.07: the edit view publishes without a call of ``Page.publish()``."""
    with nothing_moves(live):
        said = refusal(room.admin.edit(live, PUBLISH, lead="Not approved."))
    assert "Nothing goes live without the approval of a clinical reviewer." in said
    assert "What the public reads is unchanged." in said
    assert "submit it for review" in said


@pytest.mark.usefixtures("waiting")
@pytest.mark.parametrize("ring_1", ["ring 1", "no ring 1"])
def test_publishing_while_in_review_neither_publishes_nor_ends_the_review(
    powerful: Person, live: Page, ring_1: str, request: pytest.FixtureRequest
) -> None:
    """1.03."""
    if ring_1 == "no ring 1":
        request.getfixturevalue("ring_1_is_gone")
    with nothing_moves(live):
        said = refusal(powerful.edit(live, PUBLISH, lead="Not approved."))
    assert "locked" in said or "in review" in said
    assert newest_lead(live) == "What is in review."


def test_a_page_created_with_the_publish_button_is_born_a_draft(powerful: Person, room: Newsroom) -> None:
    """1.04."""
    page = factories.standard(lead="Not approved.")
    with nothing_moves():
        powerful.create(page, room.home, **PUBLISH)
    stored = StandardPage.objects.get(slug=page.slug)
    assert not stored.live
    assert stored.live_revision is None
    assert public(stored).status_code == 404


@pytest.mark.usefixtures("ring_1_is_gone")
def test_a_refused_publication_at_creation_leaves_a_draft_and_says_so(room: Newsroom) -> None:
    """1.05: the create view inserts the page before it publishes."""
    page = factories.standard()
    with nothing_moves():
        said = refusal(room.admin.create(page, room.home, **PUBLISH))
    assert "has not been approved by a clinical reviewer" in said
    assert "The draft is kept" in said
    stored = StandardPage.objects.filter(slug=page.slug).first()
    assert stored is not None, "what was typed is kept as a draft"
    assert not stored.live
    assert public(stored).status_code == 404


@pytest.mark.usefixtures("ring_1_is_gone")
def test_a_hook_that_stops_publication_leaves_no_live_page(room: Newsroom) -> None:
    """1.06: ``before_publish_page`` answers after the page was inserted."""
    page = factories.standard()

    def stop(request: Any, page: Page) -> HttpResponse:
        return HttpResponse("Stopped.")

    with hooks.register_temporarily("before_publish_page", stop), nothing_moves():
        room.admin.create(page, room.home, **PUBLISH)
    assert not StandardPage.objects.get(slug=page.slug).live


def bulk(who: Person, action: str, pages: list[Page], **data: Any) -> Response:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    ids = "&".join(f"id={page.pk}" for page in pages)
    return who.client.post(f"{address}?{ids}&next=/admin/", data)


@pytest.mark.parametrize("ring_1", ["ring 1", "no ring 1"])
@pytest.mark.parametrize("what", ["1.08 the page", "1.09 its section"])
def test_bulk_publishing_publishes_nothing(
    powerful: Person, room: Newsroom, live: Page, draft: Page, what: str, ring_1: str, request: pytest.FixtureRequest
) -> None:
    if ring_1 == "no ring 1":
        request.getfixturevalue("ring_1_is_gone")
    powerful.edit(live, lead="Not approved.")
    with nothing_moves(live, draft):
        if "section" in what:
            response = bulk(powerful, "publish", [room.home], include_descendants="on")
        else:
            response = bulk(powerful, "publish", [live, draft])
    assert response.status_code < 500
    assert newest_lead(live) == "Not approved."


@pytest.mark.parametrize("action", ["unpublish", "delete", "move"])
def test_no_other_bulk_action_moves_what_the_public_reads(
    powerful: Person, live: Page, room: Newsroom, action: str
) -> None:
    """Withdrawing needs a reason, and history is kept."""
    with nothing_moves(live):
        response = bulk(powerful, action, [live], chooser=room.home.pk, move_applicable="on")
    assert response.status_code < 500


@pytest.mark.parametrize("ring_1", ["ring 1", "no ring 1"])
def test_a_copy_is_a_draft_whatever_was_ticked(
    powerful: Person, room: Newsroom, live: Page, ring_1: str, request: pytest.FixtureRequest
) -> None:
    """1.14."""
    if ring_1 == "no ring 1":
        request.getfixturevalue("ring_1_is_gone")
    data = {
        "new_title": "Copied",
        "new_slug": "copied",
        "new_parent_page": room.home.pk,
        "publish_copies": "on",
        "copy_subpages": "on",
    }
    with nothing_moves(live):
        response = powerful.post("wagtailadmin_pages:copy", live.pk, **data)
        assert refusal(response)
        data.pop("publish_copies")
        powerful.post("wagtailadmin_pages:copy", live.pk, **data)
    copied = StandardPage.objects.get(slug="copied")
    assert not copied.live
    assert copied.revisions.count() > live.revisions.count(), "the copy brings its history along"
    assert public(copied).status_code == 404


@pytest.mark.parametrize("ring_1", ["ring 1", "no ring 1"])
def test_a_copy_made_as_an_alias_is_refused(
    room: Newsroom, live: Page, ring_1: str, request: pytest.FixtureRequest
) -> None:
    """1.17 through the copy form."""
    if ring_1 == "no ring 1":
        request.getfixturevalue("ring_1_is_gone")
    data = {"new_title": "Alias", "new_slug": "alias", "new_parent_page": room.home.pk, "alias": "on"}
    with nothing_moves(live):
        response = room.admin.post("wagtailadmin_pages:copy", live.pk, **data)
    assert not StandardPage.objects.filter(slug="alias", alias_of__isnull=False).exists()
    assert refusal(response)


@pytest.mark.parametrize("ring_1", ["ring 1", "no ring 1"])
def test_going_back_to_an_old_version_does_not_publish_it(
    powerful: Person, live: Page, ring_1: str, request: pytest.FixtureRequest
) -> None:
    """1.36."""
    powerful.edit(live, lead="Not approved.")
    old = fresh(live).latest_revision
    powerful.edit(live, lead="Newer.")
    if ring_1 == "no ring 1":
        request.getfixturevalue("ring_1_is_gone")
    data = page_form_data(old.as_object(), powerful.user) | PUBLISH | {"revision": old.pk}
    with nothing_moves(live):
        response = powerful.client.post(reverse("wagtailadmin_pages:revisions_revert", args=[live.pk, old.pk]), data)
        assert response.status_code < 500
        powerful.client.post(reverse("wagtailadmin_pages:edit", args=[live.pk]), data)


def test_switching_wagtails_workflow_off_opens_nothing(
    powerful: Person, room: Newsroom, live: Page, settings: Any
) -> None:
    """1.43."""
    settings.WAGTAIL_WORKFLOW_ENABLED = False
    with nothing_moves(live):
        powerful.edit(live, PUBLISH, lead="Not approved.")
    waiting = room.editor.submit(live, "Submitted while the switch is off.")
    with nothing_moves(live):
        refusal(powerful.edit(live, PUBLISH, lead="Changed in review."))
        refusal(room.editor.edit(live, lead="Changed in review."))
    room.approve(waiting)
    assert "Not approved." in public_text(live), "a reviewer decides with the switch off as well"


def test_the_audience_of_a_reviewed_page_is_not_a_setting(powerful: Person, live: Page) -> None:
    """1.50."""
    with nothing_moves(live):
        for kind in ("login", "none"):
            response = powerful.post("wagtailadmin_pages:set_privacy", live.pk, restriction_type=kind)
            assert response.status_code < 500
    assert not live.view_restrictions.exists()


def test_unpublishing_needs_a_reason(powerful: Person, live: Page) -> None:
    """The public is told why: withdrawing, not unpublishing."""
    with nothing_moves(live):
        assert refusal(powerful.post("wagtailadmin_pages:unpublish", live.pk))
    assert fresh(live).live


@pytest.mark.parametrize("button", ["action-submit", "action-restart-workflow", "action-cancel-workflow"])
def test_wagtails_own_workflow_buttons_only_save_a_draft(powerful: Person, live: Page, button: str) -> None:
    with nothing_moves(live):
        powerful.edit(live, {button: "1"}, lead="Not approved.")
    assert newest_lead(live) == "Not approved."
    assert fresh(live).current_workflow_state is None


def test_nobody_hides_reviewed_pages_by_restricting_what_is_above_them(room: Newsroom, live: Page) -> None:
    """Not in GATE.md: a restriction holds for everything below."""
    root = Page.objects.get(depth=1)
    for above in (room.home, root):
        with nothing_moves(live):
            room.admin.post("wagtailadmin_pages:set_privacy", above.pk, restriction_type="login")
            with pytest.raises(ReviewRefused, match="for everybody"):
                PageViewRestriction.objects.create(page=above, restriction_type="login")
    assert not PageViewRestriction.objects.exists()
