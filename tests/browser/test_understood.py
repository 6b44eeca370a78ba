"""What helps readers to understand, and their way to talk back: by keyboard, and without JavaScript."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from reviews.models import ReaderReport
from tests import factories
from tests.browser.axe import scrolls_sideways, violations
from tests.editorial import Newsroom

pytestmark = pytest.mark.browser

# Where to put pictures of what was seen, for whoever wants to look.
PICTURES = os.environ.get("PICTURES", "")
SCREENS = (("light", 1280), ("dark", 320))
EFFECT = {"serious": False, "action": "", "dose_range": "", "sources": "label-us"}
RESULT = {
    "outcome": "Relapse", "measure": "Days of use", "time_point": "12 weeks", "effect_measure": "RR", "effect": "0.7",
    "ci_low": "0.5", "ci_high": "0.98", "p_value": "0.03", "in_words": "<p>Fewer relapsed.</p>", "sources": "registry",
    "arms": [
        {"arm": "Examplol", "events": 21, "total": 60, "mean": None, "spread": ""},
        {"arm": "Placebo", "events": 30, "total": 60, "mean": None, "spread": ""},
    ],
}  # fmt: skip


def look(tab: Tab, name: str) -> list[str]:
    """Faults of the page as it is, on a wide light and a narrow dark screen."""
    found = []
    for scheme, width in SCREENS:
        tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        tab.set_viewport_size({"width": width, "height": 800})
        found += [f"{name} {scheme} {width}: {wrong}" for wrong in violations(tab)]
        found += [f"{name} {scheme} {width}: scrolls sideways"] * scrolls_sideways(tab)
        if PICTURES:
            tab.screenshot(path=Path(PICTURES) / f"{name}-{scheme}-{width}.png", full_page="open" not in name)
    return found


def test_a_page_explains_itself_and_takes_a_report_without_javascript(
    room: Newsroom, tab_of: Callable[..., Tab], site: Any
) -> None:
    effects: list[dict[str, Any]] = [
        {**EFFECT, "effect": "Feeling sick", "band": "very-common", "affected": 10, "out_of": 40},
        {**EFFECT, "effect": "Rash", "band": "uncommon", "affected": None, "out_of": None},
    ]
    drug = room.publish(
        factories.drug(
            how_it_works=[factories.text("It is an opioid antagonist.", "label-us")],
            side_effects=[("side_effect", effect) for effect in effects],
        )
    )
    other = room.publish(factories.drug())
    study = room.publish(factories.study(results=[("result", RESULT)]))
    # axe is a script: it looks where scripts run, the steps are taken where they do not.
    seen = tab_of()
    found = []
    for name, address in {
        "drug": drug.url,
        "study": study.url,
        "glossary": "/glossary/",
        "report": f"/report/?page={drug.pk}",
        "sent": "/report/sent/",
    }.items():
        seen.goto(f"{site.url}{address}" if address.startswith("/") else address)
        found += look(seen, name)
    seen.goto(drug.url)
    seen.locator(".cite__open").first.click()
    found += look(seen, "reference-open")
    assert not found

    plain = tab_of(java_script_enabled=False)
    plain.goto(drug.url)
    opener = plain.get_by_role("button", name="What “antagonist” means")
    opener.focus()
    plain.keyboard.press("Enter")
    note = plain.locator("#word-antagonist")
    expect(note).to_be_visible()
    expect(note).to_contain_text("switch it on")
    plain.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(opener).to_be_focused()
    plain.locator(".cite__open").first.click()
    plain.get_by_role("link", name="In the list of references").click()
    expect(plain.locator("#ref-label-us")).to_be_in_viewport()
    plain.get_by_role("link", name=f"Next medicine {other.title}").or_(
        plain.get_by_role("link", name=f"Previous medicine {other.title}")
    ).click()
    expect(plain.locator("h1")).to_have_text(other.title)

    plain.get_by_role("link", name="Report a problem with this page").click()
    plain.get_by_role("button", name="Send the report").click()
    expect(plain.get_by_role("alert")).to_contain_text("Choose what your report is about.")
    plain.get_by_label("Something is wrong").check()
    plain.get_by_label("What should we look at?").fill("The number of people.")
    plain.get_by_role("button", name="Send the report").click()
    expect(plain.locator("h1")).to_have_text("Thank you for your report")
    assert plain.context.cookies() == []
    assert ReaderReport.objects.get().page_id == other.pk
