"""A reader's tour of every kind of public page: three widths, light and dark, with scripts and without; weight, HTML.

Each thing is looked at where it can differ: accessibility rules in the light on the narrowest and the widest screen,
those of colours in the dark as well, the layout at every width with scripts and without, and the console always.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext
from playwright.sync_api import Page as Tab

from hub.demo import naltrexone, naltrexone_forms, standard_pages, studies
from hub.demo.writing import new_page
from tests.browser.axe import COLOURS, scrolls_sideways, violations
from tests.browser.weight import Scales
from tests.conftest import PageGuard
from tests.editorial import Newsroom
from tests.pages.html import parse_errors

pytestmark = pytest.mark.browser

NARROW, MIDDLE, WIDE = WIDTHS = (320, 768, 1280)
MISSING = "/no-such-page/"
TOUR = (
    "/",
    "/drugs/",
    "/drugs/naltrexone/",
    f"/drugs/naltrexone/{naltrexone_forms.TABLET.slug}/",
    "/studies/",
    f"/studies/{studies.BUPROPION.slug}/",
    f"/{standard_pages.HOW_WE_REVIEW.slug}/",
    "/drugs/naltrexone/history/",
    f"/{standard_pages.HOW_WE_REVIEW.slug}/history/1/",
    f"/{standard_pages.HOW_WE_REVIEW.slug}/history/1/compare/2/",
    f"/{standard_pages.HOW_WE_REVIEW.slug}/history/1/verify/",
    "/studies/?drug=naltrexone&certainty=high",
    "/topics/",
    "/topics/opioid-antagonists/",
    "/search/?q=vivitrol",
    "/search/?q=naltrexne",
    "/search/?q=liver&type=medicine",
    "/search/?q=nothing-of-that-name",
    "/glossary/",
    "/ledger/",
    "/report/sent/",
    MISSING,
)


@pytest.fixture
def published(room: Newsroom) -> None:
    """One page of each type, with the words of the demonstration, written and approved as any other."""
    overview = room.publish(new_page(naltrexone.OVERVIEW))
    room.publish(new_page(naltrexone_forms.TABLET), parent=overview)
    room.publish(new_page(studies.BUPROPION))
    review = room.publish(new_page(standard_pages.HOW_WE_REVIEW))
    room.editor.edit(review, lead="Do not take 5 mg of what you read on trust.")
    room.approve(room.editor.submit(review, "A shorter lead."))


def layout_faults(tab: Tab) -> list[str]:
    """What is wrong with the layout at each width."""
    found = []
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 800})
        found += [f"scrolls sideways at {width}"] * scrolls_sideways(tab)
    if (headings := tab.locator("h1").count()) != 1:
        found.append(f"{headings} headings of level 1")
    return found


def accessibility_faults(tab: Tab) -> list[str]:
    found = []
    for width in (NARROW, WIDE):
        tab.set_viewport_size({"width": width, "height": 800})
        tab.emulate_media(color_scheme="light")
        found += [f"{width} light: {wrong}" for wrong in violations(tab)]
        tab.emulate_media(color_scheme="dark")
        found += [f"{width} dark: {wrong}" for wrong in violations(tab, rules=COLOURS)]
    return found


def test_every_kind_of_page_can_be_read_by_everybody(
    published: None, page_guard: PageGuard, new_context: Callable[..., BrowserContext]
) -> None:
    without_scripts = PageGuard(new_context(java_script_enabled=False).new_page())
    tab, plain = page_guard.page, without_scripts.page
    scales = Scales(tab)
    said: list[str] = []
    for one in (tab, plain):
        one.on("console", lambda message: said.append(f"{message.text} {message.location.get('url', '')}"))
    found: dict[str, list[str]] = {}
    for address in TOUR:
        response = tab.goto(address)
        assert response is not None
        assert response.status == (404 if address == MISSING else 200), address
        found[address] = [*scales.faults(response), *parse_errors(response.text()), *layout_faults(tab)]
        found[address] += accessibility_faults(tab)
        plain.goto(address)
        found[address] += [f"without scripts: {wrong}" for wrong in layout_faults(plain)]
    # The browser itself reports the answer 404 that we asked for.
    assert [message for message in said if MISSING not in message] == []
    for guard in (page_guard, without_scripts):
        guard.errors[:] = [error for error in guard.errors if MISSING not in error]
        guard.check()
    assert not {place: wrong for place, wrong in found.items() if wrong}
