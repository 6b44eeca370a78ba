"""Words as they are looked up: one spelling for many, keys for misspelt ones, the line that was found."""

from __future__ import annotations

import itertools

import pytest
from wagtail.models import Page

from pages.models import DrugOverviewPage, SearchName, StandardPage
from pages.search import folding, names, queries, registries, spelling, synonyms, text
from pages.search.extracts import LENGTH, extract
from pages.search.fulltext import Term
from pages.search.text import Line
from tests import factories


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Proventil-HFA", "proventil hfa"),
        ("  naltrexóne ", "naltrexone"),
        ("Crohn’s", "crohns"),
        ("Налтрексон", "naltrekson"),
        ("β-examplol", "v examplol"),
        ("½ mg 💊", "1 2 mg"),
        ("五", "wu"),
        ("___", ""),
        ("", ""),
    ],
)
def test_one_spelling_for_what_is_written_in_many_ways(written: str, folded: str) -> None:
    assert folding.fold(written) == folded


def test_initials_stand_for_three_words_or_more() -> None:
    assert folding.initials("selective serotonin reuptake inhibitors") == ["ssri", "ssris"]
    assert folding.initials("obsessive compulsive disorder") == ["ocd"]
    assert folding.initials("opioid dependence") == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("naltrexne", "naltrexone"),
        ("vivitrole", "vivitrol"),
        ("zolof", "zoloft"),
        ("metphormin", "metformin"),
        ("glucofage", "glucophage"),
        ("bupernorphine", "buprenorphine"),
        ("busprenorfine", "buprenorphine"),
        ("lysinopril", "lisinopril"),
        ("athsma", "asthma"),
    ],
)
def test_a_misspelt_word_shares_a_key_with_the_one_that_was_meant(typed: str, meant: str) -> None:
    assert spelling.keys(typed) & spelling.keys(meant)
    assert spelling.likeness(typed, meant) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [("oxazepam", "diazepam"), ("fosinopril", "lisinopril"), ("lorazepam", "diazepam"), ("naloxone", "naltrexone")],
)
def test_names_of_different_medicines_are_not_taken_for_each_other(one: str, other: str) -> None:
    assert spelling.likeness(one, other) is None
    assert spelling.likeness(other, one) is None


@pytest.mark.parametrize("word", ["50mg", "500", "5", "and", "x" * 41])
def test_doses_and_very_short_words_are_never_corrected(word: str) -> None:
    assert not spelling.can_be_corrected(word)
    assert spelling.words_like(word) == []
    assert spelling.likeness("word", word) is None


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [("abc", "abc", 0), ("abc", "acb", 1), ("abc", "", 3), ("ca", "abc", 3), ("abcd", "abed", 1)],
)
def test_a_swap_of_neighbours_is_one_edit(one: str, other: str, edits: int) -> None:
    assert spelling.distance(one, other) == spelling.distance(other, one) == edits


def test_a_name_is_found_by_its_beginning_a_later_word_and_a_part_of_a_word() -> None:
    brand = names.starts_of(names.Name(SearchName.Kind.BRAND, "Ventolin HFA"))
    topic = names.starts_of(names.Name(SearchName.Kind.TOPIC, "Obsessive-compulsive disorder"))

    assert brand[b"ventolin hfa"] == brand[b"ventolinhfa"] == names.Place.NAME
    assert brand[b"hfa"] == names.Place.WORD
    assert brand[b"tolin"] == names.Place.INSIDE
    assert topic[b"ocd"] == names.Place.NAME
    assert names.Place.INSIDE not in topic.values()


def test_every_way_of_saying_something_is_folded_and_belongs_to_one_thing() -> None:
    ways = list(itertools.chain.from_iterable(synonyms.GROUPS))

    assert all(folding.fold(way) == way for way in ways)
    assert len(ways) == len(set(ways))
    assert all(folding.fold(way) == way for table in (synonyms.WIDER, synonyms.GENERICS) for way in table)
    assert "high blood pressure" in synonyms.others("hypertension")
    assert synonyms.others("naltrexone") == []


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("NCT: 03418623", "NCT03418623"),
        ("nct 03418623 results", "NCT03418623"),
        ("https://doi.org/10.1000/Example-1.", "DOI 10.1000/Example-1"),
        ("pmid38801034", ""),
        ("PMID:38801034", "PMID 38801034"),
        ("https://pubmed.ncbi.nlm.nih.gov/38801034/", "PMID 38801034"),
        ("38801034", "PMID 38801034"),
        ("rxnorm 7243", "RxCUI 7243"),
        ("ATC:n07bb04", "ATC n07bb04"),
        ("5s6w795cqm", "UNII 5s6w795cqm"),
        ("sertraline", ""),
        ("naltrexone 50 mg", ""),
    ],
)
def test_a_number_of_a_registry_is_read_however_it_is_typed(typed: str, asked: str) -> None:
    assert registries.asked_for(typed) == asked


def test_a_number_has_no_later_word_that_a_dose_could_begin() -> None:
    found = names.starts_of(names.Name(SearchName.Kind.TITLE, "DOI 10.1000/50"))

    assert set(found) == {b"doi 10 1000 50", b"doi10100050"}


@pytest.mark.parametrize(
    ("typed", "meant", "other"),
    [("ナルトレキソン", "naltrexone", "naloxone"), ("Фозиноприл", "fosinopril", "lisinopril")],
)
def test_a_name_in_another_script_is_compared_by_its_sound(typed: str, meant: str, other: str) -> None:
    folded = folding.fold(typed)

    assert folding.is_foreign(typed)
    assert not folding.is_foreign("Zölöft 💊 5")
    assert spelling.likest(folded, [meant, other], foreign=True) == [meant]


def test_a_brand_leads_to_its_medicine_and_not_back_and_is_never_guessed() -> None:
    assert synonyms.others("lustral") == ["sertraline"]
    assert synonyms.generic("lustral") == "sertraline"
    assert synonyms.others("sertraline") == []
    assert "anxiety disorders" in synonyms.others("gad")
    assert "gad" not in synonyms.others("anxiety disorders")
    assert synonyms.begun_by("hypert") == {"high blood pressure", "raised blood pressure", "hi blood pressure"} | {
        "high bp",
        "htn",
    }
    assert not synonyms.WORDS & synonyms.GENERICS.keys()


def test_a_strength_is_a_number_and_a_unit() -> None:
    assert queries.words_of("naltrexone50mg 0.18mg") == ["naltrexone50", "mg", "0.18", "mg"]
    assert folding.fold("50MG") == "50 mg"


def test_words_of_a_question_are_left_out_unless_there_are_no_others() -> None:
    assert queries.telling_words(["can", "I", "drink"]) == ["drink"]
    assert queries.telling_words(["how", "to"]) == ["how", "to"]


@pytest.mark.parametrize(
    ("ways", "title", "stands"),
    [
        (("tablets",), "naltrexone 50 mg tablet", True),
        (("vivitrol", "Naltrexone"), "naltrexone 380 mg", True),
        (("50",), "naltrexone 500 mg", False),
        (("high blood pressure",), "blood pressure", False),
    ],
)
def test_a_title_says_a_term_in_one_of_its_ways(ways: tuple[str, ...], title: str, stands: bool) -> None:
    assert Term(ways).stands_in(title) is stands


def test_the_line_that_says_most_of_the_words_is_shown_with_the_words_marked() -> None:
    lines = [
        Line("Liver", is_sentence=False),
        Line("Ask about your liver.", is_sentence=True),
        Line("Liver enzymes <rise> & fall.", is_sentence=True),
    ]

    assert extract(lines, ["liver"]) == "Ask about your <mark>liver</mark>."
    assert extract(lines, ["liver enzyme"]) == "<mark>Liver</mark> <mark>enzymes</mark> &lt;rise&gt; &amp; fall."
    assert extract(lines, ["kidney"]) == ""
    assert extract(lines, []) == ""


def test_a_long_line_is_cut_between_words_around_the_first_that_was_found() -> None:
    shown = extract([Line("before " * 60 + "needle " + "after " * 60, is_sentence=True)], ["needle"])

    assert shown.startswith("… before")
    assert "<mark>needle</mark>" in shown
    assert shown.endswith("after …")
    assert len(shown) < LENGTH + 40


@pytest.mark.usefixtures("pages_in_memory")
def test_the_text_of_a_page_is_what_its_reader_sees() -> None:
    page = factories.drug(title="Naltrexone")
    page.side_effects = [
        ("side_effect", {"effect": "Nausea", "band": "common", "action": "<p>Eat little.</p>", "sources": "label-us"})
    ]
    page.questions = [
        ("question", {"question": "Alcohol?", "answer": "<p>Ask <b>first</b>.</p><ul><li>Or not</li></ul>"})
    ]
    lines = [line.text for line in text.lines_of(DrugOverviewPage, _content(page))]

    assert {"Nausea", "Eat little.", "Alcohol?", "Ask first.", "Or not", "Example condition", page.lead} <= set(lines)
    assert not {"label-us", "common", "Example label, for tests.", "licensed"} & set(lines)


@pytest.mark.usefixtures("pages_in_memory")
def test_lists_are_read_with_and_without_the_ids_of_their_items() -> None:
    table = {"caption": "Strengths", "columns": ["Form"], "rows": [["Tablet"]], "first_cell_is_header": True}
    page = factories.standard(body=[("table", table)])
    content = _content(page)
    stored = text.lines_of(StandardPage, content)
    bare = text.lines_of(StandardPage, content | {"body": [{"type": "table", "value": table, "id": "1"}]})

    assert [line.text for line in stored][-3:] == [line.text for line in bare][-3:] == ["Strengths", "Form", "Tablet"]


def _content(page: Page) -> dict:
    return dict(page.serializable_data())
