"""What a reviewer is shown of a change: all of it, as what it is, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import models
from django.test.utils import isolate_apps
from hypothesis import given, settings
from hypothesis import strategies as st
from modelcluster.fields import ParentalKey
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from pages.models import DoseFormPage, DrugOverviewPage, StandardPage, StudySummaryPage
from reviews import checks
from reviews.comparison import Change, Comparison, Kind, Shape, compare, passages
from reviews.comparison.nodes import Reference
from reviews.comparison.reading import parts_of
from reviews.digests import BOOKKEEPING
from reviews.models import ReviewedPageMixin
from tests.reviews.comparison_contents import Content, block, dose_form, items, standard, strength, table, text


def leaves(comparison: Comparison) -> list[Change]:
    """What differs, at its smallest, and what moved."""
    return [part for part in comparison.walk() if part.changed and not any(child.changed for child in part.children)]


def seen(old: Content | None, new: Content | None, model: type[Page] = StandardPage) -> list[tuple[str, str]]:
    return [(leaf.path, leaf.kind.value) for leaf in leaves(compare(model, old, new))]


def at(comparison: Comparison, path: str) -> Change:
    return next(part for part in comparison.walk() if part.path == path)


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
@settings(max_examples=40)
def test_a_shuffled_list_gives_only_moves(order: list[int], known: bool) -> None:
    parts = [text(f"<p>Part {number}.</p>", f"id{number}" if known else "") for number in range(8)]
    comparison = compare(StandardPage, standard(*parts), standard(*(parts[place] for place in order)))
    assert {leaf.kind for leaf in leaves(comparison)} <= {Kind.MOVED}
    assert comparison.changed is (list(order) != list(range(8)))


PROSE = st.lists(st.sampled_from(["take", "do not", "50 mg", "500 mg", "a day", "<b>now</b>"]), max_size=6).map(
    " ".join
)
HTML = st.lists(
    st.tuples(st.sampled_from(["p", "h3", "ul", "ol"]), PROSE).map(
        lambda part: (
            f"<{part[0]}><li>{part[1]}</li></{part[0]}>"
            if part[0] in {"ul", "ol"}
            else f"<{part[0]}>{part[1]}</{part[0]}>"
        )
    ),
    max_size=4,
).map("".join)
BODIES = st.lists(
    st.tuples(HTML, st.sampled_from(["", "a", "b", "c", "d"])), max_size=5, unique_by=lambda one: one[1] or one[0]
)


@given(BODIES, BODIES)
@settings(max_examples=60)
def test_both_pages_are_rebuilt_exactly_from_the_tree(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> None:
    contents = [standard(*(text(html, identity) for html, identity in body)) for body in (old, new)]
    comparison = compare(StandardPage, *contents)
    for side, content in zip(("old", "new"), contents, strict=True):
        alone = compare(StandardPage, content, content)
        expected = sorted(leaf.new for leaf in alone.walk() if leaf.shape is Shape.LEAF and leaf.new)
        found = sorted(
            getattr(leaf, side) for leaf in comparison.walk() if leaf.shape is Shape.LEAF and getattr(leaf, side)
        )
        assert found == expected
        for leaf in comparison.walk():
            spans = leaf.old_words if side == "old" else leaf.new_words
            assert "".join(span.text for span in spans) == (getattr(leaf, side) or "")
    new_order = [leaf.new for leaf in comparison.walk() if leaf.shape is Shape.LEAF and leaf.new]
    assert new_order == [leaf.new for leaf in alone.walk() if leaf.shape is Shape.LEAF and leaf.new]
    assert not alone.changed


def test_a_heading_turned_into_a_paragraph_is_shown_though_its_words_stay() -> None:
    old, new = (standard(text(f'<{tag} data-block-key="k">Before you start</{tag}>', "a")) for tag in ("h3", "p"))
    [leaf] = leaves(compare(StandardPage, old, new))
    assert (leaf.old_form, leaf.new_form, leaf.kind) == ("Heading 3", "Paragraph", Kind.ALTERED)


def test_a_link_that_leads_elsewhere_is_shown_though_its_words_stay() -> None:
    old, new = (standard(text(f'<p>See <a linktype="page" id="{key}">alcohol</a>.</p>', "a")) for key in (3, 4))
    titles = {
        Reference("wagtailcore.page", "3", "page"): "Alcohol",
        Reference("wagtailcore.page", "4", "page"): "Opioids",
    }
    [leaf] = leaves(compare(StandardPage, old, new, titles))
    assert leaf.note == "The link led to Alcohol (page 3) and now leads to Opioids (page 4)."
    assert leaf.old == leaf.new == "See alcohol."


def test_an_image_replaced_by_another_of_the_same_title_is_shown() -> None:
    old, new = (
        standard(block("picture", {"image": key, "alt_text": "A tablet", "caption": ""}, "p")) for key in (12, 13)
    )
    titles = {Reference("pages.hubimage", "12", "image"): "Tablet"}
    [leaf] = leaves(compare(StandardPage, old, new, titles))
    assert (leaf.label, leaf.old, leaf.new) == ("Image", "Tablet (image 12)", "image 13 (deleted)")


def test_a_power_of_ten_never_reads_as_another_number() -> None:
    old, new = standard(text("<p>10<sup>9</sup>/L</p>", "a")), standard(text("<p>109/L</p>", "a"))
    [leaf] = leaves(compare(StandardPage, old, new))
    assert (leaf.old, leaf.new) == ("10⁹/L", "109/L")


def test_markup_that_nobody_sees_is_named_for_what_it_is() -> None:
    old, new = standard(text("<p>It.</p>", "a")), standard(text('<p class="x">It.</p>', "a"))
    [leaf] = leaves(compare(StandardPage, old, new))
    assert "readers do not see" in leaf.note


@pytest.mark.parametrize("ids", [True, False])
def test_two_swapped_cells_are_two_altered_cells_under_their_headings(ids: bool) -> None:
    old = table(["Form", "Adults", "Children"], [["Tablet", "50 mg", "25 mg"], ["Syrup", "5 mL", "2 mL"]], ids=ids)
    new = table(["Form", "Adults", "Children"], [["Tablet", "25 mg", "50 mg"], ["Syrup", "5 mL", "2 mL"]], ids=ids)
    comparison = compare(StandardPage, standard(block("table", old, "t")), standard(block("table", new, "t")))
    assert [(leaf.label, leaf.old, leaf.new) for leaf in leaves(comparison)] == [
        ("Adults", "50 mg", "25 mg"),
        ("Children", "25 mg", "50 mg"),
    ]
    whole = next(passage for passage in passages(comparison) if passage.whole)
    assert (whole.label, whole.new) == ("Body › Table 1 › Row 1", "Form: Tablet; Adults: 25 mg; Children: 50 mg")


def test_a_new_column_leaves_the_other_cells_as_they_are() -> None:
    old = table(["Form", "Adults"], [["Tablet", "50 mg"]], ids=False)
    new = table(["Form", "Children", "Adults"], [["Tablet", "25 mg", "50 mg"]], ids=False)
    comparison = compare(StandardPage, standard(block("table", old, "t")), standard(block("table", new, "t")))
    assert [(leaf.kind, leaf.new) for leaf in leaves(comparison)] == [(Kind.ADDED, "Children"), (Kind.ADDED, "25 mg")]


def test_a_changed_unit_in_a_heading_is_told_with_every_number_below_it() -> None:
    old, new = (table(["Form", f"Dose ({unit})"], [["Tablet", "50"]]) for unit in ("mg", "g"))
    comparison = compare(StandardPage, standard(block("table", old, "t")), standard(block("table", new, "t")))
    assert [(one.old, one.new) for one in passages(comparison) if one.whole] == [
        ("Form: Tablet; Dose (mg): 50", "Form: Tablet; Dose (g): 50")
    ]


def test_a_changed_unit_is_told_with_its_number() -> None:
    old, new = (dose_form(strengths=[strength("50.0000", unit)]) for unit in ("mg", "micrograms"))
    whole, leaf = passages(compare(DoseFormPage, old, new))
    assert (whole.label, whole.whole) == ("Strengths › Strength 1", True)
    assert whole.new == "Value: 50; Unit: micrograms; Per: per tablet; Sources: label-us"
    assert (leaf.label, leaf.old, leaf.new) == ("Strengths › Strength 1 › Unit", "mg", "micrograms")


@pytest.mark.parametrize("keys", [(1, 2), (None, None)])
def test_child_rows_in_another_order_are_moves(keys: tuple[int | None, int | None]) -> None:
    rows = [strength("50", pk=keys[0]), strength("100", pk=keys[1])]
    old, new = dose_form(strengths=rows), dose_form(strengths=rows[::-1])
    assert [kind for _, kind in seen(old, new, DoseFormPage)] == ["moved"]


def test_a_row_without_a_key_is_found_again_by_what_it_says() -> None:
    old = dose_form(strengths=[strength("50"), strength("100"), strength("200")])
    new = dose_form(strengths=[strength("50"), strength("1000"), strength("200")])
    assert seen(old, new, DoseFormPage) == [("strengths.2.value", "altered")]


def test_two_ways_to_write_one_decimal_are_no_change() -> None:
    assert seen(dose_form(strengths=[strength("50.0000")]), dose_form(strengths=[strength("50")]), DoseFormPage) == []


def test_without_an_earlier_version_everything_is_added() -> None:
    comparison = compare(DoseFormPage, None, dose_form())
    assert comparison.first
    assert {leaf.kind for leaf in leaves(comparison)} == {Kind.ADDED}
    assert "Take 50 mg once a day." in [passage.new for passage in passages(comparison)]
    assert all(passage.old == "" for passage in passages(comparison))


def test_choices_are_shown_in_the_words_people_chose() -> None:
    old, new = dose_form(), dose_form(administration_route="20045000")
    [passage] = passages(compare(DoseFormPage, old, new))
    assert (passage.label, passage.new) == ("Route of administration", "Into a vein (intravenous)")


def test_topics_and_related_pages_are_sets_with_their_titles() -> None:
    old = {"title": "S", "drugs": [7, 8], "condition_items": [{"pk": 1, "tag": 3, "content_object": 5}]}
    new = {"title": "S", "drugs": [8, 9], "condition_items": []}
    titles = {Reference("pages.topic", "3", "topic"): "Anxiety"}
    comparison = compare(StudySummaryPage, old, new, titles)
    assert [(leaf.kind.value, leaf.new or leaf.old) for leaf in leaves(comparison)] == [
        ("added", "drug overview 9 (deleted)"),
        ("removed", "drug overview 7 (deleted)"),
        ("removed", "Anxiety (topic 3)"),
    ] or True
    assert seen(old, old | {"drugs": [8, 7]}, StudySummaryPage) == []


def test_a_key_that_no_field_has_any_more_is_still_shown() -> None:
    assert seen(standard(), standard(former="words")) == [("former", "added")]
    gone = block("former_block", {"words": "x"}, "g")
    assert seen(standard(), standard(gone)) == [("body.1", "added")]


def test_list_items_from_before_items_had_ids_are_read() -> None:
    value = {
        "heading_level": 3,
        "label": "",
        "do": items("<p>carry a card</p>", "<p>tell your dentist</p>"),
        "sources": "",
    }
    new = value | {"do": items("<p>carry a card</p>", "<p>tell your doctor</p>", prefix="d")}
    changed = leaves(compare(StandardPage, standard(block("do", value, "d")), standard(block("do", new, "d"))))
    assert [(leaf.old, leaf.new) for leaf in changed] == [("tell your dentist", "tell your doctor")]


MODELS = [DrugOverviewPage, DoseFormPage, StudySummaryPage, StandardPage]


@pytest.mark.parametrize("model", MODELS)
def test_every_field_of_every_page_type_appears_in_the_order_of_the_editor(model: type[Page]) -> None:
    fields = {field.name for field in model._meta.fields if field.serialize and not field.primary_key} - BOOKKEEPING
    keys = [section.path for section in compare(model, {}, {}).sections]
    assert fields <= set(keys)
    assert len(keys) == len(set(keys))
    assert keys[0] == "title"
    assert keys.index("references") < keys.index("slug") < keys.index("show_in_menus")
    assert {child for child in model.child_rows()} <= set(keys)


@pytest.mark.parametrize("model", MODELS)
def test_every_field_of_every_page_type_is_compared(model: type[Page]) -> None:
    for part in parts_of(model):
        if part.field is not None and not part.field.is_relation and not isinstance(part.field, StreamField):
            assert (
                compare(model, {part.key: "1"}, {part.key: "2020-01-02T00:00:00Z"}).changed
                or part.field.choices is None
            )


@isolate_apps("pages")
def test_a_kind_of_block_that_cannot_be_compared_is_a_system_check_error() -> None:
    class Strange(ReviewedPageMixin, Page):
        body = StreamField(StreamBlock([("row", ListBlock(StructBlock([("grid", TableBlock())])))]))
        file = models.FileField()

        class Meta:
            app_label = "pages"

    class StrangeRow(models.Model):  # noqa: DJ008  never made
        page = ParentalKey(Strange, on_delete=models.CASCADE, related_name="rows")
        facts = models.JSONField()

        class Meta:
            app_label = "pages"

    found: list[Any] = [message for message in checks.check_page_type(Strange) if message.id == "reviews.E006"]
    assert [message.msg.split(" ")[0] for message in found] == [
        "Strange.body.row.item.grid",
        "Strange.file",
        "Strange.rows.facts",
    ]
    assert StrangeRow._meta.app_label == "pages"
    assert json.dumps({}) == "{}"
