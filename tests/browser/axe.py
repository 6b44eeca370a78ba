"""Accessibility rules of WCAG 2.2, levels A and AA, as the axe engine can check them."""

from __future__ import annotations

from collections.abc import Mapping

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page as Tab

WCAG_2_2_AA = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# Of these, the rules that read colours: all that a second colour scheme can break.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}

# What stock Wagtail 8.0 itself violates: (rule, something in the element's HTML).
WAGTAILS_OWN = {
    ("label", "ui-autocomplete-input"),  # the tag field
    ("aria-input-field-name", "public-DraftEditor-content"),  # rich text
    ("target-size", 'id="w-minimap-toggle"'),  # the button that folds the minimap, on narrow screens
}


def violations(
    tab: Tab,
    allowed: set[tuple[str, str]] = frozenset(),  # type: ignore[assignment]
    rules: Mapping[str, object] = WCAG_2_2_AA,
) -> list[str]:
    """One line per violating element that is not ``allowed``."""
    found = Axe().run(tab, options={"runOnly": rules, "resultTypes": ["violations"]}).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in found
        for node in violation["nodes"]
        if not any(violation["id"] == rule and mark in node["html"] for rule, mark in allowed)
    ]


def scrolls_sideways(tab: Tab) -> bool:
    return tab.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
