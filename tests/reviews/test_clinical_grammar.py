"""The dose grammar against labelled sentences; the set-aside part was labelled before the grammar was written."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reviews.clinical import quantities, words

ALLOWED = sys.stdlib_module_names
EXAMPLES = Path(__file__).parent / "clinical_examples"


def examples(part: str) -> list[dict[str, Any]]:
    return json.loads((EXAMPLES / f"{part}.json").read_text(encoding="utf-8"))


def found_in(text: str) -> list[str]:
    return [quantity.canonical for quantity in quantities.find(text)]


LOOKS = ["second_look", "third_look", "fourth_look", "fifth_look", "sixth_look", "seventh_look", "eighth_look"]


@pytest.mark.parametrize("part", ["development", "set_aside", *LOOKS])
@pytest.mark.parametrize("sort", ["quantities", "negations"])
def test_precision_and_recall_are_at_least_97_percent(part: str, sort: str) -> None:
    right = found = wanted = 0
    for example in examples(part):
        got = Counter(found_in(example["text"]) if sort == "quantities" else _negations(example["text"]))
        want = Counter(example[sort])
        right, found, wanted = right + (got & want).total(), found + got.total(), wanted + want.total()
    precision, recall = right / found, right / wanted
    print(f"\n{part}, {sort}: precision {precision:.3f}, recall {recall:.3f}, {wanted} labelled")  # noqa: T201
    assert precision >= 0.97
    assert recall >= 0.97


def _negations(text: str) -> list[str]:
    return [each.meaning for each in words.find(text) if each.kind == "negation"]


def test_at_least_240_sentences_are_labelled_and_80_of_them_set_aside() -> None:
    assert len(examples("development")) + len(examples("set_aside")) >= 240
    assert len(examples("set_aside")) >= 80
    assert not {each["text"] for each in examples("development")} & {each["text"] for each in examples("set_aside")}


@pytest.mark.parametrize(
    "text",
    [
        "Version 2.1.3", "v1.0.12", "12 March 2024", "2024-03-12", "12/03/2024", "Revised 11/2023", "since 1992",
        "0800 123 4567", "+44 20 7946 0123", "1-800-222-1222", "Call 999", "doi:10.1056/NEJMoa1505409",
        "PMID: 29150198",
        "NCT01234567", "https://example.org/10/20?dose=50", "[3]", "[3, 4]", "SW1A 2NP", "Table 2", "section 4.4",
        "CYP3A4", "COVID-19", "DSM-IV", "Schedule IV", "type 2 diabetes", "a phase 3 trial", "12-lead", "2nd",
        "Windsor, NJ 08520", "from 2014 to 2017", "BMJ 2019;12(4):233–41", "VAT no. 123 4567 89", "CAS number 50-48-6",
        "protocol 12-345", "(01) 809 2166",
    ],
)  # fmt: skip
def test_a_number_that_names_something_is_no_quantity(text: str) -> None:
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("50mg", "50 mg"),
        ("seven days", "7 days"),
        ("1,000 mg", "1 g"),
        ("0.5 mg", "500 micrograms"),
        ("15 mcg", "15 µg"),
        ("250 mg/5 mL", "50 mg/mL"),
        ("one week", "7 days"),
        ("50 mg once daily", "50 mg a day"),
        ("5–10 mg", "5 to 10 mg"),
        (".5 mg", "0.5 mg"),
        ("twice a day", "two times daily"),
        ("5 mg every third day", "5 mg every 3 days"),
        ("up to 4 g", "a maximum of 4 g"),
        ("1½ tablets", "one-and-a-half tablets"),
        ("a quarter of a tablet", "1/4 of a tablet"),
        ("⅔ of a tablet", "two thirds of a tablet"),
        ("2 million units", "two million units"),
        ("half a dozen tablets", "6 tablets"),
        ("5 × 10^6 units", "5 million units"),
        ("60 bpm", "60 beats/min"),
        ("for 2/52", "for 2 weeks"),
        ("5 mg OD", "5 mg once daily"),
        ("below the age of 6", "younger than 6"),
    ],
)
def test_equal_meanings_are_equal_measures_in_differing_notations(one: str, other: str) -> None:
    [first], [second] = quantities.find(f"Take {one}."), quantities.find(f"Take {other}.")
    assert first.measure == second.measure
    assert first.notation != second.notation


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5 mg", "5 g"),
        ("5 mg", "5 micrograms"),
        ("5 mg/kg", "5 mg"),
        ("1 in 10", "1 in 100"),
        ("once a day", "once a week"),
        ("up to 4 g", "at least 4 g"),
        ("no more than 4 g", "more than 4 g"),
        ("5 to 10 mg", "5 mg"),
        ("6 months", "6 months of age"),
        ("5 mg by mouth", "5 mg intravenously"),
        ("up to twice a day", "twice a day"),
        ("6 to under 12 years", "6 to 12 years"),
        ("for 2/7", "for 2/7 patients"),
        ("16 hours a day", "16 hours a week"),
        ("patients 5 years", "patients 5 years after it"),
        ("three-weekly", "three times weekly"),
    ],
)
def test_other_meanings_are_other_measures(one: str, other: str) -> None:
    [first], [second] = quantities.find(f"Take {one}."), quantities.find(f"Take {other}.")
    assert first.measure != second.measure


def test_a_quantity_says_where_it_stands_and_what_it_is_made_of() -> None:
    text = "Adults take up to 1.5 to 2 mg/kg twice daily by mouth."
    [found] = quantities.find(text)
    assert (found.low, found.high) == (Decimal("1.5"), Decimal(2))
    assert (found.unit, found.per, found.frequency, found.route, found.qualifier) == ("mg", "kg", "2/day", "oral", "<=")
    assert text[found.start : found.end] == found.notation == "up to 1.5 to 2 mg/kg twice daily by mouth"


@pytest.mark.parametrize(
    ("text", "kind", "meaning"),
    [
        ("It can be fatal.", "warning", "fatal"),
        ("In an overdose, act.", "warning", "overdose"),
        ("Stop at once.", "warning", "stop"),
        ("Ring 999.", "warning", "call 999"),
        ("It is contra-indicated in asthma.", "contraindication", "contraindicated"),
        ("It should not be given to them.", "negation", "should not"),
        ("Very common: headache", "frequency band", "very common"),
        ("Uncommon: rash", "frequency band", "uncommon"),
        ("Very rare: anaemia", "frequency band", "very rare"),
        ("Off-label use", "licensing status", "off-label"),
        ("It is unlicensed.", "licensing status", "unlicensed"),
        ("It is licensed for adults.", "licensing status", "licensed"),
        ("See NCT01234567.", "identifier", "NCT NCT01234567"),
        ("doi:10.1056/NEJMoa1505409.", "identifier", "DOI 10.1056/NEJMoa1505409"),
        ("PMID: 29150198", "identifier", "PMID PMID29150198"),
        ("ATC N07BB04", "identifier", "ATC N07BB04"),
        ("UNII 5S6W795CQM", "identifier", "UNII UNII5S6W795CQM"),
        ("RxCUI 7243", "identifier", "RxCUI RxCUI7243"),
        ("f6346a11-88b9-4425-b08d-a22f19c4ceb4", "identifier", "set id f6346a11-88b9-4425-b08d-a22f19c4ceb4"),
    ],
)
def test_clinical_words_and_identifiers_are_found(text: str, kind: str, meaning: str) -> None:
    assert (kind, meaning) in [(each.kind, each.meaning) for each in words.find(text)]


def test_the_grammar_knows_neither_django_nor_a_database() -> None:
    modules = sorted(Path(quantities.__file__).parent.glob("*.py"))
    imported = {
        name
        for module in modules
        for name in re.findall(r"^(?:from|import) ([\w.]+)", module.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert len(modules) > 10
    assert {name.partition(".")[0] for name in imported if not name.startswith("reviews.clinical")} <= ALLOWED
