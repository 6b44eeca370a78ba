"""Required sections and identifiers per page type (CHECKS.md: SEC-01, SEC-02, PREG-01, STUDY-01, STUDY-02)."""

from __future__ import annotations

from collections.abc import Iterator

from wagtail.models import Page

from pages.checks.rules import PageRule
from pages.models import DoseFormPage, DrugOverviewPage, StandardPage, StudySummaryPage

# Fields that a page of the type must fill in before anybody reviews it, and child rows it needs one of.
SECTIONS: dict[type[Page], list[str]] = {
    DrugOverviewPage: [
        *("key_facts", "indications", "how_it_works", "who_can_take", "urgent_help"),
        *("pregnancy", "breastfeeding", "fertility", "missed_dose", "overdose", "stopping", "references"),
    ],
    DoseFormPage: ["strengths", "dosing", "how_to_take", "storage", "references"],
    StudySummaryPage: ["question", "population", "intervention", "comparator", "outcomes", "references"],
    StandardPage: ["body"],
}
# Of each tuple at least one, so that the page can be found and cited.
IDENTIFIERS: dict[type[Page], tuple[str, ...]] = {
    DrugOverviewPage: ("atc_code", "rxcui", "unii"),
    StudySummaryPage: ("nct_id", "doi", "pmid"),
}


def sections(page: Page) -> Iterator[tuple[str, str]]:
    """SEC-01, SEC-02, PREG-01, STUDY-01: every required section says something."""
    for name in SECTIONS.get(type(page), []):
        if _is_empty(page, name):
            label = label_of(page, name)
            yield name, f"“{label}” is empty. Every {page._meta.verbose_name} needs it."


def identifiers(page: Page) -> Iterator[tuple[str, str]]:
    """STUDY-02 and the identifier rule of section 5: at least one."""
    names = IDENTIFIERS.get(type(page), ())
    if names and not any(getattr(page, name) for name in names):
        choices = ", ".join(label_of(page, name) for name in names)
        yield names[0], f"Give at least one identifier: {choices}."


def _is_empty(page: Page, name: str) -> bool:
    value = getattr(page, name)
    return not (value.exists() if hasattr(value, "exists") else value)


def label_of(page: Page, name: str) -> str:
    """The field's name as editors see it."""
    field = page._meta.get_field(name)
    label = getattr(field, "verbose_name", None) or name.replace("_", " ")
    return label[:1].upper() + label[1:]


PAGE_RULES: tuple[PageRule, ...] = (
    PageRule("SEC-01", "block", "NHS medicine pages, 1.1", sections),
    PageRule("ID", "block", "CHECKS.md section 5", identifiers),
)
