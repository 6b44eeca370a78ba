"""The terms of schema.org that the hub uses: names, what they belong to, and nothing else of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# Type -> the type it is a kind of.
PARENTS = {
    "Thing": "",
    "CreativeWork": "Thing",
    "WebPage": "CreativeWork",
    "MedicalWebPage": "WebPage",
    "WebSite": "CreativeWork",
    "MediaObject": "CreativeWork",
    "Organization": "Thing",
    "Person": "Thing",
    "Place": "Thing",
    "AdministrativeArea": "Place",
    "Intangible": "Thing",
    "StructuredValue": "Intangible",
    "PropertyValue": "StructuredValue",
    "MedicalEntity": "Thing",
    "MedicalIntangible": "MedicalEntity",
    "MedicalCode": "MedicalIntangible",
    "DrugStrength": "MedicalIntangible",
    "DoseSchedule": "MedicalIntangible",
    "RecommendedDoseSchedule": "DoseSchedule",
    "MaximumDoseSchedule": "DoseSchedule",
    "Substance": "MedicalEntity",
    "Drug": "Substance",
    "DrugClass": "MedicalEntity",
    "MedicalCondition": "MedicalEntity",
    "MedicalStudy": "MedicalEntity",
    "MedicalTrial": "MedicalStudy",
    "MedicalObservationalStudy": "MedicalStudy",
}

# Type -> the properties that belong to it, and to what is a kind of it.
PROPERTIES = {
    "Thing": {"name", "alternateName", "description", "identifier", "url"},
    "CreativeWork": {
        *("about", "citation", "dateModified", "encoding", "encodingFormat", "inLanguage", "isAccessibleForFree"),
        *("isPartOf", "publisher", "version"),
    },
    "WebPage": {"lastReviewed", "reviewedBy"},
    "MedicalWebPage": {"medicalAudience"},
    "MediaObject": {"contentUrl", "sha256"},
    "PropertyValue": {"propertyID", "value"},
    "MedicalEntity": {"code"},
    "MedicalCode": {"codeValue", "codingSystem"},
    "Drug": {
        *("administrationRoute", "availableStrength", "breastfeedingWarning", "dosageForm", "doseSchedule"),
        *("drugClass", "mechanismOfAction", "nonProprietaryName", "overdosage", "pregnancyWarning"),
        *("proprietaryName", "warning"),
    },
    "DrugStrength": {"strengthUnit", "strengthValue"},
    "DoseSchedule": {"doseUnit", "doseValue", "frequency", "targetPopulation"},
    "MedicalStudy": {"healthCondition", "studyLocation", "studySubject"},
    "MedicalTrial": {"trialDesign"},
    "MedicalObservationalStudy": {"studyDesign"},
}

# Property -> members of the enumeration that its value comes from.
MEMBERS = {
    "medicalAudience": {"Patient"},
    "trialDesign": {"RandomizedTrial", "OpenTrial", "SingleBlindedTrial", "DoubleBlindedTrial"},
    "studyDesign": {"CohortStudy", "Observational", "CrossSectional", "CaseSeries"},
}
VOCABULARY = "https://schema.org/"


def faults(described: Any, place: str = "") -> Iterator[str]:
    """What is wrong with ``described``, JSON-LD with the vocabulary as its context; one sentence each."""
    if isinstance(described, list):
        for number, one in enumerate(described):
            yield from faults(one, f"{place}[{number}]")
    elif isinstance(described, dict):
        yield from _of_thing(described, place)
    elif described in ("", None):
        yield f"{place} is empty"


def _of_thing(described: dict[str, Any], place: str) -> Iterator[str]:
    kind = described.get("@type", "")
    if kind not in PARENTS:
        yield f"{place}: {kind or 'nothing'} is no type of the list"
        return
    kinds = {kind, *_above(kind)}
    for name, value in described.items():
        if name in ("@type", "@context"):
            continue
        here = f"{place}.{name}" if place else name
        if not any(name in PROPERTIES.get(one, ()) for one in kinds):
            yield f"{here}: {name} does not belong to {kind}"
        if name in MEMBERS:
            members = value if isinstance(value, list) else [value]
            wrong = [one for one in members if one.removeprefix(VOCABULARY) not in MEMBERS[name]]
            yield from (f"{here}: {one} is no member" for one in wrong)
        yield from faults(value, here)


def _above(kind: str) -> Iterator[str]:
    while kind := PARENTS[kind]:
        yield kind
