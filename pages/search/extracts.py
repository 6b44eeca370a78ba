"""The sentence that was found, from the live page, with the words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.models import Page

from pages.checks.passages import PROSE, Passage
from pages.checks.text import passages_of
from pages.search.folding import fold

# Characters of a passage that are shown, and how many of them stand before the first word that was found.
LENGTH, BEFORE = 240, 80
SHORTEST_STEM = 4
# What a reader sees as text of the page.  The lead is shown anyway; a citation is the title of somebody else's work.
SHOWN = (PROSE - {"lead"}) | {"heading", "title", "caption", "cell", "label", "name"}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def extract(page: Page, words: Iterable[str]) -> SafeString:
    """Where ``page``, whose approved text is in memory, says most of the words; empty when it says none."""
    stems = frozenset(stem for word in words for part in fold(word).split() if (stem := _stem(part)))
    best: tuple[int, Passage] | None = None
    for passage in passages_of(page):
        if passage.kind not in SHOWN or passage.place == "title":
            continue
        # Sentences before labels, and the first of equals.
        said = 2 * len(
            {stem for start, end in _marks(passage.text, stems) for stem in _found(passage.text[start:end], stems)}
        )
        score = said + (passage.kind in PROSE) if said else 0
        if score > (best[0] if best else 0):
            best = (score, passage)
    return marked(best[1].text, stems) if best else SafeString("")


def marked(text: str, stems: frozenset[str]) -> SafeString:
    """A part of ``text`` around the first word that was found, cut between words, every such word in ``<mark>``."""
    places = list(_marks(text, stems))
    first = places[0][0] if places else 0
    start = 0 if first <= BEFORE else min(first, text.find(" ", first - BEFORE) + 1)
    end = len(text) if len(text) <= start + LENGTH else text.rfind(" ", start, start + LENGTH)
    pieces, at = [], start
    for a, b in places:
        if b <= end:
            pieces.append((text[at:a], text[a:b]))
            at = b
    body = format_html_join("", "{}<mark>{}</mark>", pieces)
    return format_html("{}{}{}{}", "… " if start else "", body, text[at:end], " …" if end < len(text) else "")


def _marks(text: str, stems: frozenset[str]) -> Iterable[tuple[int, int]]:
    return (found.span() for found in _WORD.finditer(text) if _found(found[0], stems))


@lru_cache(maxsize=8192)
def _found(word: str, stems: frozenset[str]) -> frozenset[str]:
    folded = fold(word)
    return frozenset(
        stem for stem in stems if folded == stem or (len(stem) >= SHORTEST_STEM and folded.startswith(stem))
    )


def _stem(word: str) -> str:
    """A word without the ending that the databases ignore as well."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word.removesuffix(ending)
    return word
