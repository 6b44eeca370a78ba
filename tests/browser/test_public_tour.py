"""A reader's tour of every kind of public page: wide and narrow, light and dark, its weight and its HTML."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page as Tab

from hub.demo import naltrexone, naltrexone_forms, standard_pages, studies
from hub.demo.writing import new_page
from tests.browser.axe import scrolls_sideways, violations
from tests.browser.weight import Scales
from tests.conftest import PageGuard
from tests.editorial import Newsroom
from tests.pages.html import parse_errors

pytestmark = pytest.mark.browser

WIDTHS = (320, 1280)
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
    "/no-such-page/",
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


def faults(tab: Tab) -> list[str]:
    """What is wrong with the page as it is shown now."""
    found = violations(tab)
    if scrolls_sideways(tab):
        found.append("scrolls sideways")
    if (headings := tab.locator("h1").count()) != 1:
        found.append(f"{headings} headings of level 1")
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_page_can_be_read_by_everybody(published: None, page_guard: PageGuard, scheme: str) -> None:
    tab = page_guard.page
    tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    scales = Scales(tab)
    found: dict[tuple[str, int], list[str]] = {}
    for address in TOUR:
        response = tab.goto(address)
        assert response is not None
        assert response.status == (404 if address == "/no-such-page/" else 200), address
        found[address, 0] = [*scales.faults(response), *parse_errors(response.text())]
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 800})
            found[address, width] = faults(tab)
    # The browser itself reports the answer 404 that we asked for.
    page_guard.errors[:] = [error for error in page_guard.errors if "/no-such-page/" not in error]
    assert not {place: wrong for place, wrong in found.items() if wrong}
