"""GATE.md group 2, content by reference: pictures, documents and settings."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import CollectionViewRestriction, Page

from pages.models import HubDocument, HubImage
from reviews.content import revision_digest
from tests import factories, media
from tests.editorial import Newsroom, fresh, public_text
from tests.reviews.assertions import nothing_moves, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def image(room: Newsroom) -> HubImage:
    return media.image()


@pytest.fixture
def document(room: Newsroom) -> HubDocument:
    return media.document()


@pytest.fixture
def illustrated(room: Newsroom, image: HubImage, document: HubDocument) -> Page:
    return fresh(room.publish(factories.standard(body=media.body(document, image))))


def stored_file(shown: Any) -> bytes:
    with type(shown).objects.get(pk=shown.pk).file.open("rb") as file:
        return file.read()


@pytest.mark.parametrize("kind", ["2.21 image", "2.22 document"])
@pytest.mark.parametrize("change", ["file", "title", "delete"])
def test_what_stands_on_a_submitted_page_is_not_replaced_in_place(
    room: Newsroom, illustrated: Page, image: HubImage, document: HubDocument, kind: str, change: str
) -> None:
    shown, names, new = (
        (image, "wagtailimages", media.png("black"))
        if "image" in kind
        else (document, "wagtaildocs", media.pdf("Take 500 mg."))
    )
    before = stored_file(shown)
    data: dict[str, Any] = {"title": shown.title, "collection": shown.collection_id, "tags": ""}
    if "image" in kind:
        data |= {"description": image.description}
    changes: dict[str, dict[str, Any]] = {"file": {"file": new}, "title": {"title": "Not approved"}, "delete": {}}
    data |= changes[change]
    with nothing_moves(illustrated):
        action = "delete" if change == "delete" else "edit"
        said = refusal(room.admin.client.post(reverse(f"{names}:{action}", args=[shown.pk]), data))
        assert "stands on a page that was submitted for review" in said
    assert stored_file(shown) == before
    assert type(shown).objects.get(pk=shown.pk).title == shown.title
    assert revision_digest(illustrated.live_revision) == illustrated.review_decisions.get().digest


def test_the_guard_holds_in_code_too(illustrated: Page, image: HubImage, document: HubDocument) -> None:
    """2.21, 2.22."""
    with nothing_moves(illustrated):
        for shown in (image, document):
            shown.title = "Not approved."
            with pytest.raises(PermissionDenied, match="never change"), transaction.atomic():
                shown.save()
            with pytest.raises(PermissionDenied, match="is kept"), transaction.atomic():
                shown.delete()
        image.refresh_from_db()
        image.description = "Not approved."
        with pytest.raises(PermissionDenied, match="never change"), transaction.atomic():
            image.save()


def test_what_nobody_submitted_may_be_replaced(room: Newsroom, image: HubImage) -> None:
    data = {"title": "A better title", "collection": image.collection_id, "tags": "", "description": "New words."}
    room.admin.client.post(reverse("wagtailimages:edit", args=[image.pk]), data)
    assert HubImage.objects.get(pk=image.pk).title == "A better title"


def test_a_new_picture_is_a_new_version_that_somebody_approves(
    room: Newsroom, illustrated: Page, image: HubImage
) -> None:
    another = media.image(title="The new tablet", file=media.png("black"), description="A black tablet.")
    body = [("picture", {"image": another, "alt_text": "A black tablet.", "caption": ""})]
    with nothing_moves(illustrated):
        room.editor.edit(illustrated, body=body)
    room.approve(room.editor.submit(illustrated, "A new picture."))
    assert "A black tablet." in public_text(illustrated)


def test_no_site_setting_can_put_words_on_a_page() -> None:
    """2.23: there are none."""
    assert not apps.is_installed("wagtail.contrib.settings")


@pytest.mark.parametrize("kind", ["images", "documents"])
def test_the_form_below_a_fresh_upload_changes_nothing_that_was_submitted_since(
    room: Newsroom, illustrated: Page, image: HubImage, document: HubDocument, kind: str
) -> None:
    """Not in GATE.md: that form is left open while the file is put on a page."""
    shown, prefix = (image, "image") if kind == "images" else (document, "doc")
    fields = {"title": "Not approved", "description": "Not approved", "collection": shown.collection_id, "tags": ""}
    with nothing_moves(illustrated):
        response = room.admin.client.post(
            reverse(f"wagtail{'images' if kind == 'images' else 'docs'}:edit_multiple", args=[shown.pk]),
            {f"{prefix}-{shown.pk}-{name}": value for name, value in fields.items()},
            headers={"X-Requested-With": "XMLHttpRequest"},
        )
        assert "never change" in response.json()["form"]


@pytest.mark.parametrize("kind", ["images", "documents"])
def test_whoever_describes_a_file_below_a_fresh_upload_has_a_hand_in_the_page_that_shows_it(
    room: Newsroom, image: HubImage, document: HubDocument, kind: str
) -> None:
    """Not in GATE.md: that form opens for anything that was uploaded before, and Wagtail keeps no log of it."""
    shown, prefix = (image, "image") if kind == "images" else (document, "doc")
    fields = {"title": "Words of another", "description": "", "collection": shown.collection_id, "tags": ""}
    room.editor2.client.post(
        reverse(f"wagtail{'images' if kind == 'images' else 'docs'}:edit_multiple", args=[shown.pk]),
        {f"{prefix}-{shown.pk}-{name}": value for name, value in fields.items()},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    shown.refresh_from_db()
    assert shown.title == "Words of another"
    waiting = room.editor.submit(room.editor.write(factories.standard(body=media.body(shown))))
    assert [person["user"] for person in waiting.contributors] == [room.editor.user.pk, room.editor2.user.pk]


def test_what_a_live_page_shows_is_not_hidden_by_the_privacy_of_a_collection(
    room: Newsroom, illustrated: Page, document: HubDocument
) -> None:
    """Not in GATE.md: a file of a reviewed page is for everybody, as the page is."""
    collection = document.collection
    address = reverse("wagtailadmin_collections:set_privacy", args=[collection.pk])
    with nothing_moves(illustrated):
        response = room.admin.client.post(address, {"restriction_type": "login"})
        assert response.status_code < 500
        with pytest.raises(PermissionDenied, match="for everybody while a live page shows it"):
            CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    assert not CollectionViewRestriction.objects.exists()
    # One that was made before, or past the guard.
    CollectionViewRestriction.objects.bulk_create(
        [CollectionViewRestriction(collection=collection, restriction_type="login")]
    )
    assert Client().get(document.url).status_code == 200
    unused = media.document(title="Not shown")
    assert Client().get(unused.url).status_code == 404
    assert room.editor.client.get(unused.url).status_code == 200
