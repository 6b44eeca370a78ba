"""The content rules as a whole: where findings point, what they cost, what they do to hostile text, and when."""

from __future__ import annotations

import dataclasses
import json
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command

import pages.checks
from pages.checks import TEXT_RULES
from pages.checks.dosing import spacing_rule
from pages.checks.house import HOUSE
from pages.checks.passages import Passage, rich_passages
from pages.checks.rules import MOST_HITS, check_passages
from pages.checks.sentences import sentence_ends
from pages.checks.text import passages_of
from pages.models import (
    DoseFormPage,
    DosingRow,
    DrugOverviewPage,
    Indication,
    StandardPage,
    Strength,
    StudySummaryPage,
)
from reviews import findings
from reviews.findings import Finding
from tests import factories
from tests.editorial import Newsroom

if TYPE_CHECKING:
    from collections.abc import Callable

    from wagtail.models import Page

PARAGRAPH = (
    "The usual dose is 50 mg once a day, taken with or without food. In 100 people, about 10 feel sick in the first "
    "week, and 4 have a headache. Tell your doctor if you take other medicines, have had liver disease, or are "
    "pregnant. After 12 weeks, 3 of 48 people in the trial (6.25%) had stopped because of side effects. "
)
HOSTILE = {
    "dotted numbers": "1.0.0.0",
    "numbers with commas": "1,",
    "one long number": "1",
    "percentages": "1% ",
    "rates": "1 in 10 ",
    "brackets": "1 of 2 (",
    "ranges": "50-",
    "praise": "not a cure ",
    "bands": "common ",
    "verbs": "blocks reduce the risk ",
    "identifiers": "doi:10.1 NCT 1 ",
    "abbreviations": "AB (CD) ",
    "blanks": " ",
    "lines": "\n",
}


def passage(words: str) -> list[Passage]:
    return [Passage(words, "text", "body", "Body")]


def seconds(work: Callable[[], object]) -> float:
    """Processor time, the best of three; no sentence is remembered between them."""
    best = float("inf")
    for _ in range(3):
        sentence_ends.cache_clear()
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


# Where findings point


@pytest.mark.usefixtures("pages_in_memory")
def test_a_finding_says_where_what_and_what_instead() -> None:
    page = factories.standard(body=[factories.text("Rest.</p><p>Then take 50-100 mg a day.")])
    page.body[0].id = "b1"
    (hit,) = [found for found in findings.find(page) if found.rule == "NUM-01"]
    seen = "\n".join(found.text for found in passages_of(page) if found.place == hit.place)

    assert hit.place == "body.b1.text"
    assert hit.offset is not None
    assert hit.length is not None
    assert seen[hit.offset : hit.offset + hit.length] == hit.excerpt == "50-100 mg"
    assert hit.fix == "50 to 100 mg"
    assert "50 to 100 mg" in hit.message
    assert hit.source


@pytest.mark.usefixtures("pages_in_memory")
def test_cells_are_passages_of_their_own_and_never_joined() -> None:
    table = {
        "caption": "Doses",
        "columns": ["Day", "Dose"],
        "rows": [["Day 1", "0 mg"], ["5", ".5 mg"]],
        "first_cell_is_header": True,
        "sources": "",
    }
    page = factories.standard(body=[("table", table)])
    cells = [found for found in passages_of(page) if found.kind == "cell"]

    assert [(cell.text, cell.column) for cell in cells] == [
        ("Day 1", "Day"),
        ("0 mg", "Dose"),
        ("5", "Day"),
        (".5 mg", "Dose"),
    ]
    assert "row 2, cell 2" in cells[3].label
    assert [found.place for found in findings.find(page) if found.rule == "ISMP-02"] == [cells[3].place]


@pytest.mark.usefixtures("pages_in_memory")
def test_names_citations_sources_and_identifiers_are_not_read_as_prose() -> None:
    page = factories.named(factories.drug(rxcui="1000"), "QD Pharma 1.0 mg")
    page.references.all()[0].citation = "A game-changer? J Res 2020;25:303-311 days."

    assert {found.rule for found in findings.find(page)} & {"ISMP-01", "ISMP-05", "LANG-01", "NUM-01"} == set()


def test_rich_text_is_read_block_by_block_with_entities_and_links() -> None:
    source = '<p>Take &lt;5&nbsp;mg<br/>now.</p><ul><li>One</li><li><a href="/x">Two</a></li></ul>'

    assert [(found.text, found.kind, found.start) for found in rich_passages(source)] == [
        ("Take <5\xa0mg\nnow.", "text", 0),
        ("One", "item", 16),
        ("Two", "link", 20),
        ("Two", "item", 20),
    ]


# What they cost


def test_all_rules_read_a_page_of_2000_words_within_their_time() -> None:
    words = len(PARAGRAPH.split())
    page = [Passage(f"{number}. {PARAGRAPH}", "text", "body", "Body") for number in range(2000 // words + 1)]

    # 50 ms on a quiet machine; the tests share theirs.
    assert seconds(lambda: list(check_passages(page, TEXT_RULES))) < 0.15


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_takes_time_in_proportion_to_its_length(piece: str) -> None:
    short, long = (passage(piece * (length // len(piece))) for length in (6_000, 24_000))
    before = seconds(lambda: list(check_passages(short, TEXT_RULES)))
    after = seconds(lambda: list(check_passages(long, TEXT_RULES)))

    # Four times the text: four times the time, not sixteen; and a clock that is not exact.
    assert after < 9 * before + 0.05


def test_a_hundred_thousand_characters_of_numbers_are_read_in_a_moment() -> None:
    assert seconds(lambda: list(check_passages(passage("1.0.0.0" * 14_286), TEXT_RULES))) < 2


@pytest.mark.parametrize(
    "words", ["{} mg", "1 in {} or 1 in 9", "{}.0 mg", "{}%", "p = {}", "3 of {} (5%)", "{}-{} days", "PMID {}"]
)
def test_a_number_without_end_is_no_fault(words: str) -> None:
    # Python refuses to make an integer of so many digits.
    list(check_passages(passage(words.replace("{}", "1" * 5_000)), TEXT_RULES))


@pytest.mark.parametrize("piece", ["<", "<a", "<p>", "&", "<a href=", "</"])
def test_hostile_html_takes_time_in_proportion_to_its_length(piece: str) -> None:
    before = seconds(lambda: list(rich_passages(piece * 5_000)))
    after = seconds(lambda: list(rich_passages(piece * 20_000)))

    assert after < 9 * before + 0.05


def test_a_page_full_of_one_slip_gives_a_list_that_people_can_read() -> None:
    found = [hit for hit in check_passages(passage("1.0 mg. " * 500), TEXT_RULES) if hit.rule == "ISMP-01"]

    assert len(found) == MOST_HITS + 1
    assert "more of the same kind" in found[-1].message


# House settings


def test_house_settings_are_part_of_the_rule_set_version() -> None:
    other = dataclasses.replace(HOUSE, unit_spacing="joined")

    assert HOUSE.fingerprint in findings.rule_set_version()
    assert pages.checks.VERSION in findings.rule_set_version()
    assert other.fingerprint != HOUSE.fingerprint
    assert len(findings.rule_set_version()) <= 64


def test_one_setting_chooses_between_a_space_and_none() -> None:
    joined = spacing_rule(dataclasses.replace(HOUSE, unit_spacing="joined"))
    (hit,) = check_passages(passage("Take 50 mg, not 25mg."), [joined])
    (other,) = check_passages(passage("Take 50 mg, not 25mg."), [spacing_rule()])

    assert (hit.excerpt, hit.fix) == ("50 mg", "50mg")
    assert (other.excerpt, other.fix) == ("25mg", "25 mg")


# Drafts


@pytest.mark.usefixtures("pages_in_memory")
@pytest.mark.parametrize("model", [DrugOverviewPage, DoseFormPage, StudySummaryPage, StandardPage])
def test_an_empty_draft_is_no_fault(model: type[Page]) -> None:
    page = model(title="", slug="draft")
    for name in ("certainty", "directness", "design", "dose_form", "administration_route"):
        if hasattr(page, name):
            setattr(page, name, "")

    assert {found.rule for found in findings.find(page)} >= {"SEC-01"}


@pytest.mark.usefixtures("pages_in_memory")
def test_rows_and_blocks_that_are_half_filled_in_are_no_fault() -> None:
    form = factories.dose_form()
    form.strengths, form.dosing = [Strength()], [DosingRow()]
    study = factories.study(
        certainty="low",
        results=[("result", {"arms": [{}]})],
        downgrades=[("downgrade", {})],
        limitations=[("table", {}), ("text", {}), ("picture", {}), ("do", {}), ("care_card", {})],
    )
    medicine = factories.drug(side_effects=[("side_effect", {})] * 2, interactions=[("interaction", {})])
    medicine.indications = [Indication()]

    assert all(findings.find(page) for page in (form, study, medicine))


# What is stored


def test_findings_are_stored_with_what_is_known_of_them() -> None:
    finding = Finding("NUM-01", "block", "Write “50 to 100 mg”.", "body.1", 0, 9, "50-100 mg", "50 to 100 mg", "NHS")

    assert json.loads(json.dumps(finding.as_json())) == asdict(finding)
    assert Finding("SEC-01", "block", "Empty.", "lead").as_json() == {
        "rule": "SEC-01",
        "severity": "block",
        "message": "Empty.",
        "place": "lead",
    }


# The command


def checked(*ids: int, capsys: pytest.CaptureFixture[str], status: int) -> list[dict[str, Any]]:
    if status:
        with pytest.raises(SystemExit) as stopped:
            call_command("check_content", *ids, json=True)
        assert stopped.value.code == status
    else:
        call_command("check_content", *ids, json=True)
    return json.loads(capsys.readouterr().out)


def test_check_content_reads_the_newest_draft_and_fails_when_a_rule_blocks(
    room: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    good = room.editor.write(factories.standard())
    bad = room.editor.write(factories.standard(body=[factories.text("Take 50-100 mg.")]))

    assert checked(good.pk, capsys=capsys, status=0) == []
    (hit,) = checked(bad.pk, capsys=capsys, status=1)
    assert (hit["page"], hit["rule"], hit["fix"]) == (bad.pk, "NUM-01", "50 to 100 mg")
    assert {found["page"] for found in checked(capsys=capsys, status=1)} == {bad.pk}

    room.editor.edit(bad, lead="Words that were mended later.", body=good.get_latest_revision_as_object().body)
    call_command("check_content", bad.pk)
    assert "0 of them blocking" in capsys.readouterr().out


def test_check_content_says_which_page_it_cannot_check(room: Newsroom) -> None:
    with pytest.raises(CommandError, match="no page 999999"):
        call_command("check_content", 999_999)
    with pytest.raises(CommandError, match="container"):
        call_command("check_content", room.home.pk)


def test_a_page_that_a_rule_blocks_is_not_submitted(room: Newsroom) -> None:
    bad = room.editor.write(factories.standard(body=[factories.text("Take 50-100 mg.")]))
    response = room.editor.try_to_submit(bad)

    assert not bad.review_requests.exists()
    assert "50 to 100 mg" in response.content.decode()
