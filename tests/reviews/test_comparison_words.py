"""Word by word: the new text is rebuilt exactly, and no number, unit or word is ever cut."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.comparison.sequences import common, increasing
from reviews.comparison.tree import Kind, Span
from reviews.comparison.words import Piece, plain, spans, words_of

clinical = st.sampled_from(
    [
        *("take", "do", "not", "Naltrexone", "50", "500", "0.5", ".5", "1,000", "10 000", "mg", "mg/kg", "mL", "%"),
        *(
            " ",
            "  ",
            "\n",
            "\u00a0",
            ".",
            ",",
            "(",
            ")",
            "–",
            "-",
            "≥65",
            "1.5 mg/kg/day",
            "e\u0301",
            "x²",
            "½",
            "don't",
        ),
    ]
)
texts = st.one_of(st.lists(clinical, max_size=40).map("".join), st.text(max_size=60))
pieces = st.lists(
    st.builds(Piece, texts, st.sampled_from([(), ("bold",), ("bold", "italic")]), st.sampled_from(["", "page 3"])),
    max_size=6,
)


def side(found: tuple[Span, ...], without: Kind) -> str:
    return "".join(span.text for span in found if span.kind is not without)


def said(old: str, new: str) -> list[tuple[str, str]]:
    """(kind, text) of what was not kept."""
    found = spans([Piece(old)], [Piece(new)])
    return [(span.kind.value, span.text.strip()) for span in found if span.kind is not Kind.UNCHANGED]


@given(pieces, pieces)
@settings(max_examples=60, deadline=None)
def test_both_texts_are_rebuilt_exactly_from_the_spans(old: list[Piece], new: list[Piece]) -> None:
    found = spans(old, new)
    assert side(found, Kind.ADDED) == plain(old)
    assert side(found, Kind.REMOVED) == plain(new)


@given(pieces)
@settings(max_examples=30, deadline=None)
def test_equal_texts_differ_in_nothing(text: list[Piece]) -> None:
    assert all(span.kind is Kind.UNCHANGED for span in spans(text, text))


@given(texts, texts)
def test_a_change_never_begins_or_ends_inside_a_word_or_number(old: str, new: str) -> None:
    found = spans([Piece(old)], [Piece(new)])
    for text, without in ((old, Kind.ADDED), (new, Kind.REMOVED)):
        words = [plain(word) for word in words_of([Piece(text)])]
        ends = {sum(map(len, words[:count])) for count in range(len(words) + 1)}
        place = 0
        for span in (span for span in found if span.kind is not without):
            place += len(span.text)
            assert place in ends


@pytest.mark.parametrize(
    "whole",
    [
        *(
            "50",
            "0.5",
            ".5",
            "1,000",
            "1.000,5",
            "10 000",
            "10\u00a0000",
            "10–20",
            "10-20",
            "1/2",
            "½",
            "-5",
            "−5",
            "≥65",
        ),
        *("<0.001", "50mg", "mg", "mg/kg", "mg/kg/day", "mg/m²", "µg", "10%", "37°C", "10⁹/L", "B12", "1st", "95%"),
        *("naltrexone", "don't", "don’t", "x-ray", "once-daily", "cafe\u0301", "soft\u00adhyphen", "NCT04166071"),
        *("10.1038/s41386-020-0725-9", "2026-11-21", "10:30", "ἄλφα", "अनुवाद"),
    ],
)
def test_what_must_never_be_cut_is_one_word(whole: str) -> None:
    words = [plain(word) for word in words_of([Piece(f"take {whole} now")])]
    assert whole in words
    assert "".join(words) == f"take {whole} now"


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("Take 50 mg daily.", "Take 500 mg daily.", [("removed", "50"), ("added", "500")]),
        ("Take 0.5 mg", "Take 5 mg", [("removed", "0.5"), ("added", "5")]),
        ("1,000 units", "10,000 units", [("removed", "1,000"), ("added", "10,000")]),
        ("50 mg", "50 mL", [("removed", "mg"), ("added", "mL")]),
        ("1.5 mg/kg", "1.5 mg/m²", [("removed", "mg/kg"), ("added", "mg/m²")]),
        ("aged ≥65", "aged ≤65", [("removed", "≥65"), ("added", "≤65")]),
        ("do not take it", "take it", [("removed", "do not")]),
        ("can take it", "cannot take it", [("removed", "can"), ("added", "cannot")]),
        ("hypertension", "hypotension", [("removed", "hypertension"), ("added", "hypotension")]),
        ("Stop it. Now", "Stop it, now", [("removed", ". Now"), ("added", ", now")]),
    ],
)
def test_whole_words_and_numbers_are_replaced(old: str, new: str, changes: list[tuple[str, str]]) -> None:
    assert said(old, new) == changes


def test_a_word_that_is_bold_in_part_is_still_one_word() -> None:
    old = [Piece("nal"), Piece("trexone", ("bold",))]
    new = [Piece("nal"), Piece("mefene", ("bold",))]
    assert side(spans(old, new), Kind.ADDED) == "naltrexone"
    assert all(span.kind is not Kind.UNCHANGED for span in spans(old, new))


@given(st.lists(st.integers(0, 5), max_size=60), st.lists(st.integers(0, 5), max_size=60))
def test_common_parts_are_common_and_in_order(old: list[int], new: list[int]) -> None:
    found = common(old, new)
    assert all(old[a] == new[b] for a, b in found)
    assert found == sorted(found)
    assert len({a for a, _ in found}) == len({b for _, b in found}) == len(found)


@given(st.lists(st.integers(0, 30), unique=True))
def test_a_longest_rising_chain_rises(numbers: list[int]) -> None:
    chain = [numbers[at] for at in increasing(numbers)]
    assert chain == sorted(chain)
    assert bool(chain) is bool(numbers)


def test_a_long_text_is_compared_between_the_phrases_that_both_have_once() -> None:
    """Longer than what is compared in full: the words around an edit and a moved page are shown as kept."""
    old = [f"word{n % 60}" if n % 7 else f"rare{n}" for n in range(400)]
    new = [*old[:100], "50", *old[101:200], *old[260:], *old[200:260]]

    pairs = common(old, new)

    assert [old[a] for a, _ in pairs] == [new[b] for _, b in pairs]
    assert len(pairs) == len(old) - 1 - 60


def test_long_texts_without_a_common_word_have_nothing_in_common() -> None:
    assert common([f"old{n}" for n in range(200)], [f"new{n}" for n in range(200)]) == []
