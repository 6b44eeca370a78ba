"""A picture or document that stands on a submitted page is not edited: people replace it, and see where it stands."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.urls import reverse

from pages.models import HubDocument, HubImage
from reviews.uses import uses_of
from tests import factories, media
from tests.editorial import Newsroom, Response, fresh, person, what_was_said

pytestmark = pytest.mark.django_db
EDIT = {"image": "wagtailimages:edit", "document": "wagtaildocs:edit"}
REPLACED = "does not change any more"


@pytest.fixture(params=["image", "document"])
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def shown(room: Newsroom, kind: str) -> Any:
    return media.image() if kind == "image" else media.document()


def text(response: Response) -> str:
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def upload(kind: str, **changes: Any) -> dict[str, Any]:
    """What the upload form posts for a new file; title and words as they were filled in, unless changed."""
    file = media.png("black") if kind == "image" else media.pdf("Take 5 mg.")
    return {"title": "The tablet", "description": "A white tablet.", "tags": "", "file": file} | changes


def test_a_frozen_object_says_which_pages_froze_it_and_offers_a_replacement(
    room: Newsroom, kind: str, shown: Any
) -> None:
    page = room.editor.write(factories.standard(title="About tablets", body=media.body(shown)))
    room.editor.submit(page)

    screen = text(room.editor.get(EDIT[kind], shown.pk))

    assert REPLACED in screen
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in screen
    assert "About tablets" in screen
    assert reverse(f"media:replace_{kind}", args=[shown.pk]) in screen
    assert 'type="file"' not in screen
    assert reverse(f"{EDIT[kind].split(':')[0]}:delete", args=[shown.pk]) not in text(
        room.admin.get(EDIT[kind], shown.pk)
    )


def test_what_nobody_submitted_is_edited_as_ever(room: Newsroom, kind: str, shown: Any) -> None:
    room.editor.write(factories.standard(body=media.body(shown)))

    screen = text(room.editor.get(EDIT[kind], shown.pk))

    assert REPLACED not in screen
    assert 'type="file"' in screen


def test_tags_of_a_frozen_object_can_still_be_changed(room: Newsroom, kind: str, shown: Any) -> None:
    room.publish(factories.standard(body=media.body(shown)))
    same = {"title": shown.title, "description": getattr(shown, "description", ""), "tags": "tablets"}

    room.editor.post(EDIT[kind], shown.pk, **same, collection=shown.collection_id)

    assert list(shown.tags.names()) == ["tablets"]


def test_a_change_posted_all_the_same_is_refused_beside_the_form(room: Newsroom, kind: str, shown: Any) -> None:
    room.publish(factories.standard(body=media.body(shown)))
    before = shown.review_fingerprint()

    answer = room.editor.post(EDIT[kind], shown.pk, **upload(kind), collection=shown.collection_id)

    assert "never change" in what_was_said(answer)
    assert REPLACED in text(answer)
    assert type(shown).objects.get().review_fingerprint() == before


def test_a_replacement_is_a_new_object_and_the_pages_with_the_old_one_are_listed(
    room: Newsroom, kind: str, shown: Any
) -> None:
    page = room.publish(factories.standard(title="About tablets", body=media.body(shown)))
    before = shown.review_fingerprint()
    form = text(room.editor.get(f"media:replace_{kind}", shown.pk))
    assert f'value="{shown.title}"' in form
    assert getattr(shown, "description", "") in form

    answer = room.editor.client.post(reverse(f"media:replace_{kind}", args=[shown.pk]), upload(kind), follow=True)

    new = type(shown).objects.exclude(pk=shown.pk).get()
    assert new.title == "The tablet"
    assert new.uploaded_by_user == room.editor.user
    assert type(shown).objects.get(pk=shown.pk).review_fingerprint() == before
    listed = text(answer)
    assert "About tablets" in listed
    assert "the live version" in listed
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in listed


def test_a_replacement_without_a_file_is_asked_for_one(room: Newsroom, kind: str, shown: Any) -> None:
    data = upload(kind)
    del data["file"]

    answer = room.editor.post(f"media:replace_{kind}", shown.pk, **data)

    assert "This field is required" in text(answer)
    assert type(shown).objects.count() == 1


def test_every_version_that_people_work_with_is_found(room: Newsroom, shown: Any) -> None:
    body = media.body(shown)
    live = room.publish(factories.standard(body=body))
    waiting = room.editor.write(factories.standard(body=body))
    room.editor.submit(waiting)
    draft = room.editor.write(factories.standard(body=body))
    edited = room.publish(factories.standard())
    room.editor.edit(edited, body=body)
    no_more = room.publish(factories.standard(body=body))
    room.editor.edit(no_more, body=[factories.text("It shows nothing.")])
    room.approve(room.editor.submit(no_more, "Without it."))
    room.publish(factories.standard(body=[factories.text(f"Number {shown.pk} stands here in words.")]))
    room.editor.write(factories.standard(body=[factories.text(f"And {shown.pk} here.")]))

    found = {use.page.pk: use.versions for use in uses_of(shown)}

    assert found == {
        live.pk: ["the live version"],
        waiting.pk: ["the version in review"],
        draft.pk: ["the newest draft"],
        edited.pk: ["the newest draft"],
    }


def test_a_page_whose_draft_shows_another_one_still_shows_the_old_one_live(room: Newsroom, shown: Any) -> None:
    page = room.publish(factories.standard(body=media.body(shown)))
    room.editor.edit(page, body=[factories.text("It shows nothing.")])

    assert [use.versions for use in uses_of(shown)] == [["the live version"]]
    assert uses_of(shown)[0].page.pk == fresh(page).pk


def test_an_object_that_no_page_shows_says_so(room: Newsroom, kind: str, shown: Any) -> None:
    assert "No page shows" in text(room.editor.get(f"media:uses_of_{kind}", shown.pk))


@pytest.mark.parametrize("verb", ["replace", "uses_of"])
def test_who_may_not_change_media_may_not_replace_it(room: Newsroom, kind: str, shown: Any, verb: str) -> None:
    address = reverse(f"media:{verb}_{kind}", args=[shown.pk])
    for somebody in (room.pharmacist, person("stranger")):
        before = type(shown).objects.count()
        answer = somebody.client.post(address, upload(kind)) if verb == "replace" else somebody.client.get(address)
        assert answer.status_code == 302
        assert type(shown).objects.count() == before


@pytest.mark.parametrize("verb", ["replace", "uses_of"])
def test_what_does_not_exist_is_not_replaced(room: Newsroom, kind: str, verb: str) -> None:
    assert room.editor.get(f"media:{verb}_{kind}", 999_999).status_code == 404
    assert not HubImage.objects.exists()
    assert not HubDocument.objects.exists()
