"""A reference that somebody pastes becomes a row, with nothing in it that was not pasted."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.bibliography.facts import ReferenceFacts
from pages.bibliography.reading import LONGEST, MOST, PasteRefused, parse
from pages.citations import validate_reference_key
from tests import shared
from tests.editorial import Newsroom
from tests.fuzzing import bounded

DOI = "10.1038/s41386-020-0725-9"
MITCHELL = "Mitchell AB, Ng B. A title that goes on here. J Test 2020;3(4):5-9."
RIS = f"""
TY  - JOUR
AU  - Mitchell, Anna B.
AU  - Ng, Bo
TI  - A title that goes
on here
JO  - J Test
PY  - 2020/05/01
VL  - 3
IS  - 4
SP  - 5
EP  - 9
DO  - https://doi.org/{DOI}
UR  - https://example.org/article
ER  -
"""
BIBTEX = rf"""
@comment{{nothing here, at all}}
@article{{any, author = "Anna B. Mitchell and Ng, Bo", title = {{A title that {{goes}} on here}},
  journal = {{J Test}}, year = 2020, volume={{3}}, number={{4}}, pages = {{5--9}}, doi = {{{DOI}}},
  url = {{https://example.org/article}}
}}
"""
CROSSREF = f"""{{"status": "ok", "message": {{"DOI": "{DOI}", "title": ["A title that goes on here"],
  "author": [{{"given": "Anna B.", "family": "Mitchell"}}, {{"given": "Bo", "family": "Ng"}}],
  "issued": {{"date-parts": [[2020, 5]]}}, "short-container-title": ["J Test"], "volume": "3", "issue": "4",
  "page": "5-9", "URL": "https://example.org/article"}}}}"""


def one(text: str) -> ReferenceFacts:
    (facts,) = parse(text)
    return facts


@pytest.mark.parametrize("text", [RIS, BIBTEX, CROSSREF], ids=["RIS", "BibTeX", "CrossRef"])
def test_the_same_article_gives_the_same_row_whatever_it_was_exported_as(text: str) -> None:
    facts = one(text)

    assert (facts.key, facts.kind, facts.citation) == ("mitchell-2020", "study", MITCHELL)
    assert (facts.doi, facts.url, facts.remark) == (DOI, "https://example.org/article", "")


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        (DOI, "doi", DOI),
        (f"doi:{DOI}.", "doi", DOI),
        (f" https://doi.org/{DOI} ", "doi", DOI),
        ("11281867", "pmid", "11281867"),
        ("PMID: 11281867", "pmid", "11281867"),
        ("https://pubmed.ncbi.nlm.nih.gov/11281867/", "pmid", "11281867"),
        ("NCT04166071", "nct_id", "NCT04166071"),
        ("https://clinicaltrials.gov/study/NCT04166071", "nct_id", "NCT04166071"),
    ],
)
def test_an_identifier_alone_gives_a_row_without_a_citation(text: str, field: str, value: str) -> None:
    facts = one(text)

    assert getattr(facts, field) == value
    assert [facts.doi, facts.pmid, facts.nct_id].count("") == 2
    assert facts.citation == ""
    assert "write the citation yourself" in facts.remark
    assert facts.kind == ("registration" if field == "nct_id" else "study")


def test_every_pubmed_record_and_trial_beside_the_repository_becomes_a_row() -> None:
    for file in shared.files("data/pubmed", "*.xml"):
        facts = one(file.read_text())
        assert facts.pmid == file.stem
        assert re.fullmatch(r"[a-z-]+-(?:19|20)\d{2}", facts.key), facts.key
        assert facts.doi.startswith("10.")
    for file in shared.files("data/ctgov", "NCT*.json"):
        assert (one(file.read_text()).nct_id, one(file.read_text()).kind) == (file.stem, "registration")


def test_several_at_once_have_ids_of_their_own() -> None:
    assert [facts.key for facts in parse(RIS * 3)] == ["mitchell-2020", "mitchell-2020-2", "mitchell-2020-3"]
    assert [facts.doi or facts.pmid for facts in parse(f"{DOI}\n11281867")] == [DOI, "11281867"]


@pytest.mark.parametrize(
    ("authors", "named"),
    [
        (r"M{\"u}ller, Jean-Paul and {WHO Group}", "Müller JP, WHO Group"),
        (r"Erd\H{o}s", None),
        (r"J. {\O}rsted and \'{E}. Gal", "Ørsted J, Gal É"),
        ("A and B and C and D and E and F and G", "A, B, C, D, E, F et al"),
    ],
)
def test_names_in_bibtex_are_read_as_people_write_them(authors: str, named: str | None) -> None:
    citation = one(f"@article{{x, author = {{{authors}}}, title = {{Why?}}, year = {{2001}}}}").citation

    assert citation.endswith("Why? 2001.")
    if named:
        assert citation == f"{named}. Why? 2001."


def test_what_a_record_does_not_say_is_left_empty_and_told() -> None:
    facts = one("@misc{x, title = {Alone}, doi = {10.1/x}}")

    assert (facts.citation, facts.doi) == ("Alone.", "")
    assert "not a valid DOI" in facts.remark
    assert "no authors and no year" in facts.remark


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("  ", "Nothing was pasted"),
        ("Mitchell 2020, J Test", "no DOI"),
        ("NCT 0416607", "no DOI"),
        ("<html><body/></html>", "not a PubMed article"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><PubmedArticleSet>&a;</PubmedArticleSet>', "entities"),
        ("{}", "No reference"),
        ('{"message": {"items": [1, {"title": ["No DOI"]}]}}', "No reference"),
        ("[1, 2", "cut short"),
        ("x" * (LONGEST + 1), "longer than"),
        ("\n".join(["11281867"] * (MOST + 1)), "more than 50"),
        ("@a{x," * 90_000, "more than 50"),
        ("@comment{x, y = 1}", "No reference"),
    ],
)
def test_whatever_is_no_reference_is_refused_with_a_reason(text: str, why: str) -> None:
    with pytest.raises(PasteRefused, match=why):
        parse(text)


@bounded(100)
@given(st.one_of(st.text(), st.from_regex(r"(?:TY  - \w+|[A-Z]{2}  - .*|@\w+\{\w*,.*|\w+ ?= ?[{\"].*\n){1,8}")))
def test_no_text_breaks_the_reader_and_every_id_can_be_cited(text: str) -> None:
    try:
        found = parse(text)
    except PasteRefused:
        return
    for facts in found:
        validate_reference_key(facts.key)
        assert len(facts.citation) <= 800


def test_the_editor_asks_over_http_and_nothing_is_stored(room: Newsroom) -> None:
    def answer(text: str) -> Any:
        return room.editor.post("read_references", text=text).json()

    assert answer(RIS)["rows"][0]["citation"] == MITCHELL
    assert "Nothing was pasted" in answer("")["refusal"]
    stranger = type(room.editor)(room.editor.user)
    stranger.client.logout()
    assert stranger.post("read_references", text=RIS).status_code == 302
