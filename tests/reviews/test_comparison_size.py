"""Two large label versions are compared at once: seconds and memory are bounded, whatever the texts are."""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Callable
from typing import TypeVar
from xml.etree import ElementTree

import pytest

from pages.models import StandardPage
from reviews.comparison import Kind, Span, compare
from reviews.comparison.words import Piece, spans
from tests import shared
from tests.reviews.comparison_contents import standard, text
from tests.untraced import untraced

Result = TypeVar("Result")
LONG = 40_000
SECONDS = 2.0
MEGABYTES = 100


def within_seconds(compared: Callable[[], Result]) -> Result:
    """Takes less than ``SECONDS`` of processor time, as in production: no tool follows every line of it."""
    with untraced():
        start = time.process_time()
        result = compared()
        taken = time.process_time() - start
    assert taken < SECONDS
    return result


def side(found: tuple[Span, ...], without: Kind) -> str:
    return "".join(span.text for span in found if span.kind is not without)


def generated(words: int, vocabulary: int, seed: int = 1) -> list[str]:
    random_words = random.Random(seed)
    return [f"word{random_words.randrange(vocabulary)}" for _ in range(words)]


def edited(words: list[str], seed: int = 2) -> list[str]:
    """Every hundredth word replaced, a page cut out, and another moved to the end."""
    chance = random.Random(seed)
    changed = [f"new{chance.randrange(50)}" if chance.random() < 0.01 else word for word in words]
    third = len(changed) // 3
    return changed[:third] + changed[third + 300 : 2 * third] + changed[2 * third + 300 :] + changed[2 * third :][:300]


def label_texts() -> list[tuple[str, str]]:
    """The words of real labels, each against an edited version; repeated up to a large label's length."""
    labels = shared.files("data/spl", "*.xml")
    texts = [" ".join(" ".join(ElementTree.parse(label).getroot().itertext()).split()) for label in labels]
    every = " ".join(texts).split()[:LONG]
    largest = max(texts, key=len).split()
    return [(" ".join(every), " ".join(edited(every))), (" ".join(largest), " ".join(every))]


VERSIONS = {
    "prose": lambda: (generated(LONG, 4_000), edited(generated(LONG, 4_000))),
    "few different words": lambda: (generated(LONG, 40), edited(generated(LONG, 40))),
    "nothing in common": lambda: (generated(LONG, 4_000), [f"x{word}" for word in generated(LONG, 4_000)]),
    "the same words in another order": lambda: (generated(LONG, 300), generated(LONG, 300, seed=9)),
    "one sentence for ever": lambda: (["do", "not", "take"] * (LONG // 3), ["take", "do", "not", "x"] * (LONG // 4)),
}
# A hundredth of their words was replaced.
EDITED = ("prose", "few different words")


@pytest.mark.parametrize("name", VERSIONS)
def test_two_texts_of_40000_words_are_compared_within_two_seconds(name: str) -> None:
    old, new = (" ".join(words) for words in VERSIONS[name]())
    found = bounded(old, new)
    if name in EDITED:
        kept = sum(len(span.text.split()) for span in found if span.kind is Kind.UNCHANGED)
        assert kept > 0.95 * LONG, "what was not edited must be shown as kept"


def test_large_real_labels_are_compared_within_two_seconds() -> None:
    for old, new in label_texts():
        bounded(old, new)


def bounded(old: str, new: str) -> tuple[Span, ...]:
    found = within_seconds(lambda: spans([Piece(old)], [Piece(new)]))
    assert side(found, Kind.ADDED) == old
    assert side(found, Kind.REMOVED) == new
    return found


def test_two_pages_of_40000_words_are_compared_within_two_seconds_and_100_megabytes() -> None:
    words = generated(LONG, 4_000)
    old, new = (
        standard(
            *(
                text("".join(f"<p>{' '.join(part[at : at + 50])}</p>" for at in range(0, len(part), 50)), str(number))
                for number, part in enumerate(version[at : at + 1000] for at in range(0, len(version), 1000))
            )
        )
        for version in (words, edited(words))
    )
    assert within_seconds(lambda: compare(StandardPage, old, new)).changed
    tracemalloc.start()
    try:
        compare(StandardPage, old, new)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MEGABYTES * 1_000_000


def test_an_edit_in_a_long_text_is_shown_as_that_edit_alone() -> None:
    words = generated(LONG // 10, 4_000)
    words[LONG // 20] = "50"
    old = " ".join(words)
    words[LONG // 20] = "500"
    found = spans([Piece(old)], [Piece(" ".join(words))])
    assert [(span.kind.value, span.text) for span in found if span.kind is not Kind.UNCHANGED] == [
        ("removed", "50"),
        ("added", "500"),
    ]
