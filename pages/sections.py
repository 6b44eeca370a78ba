"""The fixed order of sections, per page type: a reader who knows one page knows all.

Boxed warning, key facts and identifiers come before these, references and the review stamp after them; both
are the same on every type.  A section with nothing in it is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from wagtail.blocks import StreamValue
from wagtail.models import Page

from pages.models import DoseFormPage, DrugOverviewPage, StandardPage, StudySummaryPage
from pages.vocabulary import CautionKind, FrequencyBand


@dataclass(frozen=True)
class Section:
    """One ``h2`` and what stands under it: ``content`` is what ``template`` shows."""

    slug: str
    heading: str
    template: str
    content: object


def _prose(slug: str, heading: str, content: StreamValue) -> Section:
    return Section(slug, heading, "sections/prose.html", content)


@dataclass(frozen=True)
class SideEffects:
    """Serious ones apart, each group from the most to the least frequent."""

    serious: list
    other: list

    def __bool__(self) -> bool:
        return bool(self.serious or self.other)


@dataclass(frozen=True)
class Cautions:
    must_not: list
    take_care: list

    def __bool__(self) -> bool:
        return bool(self.must_not or self.take_care)


def side_effects(stream: Iterable) -> SideEffects:
    order = FrequencyBand.values
    rows = sorted(
        stream,
        key=lambda row: order.index(row.value["band"]) if row.value["band"] in order else len(order),
    )
    return SideEffects(
        serious=[row for row in rows if row.value["serious"]],
        other=[row for row in rows if not row.value["serious"]],
    )


def cautions(stream: Iterable) -> Cautions:
    rows = list(stream)
    return Cautions(
        must_not=[row for row in rows if row.value["kind"] == CautionKind.CONTRAINDICATION],
        take_care=[row for row in rows if row.value["kind"] != CautionKind.CONTRAINDICATION],
    )


def drug_sections(page: DrugOverviewPage, context: Mapping) -> list[Section]:
    return [
        Section("uses", "What it is used for", "sections/uses.html", list(page.indications.all())),
        _prose("how-it-works", "How it works", page.how_it_works),
        _prose("who-can-take-it", "Who can and cannot take it", page.who_can_take),
        Section("cautions", "Contraindications and cautions", "sections/cautions.html", cautions(page.cautions)),
        Section("dose-forms", "Dose forms and strengths", "sections/dose_forms.html", context.get("dose_forms")),
        Section("interactions", "Interactions", "sections/blocks.html", page.interactions),
        Section("side-effects", "Side effects", "sections/side_effects.html", side_effects(page.side_effects)),
        _prose("urgent-help", "When to get urgent help", page.urgent_help),
        _prose("pregnancy", "Pregnancy", page.pregnancy),
        _prose("breastfeeding", "Breastfeeding", page.breastfeeding),
        _prose("fertility", "Fertility", page.fertility),
        _prose("missed-dose", "If a dose is missed", page.missed_dose),
        _prose("overdose", "If too much is taken", page.overdose),
        _prose("stopping", "Stopping", page.stopping),
        Section("questions", "Questions and answers", "sections/blocks.html", page.questions),
        Section("studies", "Studies", "sections/studies.html", context.get("studies")),
    ]


def dose_form_sections(page: DoseFormPage, _context: Mapping) -> list[Section]:
    return [
        Section("strengths", "Strengths", "sections/strengths.html", list(page.strengths.all())),
        Section("doses", "Doses", "sections/dosing.html", list(page.dosing.all())),
        _prose("how-to-take", "How to take or use it", page.how_to_take),
        _prose("storage", "How to store it", page.storage),
        Section("excipients", "Excipients of note", "sections/excipients.html", page.excipients),
    ]


def study_sections(page: StudySummaryPage, context: Mapping) -> list[Section]:
    trusted = page.funding or page.conflicts
    asked = (page.question, page.population, page.intervention, page.comparator, page.outcomes)
    return [
        Section("question", "The question", "sections/question.html", any(asked)),
        Section("design", "How it was done", "sections/design.html", page.design),
        Section("arms", "Groups compared", "sections/blocks.html", page.arms),
        Section("results", "Results", "sections/blocks.html", page.results),
        _prose("harms", "Harms", page.harms),
        _prose("limitations", "Limitations", page.limitations),
        Section("funding", "Funding and conflicts of interest", "sections/funding.html", trusted),
        Section("directness", "How directly it applies", "sections/directness.html", page.directness),
        Section("certainty", "Certainty of the evidence", "sections/certainty.html", page.certainty),
        Section("medicines", "Medicines in this study", "sections/medicines.html", context.get("live_drugs")),
    ]


def standard_sections(page: StandardPage, _context: Mapping) -> list[Section]:
    """A section for each subheading, after what stands before the first of them."""
    parts: list[tuple[str, list]] = [("", [])]
    for child in page.body:
        if child.block_type == "subheading":
            parts.append((child.value, []))
        else:
            parts[-1][1].append(child)
    return [Section(f"part-{n}", heading, "sections/prose.html", rows) for n, (heading, rows) in enumerate(parts)]


SECTIONS: dict[type[Page], Callable[..., list[Section]]] = {
    DrugOverviewPage: drug_sections,
    DoseFormPage: dose_form_sections,
    StudySummaryPage: study_sections,
    StandardPage: standard_sections,
}


def sections_of(page: Page, context: Mapping) -> list[Section]:
    """The sections of ``page`` that have something in them; ``context`` brings the lists of other pages."""
    if type(page) not in SECTIONS:
        return []
    return [section for section in SECTIONS[type(page)](page, context) if section.content]
