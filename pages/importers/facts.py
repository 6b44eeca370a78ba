"""What readers hand on: frozen, plain, and with nothing that the file does not say."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Provenance:
    """Where facts come from.  ``version`` grows: a label's version number, a record's day of last change."""

    kind: str  # spl, openfda, ctgov or pubmed
    identifier: str  # set id, NCT number or PubMed number
    version: str
    effective_on: datetime.date | None


@dataclass(frozen=True)
class Section:
    """A passage of the source, in its own words.  ``code`` is LOINC for SPL, the key for JSON."""

    code: str
    title: str
    text: str


@dataclass(frozen=True)
class StrengthFact:
    """``unit`` and ``per`` are values of DoseUnit and StrengthPer; None when they have no such term."""

    value: Decimal
    unit: str | None
    per: str | None
    as_written: str


@dataclass(frozen=True)
class ProductFact:
    """One form and route of a label; ``form`` and ``route`` are EDQM codes, "" when there is no such term."""

    form_term: str
    route_term: str
    form: str
    route: str
    strengths: tuple[StrengthFact, ...]
    inactive: tuple[str, ...]


@dataclass(frozen=True)
class LabelFacts:
    provenance: Provenance
    title: str
    inn: str
    unii: str
    labeler: str
    brands: tuple[str, ...]
    synonyms: tuple[str, ...]
    products: tuple[ProductFact, ...]
    sections: tuple[Section, ...]
    further: tuple[tuple[str, str], ...]  # facts that no field of a page holds, named
    not_understood: tuple[str, ...]


@dataclass(frozen=True)
class ArmFact:
    name: str
    participants: int | None
    interventions: tuple[str, ...]


@dataclass(frozen=True)
class ArmResultFact:
    arm: str
    events: int | None = None
    total: int | None = None
    mean: Decimal | None = None
    spread: str = ""


@dataclass(frozen=True)
class ResultFact:
    outcome: str
    measure: str
    time_point: str
    arms: tuple[ArmResultFact, ...]
    effect_measure: str = ""
    effect: Decimal | None = None
    ci: tuple[Decimal, Decimal] | None = None
    p_value: str = ""


@dataclass(frozen=True)
class HarmFact:
    """Deaths, serious or other events of one group: ``affected`` of ``at_risk`` people."""

    arm: str
    what: str
    affected: int
    at_risk: int


@dataclass(frozen=True)
class StudyFacts:
    provenance: Provenance
    title: str
    design: str
    randomised: bool
    blinding: str
    participants: int | None
    population: str
    intervention: str
    comparator: str
    outcomes: str
    countries: str
    started_on: datetime.date | None
    completed_on: datetime.date | None
    nct_id: str
    doi: str
    pmid: str
    funding: str
    citation: str
    drugs: tuple[str, ...]
    arms: tuple[ArmFact, ...]
    results: tuple[ResultFact, ...]
    harms: tuple[HarmFact, ...]
    sections: tuple[Section, ...]
    further: tuple[tuple[str, str], ...]
    not_understood: tuple[str, ...]
