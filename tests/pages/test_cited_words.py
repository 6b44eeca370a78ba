"""Words inside rich text that cite a reference: stored, shown with its number, compared, and known to the rules."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.template import Context
from django.template.loader import render_to_string
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.rich_text import RichText

from pages import rich_text
from pages.blocks.prose import ProseText
from pages.checks.passages import rich_passages
from pages.citations import inline_keys
from pages.models import DrugOverviewPage
from pages.models.studies import StudyReference
from pages.templatetags import hub_tags
from reviews import findings
from reviews.comparison import compare
from tests import factories
from tests.editorial import Newsroom, public_text

CITED = '<p>It <a linktype="reference" id="label-us">blocks opioids</a>, studies show.</p>'


def rules(source: str, rule: str) -> list[str]:
    page = factories.drug(how_it_works=[("text", {"text": source, "sources": ""})], key_facts=[])
    page.indications.all()[0].sources = ""
    return [finding.message for finding in findings.find_alone(page) if finding.rule == rule]


def test_the_editor_gives_back_what_is_stored() -> None:
    converter = ContentstateConverter(features=ProseText().field.widget.features)
    stored = converter.to_database_format(converter.from_database_format(CITED))

    assert re.sub(r' data-block-key="\w+"', "", stored) == CITED


def test_cited_words_are_followed_by_the_number_of_their_reference() -> None:
    with rich_text.references_numbered({"mitchell-2020": "1", "label-us": "2"}):
        shown = str(RichText(CITED))

    assert "blocks opioids<sup" in shown
    assert re.search(r'"#ref-label-us"><span[^>]*>Reference </span>\[2\]</a><button .*></button></sup>, studies', shown)


@pytest.mark.parametrize("key", ["unknown", "", '"><script>', "x" * 300])
def test_words_that_cite_nothing_known_are_plain(key: str) -> None:
    source = f'<p><a linktype="reference" id="{key}">words</a></p>'

    with rich_text.references_numbered({"label-us": "1"}):
        shown = str(RichText(source))

    assert "<sup" not in shown
    assert "words" in shown


def test_cited_words_are_read_as_text_and_not_as_a_link() -> None:
    (passage,) = rich_passages(f" {CITED} ")

    assert passage.text == "It blocks opioids, studies show."
    assert [passage.text[begin:end] for begin, end in passage.cited] == ["blocks opioids"]
    assert inline_keys(CITED) == ["label-us"]


def test_a_link_beside_cited_words_is_still_one() -> None:
    source = f'{CITED}<p><a href="https://example.org">here</a> it <a linktype="reference" id="label-us">is</a></p>'

    assert [passage.kind for passage in rich_passages(source)] == ["text", "link", "text"]


@pytest.mark.usefixtures("pages_in_memory")
class TestRules:
    def test_a_sentence_whose_words_cite_a_source_needs_no_other(self) -> None:
        assert rules(CITED, "LANG-02") == []
        assert rules(CITED.replace(", studies", ". Several studies"), "LANG-02") != []

    def test_a_reference_cited_in_text_is_used(self) -> None:
        assert rules(CITED, "REF-02") == []
        assert rules("<p>It blocks.</p>", "REF-02") != []

    def test_a_reference_cited_in_text_must_be_there(self) -> None:
        assert rules(CITED.replace("label-us", "label-eu"), "REF-01") != []
        assert rules(CITED, "REF-01") == []

    def test_another_citation_of_the_same_words_is_a_change_that_reviewers_see(self) -> None:
        def content(source: str) -> dict:
            page = factories.drug(title="Examplol", how_it_works=[("text", {"text": source, "sources": ""})])
            return page.serializable_data()

        changed = compare(DrugOverviewPage, content(CITED), content(CITED.replace("label-us", "label-eu")))
        assert "label-eu" in repr(changed)


@pytest.mark.usefixtures("pages_in_memory")
@pytest.mark.parametrize(
    ("directness", "said"),
    [("direct", "[1]"), ("partly-direct", "[1, differs in part]"), ("indirect", "[1, indirect]")],
)
def test_a_reader_sees_at_the_claim_that_a_study_was_about_something_else(directness: str, said: str) -> None:
    study = factories.study(directness=directness, directness_note="People with a phobia took part.")
    references = [StudyReference(key="trial", kind="registration", citation="Registration.", nct_id="NCT04166071")]
    indirect = hub_tags.indirect_studies(references, [study])
    shown: dict[str, Any] = {"references": references, "indirect": indirect}
    context = Context(shown)

    assert f"{said}</a>" in hub_tags.cite(context, "trial")
    with rich_text.references_numbered(hub_tags._numbers(context)):
        assert f"{said}</a>" in str(RichText('<p><a linktype="reference" id="trial">It helps</a>.</p>'))
    listed = render_to_string("components/references.html", shown)
    assert ("People with a phobia took part." in listed) == (directness != "direct")
    assert hub_tags.indirect_studies(references, "") == {}


def test_the_public_reads_the_number_beside_the_words(room: Newsroom) -> None:
    source = CITED.replace("opioids", "an effect")
    page = room.publish(factories.drug(how_it_works=[("text", {"text": source, "sources": ""})]))

    assert 'blocks an effect<sup class="cite">' in public_text(page)
