"""The public reads an image or document when the approved version of a live page shows it, and no longer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from wagtail.models import Page

from pages.models import HubDocument, HubImage
from reviews import services, triggers
from reviews.signatures import sign
from tests import factories, media
from tests.editorial import PASSWORD, Newsroom, Person, Response, fresh, person, public_text

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
KINDS = ["image", "document"]
# The same as templates/blocks/picture.html asks for.
ON_PAGES = "width-1200"


@pytest.fixture(params=KINDS)
def shown(request: pytest.FixtureRequest, room: Newsroom) -> Any:
    return media.image() if request.param == "image" else media.document()


def address(one: HubImage | HubDocument) -> str:
    """Where a page that shows it leads to."""
    return one.get_rendition(ON_PAGES).url if isinstance(one, HubImage) else one.url


def stranger(url: str, **headers: str) -> Response:
    return Client().get(url, headers=headers)


def content(response: Response) -> bytes:
    return b"".join(response.streaming_content)


def assert_not_there(response: Response) -> None:
    assert response.status_code == 404
    assert "public" not in response.get("Cache-Control", "")


def test_a_file_is_public_while_an_approved_page_shows_it(room: Newsroom, shown: Any) -> None:
    url = address(shown)
    draft = room.editor.write(factories.standard(body=media.body(shown)))
    assert_not_there(stranger(url))
    waiting = room.editor.submit(draft)
    assert_not_there(stranger(url))
    page = room.approve(waiting)
    assert url in public_text(page)

    found = stranger(url)
    assert found.status_code == 200
    assert content(found)
    kept = {"if_modified_since": found["Last-Modified"]}
    assert stranger(url, **kept).status_code == 304
    assert stranger(url, if_none_match=found["ETag"]).status_code == 304
    assert stranger(url, if_none_match='"of another file"', **kept).status_code == 200

    room.admin.post("reviews:withdraw", page.pk, reason="The leaflet names the wrong dose.")
    assert not fresh(page).live
    assert_not_there(stranger(url))
    assert_not_there(stranger(url, **kept))


def test_a_restored_page_brings_its_files_back(room: Newsroom, shown: Any) -> None:
    page = room.publish(factories.standard(body=media.body(shown)))
    approval = page.review_decisions.get()
    room.admin.post("reviews:withdraw", page.pk, reason="By mistake.")

    services.restore(approval, sign(room.pharmacist.user, PASSWORD), reason="It was right.")

    assert stranger(address(shown)).status_code == 200


def test_an_earlier_version_leads_to_no_leaflet_that_is_not_handed_out_any_more(room: Newsroom) -> None:
    leaflet = media.document()
    page = room.publish(factories.standard(body=media.body(leaflet)))
    earlier = f"{page.url}history/1/"
    assert f'<a href="{leaflet.url}">the leaflet</a>' in stranger(earlier).content.decode()
    room.editor.edit(page, body=[factories.text("It has no leaflet.")])
    room.approve(room.editor.submit(page, "Without the leaflet."))

    shown = stranger(earlier).content.decode()
    assert "Read the leaflet." in shown
    assert leaflet.url not in shown


def test_a_file_of_a_newer_draft_is_not_public_and_one_of_an_older_version_no_more(room: Newsroom, shown: Any) -> None:
    page = room.publish(factories.standard())
    room.editor.edit(page, body=media.body(shown))
    assert_not_there(stranger(address(shown)))
    room.approve(room.editor.submit(page, "It shows the tablet."))
    assert stranger(address(shown)).status_code == 200

    room.editor.edit(page, body=[factories.text("It shows nothing.")])
    assert stranger(address(shown)).status_code == 200
    room.approve(room.editor.submit(page, "Without it."))
    assert_not_there(stranger(address(shown)))


def test_what_a_reviewer_refused_is_not_public(room: Newsroom, shown: Any) -> None:
    page = room.publish(factories.standard())
    room.editor.edit(page, body=media.body(shown))
    room.pharmacist.request_changes(room.editor.submit(page, "It shows the tablet."))

    assert_not_there(stranger(address(shown)))


def test_a_page_made_live_by_hand_opens_no_file(room: Newsroom, shown: Any) -> None:
    """With the triggers dropped: what was submitted is live, and nobody approved it."""
    waiting = room.editor.submit(room.editor.write(factories.standard(body=media.body(shown))))
    triggers.remove(connection)

    Page.objects.filter(pk=waiting.page_id).update(live=True, live_revision=waiting.revision_id)

    assert_not_there(stranger(address(shown)))


def test_a_page_taken_down_by_hand_takes_its_files_along(room: Newsroom, shown: Any) -> None:
    page = room.publish(factories.standard(body=media.body(shown)))
    triggers.remove(connection)

    Page.objects.filter(pk=page.pk).update(live=False)

    assert_not_there(stranger(address(shown)))


def test_caches_ask_each_time_and_nothing_in_a_file_runs(room: Newsroom, shown: Any) -> None:
    room.publish(factories.standard(body=media.body(shown)))

    answer = stranger(address(shown))

    assert answer["Cache-Control"] == "public, no-cache"
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("who", ["editor", "pharmacist", "admin"])
def test_people_at_work_see_the_files_of_drafts_and_no_cache_keeps_them(room: Newsroom, shown: Any, who: str) -> None:
    at_work: Person = getattr(room, who)

    answer = at_work.client.get(address(shown))

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"


def test_an_account_without_the_admin_is_a_stranger(room: Newsroom, shown: Any) -> None:
    assert_not_there(person("reader").client.get(address(shown)))


def test_the_camera_file_stays_with_the_editors(room: Newsroom) -> None:
    picture = media.image()
    room.publish(factories.standard(body=media.body(picture)))
    original, copy = picture.file.url, picture.get_rendition("original").url

    for url in (original, copy):
        assert_not_there(stranger(url))
        assert room.editor.client.get(url).status_code == 200
    assert content(room.editor.client.get(original)) == media.png("white").read()


def test_a_document_is_not_to_be_had_past_its_own_address(room: Newsroom) -> None:
    leaflet = media.document()
    room.publish(factories.standard(body=media.body(leaflet)))

    assert_not_there(stranger(leaflet.file.url))
    assert_not_there(room.editor.client.get(leaflet.file.url))


def test_a_document_that_could_run_is_handed_over_to_be_stored(room: Newsroom) -> None:
    page_of_scripts = media.document(file=SimpleUploadedFile("notes.html", b"<script>1</script>"))
    room.publish(factories.standard(body=media.body(page_of_scripts)))

    answer = stranger(page_of_scripts.url)

    assert answer["Content-Disposition"] == 'attachment; filename="notes.html"'
    assert answer["Content-Security-Policy"] == "default-src 'none'"


@pytest.mark.parametrize(
    "url",
    [
        *("/media/", "/media/images/nothing.png", "/media/original_images/nothing.png", "/media/a%00b", "/media/."),
        *("/media/../hub/settings/base.py", "/media/%2e%2e/%2e%2e/etc/passwd", f"/media/{'x' * 5000}", "/media/%ff"),
        *("/documents/999999/leaflet.pdf", f"/documents/{'9' * 40}/leaflet.pdf", "/documents/1/%00", "/documents/٣/x"),
    ],
)
@pytest.mark.parametrize("staff", [False, True])
def test_an_unknown_file_is_not_found(room: Newsroom, url: str, staff: bool) -> None:
    asking = room.editor.client if staff else Client()

    assert asking.get(url, follow=True).status_code == 404


def test_a_file_that_the_storage_has_lost_is_not_found(room: Newsroom, shown: Any) -> None:
    room.publish(factories.standard(body=media.body(shown)))
    stored = shown.get_rendition(ON_PAGES).file if isinstance(shown, HubImage) else shown.file
    stored.storage.delete(stored.name)

    assert_not_there(stranger(address(shown)))


def test_files_are_read_and_not_written(room: Newsroom, shown: Any) -> None:
    room.publish(factories.standard(body=media.body(shown)))

    assert Client().head(address(shown)).status_code == 200
    assert Client().post(address(shown)).status_code == 405


def test_a_public_file_takes_few_queries_however_often_it_is_used(
    room: Newsroom, shown: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        room.publish(factories.standard(body=media.body(shown)))
    url = address(shown)
    stranger(url)

    with django_assert_num_queries(2):
        assert stranger(url).status_code == 200


def test_every_picture_on_a_page_is_there_and_is_asked_for_at_this_site(room: Newsroom) -> None:
    page: Page = room.publish(factories.standard(body=media.body(media.image(), media.image())))

    pictures = re.findall(r'<img src="([^"]+)"', public_text(page))

    assert len(pictures) == 2
    assert all(url.startswith("/media/images/") and stranger(url).status_code == 200 for url in pictures)
