"""Each kind of content is compared as what it is: rich text, links, pictures, tables, rows, choices, topics."""

from __future__ import annotations

import pytest

from pages.models import DoseFormPage, StandardPage, StudySummaryPage
from reviews.comparison import Kind, compare, passages
from reviews.comparison.nodes import Reference
from tests.reviews.comparison_contents import block, dose_form, items, leaves, seen, standard, strength, table, text


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


@pytest.mark.parametrize("hidden", ["Do not\u200b take it.", "Do not\u00a0take it.", "Do \u202enot take it."])
def test_signs_that_cannot_be_seen_are_named(hidden: str) -> None:
    old, new = standard(text("<p>Do not take it.</p>", "a")), standard(text(f"<p>{hidden}</p>", "a"))
    [leaf] = leaves(compare(StandardPage, old, new))
    assert "cannot be seen" in leaf.note
    assert leaves(compare(StandardPage, old, standard(text("<p>Do take it.</p>", "a"))))[0].note == ""


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


def test_a_cell_without_a_heading_is_compared_too() -> None:
    old, new = (table(["Form"], [["Tablet", dose], ["Syrup"]]) for dose in ("50 mg", "500 mg"))
    [leaf] = leaves(compare(StandardPage, standard(block("table", old, "t")), standard(block("table", new, "t"))))
    assert (leaf.label, leaf.old, leaf.new) == ("Column 2", "50 mg", "500 mg")


def test_a_changed_unit_in_a_heading_is_told_with_every_number_below_it() -> None:
    old, new = (table(["Form", f"Dose ({unit})"], [["Tablet", "50"]]) for unit in ("mg", "g"))
    comparison = compare(StandardPage, standard(block("table", old, "t")), standard(block("table", new, "t")))
    assert [(one.old, one.new) for one in passages(comparison) if one.whole] == [
        ("Form: Tablet; Dose (mg): 50", "Form: Tablet; Dose (g): 50")
    ]


def test_a_changed_unit_is_told_with_its_number() -> None:
    old, new = (dose_form(strengths=[strength("50.0000", unit)]) for unit in ("mg", "micrograms"))
    [whole] = passages(compare(DoseFormPage, old, new))
    assert (whole.label, whole.whole) == ("Strengths › Strength 1", True)
    assert whole.old == "Value: 50 mg; Per: per tablet; Sources: label-us"
    assert whole.new == "Value: 50 micrograms; Per: per tablet; Sources: label-us"


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


def test_choices_are_shown_in_the_words_people_chose() -> None:
    old, new = dose_form(), dose_form(administration_route="20045000")
    [passage] = passages(compare(DoseFormPage, old, new))
    assert (passage.label, passage.new) == ("Route of administration", "Into a vein (intravenous)")


def test_topics_and_related_pages_are_sets_with_their_titles() -> None:
    old = {"title": "S", "drugs": [7, 8], "condition_items": [{"pk": 1, "tag": 3, "content_object": 5}]}
    new = {"title": "S", "drugs": [8, 9], "condition_items": []}
    titles = {Reference("pages.topic", "3", "topic"): "Anxiety"}
    assert [
        (leaf.kind.value, leaf.new or leaf.old) for leaf in leaves(compare(StudySummaryPage, old, new, titles))
    ] == [
        ("added", "drug overview 9 (deleted)"),
        ("removed", "drug overview 7 (deleted)"),
        ("removed", "Anxiety (topic 3)"),
    ]
    assert seen(old, old | {"drugs": [8, 7]}, StudySummaryPage) == []


def test_a_choice_is_replaced_as_one_and_never_half_of_it() -> None:
    old, new = dose_form(product_status="licensed"), dose_form(product_status="compounded")
    [leaf] = leaves(compare(DoseFormPage, old, new))
    assert [span.text for span in leaf.words] == ["Licensed product", "Compounded (unlicensed) product"]


def test_a_value_of_an_unexpected_shape_loses_none_of_its_words() -> None:
    known = block("do", {"heading_level": 3, "label": "", "do": items("<p>carry a card</p>"), "sources": ""}, "d")
    strange = block("do", {"heading_level": 3, "label": "", "do": "carry a card", "sources": ""}, "d")
    comparison = compare(StandardPage, standard(known), standard(strange))
    assert "carry a card" in [part.new for part in comparison.walk()]
    assert "carry a card" in [part.old for part in comparison.walk()]
    broken = standard(text("<p>It.</p>", "a"), text("<![x <p>Take it.", "b"))
    assert any("Take it." in (part.new or "") for part in compare(StandardPage, None, broken).walk())


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
