"""Content rules of the hub, one module per family.  Importing this package registers them.

``house`` holds the choices of the house, ``text`` what a reader sees, ``rules`` what a rule is.
"""

from __future__ import annotations

from collections.abc import Iterator

from wagtail.models import Page

from pages.checks import (
    abbreviations,
    accessibility,
    across,
    composition,
    dosing,
    evidence,
    fixing,
    frequency,
    identifying,
    licensing,
    numbers,
    plausibility,
    products,
    readability,
    references,
    repeated,
    required,
    wording,
)
from pages.checks.house import HOUSE
from pages.checks.rules import ArticleRule, PageRule, TextRule, check_page, check_passages
from pages.checks.text import passages_of
from pages.models.base import ReviewedContentPage
from reviews import findings

# Raise it whenever a rule changes: it is stored with every review request and decision.
VERSION = "4"

TEXT_RULES: tuple[TextRule | ArticleRule, ...] = (
    *dosing.RULES,
    *abbreviations.RULES,
    *numbers.RULES,
    *wording.RULES,
    *frequency.RULES,
    *identifying.RULES,
    *evidence.RULES,
    *licensing.RULES,
    *readability.RULES,
    *composition.RULES,
    *accessibility.RULES,
    *plausibility.RULES,
)
PAGE_RULES: tuple[PageRule, ...] = (
    *required.PAGE_RULES,
    *references.PAGE_RULES,
    *frequency.PAGE_RULES,
    *identifying.PAGE_RULES,
    *evidence.PAGE_RULES,
    *licensing.PAGE_RULES,
    *products.PAGE_RULES,
    *plausibility.PAGE_RULES,
    *accessibility.PAGE_RULES,
    *repeated.PAGE_RULES,
)


def facts_and_words(page: Page) -> Iterator[findings.Finding]:
    """Every rule over the fields and rows of a page, then every rule over its visible text."""
    if isinstance(page, ReviewedContentPage):
        passages = passages_of(page)
        yield from check_page(page, passages, PAGE_RULES)
        yield from check_passages(passages, TEXT_RULES)


findings.register(facts_and_words)
findings.register_across(across.across_pages)
findings.register_fixer(fixing.mending)
findings.set_version("pages", f"{VERSION} {HOUSE.fingerprint}")


@findings.register_measure
def how_it_reads(page: Page) -> Iterator[tuple[str, str]]:
    """Length and readability, for the panel beside the editor."""
    if isinstance(page, ReviewedContentPage):
        text = readability.readability(passages_of(page))
        yield "Words", f"{text.words:,}"
        yield "Minutes to read", f"{text.minutes}"
        yield "Flesch–Kincaid grade", f"{text.flesch_kincaid:.1f}"
        yield "SMOG grade", f"{text.smog:.1f}"
