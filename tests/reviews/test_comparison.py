"""What a reviewer is shown of a change: all of it, as what it is, and nothing else."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pages.models import DoseFormPage, StandardPage
from reviews.comparison import Comparison, Kind, Shape, compare, passages
from tests.reviews.comparison_contents import (
    Content,
    at,
    block,
    dose_form,
    leaves,
    rebuilt,
    seen,
    standard,
    table,
    text,
)


def test_a_changed_dose_is_one_whole_number_replaced() -> None:
    old, new = (standard(text(f"<p>Take {dose} mg a day.</p>", "a")) for dose in (50, 500))
    leaf = at(compare(StandardPage, old, new), "body.1.text.1")
    assert [(span.kind.value, span.text) for span in leaf.words] == [
        ("unchanged", "Take "),
        ("removed", "50"),
        ("added", "500"),
        ("unchanged", " mg a day."),
    ]


def test_a_removed_negation_is_shown_in_its_sentence() -> None:
    old, new = standard(text("<p>Do not take it.</p>", "a")), standard(text("<p>Take it.</p>", "a"))
    [passage] = passages(compare(StandardPage, old, new))
    assert (passage.label, passage.old, passage.new) == (
        "Body › Text 1 › Text › Paragraph",
        "Do not take it.",
        "Take it.",
    )


def test_a_moved_block_is_a_move_and_nothing_else() -> None:
    parts = [text(f"<p>Part {number} of the page.</p>", str(number)) for number in range(5)]
    comparison = compare(StandardPage, standard(*parts), standard(*parts[1:], parts[0]))
    assert [(leaf.path, leaf.kind, leaf.moved_from) for leaf in leaves(comparison)] == [("body.5", Kind.MOVED, 1)]
    assert list(passages(comparison)) == []


def test_a_moved_block_with_an_edit_is_a_move_and_an_alteration() -> None:
    parts = [text(f"<p>Take {number}0 mg.</p>", str(number)) for number in range(1, 5)]
    moved = text("<p>Take 15 mg.</p>", "1")
    part = at(compare(StandardPage, standard(*parts), standard(*parts[1:], moved)), "body.4")
    assert (part.kind, part.moved_from) == (Kind.ALTERED, 1)


@given(st.permutations(range(8)), st.booleans())
@settings(max_examples=25)
def test_a_shuffled_list_gives_only_moves(order: list[int], known: bool) -> None:
    parts = [text(f"<p>Part {number}.</p>", f"id{number}" if known else "") for number in range(8)]
    comparison = compare(StandardPage, standard(*parts), standard(*(parts[place] for place in order)))
    assert {leaf.kind for leaf in leaves(comparison)} <= {Kind.MOVED}
    assert comparison.changed is (list(order) != list(range(8)))


WORDS = st.lists(st.sampled_from(["take", "do not", "50 mg", "500 mg", "a day", "<b>now</b>"]), max_size=6).map(
    " ".join
)
HTML = st.lists(
    st.builds(str.format, st.sampled_from(["<p>{}</p>", "<h3>{}</h3>", "<ul><li>{}</li></ul>", "{}<br>x"]), WORDS),
    max_size=4,
).map("".join)
ID = st.sampled_from(["", "a", "b", "c", "d"])
TABLE = st.builds(
    table,
    st.lists(st.sampled_from(["Form", "Adults", "mg"]), max_size=3),
    st.lists(st.lists(st.sampled_from(["50 mg", "500 mg", "x", ""]), max_size=4), max_size=3),
    ids=st.booleans(),
)
BLOCK = (
    st.builds(text, HTML, ID)
    | st.builds(block, st.just("table"), TABLE, ID)
    | st.builds(block, st.just("gone"), HTML, ID)
)
BODY = st.lists(BLOCK, max_size=5)


def texts(comparison: Comparison, side: str) -> list[str]:
    found = (getattr(leaf, side) for leaf in comparison.walk() if leaf.shape is Shape.LEAF)
    return [found_text for found_text in found if found_text]


@given(BODY, BODY)
@settings(max_examples=60, deadline=None)
def test_both_pages_are_rebuilt_exactly_from_the_tree(old: list[Content], new: list[Content]) -> None:
    before, after = standard(*old), standard(*new)
    comparison = compare(StandardPage, before, after)
    assert rebuilt(comparison, without=Kind.ADDED)
    assert rebuilt(comparison, without=Kind.REMOVED)
    assert sorted(texts(comparison, "old")) == sorted(texts(compare(StandardPage, before, before), "new"))
    assert sorted(texts(comparison, "new")) == sorted(texts(compare(StandardPage, after, after), "new"))


@given(st.lists(st.builds(text, HTML, ID), max_size=5), st.lists(st.builds(text, HTML, ID), max_size=5))
@settings(max_examples=25, deadline=None)
def test_what_is_there_now_is_shown_in_reading_order(old: list[Content], new: list[Content]) -> None:
    after = standard(*new)
    alone = texts(compare(StandardPage, after, after), "new")
    assert texts(compare(StandardPage, standard(*old), after), "new") == alone


@given(BODY)
@settings(max_examples=25, deadline=None)
def test_equal_contents_differ_in_nothing(body: list[Content]) -> None:
    comparison = compare(StandardPage, standard(*body), standard(*body))
    assert not comparison.changed
    assert leaves(comparison) == []
    assert list(passages(comparison)) == []


def test_blocks_whose_ids_were_made_anew_are_found_again_by_what_they_say() -> None:
    says = ["take do not 50 mg", "do not take 50 mg", "not 50 mg do take"]
    old = standard(*(text(f"<p>{one}</p>", f"old{one}") for one in says))
    new = standard(*(text(f"<p>{one}</p>", f"new{one}") for one in reversed(says)))
    assert {kind for _, kind in seen(old, new)} == {"moved"}


def test_a_block_that_was_made_anew_and_edited_is_an_alteration() -> None:
    old, new = (standard(text(f"<p>Take {dose} mg once a day.</p>", f"id{dose}")) for dose in (50, 500))
    assert seen(old, new) == [("body.1.text.1", "altered")]


def test_without_an_earlier_version_everything_is_added() -> None:
    comparison = compare(DoseFormPage, None, dose_form())
    assert comparison.first
    assert {leaf.kind for leaf in leaves(comparison)} == {Kind.ADDED}
    assert "Take 50 mg once a day." in [passage.new for passage in passages(comparison)]
    assert all(passage.old == "" for passage in passages(comparison))


def test_a_key_that_no_field_has_any_more_is_still_shown() -> None:
    assert seen(standard(), standard(former="words")) == [("former", "added")]
    gone = block("former_block", {"words": "x"}, "g")
    assert seen(standard(), standard(gone)) == [("body.1", "added")]
