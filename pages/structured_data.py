"""What machines are told about a reviewed page, in the terms of schema.org.

Only what the page says, and about its review only what decisions say.  A term that schema.org has no exact match for is
left out: GRADE certainty is not its evidence level, and an interaction is not always with a drug.
``tests/pages/schema_org.py`` lists the terms, and a test holds every page to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from wagtail.blocks import StreamValue
from wagtail.models import Page
from wagtail.rich_text import RichText

from pages.models import DoseFormPage, DrugOverviewPage, StudySummaryPage
from pages.models.base import Reference
from pages.vocabulary import Blinding, NameKind, StudyDesign
from reviews.stamps import ReviewStamp

Thing = dict[str, Any]
SITE_NAME = "Medicines Information Hub"

TRIALS = {StudyDesign.RANDOMISED_TRIAL, StudyDesign.NON_RANDOMISED_TRIAL}
# Members of MedicalObservationalStudyDesign.
OBSERVATIONAL = {
    StudyDesign.COHORT: "CohortStudy",
    StudyDesign.CASE_CONTROL: "Observational",
    StudyDesign.CROSS_SECTIONAL: "CrossSectional",
    StudyDesign.CASE_SERIES: "CaseSeries",
}
# Members of MedicalTrialDesign.
BLINDED = {
    Blinding.NONE: "OpenTrial",
    Blinding.SINGLE: "SingleBlindedTrial",
    Blinding.DOUBLE: "DoubleBlindedTrial",
}


def medical_web_page(page: Page, url: str, stamp: ReviewStamp | None, drugs: Iterable[Page] = ()) -> Thing:
    """A ``MedicalWebPage``; ``drugs`` are the live medicines that a study concerns."""
    described: Thing = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": page.title,
        "description": page.lead,
        "url": url,
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
        "medicalAudience": "https://schema.org/Patient",
        "isPartOf": {"@type": "WebSite", "name": SITE_NAME},
        "publisher": {"@type": "Organization", "name": SITE_NAME},
    }
    if about := _about(page, drugs):
        described["about"] = about
    if citations := [_citation(reference) for reference in page.references.all()]:
        described["citation"] = citations
    return described | (_review(url, stamp) if stamp is not None else {})


def _review(url: str, stamp: ReviewStamp) -> Thing:
    """Who reviewed it and when, and the very words that were signed."""
    reviewer = _filled({"@type": "Person", "name": stamp.reviewed_by, "description": stamp.credentials})
    others = [{"@type": "Person", "name": name} for name in stamp.also_signed_by]
    version = f"{url}history/{stamp.version}/"
    return {
        "version": stamp.version,
        "lastReviewed": stamp.last_reviewed.isoformat(),
        "dateModified": stamp.approved_on.isoformat(),
        "reviewedBy": [reviewer, *others] if others else reviewer,
        "identifier": {
            "@type": "PropertyValue",
            "propertyID": "SHA-256 of the approved content",
            "value": stamp.digest,
            "url": f"{version}verify/",
        },
        "encoding": [
            {
                "@type": "MediaObject",
                "contentUrl": f"{version}approved.json",
                "encodingFormat": "application/json",
                "sha256": stamp.digest,
            },
            {"@type": "MediaObject", "contentUrl": f"{url}index.md", "encodingFormat": "text/markdown"},
        ],
    }


def _about(page: Page, drugs: Iterable[Page]) -> Thing:
    if isinstance(page, DrugOverviewPage):
        return drug(page)
    if isinstance(page, DoseFormPage):
        return dose_form(page)
    return study(page, drugs) if isinstance(page, StudySummaryPage) else {}


def drug(page: DrugOverviewPage) -> Thing:
    identifiers = [("ATC", page.atc_code), ("RxCUI", page.rxcui), ("UNII", page.unii)]
    names = page.other_names.get_object_list()
    warnings = [f"{row.value['title']}: {_words(row.value['text'])}" for row in page.boxed_warning]
    return _filled(
        {
            "@type": "Drug",
            "name": page.title,
            "nonProprietaryName": page.inn,
            "proprietaryName": _unlike([name.name for name in names if name.kind == NameKind.BRAND]),
            "alternateName": _unlike([name.name for name in names if name.kind != NameKind.BRAND]),
            "identifier": [_property(name, value) for name, value in identifiers if value],
            "code": [
                {"@type": "MedicalCode", "codingSystem": name, "codeValue": value}
                for name, value in identifiers
                if value
            ],
            "drugClass": [{"@type": "DrugClass", "name": topic.name} for topic in page.drug_classes.all()],
            "warning": warnings,
            "mechanismOfAction": _prose(page.how_it_works),
            "pregnancyWarning": _prose(page.pregnancy),
            "breastfeedingWarning": _prose(page.breastfeeding),
            "overdosage": _prose(page.overdose),
        }
    )


def dose_form(page: DoseFormPage) -> Thing:
    return _filled(
        {
            "@type": "Drug",
            "name": page.title,
            "dosageForm": page.get_dose_form_display(),
            "administrationRoute": page.get_administration_route_display(),
            "availableStrength": [
                {
                    "@type": "DrugStrength",
                    "strengthValue": float(strength.value),
                    "strengthUnit": f"{strength.get_unit_display()} {strength.get_per_display()}",
                }
                for strength in page.strengths.all()
            ],
            "doseSchedule": [
                {
                    "@type": kind,
                    "doseValue": float(value),
                    "doseUnit": row.get_unit_display(),
                    "frequency": row.frequency,
                    "targetPopulation": f"{row.population}: {row.indication}",
                }
                for row in page.dosing.all()
                for kind, value in (("RecommendedDoseSchedule", row.usual), ("MaximumDoseSchedule", row.maximum))
                if value is not None
            ],
        }
    )


def study(page: StudySummaryPage, drugs: Iterable[Page]) -> Thing:
    identifiers = [("ClinicalTrials.gov", page.nct_id), ("DOI", page.doi), ("PubMed", page.pmid)]
    described: Thing = {
        "@type": "MedicalStudy",
        "name": page.title,
        "description": page.question,
        "identifier": [_property(name, value) for name, value in identifiers if value],
        "healthCondition": [{"@type": "MedicalCondition", "name": topic.name} for topic in page.conditions.all()],
        "studySubject": [{"@type": "Drug", "name": one.title} for one in drugs],
        "studyLocation": {"@type": "AdministrativeArea", "name": page.country} if page.country else None,
    }
    if page.design in TRIALS:
        designs = ["RandomizedTrial"] if page.randomised else []
        designs += [BLINDED[Blinding(page.blinding)]] if page.blinding in BLINDED else []
        described |= {"@type": "MedicalTrial", "trialDesign": [f"https://schema.org/{name}" for name in designs]}
    elif page.design in OBSERVATIONAL:
        name = OBSERVATIONAL[StudyDesign(page.design)]
        described |= {"@type": "MedicalObservationalStudy", "studyDesign": f"https://schema.org/{name}"}
    return _filled(described)


def _citation(reference: Reference) -> Thing:
    return _filled(
        {
            "@type": "CreativeWork",
            "name": reference.citation,
            "url": next((address for _, address in reference.links), ""),
        }
    )


def _property(name: str, value: str) -> Thing:
    return {"@type": "PropertyValue", "propertyID": name, "value": value}


def _filled(described: Thing) -> Thing:
    return {name: value for name, value in described.items() if value not in ("", None, [])}


def _unlike(names: Iterable[str]) -> list[str]:
    """Each once: a brand can be sold in several countries."""
    return list(dict.fromkeys(names))


def _words(text: RichText) -> str:
    return " ".join(unescape(strip_tags(text.source.replace("</", " </"))).split())


def _prose(stream: StreamValue) -> str:
    """Plain paragraphs as one text.  What holds more than those, such as a warning, is not told in part."""
    if any(child.block_type != "text" for child in stream):
        return ""
    return " ".join(_words(child.value["text"]) for child in stream)
