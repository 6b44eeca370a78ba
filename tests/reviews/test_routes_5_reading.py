"""GATE.md group 5: who reads what nobody approved.  Lists, search and links are in ``tests/pages``."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.search import index

from pages.models import StandardPage
from reviews.dialects import MARK
from reviews.models import ReviewRequest
from tests import factories
from tests.editorial import Newsroom, Person, Response, fresh, person, public, public_text
from tests.reviews.api_clients import ApiV3
from tests.reviews.assertions import assert_public_is_approved, nothing_moves

pytestmark = pytest.mark.django_db
with_api_v3 = pytest.mark.urls("tests.reviews.urls_api_v3")


def text_of(response: Response) -> str:
    assert response.status_code < 500
    return b"".join(response).decode() if response.streaming else response.content.decode()


@pytest.fixture
def screens(room: Newsroom, draft: Page, waiting: ReviewRequest) -> list[str]:
    """Every screen on which staff read drafts."""
    page, live = waiting.page, waiting.page.live_revision_id
    of_draft = ("edit", "view_draft", "preview_on_edit", "history", "workflow_history", "revisions_index")
    return [
        *(reverse(f"wagtailadmin_pages:{name}", args=[draft.pk]) for name in of_draft),
        reverse("wagtailadmin_pages:view_draft", args=[page.pk]),
        reverse("wagtailadmin_pages:revisions_view", args=[page.pk, waiting.revision_id]),
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, live, waiting.revision_id]),
        reverse("wagtailadmin_pages:workflow_preview", args=[page.pk, waiting.task_state.task_id]),
        reverse("wagtailadmin_explore", args=[room.home.pk]),
        reverse("wagtailadmin_choose_page_child", args=[room.home.pk]),
        reverse("wagtailadmin_api:pages:detail", args=[draft.pk]),
        reverse("reviews:review", args=[waiting.pk]),
        reverse("reviews:preview", args=[waiting.pk]),
    ]


@pytest.mark.parametrize("who", ["nobody", "a stranger"])
def test_no_screen_of_the_admin_shows_a_draft_to_others_than_staff(
    room: Newsroom, screens: list[str], draft: Page, who: str
) -> None:
    """5.01."""
    client = Client() if who == "nobody" else person("stranger").client
    for address in screens:
        response = client.get(address)
        assert response.status_code in {302, 403, 404}, address
        assert draft.title not in text_of(response), address


def test_an_editor_does_see_the_drafts_of_the_tree(room: Newsroom, screens: list[str], draft: Page) -> None:
    """5.02, a matter of process: staff see the titles of each other's drafts."""
    assert draft.title in text_of(room.editor2.client.get(screens[0]))


def ask_for_drafts(client: Client, draft: Page, live: Page) -> list[str]:
    addresses = (
        "?version=draft",
        "?search=approved",
        f"{draft.pk}/",
        f"{draft.pk}/?version=draft",
        f"{draft.pk}/revisions/",
        f"{live.pk}/?version=draft",
        f"{live.pk}/revisions/",
    )
    return [text_of(client.get(f"/api/v3/pages/{address}")) for address in addresses]


@with_api_v3
@pytest.mark.parametrize("who", ["5.03 nobody", "5.04 an editor's cookie", "5.20 a stranger's token"])
def test_api_v3_gives_drafts_to_nobody_without_a_right_to_them(
    room: Newsroom, draft: Page, live: Page, who: str
) -> None:
    room.editor.edit(live, title="A newer title", lead="Not approved.")
    clients = {"nobody": Client, "cookie": lambda: room.editor.client, "token": lambda: ApiV3(person("x")).client}
    for text in ask_for_drafts(clients[who.rsplit(maxsplit=1)[-1]](), draft, live):
        assert draft.title not in text
        assert "A newer title" not in text


def test_the_hub_publishes_no_api_that_names_drafts() -> None:
    """5.07, 5.22: API v3 tells the title of a draft parent, and describes every field to everybody."""
    with pytest.raises(NoReverseMatch):
        reverse("wagtailapi_v3:api-root")
    assert Client().get("/api/v3/openapi.json").status_code == 404


@with_api_v3
def test_the_description_of_the_api_is_not_public_where_it_is_mounted() -> None:
    """5.22."""
    assert Client().get("/api/v3/openapi.json").status_code in {302, 401, 403, 404}


def test_public_lists_name_no_draft(room: Newsroom) -> None:
    """5.08, 5.14: the stored row of a page that was never published is its newest draft."""
    drug = room.editor.write(factories.drug(title="Secretol", slug="secretol"))
    study = room.editor.write(factories.study(title="Secretol study", slug="secretol-study"))
    room.editor.edit(drug, lead="Secretol does everything.")
    assert fresh(drug).lead == "Secretol does everything."
    for address in ("/", "/drugs/", "/studies/", "/search/?q=does+everything"):
        response = Client().get(address)
        assert response.status_code == 200
        assert "secretol" not in text_of(response).lower(), address
    assert public(drug).status_code == public(study).status_code == 404


def test_the_search_index_holds_no_draft(room: Newsroom, live: Page, draft: Page) -> None:
    """5.10, 5.10a: not even a search that forgets to ask for live pages finds one."""
    room.editor.edit(live, lead="Unripe words.")
    for page in (live, draft):
        index.insert_or_update_object(fresh(page))
    assert live.pk in [page.pk for page in StandardPage.objects.search(live.title)]
    assert draft.pk not in [page.pk for page in StandardPage.objects.search(draft.title)]
    assert not list(StandardPage.objects.search("unripe"))


def test_no_cache_keeps_a_preview(room: Newsroom, draft: Page) -> None:
    """5.11."""
    response = room.editor.get("wagtailadmin_pages:view_draft", draft.pk)
    assert "What nobody approved." in text_of(response)
    assert {"private", "no-store"} & set(response["Cache-Control"].replace(",", " ").split())


def test_a_withdrawn_page_is_gone_at_once(room: Newsroom, live: Page) -> None:
    """5.13, in this process; caches in front of the hub are a matter of process."""
    assert "What was approved." in public_text(live)
    room.pharmacist.post("reviews:withdraw", live.pk, reason="A dose was wrong.")
    response = public(live)
    assert response.status_code == 410
    assert "What was approved." not in text_of(response)


def test_a_withdrawn_page_that_was_edited_is_not_set_live_by_sql(room: Newsroom, live: Page) -> None:
    """5.15: the row holds the edit."""
    room.pharmacist.post("reviews:withdraw", live.pk, reason="A dose was wrong.")
    room.editor.edit(live, lead="Not approved.")
    assert fresh(live).lead == "Not approved."
    with nothing_moves(live), pytest.raises(DatabaseError, match=MARK), transaction.atomic():
        Page.objects.filter(pk=live.pk).update(live=True)
    assert "Not approved." not in text_of(public(live))


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_redirect_does_not_stand_before_a_page(room: Newsroom, live: Page, withdrawn: bool) -> None:
    """5.17: neither a live page nor the notice of its withdrawal is pointed elsewhere."""
    if withdrawn:
        room.pharmacist.post("reviews:withdraw", live.pk, reason="A dose was wrong.")
    with nothing_moves(live):
        address = Redirect.normalise_path(live.get_url())
        Redirect.objects.create(old_path=address, redirect_link="https://elsewhere.example/")
        assert public(live).status_code == (410 if withdrawn else 200)


def test_only_a_superuser_makes_redirects(room: Newsroom, draft: Page) -> None:
    """5.17: an address without a page can be pointed elsewhere, and nobody reviews where."""
    administrator = person("administrator", "Administrators")
    data: dict[str, Any] = {"old_path": draft.get_url(), "redirect_link": "https://elsewhere.example/", "site": ""}
    people: list[Person] = [room.editor, room.pharmacist, administrator]
    for who in people:
        assert who.post("wagtailredirects:add", **data).status_code in {302, 403}
    assert not Redirect.objects.exists()


def test_the_tags_of_drafts_are_for_staff(room: Newsroom) -> None:
    """5.18."""
    drug = factories.drug()
    drug.drug_classes.add("Secret class")
    room.editor.write(drug)
    response = Client().get(reverse("wagtailadmin_tag_autocomplete"), {"term": "Sec"})
    assert response.status_code == 302
    assert Client().get("/topics/secret-class/").status_code == 404


def test_an_e_mail_names_a_draft_and_quotes_nothing_of_it(room: Newsroom, draft: Page) -> None:
    """5.19, a matter of process: its title goes to reviewers."""
    room.editor.submit(draft)
    assert {address for message in mail.outbox for address in message.to} <= {
        room.pharmacist.user.email,
        room.physician.user.email,
        room.admin.user.email,
    }
    for message in mail.outbox:
        assert "What nobody approved." not in f"{message.subject} {message.body}"


def test_nothing_is_served_that_was_not_approved_whatever_is_installed() -> None:
    """5.09 has its own tests; what would open other doors is not installed."""
    for app in ("wagtail.contrib.settings", "wagtail.api.v2", "wagtail.contrib.simple_translation"):
        assert not apps.is_installed(app)
    assert_public_is_approved()
