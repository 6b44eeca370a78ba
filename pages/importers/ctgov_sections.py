"""The sentences of a study record, and its numbers as they stand there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pages.importers.facts import Section
from pages.importers.json_paths import at, records
from pages.importers.plain import paragraphs, words


def read(study: Any) -> tuple[Section, ...]:
    return tuple(Section(code, title, text) for code, title, text in _sections(study) if text)


def _sections(study: Any) -> Iterator[tuple[str, str, str]]:
    protocol, results = at(study, "protocolSection"), at(study, "resultsSection")
    described = at(protocol, "descriptionModule")
    yield "brief-summary", "Brief summary", paragraphs(at(described, "briefSummary"))
    yield "detailed-description", "Detailed description", paragraphs(at(described, "detailedDescription"))
    yield "eligibility", "Eligibility", paragraphs(at(protocol, "eligibilityModule", "eligibilityCriteria"))
    given = at(protocol, "armsInterventionsModule")
    yield "arms", "Arms", _described(at(given, "armGroups"), "label")
    yield "interventions", "Interventions", _described(at(given, "interventions"), "name")
    for key, title in (
        ("primaryOutcomes", "Primary outcomes"),
        ("secondaryOutcomes", "Secondary outcomes"),
        ("otherOutcomes", "Other outcomes"),
    ):
        yield key, title, _described(at(protocol, "outcomesModule", key), "measure", "timeFrame")
    yield "flow", "Participant flow", _flow(at(results, "participantFlowModule"))
    for measure in records(at(results, "outcomeMeasuresModule", "outcomeMeasures")):
        yield "result", words(measure.get("title")), _measure(measure)
    for key, title in (("seriousEvents", "Serious adverse events"), ("otherEvents", "Other adverse events")):
        yield key, title, _events(at(results, "adverseEventsModule"), key)
    yield (
        "limitations",
        "Limitations",
        paragraphs(at(results, "moreInfoModule", "limitationsAndCaveats", "description")),
    )
    yield (
        "references",
        "References",
        "\n".join(
            words(f"{words(item.get('citation'))} PMID {words(item.get('pmid')) or 'not given'}")
            for item in records(at(protocol, "referencesModule", "references"))
        ),
    )


def _described(items: Any, *names: str) -> str:
    return "\n".join(
        ": ".join(text for text in (*(words(item.get(name)) for name in names), words(item.get("description"))) if text)
        for item in records(items)
    )


def _flow(flow: Any) -> str:
    parts = [words(at(flow, "recruitmentDetails")), words(at(flow, "preAssignmentDetails"))]
    return "\n".join(part for part in parts if part)


def _measure(measure: dict[str, Any]) -> str:
    titles = {words(group.get("id")): words(group.get("title")) for group in records(measure.get("groups"))}
    lines = [words(measure.get("description")), words(measure.get("populationDescription"))]
    lines.append(words(f"{words(measure.get('paramType'))} {words(measure.get('unitOfMeasure'))}"))
    for group in records(measure.get("classes")):
        for category in records(group.get("categories")):
            for value in records(category.get("measurements")):
                spread = words(value.get("spread")) or " to ".join(
                    filter(None, (words(value.get("lowerLimit")), words(value.get("upperLimit"))))
                )
                named = (
                    titles.get(words(value.get("groupId")), ""),
                    words(group.get("title")),
                    words(category.get("title")),
                )
                lines.append(words(f"{', '.join(filter(None, named))}: {words(value.get('value'))} ({spread})"))
    for analysis in records(measure.get("analyses")):
        lines.append(
            words(
                f"{words(analysis.get('paramType'))} {words(analysis.get('paramValue'))}, "
                f"{words(analysis.get('ciPctValue'))}% CI {words(analysis.get('ciLowerLimit'))} to "
                f"{words(analysis.get('ciUpperLimit'))}, p {words(analysis.get('pValue'))}, "
                f"{words(analysis.get('statisticalMethod'))}"
            )
        )
    return "\n".join(line for line in lines if line)


def _events(module: Any, key: str) -> str:
    titles = {words(group.get("id")): words(group.get("title")) for group in records(at(module, "eventGroups"))}
    lines = []
    for event in records(at(module, key)):
        counts = [
            f"{titles.get(words(stat.get('groupId')), '')} "
            f"{words(stat.get('numAffected'))}/{words(stat.get('numAtRisk'))}"
            for stat in records(event.get("stats"))
        ]
        lines.append(words(f"{words(event.get('term'))}: {'; '.join(counts)}"))
    return "\n".join(lines)
