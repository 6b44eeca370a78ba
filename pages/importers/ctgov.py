"""Study records of ClinicalTrials.gov, as its API version 2 answers them in JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pages.importers import ctgov_results, ctgov_sections
from pages.importers.facts import Provenance, StudyFacts
from pages.importers.files import parse_json
from pages.importers.json_paths import at, records, texts
from pages.importers.plain import day, shorten, whole, words
from pages.importers.refusals import ImportRefused
from pages.vocabulary import Blinding, StudyDesign

MAX_STUDIES = 100
_BLINDING = {
    "NONE": Blinding.NONE,
    "SINGLE": Blinding.SINGLE,
    "DOUBLE": Blinding.DOUBLE,
    "TRIPLE": Blinding.DOUBLE,
    "QUADRUPLE": Blinding.DOUBLE,
}
_OBSERVED = {
    "COHORT": StudyDesign.COHORT,
    "CASE_CONTROL": StudyDesign.CASE_CONTROL,
}
_MEDICINES = {"DRUG", "BIOLOGICAL", "COMBINATION_PRODUCT"}
_COMPARED = {"PLACEBO_COMPARATOR", "ACTIVE_COMPARATOR", "SHAM_COMPARATOR", "NO_INTERVENTION"}


def read(data: bytes) -> tuple[StudyFacts, ...]:
    """Every study of an answer.  Raises ImportRefused when it holds none, or short records of a search."""
    answer = parse_json(data)
    studies = answer.get("studies") if isinstance(answer, dict) else None
    if isinstance(answer, dict) and "protocolSection" in answer:
        studies = [answer]
    if not isinstance(studies, list) or not studies:
        raise ImportRefused("This JSON is not a study record of ClinicalTrials.gov, version 2 of its interface.")
    if len(studies) > MAX_STUDIES:
        raise ImportRefused(f"The file holds {len(studies):,} studies; import at most {MAX_STUDIES} at a time.")
    short = [study for study in studies if not at(study, "protocolSection", "designModule", "studyType")]
    if short:
        numbers = [_number(study) or "without a number" for study in short]
        raise ImportRefused(
            "These are short records of a search, without design, arms and outcomes: "
            f"{shorten(', '.join(numbers), 400)}.",
            "Fetch the full record of each study that you need.",
        )
    return tuple(_study(study) for study in studies)


def _number(study: Any) -> str:
    return words(at(study, "protocolSection", "identificationModule", "nctId")).upper()


def _study(study: dict[str, Any]) -> StudyFacts:
    number = _number(study)
    if not number:
        raise ImportRefused("A study record has no NCT number, so its facts could not be traced.")
    remarks: list[str] = []
    protocol = at(study, "protocolSection")
    status = at(protocol, "statusModule")
    changed = words(at(status, "lastUpdatePostDateStruct", "date") or at(status, "lastUpdateSubmitDate"))
    title = words(at(protocol, "identificationModule", "briefTitle")) or number
    design, randomised, blinding = _design(at(protocol, "designModule"), remarks)
    results, harms = ctgov_results.read(study, remarks)
    interventions = records(at(protocol, "armsInterventionsModule", "interventions"))
    arms = ctgov_results.arms(study, remarks)
    compared = [
        words(arm.get("label"))
        for arm in records(at(protocol, "armsInterventionsModule", "armGroups"))
        if words(arm.get("type")) in _COMPARED
    ]
    funding = _funding(at(protocol, "sponsorCollaboratorsModule"))
    return StudyFacts(
        provenance=Provenance("ctgov", shorten(number, 100), shorten(changed, 20), day(changed)),
        title=shorten(title, 200),
        design=design,
        randomised=randomised,
        blinding=blinding,
        participants=_participants(at(protocol, "designModule", "enrollmentInfo"), remarks),
        population=_fitting(_population(protocol), 1000, "Population", remarks),
        intervention=_fitting(_named(interventions, "name"), 1000, "Interventions", remarks),
        comparator=_fitting("; ".join(filter(None, compared)), 1000, "Comparators", remarks),
        outcomes=_fitting(_outcomes(protocol), 1000, "Primary outcomes", remarks),
        countries=_countries(protocol),
        started_on=_date(status, "startDateStruct", "Start", remarks),
        completed_on=_date(status, "completionDateStruct", "Completion", remarks),
        nct_id=number,
        doi="",
        pmid="",
        funding=_fitting(funding, 600, "Sponsors", remarks),
        citation=f"{title}. ClinicalTrials.gov, {number}"
        + (f", record of {changed}." if changed else ", date of record not given."),
        drugs=tuple(
            name
            for item in interventions
            if words(item.get("type")) in _MEDICINES and (name := words(item.get("name")))
        ),
        arms=arms,
        results=results,
        harms=harms,
        sections=ctgov_sections.read(study),
        further=tuple(_further(protocol)),
        not_understood=tuple(dict.fromkeys(remarks)),
    )


def _design(module: Any, remarks: list[str]) -> tuple[str, bool, str]:
    """(design, randomised, blinding) in terms of ours; "" for a design that has none."""
    kind = words(at(module, "studyType"))
    allocation = words(at(module, "designInfo", "allocation"))
    if kind == "INTERVENTIONAL":
        masking = words(at(module, "designInfo", "maskingInfo", "masking"))
        blinding = _BLINDING.get(masking, Blinding.NOT_REPORTED).value
        if allocation == "RANDOMIZED":
            return StudyDesign.RANDOMISED_TRIAL.value, True, blinding
        if allocation in ("NON_RANDOMIZED", "NA"):
            return StudyDesign.NON_RANDOMISED_TRIAL.value, False, blinding
        remarks.append("The record does not say whether people were randomised: choose the design by hand.")
        return "", False, blinding
    observed = words(at(module, "designInfo", "observationalModel"))
    if words(at(module, "designInfo", "timePerspective")) == "CROSS_SECTIONAL":
        return StudyDesign.CROSS_SECTIONAL.value, False, Blinding.NOT_APPLICABLE.value
    if kind == "OBSERVATIONAL" and observed in _OBSERVED:
        return _OBSERVED[observed].value, False, Blinding.NOT_APPLICABLE.value
    remarks.append(f"Design “{kind} {observed}”: choose the design by hand.")
    return "", False, Blinding.NOT_APPLICABLE.value


def _participants(enrolled: Any, remarks: list[str]) -> int | None:
    """How many took part; a planned number is not that."""
    count = whole(at(enrolled, "count"))
    if count is not None and words(at(enrolled, "type")) != "ACTUAL":
        remarks.append(f"{count} participants are planned, or it is not said that they took part: none were entered.")
        return None
    return count


def _population(protocol: Any) -> str:
    eligible = at(protocol, "eligibilityModule")
    lowest, highest = words(at(eligible, "minimumAge")), words(at(eligible, "maximumAge"))
    ages = f"{lowest} to {highest}" if lowest and highest else f"from {lowest}" if lowest else f"up to {highest}"
    conditions = "; ".join(texts(at(protocol, "conditionsModule", "conditions")))
    sex = words(at(eligible, "sex")).lower()
    parts = (
        conditions and f"Conditions: {conditions}.",
        (lowest or highest) and f"Age: {ages.lower()}.",
        sex and f"Sex: {sex}.",
        at(eligible, "healthyVolunteers") is True and "Healthy volunteers could take part.",
    )
    return " ".join(part for part in parts if part)


def _outcomes(protocol: Any) -> str:
    return "; ".join(
        " ".join(filter(None, (words(outcome.get("measure")), _in_brackets(words(outcome.get("timeFrame"))))))
        for outcome in records(at(protocol, "outcomesModule", "primaryOutcomes"))
    )


def _in_brackets(text: str) -> str:
    return f"({text})" if text else ""


def _countries(protocol: Any) -> str:
    found = texts(location.get("country") for location in records(at(protocol, "contactsLocationsModule", "locations")))
    listed = ", ".join(sorted(found))
    return listed if len(listed) <= 200 else f"{len(found)} countries"


def _funding(module: Any) -> str:
    """Sponsor and collaborators, with the kind the registry gives each."""
    parties = [at(module, "leadSponsor"), *records(at(module, "collaborators"))]
    named = [(words(at(party, "name")), words(at(party, "class")).replace("_", " ").lower()) for party in parties]
    return ", ".join(f"{name} ({kind})" if kind else name for name, kind in named if name)


def _date(status: Any, key: str, what: str, remarks: list[str]) -> Any:
    written = words(at(status, key, "date"))
    found = day(written)
    if found is not None and words(at(status, key, "type")) == "ESTIMATED":
        remarks.append(f"{what} {written} is an estimate: no date was entered.")
        return None
    if found is None and written:
        remarks.append(f"{what} “{written}” is no whole day: no date was entered.")
    return found


def _further(protocol: Any) -> Iterable[tuple[str, str]]:
    named = {
        "Status": words(at(protocol, "statusModule", "overallStatus")),
        "Phase": ", ".join(texts(at(protocol, "designModule", "phases"))),
        "Model": words(at(protocol, "designModule", "designInfo", "interventionModel")),
        "Official title": words(at(protocol, "identificationModule", "officialTitle")),
        "Enrolment": words(at(protocol, "designModule", "enrollmentInfo", "count")),
        "Started": words(at(protocol, "statusModule", "startDateStruct", "date")),
        "Completed": words(at(protocol, "statusModule", "completionDateStruct", "date")),
    }
    return [(name, value) for name, value in named.items() if value]


def _named(items: list[dict[str, Any]], key: str) -> str:
    return "; ".join(texts(item.get(key) for item in items))


def _fitting(text: str, length: int, what: str, remarks: list[str]) -> str:
    """The text if it fits its field: half a list would be wrong, so a longer one is left to the editor."""
    if len(text) <= length:
        return text
    remarks.append(f"{what}: too long for the field, so it was left empty; the source material has it.")
    return ""
