"""Every screen of the desk, for the person it is made for: wide in the light, narrow in the dark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories, media
from tests.browser.axe import WAGTAILS_OWN, scrolls_sideways, violations
from tests.editorial import Newsroom, Person

pytestmark = pytest.mark.browser


def screens(room: Newsroom) -> list[tuple[Person, str]]:
    """Who opens what, with something of everything on the desk."""
    live = room.publish(factories.drug(title="Examplol"))
    picture, leaflet = media.image(), media.document()
    withdrawable = room.publish(factories.standard(title="About us", body=media.body(picture, leaflet)))
    room.editor.edit(live, lead="A better lead: 50 mg, not 5 mg.")
    waiting = room.editor.submit(live, "A better lead.")
    sent_back = room.editor.write(factories.study(title="A study"))
    decided = room.editor.submit(sent_back)
    room.pharmacist.request_changes(decided)
    unfinished = room.editor.write(factories.drug(title="Unfinished", pregnancy=[]))

    def at(name: str, *arguments: int) -> str:
        return reverse(name, args=arguments)

    return [
        (room.editor, at("wagtailadmin_home")),
        (room.editor, at("reviews:review", waiting.pk)),
        (room.editor, at("reviews:recall", waiting.pk)),
        (room.editor, at("reviews:submit", unfinished.pk)),
        (room.editor, at("reviews:submit", sent_back.pk)),
        (room.editor, at("wagtailadmin_pages:edit", live.pk)),
        (room.editor, at("wagtailadmin_pages:edit", sent_back.pk)),
        (room.editor, at("wagtailimages:edit", picture.pk)),
        (room.editor, at("wagtaildocs:edit", leaflet.pk)),
        (room.editor, at("media:replace_image", picture.pk)),
        (room.editor, at("media:uses_of_image", picture.pk)),
        (room.pharmacist, at("reviews:desk")),
        (room.pharmacist, at("reviews:due")),
        (room.pharmacist, at("reviews:reaffirm", withdrawable.pk)),
        (room.pharmacist, at("reviews:history", withdrawable.pk)),
        (room.admin, at("reviews:archive", withdrawable.pk)),
        (room.pharmacist, at("reviews:assign", waiting.pk)),
        (room.pharmacist, at("reviews:absence_add")),
        (room.pharmacist, at("reviews:history", live.pk)),
        (room.editor, at("reviews:turnaround")),
        (room.pharmacist, at("reviews:review", waiting.pk)),
        (room.pharmacist, at("reviews:review", decided.pk)),
        (room.admin, at("reviews:withdraw", withdrawable.pk)),
        (room.admin, at("reviews:reviewers")),
        (room.admin, at("reviews:appoint")),
        (room.admin, at("reviews:requirements")),
        (room.admin, at("reviews:require")),
    ]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_every_screen_of_the_desk_can_be_used_by_everybody(
    room: Newsroom, tab_of: Callable[..., Tab], scheme: str, width: int
) -> None:
    found: dict[str, list[str]] = {}
    tabs: dict[str, Tab] = {}
    for person, address in screens(room):
        name = person.user.username
        tab = tabs[name] = tabs.get(name) or tab_of(person)
        tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        tab.set_viewport_size({"width": width, "height": 900})
        tab.goto(address)
        expect(tab.locator("h1")).to_have_count(1)
        found[address] = violations(tab, allowed=WAGTAILS_OWN)
        if scrolls_sideways(tab):
            found[address].append("scrolls sideways")
    assert not {address: wrong for address, wrong in found.items() if wrong}


def test_a_reviewer_decides_with_the_keyboard_alone(room: Newsroom, tab_of: Callable[..., Tab]) -> None:
    page = room.editor.write(factories.standard(title="About us"))
    waiting = room.editor.submit(page)
    tab = tab_of(room.pharmacist)
    tab.goto(reverse("reviews:review", args=[waiting.pk]))
    tab.get_by_role("link", name="Go to your decision").press("Enter")
    expect(tab.locator("#approve-section")).to_be_in_viewport()
    for box in tab.locator("[name=checklist]").all():
        box.focus()
        tab.keyboard.press("Space")
    tab.get_by_label("Your password, as your signature").focus()
    tab.keyboard.type("correct horse battery staple")
    tab.keyboard.press("Enter")
    expect(tab.locator(".messages")).to_contain_text("was approved and signed")
