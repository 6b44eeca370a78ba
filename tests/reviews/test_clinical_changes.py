"""What a reviewer is told about the doses, negations and warnings that changed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.clinical import quantities, words
from reviews.clinical.changes import compare, compare_passages


@dataclass(frozen=True)
class Pair:
    path: str
    label: str
    old: str
    new: str


def told(old: str, new: str) -> list[str]:
    return [change.sentence for change in compare(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "first"),
    [
        ("Take 50 mg.", "Take 500 mg.", "dose altered: 50 mg -> 500 mg (x10)"),
        ("Give 1.5 mg/kg now.", "Give 15 mg/kg now.", "dose altered: 1.5 mg/kg -> 15 mg/kg (x10)"),
        ("Do not take it.", "Take it.", "negation removed: Do not take -> take"),
        ("Take it.", "Do not take it.", "negation added: take -> Do not take"),
        ("Use it once a day.", "Use it once a week.", "frequency altered: once a day -> once a week (÷7)"),
        ("Use 5 mg.", "Use 5 g.", "dose altered: 5 mg -> 5 g (x1,000)"),
        ("Give 5 micrograms.", "Give 5 milligrams.", "dose altered: 5 micrograms -> 5 milligrams (x1,000)"),
        ("Up to 1 in 10 people", "Up to 1 in 100 people", "risk altered: Up to 1 in 10 -> Up to 1 in 100 (÷10)"),
        ("Take 5 mg by mouth.", "Take 5 mg rectally.", "route altered: 5 mg by mouth -> 5 mg rectally"),
        ("Very rare: rash", "Rare: rash", "frequency band altered: Very rare -> Rare"),
        ("This use is licensed.", "This use is off-label.", "licensing status altered: licensed -> off-label"),
        ("See NCT01234567.", "See NCT01234568.", "identifier altered: NCT01234567 -> NCT01234568"),
        ("It is contraindicated in gout.", "It is used in gout.", "contraindication removed: contraindicated"),
        ("An overdose may be fatal.", "An overdose may be sore.", "warning removed: fatal"),
        ("Use up to 4 doses.", "Use at least 4 doses.", "dose altered: up to 4 doses -> at least 4 doses"),
    ],
)
def test_a_change_is_told_in_plain_words(old: str, new: str, first: str) -> None:
    assert told(old, new)[0] == first


DANGEROUS = [
    ("Do not stop it without advice.", "Stop it without advice.", "negation removed", None),
    ("You must not take it in pregnancy.", "You may take it in pregnancy.", "negation removed", None),
    ("Take it unless you feel sick.", "Take it if you feel sick.", "negation removed", None),
    ("Inhale 200 mg twice a day.", "Inhale 200 micrograms twice a day.", "quantity altered", "0.001"),
    ("Start with 2.5 mg each morning.", "Start with 25 mg each morning.", "quantity altered", "10"),
    ("Take 2,5 mg at night.", "Take 25 mg at night.", "quantity altered", "10"),
    ("Take 10.0 mg daily.", "Take 100 mg daily.", "quantity altered", "10"),
    ("Take 1\u2009000 mg a day.", "Take 10\u2009000 mg a day.", "quantity altered", "10"),
    ("Give 1 000 units.", "Give 10 000 units.", "quantity altered", "10"),
    ("Methotrexate 10 mg weekly.", "Methotrexate 10 mg daily.", "quantity altered", "7"),
    ("It is contraindicated in asthma.", "Use with caution in asthma.", "contraindication removed", None),
    ("For children over 12 years only.", "For children over 4 years only.", "quantity altered", None),
    ("Not below the age of 12.", "Not below the age of 2.", "quantity altered", None),
    ("Give 12 mg oral solution.", "Give 12 mg intrathecal solution.", "quantity altered", None),
    ("It is licensed for this.", "It is used off-label for this.", "licensing status altered", None),
    ("Headache is common.", "Headache is rare.", "frequency band altered", None),
    ("Take ½ tablet.", "Take 1½ tablets.", "quantity altered", "3"),
    ("Take ⅓ of a tablet.", "Take ⅔ of a tablet.", "quantity altered", "2"),
    ("Take a quarter of a tablet.", "Take three quarters of a tablet.", "quantity altered", "3"),
    ("Give 50 µg.", "Give 50 mg.", "quantity altered", "1000"),
    ("Give 50 μg.", "Give 50 mg.", "quantity altered", "1000"),
    ("Give 50 mcg.", "Give 50 mg.", "quantity altered", "1000"),
    ("Give 50㎍.", "Give 50㎎.", "quantity altered", "1000"),
    ("Take ５０ mg daily.", "Take ５００ mg daily.", "quantity altered", "10"),
    ("Take 50 ｍｇ daily.", "Take 50 ｇ daily.", "quantity altered", "1000"),
    ("Ｄｏ ｎｏｔ take it.", "Ｄｏ take it.", "negation removed", None),
    ("Give 10⁶ units.", "Give 10⁹ units.", "quantity altered", "1000"),
    ("Platelets above 50 × 10⁹/L.", "Platelets above 50 × 10⁶/L.", "quantity altered", None),
    ("Take one or two tablets.", "Take one to four tablets.", "quantity altered", "2"),
    ("Use no more than 4 puffs.", "Use more than 4 puffs.", "quantity altered", None),
    ("Give 5 mg/kg/day.", "Give 5 mg/kg/dose.", "quantity altered", None),
    ("Prednisolone 30 mg OD for 7/7.", "Prednisolone 30 mg OD for 7/52.", "quantity altered", "7"),
    ("Wear it 16 hours a day.", "Wear it 16 hours a week.", "quantity altered", None),
]


@pytest.mark.parametrize(("old", "new", "what", "factor"), DANGEROUS)
def test_a_dangerous_edit_is_shown_as_what_it_is(old: str, new: str, what: str, factor: str | None) -> None:
    shown = [(f"{change.kind} {change.action}", change.factor) for change in compare(old, new)]
    assert what in [kind for kind, _ in shown]
    if factor:
        assert (what, Decimal(factor)) in shown


def test_tenfold_doses_and_dropped_negations_stand_above_all_else() -> None:
    old = "Very common: rash. It may be fatal. Wait 4 hours. Take 50 mg a day. Do not drink."
    new = "Common: rash. It may be bad. Wait 5 hours. Take 500 mg a day. Drink."
    assert told(old, new)[:2] == [
        "dose altered: 50 mg a day -> 500 mg a day (x10)",
        "negation removed: Do not drink -> drink",
    ]


def test_the_factor_is_exact() -> None:
    [change] = compare("Give 5 micrograms.", "Give 5 milligrams.")
    assert change.factor == Decimal(1000)
    [change] = compare("Give 5 to 10 mg.", "Give 5 to 100 mg.")
    assert change.factor == Decimal(10)
    assert change.weight == 100


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Adults take 50 mg. Children take 5 mg.", "Adults take 5 mg. Children take 50 mg."),
        ("50 mg for adults, 5 mg for children", "5 mg for adults, 50 mg for children"),
        ("50 mg for adults, 5 mg for children", "50 mg for children, 5 mg for adults"),
        ("Adults: 50 mg; children: 5 mg", "Children: 50 mg; adults: 5 mg"),
        ("Adults.\nTake 50 mg.\nChildren.\nTake 5 mg.", "Adults.\nTake 5 mg.\nChildren.\nTake 50 mg."),
        ("At dawn.\nTake 50 mg.\nAt dusk.\nTake 5 mg.", "At dawn.\nTake 5 mg.\nAt dusk.\nTake 50 mg."),
        ("In coffee:\nTake 50 mg.\nIn tea:\nTake 5 mg.", "In coffee:\nTake 5 mg.\nIn tea:\nTake 50 mg."),
        ("Adults\nUse 50 mg now.\nChildren\nTake 5 mg.", "Adults\nTake 5 mg.\nChildren\nUse 50 mg now."),
    ],
)
def test_two_doses_that_changed_places_are_two_alterations(old: str, new: str) -> None:
    assert sorted(told(old, new)) == ["dose altered: 5 mg -> 50 mg (x10)", "dose altered: 50 mg -> 5 mg (÷10)"]


def test_a_negation_that_changed_places_is_dropped_here_and_added_there() -> None:
    old = "Tablets:\nDo not take it with milk.\nSyrup:\nTake it with milk."
    new = "Tablets:\nTake it with milk.\nSyrup:\nDo not take it with milk."
    assert [each for each in told(old, new) if each.startswith("negation")] == [
        "negation removed: Do not take -> take",
        "negation added: take -> Do not take",
    ]


@pytest.mark.parametrize("labels", [("Adults", "Children"), ("Dose", "Dose")])
@pytest.mark.parametrize(
    "doses", [("50 mg", "5 mg"), ("Swallow 50 mg with plenty of water.", "Swallow 5 mg with plenty of water.")]
)
def test_two_cells_that_changed_places_are_two_alterations(labels: tuple[str, str], doses: tuple[str, str]) -> None:
    changes = compare_passages([Pair("a", labels[0], *doses), Pair("b", labels[1], *doses[::-1])])
    assert sorted((change.path, change.sentence) for change in changes) == [
        ("a", "dose altered: 50 mg -> 5 mg (÷10)"),
        ("b", "dose altered: 5 mg -> 50 mg (x10)"),
    ]


def test_a_dose_that_moved_to_other_people_is_told() -> None:
    moved = "Swallow 50 mg with plenty of water."
    changes = compare_passages([Pair("a", "Adults", moved, ""), Pair("b", "Children", "", moved)])
    assert [(change.label, change.action) for change in changes] == [("Adults", "removed"), ("Children", "added")]


def test_a_sentence_that_only_moved_is_no_change() -> None:
    moved = "Do not swallow more than 50 mg with plenty of water."
    kept = "Wait 4 hours before driving home."
    assert compare(f"{moved} {kept}", f"{kept} {moved}") == []
    assert compare_passages([Pair("a", "How to take", moved, ""), Pair("b", "How to take", "", moved)]) == []


def test_a_dose_without_a_sentence_never_counts_as_moved() -> None:
    assert len(compare_passages([Pair("a", "Dose", "50 mg", ""), Pair("b", "Dose", "", "50 mg")])) == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Wait seven days, then take 1,000 mg.", "Wait 7 days, then take 1 g."),
        ("Take 50mg a day.", "Take  50 mg\u00a0once a day."),
        ("Don't take it.", "Do not take it."),
        ("Take 2,5 mg at night.", "Take 2.5 mg at night."),
        ("Give 50 mcg.", "Give ５０ µg."),
        ("See version 2.1.3 of 12 March 2024 [3].", "See version 2.1.4 of 13 March 2024 [4]."),
        ("The tablets are white.", "The tablets are round and yellow."),
    ],
)
def test_another_notation_or_another_word_is_no_clinical_change(old: str, new: str) -> None:
    assert compare(old, new) == []


def test_an_added_row_leaves_its_neighbours_alone() -> None:
    assert told("Day 1: 5 mg\nDay 2: 5 mg", "Day 1: 5 mg\nDay 2: 5 mg\nDay 3: 10 mg") == [
        "day added: 3",
        "dose added: 10 mg",
    ]


def test_a_change_names_its_place_and_the_words_around_it() -> None:
    [change] = compare_passages(
        [Pair("body/3", "Dose, adults", "Adults take 50 mg at once.", "Adults take 60 mg at once.")]
    )
    assert (change.path, change.label) == ("body/3", "Dose, adults")
    assert (change.context_before, change.context_after) == ("Adults take", "at once.")


def test_the_key_of_a_change_is_stable_and_its_own() -> None:
    def key(path: str, old: str, new: str) -> str:
        [change] = compare_passages([Pair(path, "Dose", old, new)])
        return change.key

    same = key("a", "Take 50 mg.", "Take 60 mg.")
    assert same == key("a", "Take 50 mg.", "Take 60 mg.")
    assert len(same) == 64
    others = {
        key("b", "Take 50 mg.", "Take 60 mg."),
        key("a", "Take 50 mg.", "Take 70 mg."),
        key("a", "Give 50 mg.", "Give 60 mg."),
        key("a", "Take 60 mg.", "Take 50 mg."),
    }
    assert len(others | {same}) == 5


_PIECES = (
    "take do not never 50 mg 5 500 to once twice a day in 10 people . , ; \n ( ) [3] % /kg adults children fatal 1.5 "
    "NCT01234567 every 4 weeks CI 95% p <0.001 up half one hundred and ½ - – ± : 8:30 am"
)
_WORDS = st.sampled_from(_PIECES.split(" "))
_TEXTS = st.one_of(st.text(max_size=80), st.lists(_WORDS, max_size=25).map(" ".join))


@settings(max_examples=60, deadline=None)
@given(_TEXTS)
def test_equal_texts_differ_in_nothing(text: str) -> None:
    assert compare(text, text) == []
    assert compare(text, f" {text} ") == []


@settings(max_examples=60, deadline=None)
@given(_TEXTS, _TEXTS)
def test_any_two_texts_can_be_compared_either_way(old: str, new: str) -> None:
    there, back = compare(old, new), compare(new, old)
    for change in (*there, *back):
        assert change.sentence
        assert len(change.key) == 64
    assert bool(there) == bool(back)


@settings(max_examples=60, deadline=None)
@given(_TEXTS)
def test_what_is_found_stands_in_order_and_where_it_says(text: str) -> None:
    found = quantities.find(text)
    assert all(text[each.start : each.end] == each.notation for each in found)
    assert all(text[each.start : each.end] == each.notation for each in words.find(text))
    assert all(first.end <= second.start for first, second in pairwise(found))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 999), st.sampled_from(["mg", "g", "mL", "micrograms", "tablets", "mg/kg"]), st.integers(2, 50))
def test_every_altered_dose_is_told_with_its_factor(amount: int, unit: str, times: int) -> None:
    [change] = compare(f"People take {amount} {unit} in all.", f"People take {amount * times} {unit} in all.")
    assert change.factor == times


@settings(max_examples=60, deadline=None)
@given(st.permutations(["Take 5 mg with food.", "Never chew it.", "Wait two days then.", "Ring your nurse."]))
def test_a_shuffled_list_of_sentences_is_no_clinical_change(order: list[str]) -> None:
    assert compare("\n".join(sorted(order)), "\n".join(order)) == []


@pytest.mark.parametrize("piece", ["1.0.", "not ", "1", "1,", "0", "a", ".", "\n", " ", "½", "up to ", "every "])
def test_a_hostile_text_is_read_in_time(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    started = time.process_time()
    quantities.find(text)
    words.find(text)
    assert time.process_time() - started < 0.5 * SLACK


def test_two_versions_of_a_label_of_40_000_words_are_compared_within_a_second() -> None:
    page = "".join(
        f"In group {number} adults take {number} mg twice daily for {number} days, and never more than {number} g. "
        f"Of {number} people, {number}% had mild effects that went away without treatment within some weeks or so.\n"
        for number in range(1, 1_200)
    )
    changed = page.replace("take 50 mg", "take 500 mg").replace("than 70 g", "than 71 g")
    assert len(page.split()) > 40_000
    started = time.process_time()
    changes = compare(page, changed)
    assert time.process_time() - started < 1 * SLACK
    assert [change.factor for change in changes[:2]] == [Decimal(10), Decimal(71) / Decimal(70)]


# The machine that measures is shared, and coverage traces every line; a text that is not read in linear time needs
# hundreds of times the bound, not three times.
SLACK = 3
