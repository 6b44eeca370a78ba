"""GATE.md group 1, the APIs: a script with a superuser's token publishes nothing either."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import Locale, Page, PageLogEntry

from pages.models import DrugIndexPage, StandardPage
from tests import factories
from tests.editorial import Newsroom, Response, fresh, public, public_text
from tests.reviews.api_clients import ApiV3, admin_api
from tests.reviews.assertions import assert_public_is_approved, nothing_moves, refusal

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.reviews.urls_api_v3")]


@pytest.fixture(params=["ring 1", "no ring 1"])
def rings(request: pytest.FixtureRequest) -> str:
    if request.param == "no ring 1":
        request.getfixturevalue("ring_1_is_gone")
    return request.param


@pytest.fixture
def v3(room: Newsroom) -> ApiV3:
    return ApiV3(room.admin)


def assert_refused(response: Response) -> None:
    assert response.status_code in {400, 403, 422}, response.content
    assert refusal(response)


def test_the_admin_api_publishes_nothing(room: Newsroom, live: Page, draft: Page, rings: str) -> None:
    """1.10."""
    room.admin.edit(live, lead="Not approved.")
    for page in (live, draft):
        with nothing_moves(live, draft):
            assert_refused(admin_api(room.admin, page, "publish"))


def test_api_v3_publishes_nothing(room: Newsroom, v3: ApiV3, live: Page, draft: Page, rings: str) -> None:
    """1.11."""
    room.admin.edit(live, lead="Not approved.")
    for page in (live, draft):
        with nothing_moves(live, draft):
            assert_refused(v3.act(page, "publish"))


def test_api_v3_creates_drafts_only(room: Newsroom, v3: ApiV3, rings: str) -> None:
    """1.12."""
    meta = {"type": "pages.StandardPage", "parent_id": room.home.pk, "action": "publish"}
    with nothing_moves():
        assert_refused(v3.create(title="By script", slug="by-script", meta=meta))
    assert not StandardPage.objects.filter(slug="by-script", live=True).exists()
    del meta["action"]
    with nothing_moves():
        response = v3.create(title="By script", slug="by-script", meta=meta)
    assert response.status_code == 201, response.content
    stored = StandardPage.objects.get(slug="by-script")
    assert not stored.live
    assert public(stored).status_code == 404


def test_api_v3_changes_drafts_only(v3: ApiV3, live: Page, rings: str) -> None:
    """1.13."""
    with nothing_moves(live):
        assert_refused(v3.change(live, title="Not approved.", meta={"action": "publish"}))
    assert fresh(live).latest_revision_id == live.live_revision_id
    with nothing_moves(live):
        assert v3.change(live, title="Not approved.").status_code == 200
    assert fresh(live).get_latest_revision_as_object().title == "Not approved."


@pytest.mark.parametrize("keep_live", [True, False])
def test_a_copy_through_an_api_is_never_live(
    room: Newsroom, v3: ApiV3, live: Page, rings: str, keep_live: bool
) -> None:
    """1.15."""
    with nothing_moves(live):
        v3.act(live, "copy", title="Copied", slug="copied-v3", keep_live=keep_live)
        admin_api(room.admin, live, "copy", title="Copied", slug="copied-admin", keep_live=keep_live, recursive=False)
    for copied in StandardPage.objects.filter(title="Copied"):
        assert not copied.live
        assert public(copied).status_code == 404
    assert keep_live or StandardPage.objects.filter(title="Copied").count() == 2


def test_a_copy_of_a_whole_section_is_never_live(room: Newsroom, v3: ApiV3, rings: str) -> None:
    """1.16."""
    overview = room.publish(factories.drug())
    tablets = room.publish(factories.dose_form(), overview)
    for keep_live in (True, False):
        with nothing_moves(overview, tablets):
            v3.act(overview, "copy", recursive=True, keep_live=keep_live, title="Copied", slug=f"copied-{keep_live}")
    assert {page.live for page in Page.objects.filter(title="Copied")} <= {False}


def test_an_alias_is_refused(room: Newsroom, v3: ApiV3, live: Page, rings: str) -> None:
    """1.17, and 1.19 with it: where there is no alias, none can be converted."""
    with nothing_moves(live):
        assert_refused(v3.act(live, "create_alias", slug="alias-v3"))
        assert_refused(admin_api(room.admin, live, "create_alias", slug="alias-admin", recursive=False))
        assert v3.act(live, "convert_alias").status_code in {403, 422}
        assert admin_api(room.editor, live, "convert_alias").status_code in {400, 403}
    assert not Page.objects.exclude(alias_of=None).exists()


@pytest.fixture
def french(settings: Any) -> Locale:
    settings.WAGTAIL_I18N_ENABLED = True
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES = [("en-gb", "English"), ("fr", "French")]
    return Locale.objects.create(language_code="fr")


@pytest.mark.parametrize("alias", [True, False])
def test_a_copy_for_translation_is_no_alias_and_no_live_page(
    room: Newsroom, v3: ApiV3, live: Page, french: Locale, rings: str, alias: bool
) -> None:
    """1.47."""
    data = {"locale": "fr", "alias": alias, "copy_parents": True, "recursive": False}
    with nothing_moves(live):
        v3.act(live, "copy_for_translation", **data)
        admin_api(room.admin, live, "copy_for_translation", **data)
    translated = StandardPage.objects.filter(locale=french)
    assert not translated.filter(live=True).exists()
    assert not translated.exclude(alias_of=None).exists()


def test_a_new_address_of_a_section_changes_no_word_and_is_logged(room: Newsroom, v3: ApiV3) -> None:
    """1.48: addresses of containers are not content; who moved them is on record."""
    overview = room.publish(factories.drug())
    before = public_text(overview)
    index = DrugIndexPage.objects.get()
    response = v3.change(index, slug="medicines", meta={"action": "publish"})
    assert response.status_code == 200, response.content
    assert_public_is_approved()
    assert "/medicines/" in fresh(overview).url_path
    assert "Take 50 mg once a day." in before
    assert "Take 50 mg once a day." in public_text(overview)
    assert PageLogEntry.objects.filter(page_id=index.pk, action="wagtail.publish", user=room.admin.user).exists()


def test_an_editor_cannot_move_a_section(room: Newsroom) -> None:
    """1.48."""
    overview = room.publish(factories.drug())
    with nothing_moves(overview):
        ApiV3(room.editor).change(DrugIndexPage.objects.get(), slug="medicines", meta={"action": "publish"})
        room.editor.edit(DrugIndexPage.objects.get(), {"action-publish": "1"}, slug="medicines")
    assert public(overview).status_code == 200


def test_no_api_takes_a_page_from_the_public(room: Newsroom, v3: ApiV3, live: Page) -> None:
    """Withdrawing needs a reason; history is kept."""
    with nothing_moves(live):
        assert_refused(v3.act(live, "unpublish"))
        assert_refused(admin_api(room.admin, live, "unpublish", recursive=False))
        assert_refused(v3.delete(live))
        assert_refused(admin_api(room.admin, live, "delete"))


def test_a_new_version_through_an_api_names_its_author(v3: ApiV3, room: Newsroom, live: Page) -> None:
    assert v3.change(live, title="By script.").status_code == 200
    assert fresh(live).latest_revision.user == room.admin.user
