"""The two texts that people sent in are refused, for at least what section 11 of CHECKS.md lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pages.articles import mapping, reading
from pages.checks.readability import readability
from pages.checks.text import passages_of
from reviews import findings
from tests import shared

if TYPE_CHECKING:
    from wagtail.models import Page

    from reviews.findings import Finding

pytestmark = pytest.mark.usefixtures("pages_in_memory")

EXPLORING, ACTUALLY = "000_15f8ac5c7138fbb5.txt", "001_6db77f77d110f3dc.txt"


def draft(name: str) -> Page:
    """A seed as the import of plain articles makes it."""
    [path] = shared.files("seeds", name)
    return mapping.drug_overview(reading.read(path.read_bytes())).page


def found_in(name: str) -> list[Finding]:
    return findings.find(draft(name))


def excerpts(found: list[Finding], rule: str) -> str:
    return " | ".join(hit.excerpt for hit in found if hit.rule == rule)


@pytest.mark.parametrize("name", [EXPLORING, ACTUALLY])
def test_neither_text_can_be_submitted_as_it_stands(name: str) -> None:
    found = found_in(name)
    empty = {hit.place for hit in found if hit.rule == "SEC-01"}

    assert {"pregnancy", "missed_dose", "overdose", "urgent_help", "references"} <= empty
    assert {"LIC-02", "FREQ-01", "LANG-08", "LANG-10"} <= {hit.rule for hit in found}
    assert all(hit.message and hit.severity in {"block", "acknowledge", "warn"} for hit in found)


def test_the_first_text_raises_its_hype_its_missing_sources_and_its_broken_tables() -> None:
    found = found_in(EXPLORING)

    assert "game-changer" in excerpts(found, "LANG-01")
    assert "promising" in excerpts(found, "LANG-01")
    assert "Several studies" in excerpts(found, "LANG-02")
    assert all(f"Study {number}" in excerpts(found, "LANG-02") for number in (1, 2, 3, 4))
    assert {"Healthline", "WebMD"} <= set(excerpts(found, "LANG-04").split(" | "))
    assert "Common Side Effects of Naltrexone" in excerpts(found, "LANG-11-BEGINNING")
    assert "next part" in excerpts(found, "LANG-11-PROMISE")
    assert "Study 1SignificantMild" in excerpts(found, "STUDY-06")
    assert "seven to ten days" in excerpts(found, "NUM-06")
    assert "LANG-11-TITLE" in {hit.rule for hit in found}


def test_the_second_text_raises_its_two_typical_doses_and_the_headlines_left_behind() -> None:
    found = found_in(ACTUALLY)
    ranges = {hit.excerpt: hit.fix for hit in found if hit.rule == "NUM-01"}

    assert ranges == {"50-100 mg": "50 to 100 mg", "1-5 mg": "1 to 5 mg"}
    assert "emerging research" in excerpts(found, "LANG-02")
    assert (
        {"Typical oral dosage is 50 milligrams", "Typical naltrexone doses are 50-100 mg"}
        >= {hit.excerpt for hit in found if hit.rule == "NUM-07-TWICE"}
        != set()
    )
    assert {"LANG-11-RESIDUE", "LANG-11-HEADING"} & {hit.rule for hit in found}
    assert "LDN" in excerpts(found, "ISMP-12")


@pytest.mark.parametrize(("name", "grade"), [(EXPLORING, 12.8), (ACTUALLY, 14.0)])
def test_their_reading_grades_are_those_of_the_catalogue(name: str, grade: float) -> None:
    assert readability(passages_of(draft(name))).flesch_kincaid == pytest.approx(grade, abs=0.8)
