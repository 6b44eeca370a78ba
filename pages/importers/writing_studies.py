"""From the facts of a study to the draft of a summary: its design, arms and numbers.  The words are the editor's."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, Any

from pages import identifiers
from pages.importers.facts import ResultFact, StudyFacts
from pages.importers.plain import shorten
from pages.importers.validity import valid_or_empty
from pages.importers.writing import add_draft, parent_for
from pages.models import DrugOverviewPage, StudyIndexPage, StudySummaryPage
from pages.models.studies import StudyReference
from pages.vocabulary import ReferenceKind

if TYPE_CHECKING:
    from wagtail.models import Page

    from pages.models.base import Reference
    from reviews.persons import Person

SAME_NAME = (
    "title",
    "design",
    "randomised",
    "blinding",
    "participants",
    "population",
    "intervention",
    "comparator",
    "outcomes",
    "started_on",
    "completed_on",
    "funding",
)


def study_page(facts: StudyFacts) -> Page:
    """Unsaved: the summary."""
    page = StudySummaryPage(
        **{name: getattr(facts, name) for name in SAME_NAME},
        country=facts.countries,
        nct_id=valid_or_empty(identifiers.nct_id, facts.nct_id),
        doi=valid_or_empty(identifiers.doi, facts.doi),
        pmid=valid_or_empty(identifiers.pmid, facts.pmid),
    )
    key = reference_key(facts)
    _fill(page, "arms", [("arm", _arm(arm.name, arm.participants, arm.interventions)) for arm in facts.arms])
    _fill(page, "results", [("result", _result(result, key)) for result in facts.results])
    if facts.harms:
        _fill(page, "harms", [("table", _harms(facts, key))])
    page.references = [_reference(facts, key)]
    page.drugs = [
        drug for name in dict.fromkeys(facts.drugs) for drug in DrugOverviewPage.objects.filter(inn__iexact=name)
    ]
    return page


def write_study(facts: StudyFacts, user: Person) -> list[Page]:
    """The new draft.  Raises ImportRefused when ``user`` may not make it."""
    return [add_draft(parent_for(StudyIndexPage, user), study_page(facts), user)]


def reference_key(facts: StudyFacts) -> str:
    return facts.nct_id.lower() if facts.provenance.kind == "ctgov" else f"pmid-{facts.pmid}"


def state_record(reference: Reference, facts: StudyFacts) -> None:
    """Make the row name just the version of the record that ``facts`` were read from."""
    reference.citation = shorten(facts.citation, 800)


def _reference(facts: StudyFacts, key: str) -> StudyReference:
    registered = facts.provenance.kind == "ctgov"
    reference = StudyReference(
        key=key,
        kind=ReferenceKind.REGISTRATION if registered else ReferenceKind.STUDY,
        doi=valid_or_empty(identifiers.doi, facts.doi),
        pmid=valid_or_empty(identifiers.pmid, facts.pmid),
        nct_id=valid_or_empty(identifiers.nct_id, facts.nct_id) if registered else "",
    )
    state_record(reference, facts)
    return reference


def _arm(name: str, participants: int | None, interventions: Iterable[str]) -> dict[str, Any]:
    given = "; ".join(interventions)
    return {"name": name, "participants": participants, "description": f"<p>{escape(given)}</p>" if given else ""}


def _result(result: ResultFact, key: str) -> dict[str, Any]:
    return {
        "outcome": result.outcome,
        "measure": result.measure,
        "time_point": result.time_point,
        "arms": [
            {"arm": arm.arm, "events": arm.events, "total": arm.total, "mean": _text(arm.mean), "spread": arm.spread}
            for arm in result.arms
        ],
        "effect_measure": result.effect_measure,
        "effect": _text(result.effect),
        "ci_low": _text(result.ci[0]) if result.ci else None,
        "ci_high": _text(result.ci[1]) if result.ci else None,
        "p_value": result.p_value,
        "in_words": "",
        "sources": key,
    }


def _harms(facts: StudyFacts, key: str) -> dict[str, Any]:
    """One row for each kind of event, one column for each group: people affected of people at risk."""
    arms = list(dict.fromkeys(harm.arm for harm in facts.harms))
    numbers = {(harm.what, harm.arm): f"{harm.affected}/{harm.at_risk}" for harm in facts.harms}
    return {
        "caption": "People with adverse events, of people at risk",
        "columns": ["Event", *arms],
        "rows": [
            [what, *(numbers.get((what, arm), "") for arm in arms)]
            for what in dict.fromkeys(harm.what for harm in facts.harms)
        ],
        "first_cell_is_header": True,
        "sources": key,
    }


def _text(value: Any) -> str | None:
    return None if value is None else f"{value:f}"


def _fill(page: Page, name: str, blocks: list[tuple[str, dict[str, Any]]]) -> None:
    raw = [{"type": kind, "value": _with_ids(value), "id": str(uuid.uuid4())} for kind, value in blocks]
    setattr(page, name, page._meta.get_field(name).stream_block.to_python(raw))


def _with_ids(value: Any) -> Any:
    """Items of lists get ids of their own, as in the editor."""
    if isinstance(value, dict):
        return {key: _with_ids(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [{"type": "item", "value": _with_ids(inner), "id": str(uuid.uuid4())} for inner in value]
    return value
