"""GATE.md group 3: who approves.  Nobody's own words, nobody who is not a reviewer, nobody unknown."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.log_actions import log
from wagtail.models import Locale, Page, Revision

from reviews.dialects import MARK
from reviews.models import Contribution, Decision
from reviews.refusals import ReviewRefused
from reviews.selftest.form_data import page_form_data
from tests import factories, media
from tests.editorial import Newsroom, Person, appoint, fresh, person, public, public_text, reviewer
from tests.reviews.api_clients import ApiV3
from tests.reviews.assertions import nothing_moves, refusal
from tests.reviews.eligibility_assertions import OWN_WORDS, assert_may_not_approve

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.reviews.urls_api_v3")]


@pytest.fixture
def colleague(room: Newsroom) -> Person:
    """A clinical reviewer who also writes."""
    both = reviewer("colleague", "Pharmacist", by=room.admin)
    both.user.groups.add(Group.objects.get(name="Editors"))
    return both


def test_an_author_who_is_a_reviewer_cannot_approve(room: Newsroom, colleague: Person) -> None:
    """3.01."""
    page = colleague.write(factories.standard())
    assert_may_not_approve(colleague, colleague.submit(page), OWN_WORDS)
    assert public(page).status_code == 404


def test_a_superuser_cannot_approve_their_own_page(room: Newsroom) -> None:
    """3.02, and once more as an appointed reviewer."""
    page = room.admin.write(factories.standard())
    waiting = room.admin.submit(page)
    assert_may_not_approve(room.admin, waiting, "Nobody has appointed you")
    second = person("second-admin", superuser=True)
    appoint(room.admin, second, "Physician")
    assert_may_not_approve(room.admin, waiting, OWN_WORDS)


def test_a_superuser_who_is_no_reviewer_cannot_approve(room: Newsroom, draft: Page) -> None:
    """3.03."""
    assert_may_not_approve(room.admin, room.editor.submit(draft), "Nobody has appointed you")


def test_a_co_author_of_an_earlier_revision_cannot_approve(room: Newsroom, colleague: Person) -> None:
    """3.04."""
    page = colleague.write(factories.standard())
    room.editor.edit(page, lead="The last word.")
    waiting = room.editor.submit(page)
    assert_may_not_approve(colleague, waiting, OWN_WORDS)
    room.approve(waiting)
    assert "The last word." in public_text(page)


def test_an_author_before_the_last_approval_may_approve_the_next_version(room: Newsroom, colleague: Person) -> None:
    """The rule asks about this version, not about all time."""
    page = room.approve(colleague.submit(colleague.write(factories.standard())))
    room.editor.edit(page, lead="The next version.")
    assert colleague.approve(room.editor.submit(page)).status_code == 302
    assert "The next version." in public_text(page)


@pytest.mark.parametrize("door", ["the admin", "API v3"])
def test_the_author_of_words_that_were_brought_back_cannot_approve(
    room: Newsroom, colleague: Person, live: Page, door: str
) -> None:
    """3.04: somebody else reverts to them."""
    colleague.edit(live, lead="The colleague's words.")
    theirs = fresh(live).latest_revision
    room.editor.edit(live, lead="Other words.")
    room.approve(room.editor.submit(live, "Other words."))
    if door == "API v3":
        assert ApiV3(room.editor2).act(live, "revert", revision_id=theirs.pk).status_code == 200
    else:
        form = page_form_data(theirs.as_object(), room.editor2.user)
        room.editor2.client.post(reverse("wagtailadmin_pages:revisions_revert", args=[live.pk, theirs.pk]), form)
    assert fresh(live).get_latest_revision_as_object().lead == "The colleague's words."
    assert_may_not_approve(colleague, room.editor2.submit(live, "Brought back."), OWN_WORDS)


@pytest.mark.parametrize("with_revisions", [True, False])
def test_the_author_of_copied_words_cannot_approve_the_copy(
    room: Newsroom, colleague: Person, with_revisions: bool
) -> None:
    """3.04: somebody else copies the page, and with it the colleague's words."""
    page = colleague.write(factories.standard(lead="The colleague's words."))
    copied = page.copy(
        update_attrs={"slug": "copied", "title": "Copied"},
        user=room.editor.user,
        copy_revisions=with_revisions,
        keep_live=False,
    )
    room.editor.edit(copied, title="Copied by the editor")
    assert_may_not_approve(colleague, room.editor.submit(fresh(copied)), OWN_WORDS)


def test_a_copy_for_translation_without_a_known_author_is_refused(room: Newsroom, colleague: Person) -> None:
    """3.13: Wagtail saves translations in nobody's name."""
    page = colleague.write(factories.standard())
    french = Locale.objects.create(language_code="fr")
    action = CopyPageForTranslationAction(page, french, copy_parents=True, user=room.editor.user)
    with nothing_moves(page), pytest.raises(PermissionDenied, match="names its author"), transaction.atomic():
        action.execute(skip_permission_checks=True)


def test_the_owner_of_a_page_is_no_evidence(room: Newsroom, draft: Page, colleague: Person) -> None:
    """3.07: the field says who made the page, and anybody may change it."""
    Page.objects.filter(pk=draft.pk).update(owner=colleague.user)
    waiting = room.editor.submit(draft)
    assert {who["user"] for who in waiting.contributors} == {room.editor.user.pk}
    page = colleague.write(factories.standard())
    Page.objects.filter(pk=page.pk).update(owner=room.editor.user)
    assert_may_not_approve(colleague, room.editor.submit(page), OWN_WORDS)


@pytest.mark.parametrize("who", ["3.08 editor", "3.09 pharmacist"])
def test_an_account_in_the_history_is_kept(room: Newsroom, live: Page, who: str) -> None:
    somebody = getattr(room, who.split()[1])
    with nothing_moves(live):
        with transaction.atomic():
            said = refusal(room.admin.post("wagtailusers_users:delete", somebody.user.pk))
        assert "belongs to the history of reviewed pages, so it is kept." in said
        assert "Deactivate a person who has left." in said
        with pytest.raises(ReviewRefused), transaction.atomic():
            somebody.user.delete()
        with pytest.raises(ReviewRefused), transaction.atomic():
            get_user_model().objects.filter(pk=somebody.user.pk).delete()
    decision = Decision.objects.get(page=live)
    assert decision.request is not None
    assert decision.decided_by == room.pharmacist.user
    assert [person["user"] for person in decision.request.contributors] == [room.editor.user.pk]


def test_a_version_without_an_author_is_refused(room: Newsroom, live: Page) -> None:
    """3.13."""
    page = fresh(live)
    page.lead = "By a script."
    with nothing_moves(live):
        with pytest.raises(PermissionDenied, match="names its author"):
            page.save_revision()
        with pytest.raises(PermissionDenied, match="names its author"):
            page.save_revision(user=None, clean=False)
    assert fresh(live).latest_revision_id == live.live_revision_id


def test_a_version_that_anybody_may_have_written_is_approved_by_nobody(room: Newsroom, live: Page) -> None:
    """3.13: a row that was written past ``save_revision()``, and a good draft on top of it."""
    source = live.live_revision
    Revision.objects.create(
        content_type=source.content_type,
        base_content_type=source.base_content_type,
        object_id=source.object_id,
        content=source.content | {"lead": "By a script."},
        user=None,
    )
    room.editor.edit(live, lead="On top of it.")
    waiting = room.editor.submit(live, "On top of a script.")
    for who in (room.pharmacist, room.physician):
        assert_may_not_approve(who, waiting, "Nobody knows who wrote part of this version.")


def test_the_record_of_hands_is_not_rewritten(room: Newsroom, live: Page) -> None:
    with nothing_moves(live):
        for attempt in (
            lambda: Contribution.objects.filter(page=live).update(user=room.physician.user),
            lambda: Contribution.objects.filter(page=live).delete(),
            lambda: Revision.objects.filter(pk=live.live_revision_id).update(user=None),
        ):
            with pytest.raises(DatabaseError, match=MARK), transaction.atomic():
                attempt()


def test_whoever_uploaded_or_described_a_picture_does_not_approve_the_page_that_shows_it(
    room: Newsroom, colleague: Person
) -> None:
    """Not in GATE.md: its text alternative is read on the page, and stands in no revision."""
    for author in ({"uploaded_by_user": colleague.user}, {}):
        picture = media.image(**author)
        if not author:
            log(instance=picture, action="wagtail.edit", user=colleague.user)
        page = room.editor.write(factories.standard(body=media.body(picture)))
        waiting = room.editor.submit(page)
        assert_may_not_approve(colleague, waiting, OWN_WORDS)
    room.approve(waiting)
    # Approved by somebody else, it may stand on the next version.
    room.editor.edit(page, lead="Another lead.")
    colleague.approve(room.editor.submit(page, "A new lead."))
    assert "Another lead." in public_text(page)


def test_nobody_approves_what_they_handed_in_with_a_note_of_their_own(room: Newsroom, live: Page) -> None:
    """Not in GATE.md: the change note is public with the version, so it is read by two people as well."""
    room.editor.edit(live, lead="Written by the editor.")
    waiting = room.pharmacist.submit(live, "A note that nobody else read.")
    assert_may_not_approve(room.pharmacist, waiting, "You handed this version in")
    room.physician.approve(waiting)
    assert "Written by the editor." in public_text(live)
