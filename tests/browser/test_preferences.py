"""A page on paper, in colours that the reader's system chose, and for readers whom movement makes ill."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page as Tab

from tests import factories
from tests.browser.axe import scrolls_sideways
from tests.editorial import Newsroom

pytestmark = pytest.mark.browser

# Where to put pictures of what was seen, for whoever wants to look.
PICTURES = os.environ.get("PICTURES", "")
WIDTHS = (320, 1280)
# How many things the keyboard goes to, from the first.
STOPS = 12
FOR_THE_SCREEN = (
    "nav, form, button, input, .skip-link, .site-header__search, .contents, .talk-back, .neighbours, .note-in-place"
)
ON_PAPER = ("h1", ".boxed-warning", ".review-line", ".review-stamp .digest", ".nhsuk-details__text", ".references li")
EDGED = (".boxed-warning", ".tag", ".nhsuk-card", ".key-facts", ".search-form__button")

# Each takes a selector and gives the elements at fault.
SHOWN = "at => [...document.querySelectorAll(at)].filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 80))"
CUT = """at => [...document.querySelectorAll(at)].filter(e => e.checkVisibility() && e.clientWidth > 2
    && getComputedStyle(e).overflowX !== 'visible' && e.scrollWidth > e.clientWidth + 1).map(e => e.className)"""
NOT_ALL_SHOWN = (
    "at => ![...document.querySelectorAll(at)].every(e => e.checkVisibility() && e.getBoundingClientRect().height > 0)"
)
WITHOUT_ADDRESS = """at => [...document.querySelectorAll(at)]
    .filter(e => !getComputedStyle(e, '::after').content.includes('attr(href)')
        && !getComputedStyle(e, '::after').content.includes(e.getAttribute('href'))).map(e => e.href)"""
WITHOUT_EDGE = """at => [...document.querySelectorAll(at)].filter(e => e.checkVisibility()).filter(e => {
    const style = getComputedStyle(e);
    return ['Top', 'Right', 'Bottom', 'Left'].some(side => parseFloat(style[`border${side}Width`]) < 1
        || style[`border${side}Style`] === 'none' || style[`border${side}Color`] === style.backgroundColor);
}).map(e => e.className)"""
# Pictures keep the colours of the sheet unless it names the system's.
OTHER_COLOURS = """at => [...document.querySelectorAll(at)].filter(e => e.checkVisibility()).filter(e => {
    const ink = getComputedStyle(document.body).color, style = getComputedStyle(e);
    return [style.stroke, style.fill].some(colour => ![ink, 'none'].includes(colour));
}).map(e => e.outerHTML.slice(0, 80))"""
WITHOUT_RING = """() => {
    const e = document.activeElement, style = getComputedStyle(e), paper = getComputedStyle(document.body);
    return parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== 'none'
        && style.outlineColor !== paper.backgroundColor ? '' : e.outerHTML.slice(0, 80);
}"""
MOVING = """at => [...document.querySelectorAll(at)].filter(e => ['', '::before', '::after'].some(part => {
    const style = getComputedStyle(e, part || null);
    const lasts = times => times.split(',').some(time => parseFloat(time) > 0.01);
    return style.scrollBehavior === 'smooth' || lasts(style.transitionDuration)
        || (style.animationName !== 'none' && lasts(style.animationDuration));
})).map(e => e.tagName)"""


def faults(tab: Tab, name: str, asked: dict[str, tuple[str, str]]) -> list[str]:
    """What each of these scripts found with its selector, on a narrow and a wide screen."""
    found = []
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 800})
        for fault, (script, at) in asked.items():
            if wrong := tab.evaluate(script, at):
                found.append(f"{name} {width}: {fault}: {wrong}")
        found += [f"{name} {width}: scrolls sideways"] * scrolls_sideways(tab)
        if PICTURES:
            tab.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
    return found


def without_focus(tab: Tab) -> list[str]:
    """What the keyboard reaches and no ring is seen around."""
    found = []
    for _ in range(STOPS):
        tab.keyboard.press("Tab")
        if wrong := tab.evaluate(WITHOUT_RING):
            found.append(f"no ring: {wrong}")
    return found


@pytest.fixture
def drug(room: Newsroom) -> Any:
    """A medicine with one of everything that is drawn, folded or framed."""
    item = {"sources": "label-us"}
    warning = {"title": "It can harm the liver", "text": "<p>Stop it when your skin turns yellow.</p>", **item}
    folded = {"title": "How long it was tested", "body": "<p>In 60 people for 12 weeks.</p>", **item}
    call = {
        "type": "immediate",
        "heading_level": 3,
        "title": "Call now if:",
        "body": "<p>you have a swollen face.</p>",
        **item,
    }
    seen = {"band": "very-common", "affected": 10, "out_of": 40, "dose_range": ""}
    effect = {"effect": "Rash", "serious": True, "action": "<p>Call your doctor.</p>", **seen, **item}
    return room.publish(
        factories.drug(
            boxed_warning=[("boxed_warning", warning)],
            urgent_help=[("care_card", call)],
            side_effects=[("side_effect", effect)],
            how_it_works=[
                factories.text("It is an opioid antagonist.", "label-us"),
                ("details", folded),
                ("do", {"label": "Do", "heading_level": "3", "do": ["take it with food"], **item}),
                ("dont", {"label": "Don't", "heading_level": "3", "dont": ["drive"], **item}),
            ],
        )
    )


def test_paper_forced_colours_and_stillness_take_nothing_from_a_page(drug: Any, tab_of: Callable[..., Tab]) -> None:
    tab = tab_of()
    tab.goto(drug.url)
    tab.emulate_media(media="print")
    found = faults(
        tab,
        "print",
        {
            "is for the screen": (SHOWN, FOR_THE_SCREEN),
            "cut": (CUT, "main *"),
            **{f"{at} is not there": (NOT_ALL_SHOWN, at) for at in ON_PAPER},
            "no address": (WITHOUT_ADDRESS, ".references a[href^=http]"),
        },
    )
    tab.emulate_media(media="screen", forced_colors="active")
    found += faults(
        tab,
        "forced",
        {"no edge": (WITHOUT_EDGE, ", ".join(EDGED)), "other colours": (OTHER_COLOURS, "svg path")},
    )
    found += without_focus(tab)
    tab.emulate_media(forced_colors="none", reduced_motion="reduce")
    found += faults(tab, "still", {"moves": (MOVING, "*")})
    assert not found, "\n".join(found)
    tab.emulate_media(reduced_motion="no-preference")
    assert faults(tab, "moving", {"moves": (MOVING, "*")}), "otherwise nothing was tried"
