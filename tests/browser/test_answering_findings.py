"""Fix and dismiss beside the editor, by keyboard: nothing that is being typed is lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Locator, expect
from playwright.sync_api import Page as Tab
from wagtail.models import Page

from tests import factories
from tests.browser import desk
from tests.browser.axe import WAGTAILS_OWN, scrolls_sideways, violations
from tests.editorial import Newsroom, fresh

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("PICTURES", "")

# Wagtail lets colours fade into each other.
FADED = """
Promise.allSettled(
  document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished)
)
"""


def look(tab: Tab, scheme: Literal["light", "dark"], width: int) -> list[str]:
    """Faults of the panel on a screen of this width; wide again afterwards."""
    tab.emulate_media(color_scheme=scheme)
    tab.set_viewport_size({"width": width, "height": 1000})
    tab.evaluate(FADED)
    found = violations(tab, allowed=WAGTAILS_OWN)
    if scrolls_sideways(tab):
        found.append("scrolls sideways")
    if PICTURES:
        tab.screenshot(path=Path(PICTURES) / f"findings-{width}.png")
    tab.set_viewport_size({"width": 1280, "height": 1000})
    return found


def body(page: Page) -> str:
    return str(fresh(page).get_latest_revision_as_object().body[0].value["text"].source)


def press(button: Locator) -> None:
    button.focus()
    button.press("Enter")


def test_an_editor_has_a_finding_fixed_and_dismisses_another_with_the_keyboard(
    room: Newsroom, tab_of: Callable[..., Tab]
) -> None:
    words = "Take 50-100 mg with water. It can halve the risk."
    page = room.editor.write(factories.standard(title="About us", body=[factories.text(words)]))
    tab = tab_of(room.editor)
    desk.open_editor(tab, f"/admin/pages/{page.pk}/edit/")
    press(tab.get_by_role("button", name="Toggle findings"))
    panel = tab.locator("[data-findings]")
    faults = look(tab, "light", 1280)

    # What was typed a moment ago is stored before anything is mended.
    lead = desk.required(tab, "In short")
    lead.click()
    lead.press("ControlOrMeta+a")
    lead.press_sequentially("Who we are, and why.")
    with tab.expect_navigation():
        press(panel.get_by_role("button", name="Fix: write “50 to 100 mg” for “50-100 mg”"))
    desk.said(tab, "“50-100 mg” is “50 to 100 mg” now")
    expect(desk.required(tab, "In short")).to_have_value("Who we are, and why.")
    text = tab.locator("[data-contentpath=body] .public-DraftEditor-content").first
    expect(text).to_contain_text("Take 50 to 100 mg with water.")
    expect(text).to_be_focused()
    assert "50 to 100 mg" in body(page)

    expect(panel).not_to_contain_text("NUM-01")
    risk = panel.locator("li", has_text="NUM-03")
    press(risk.get_by_text("Dismiss with a reason"))
    risk.get_by_label("Why it may stand").press_sequentially("The trial")
    # Autosave brings the findings up to date, and the half-written reason stays.
    lead.click()
    lead.press("End")
    with tab.expect_response(lambda answer: answer.url.endswith("/findings/")):
        lead.press_sequentially(" Here.")
    reason = risk.get_by_label("Why it may stand")
    expect(reason).to_have_value("The trial")
    reason.focus()
    reason.press("End")
    reason.press_sequentially(" says so.")
    reason.press("Enter")
    expect(panel.get_by_role("status")).to_be_focused()
    expect(panel.get_by_role("status")).to_have_text("Dismissed. The reviewer will read your reason.")
    expect(panel.get_by_role("heading", name="Dismissed, until the words there change (1)")).to_be_visible()
    expect(panel).to_contain_text("“The trial says so.”")
    faults += look(tab, "dark", 320)
    assert faults == []

    waiting = room.editor.submit(page)
    reviewer = tab_of(room.pharmacist)
    reviewer.goto(f"/admin/reviews/{waiting.pk}/")
    expect(reviewer.locator("#findings-section")).to_contain_text("dismissed it on")
    expect(reviewer.locator("#findings-section")).to_contain_text("“The trial says so.”")
