"""The queue in a browser: several submissions handed to somebody, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from tests.browser.desk import said
from tests.editorial import Newsroom

pytestmark = pytest.mark.browser


def test_ticked_submissions_are_assigned_with_the_keyboard_alone(room: Newsroom, tab_of: Callable[..., Tab]) -> None:
    for title in ("About us", "How we work"):
        room.editor.submit(room.editor.write(factories.standard(title=title)))
    tab = tab_of(room.pharmacist)
    tab.goto(reverse("reviews:desk"))
    for box in tab.locator("[data-bulk-action-checkbox]").all():
        box.press("Space")
    tab.get_by_role("link", name="Assign the ticked submissions").press("Enter")
    tab.get_by_label("Assign to").press_sequentially("physician")
    tab.get_by_label("Note").press_sequentially("Yours, please.")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    said(tab, "2 submissions are assigned to physician.")
    mine = tab_of(room.physician)
    mine.goto(reverse("reviews:desk"))
    mine.get_by_role("link", name="Mine (2)").press("Enter")
    expect(mine.get_by_role("link", name="Hand over: About us")).to_be_visible()
