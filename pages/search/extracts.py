"""The sentence that was found, from the approved version of a live page, with the words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pages.search.folding import fold
from pages.search.text import Line

# Characters of a line that are shown, and how many of them stand before the first word that was found.
LENGTH, BEFORE = 240, 80
SHORTEST_STEM = 4
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def extract(lines: Iterable[Line], words: Iterable[str]) -> SafeString:
    """The line that says most of the words, sentences before labels and earlier before later; empty when none does."""
    stems = frozenset(stem for word in words for part in fold(word).split() if (stem := _stem(part)))
    best, most = "", 0
    for line in lines:
        said = frozenset().union(*(_found(found[0], stems) for found in _WORD.finditer(line.text)))
        score = 2 * len(said) + line.is_sentence if said else 0
        if score > most:
            best, most = line.text, score
    return marked(best, stems) if best else SafeString("")


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
