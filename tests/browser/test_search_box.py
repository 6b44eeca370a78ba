"""The search box: suggestions for fingers, keys and screen readers, and a plain form without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from tests.browser.axe import scrolls_sideways, violations
from tests.editorial import Newsroom

pytestmark = pytest.mark.browser


@pytest.fixture
def naltrexone(room: Newsroom) -> None:
    drug = factories.named(factories.drug(title="Naltrexone", slug="naltrexone", inn="naltrexone"), "Vivitrol")
    room.publish(drug)


def test_suggestions_can_be_used_with_keys_a_finger_and_a_screen_reader(
    naltrexone: None, tab_of: Callable[..., Tab]
) -> None:
    tab = tab_of(viewport={"width": 320, "height": 700}, has_touch=True)
    tab.goto("/drugs/")
    box, options = tab.get_by_role("combobox", name="Search this site"), tab.get_by_role("option")

    box.press_sequentially("vivi")
    expect(options).to_have_text(["Vivitrol Brand name, see Naltrexone"])
    expect(tab.get_by_role("status")).to_have_text("1 suggestion")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert violations(tab) == []
    assert not scrolls_sideways(tab)

    box.press("ArrowDown")
    expect(options).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.get_attribute("id") or "")
    expect(box).to_be_focused()
    box.press("ArrowDown")
    expect(options).to_have_attribute("aria-selected", "false")
    box.press("Escape")
    expect(options).to_be_hidden()
    expect(box).to_have_value("vivi")
    expect(box).to_have_attribute("aria-expanded", "false")

    box.press_sequentially("t")
    expect(options).to_be_visible()
    box.press("ArrowUp")
    box.press("Enter")
    expect(tab).to_have_url(re.compile("/drugs/naltrexone/$"))

    tab.goto("/studies/")
    box.press_sequentially("no such name")
    expect(tab.get_by_role("status")).to_have_text("No suggestions")
    box.fill("nal")
    options.tap()
    expect(tab).to_have_url(re.compile("/drugs/naltrexone/$"))

    box.fill("vivitrol")
    box.press("Enter")
    expect(tab).to_have_url(re.compile(r"/search/\?q=vivitrol$"))


def test_without_scripts_it_is_a_form(naltrexone: None, tab_of: Callable[..., Tab]) -> None:
    tab = tab_of(java_script_enabled=False)
    tab.goto("/")
    tab.get_by_role("searchbox").fill("vivitrole")
    tab.get_by_role("button", name="Search").click()

    expect(tab.get_by_role("heading", level=2)).to_have_text(["Naltrexone"])
