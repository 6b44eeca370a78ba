"""The forms that demonstration content is written in: plain data, and short names for the blocks of a page.

A block is a pair of its type and its value, as in the JSON of a StreamField.  Text is given as plain sentences;
the functions here wrap them in paragraphs and lists.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from pages.checks.frequency import band_of

Block = tuple[str, Any]
Blocks = tuple[Block, ...]


# Pieces of text


def p(*paragraphs: str) -> str:
    """Paragraphs of rich text."""
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def ul(*items: str) -> str:
    """A bulleted list of rich text."""
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def _rich(*parts: str) -> str:
    return "".join(part if part.startswith("<") else p(part) for part in parts)


# Blocks of prose


def text(*parts: str, by: str = "") -> Block:
    """Paragraphs and lists with their sources; a part that is no HTML yet becomes a paragraph."""
    return "text", {"text": _rich(*parts), "sources": by}


def inset(*parts: str, by: str = "") -> Block:
    return "inset", {"body": _rich(*parts), "sources": by}


def important(title: str, *parts: str, by: str = "") -> Block:
    return "important", {"title": title, "heading_level": 3, "body": _rich(*parts), "sources": by}


def emergency(title: str, *items: str, by: str = "") -> Block:
    return _care_card("immediate", title, items, by)


def urgent(title: str, *items: str, by: str = "") -> Block:
    return _care_card("urgent", title, items, by)


def _care_card(kind: str, title: str, items: tuple[str, ...], by: str) -> Block:
    return "care_card", {
        "type": kind,
        "heading_level": 3,
        "title": title,
        "body": ul(*items),
        "sources": by,
    }


def do(*items: str, by: str = "") -> Block:
    return "do", {"heading_level": 3, "label": "", "do": [p(item) for item in items], "sources": by}


def dont(*items: str, by: str = "") -> Block:
    return "dont", {"heading_level": 3, "label": "", "dont": [p(item) for item in items], "sources": by}


def subheading(words: str) -> Block:
    return "subheading", words


def table(caption: str, columns: list[str], rows: list[list[str]], by: str = "") -> Block:
    return "table", {
        "caption": caption,
        "columns": columns,
        "rows": rows,
        "first_cell_is_header": True,
        "sources": by,
    }


# Blocks of facts


def fact(words: str, by: str) -> Block:
    return "key_fact", {"text": p(words), "sources": by}


def boxed(title: str, *parts: str, by: str) -> Block:
    return "boxed_warning", {"title": title, "text": _rich(*parts), "sources": by}


def must_not(who: str, action: str, by: str) -> Block:
    return "caution", {"kind": "contraindication", "who": who, "action": p(action), "sources": by}


def care(who: str, action: str, by: str) -> Block:
    return "caution", {"kind": "caution", "who": who, "action": p(action), "sources": by}


def interaction(what: str, severity: str, effect: str, action: str, by: str) -> Block:
    """``severity`` is one of contraindicated, avoid, caution, monitor."""
    value = {"what": what, "severity": severity, "effect": p(effect), "action": p(action), "sources": by}
    return "interaction", value


def side_effect(
    effect: str,
    by: str,
    *,
    of: tuple[int, int] | None = None,
    percent: float | None = None,
    seen: str = "",
    serious: str = "",
) -> Block:
    """A side effect with its band computed from ``of`` (n, N) or ``percent``; neither: frequency not known.

    ``seen`` says at which doses and in whom; ``serious``, when given, says what to do.
    """
    counted = of or ((percent, 100) if percent is not None else None)
    return "side_effect", {
        "effect": effect,
        "band": band_of(*counted).value if counted else "not-known",
        "affected": of[0] if of else None,
        "out_of": of[1] if of else None,
        "serious": bool(serious),
        "action": p(serious) if serious else "",
        "dose_range": seen,
        "sources": by,
    }


def question(words: str, answer: str, by: str) -> Block:
    return "question", {"question": words, "answer": p(answer), "sources": by}


def brands(*names: str) -> Block:
    """Brand names in the United States, from the table of the Food and Drug Administration."""
    listed = ", ".join(names)
    return question(
        "Which brand names are there in the United States?",
        f"The table of the Food and Drug Administration of 2019 lists {listed}. Not all are still sold.",
        "drugs-at-fda",
    )


def excipient(name: str, note: str, by: str) -> Block:
    return "excipient", {"name": name, "note": note, "sources": by}


def arm(name: str, participants: int | None, description: str) -> Block:
    return "arm", {"name": name, "participants": participants, "description": p(description)}


def group(
    name: str,
    *,
    events: int | None = None,
    total: int | None = None,
    mean: float | None = None,
    spread: str = "",
) -> dict[str, Any]:
    """What one arm showed in a result."""
    return {"arm": name, "events": events, "total": total, "mean": mean, "spread": spread}


def result(
    outcome: str,
    groups: list[dict[str, Any]],
    in_words: str,
    by: str,
    *,
    measure: str = "",
    time_point: str = "",
    effect_measure: str = "",
    effect: float | None = None,
    ci: tuple[float, float] | None = None,
    p_value: str = "",
) -> Block:
    return "result", {
        "outcome": outcome,
        "measure": measure,
        "time_point": time_point,
        "arms": groups,
        "effect_measure": effect_measure,
        "effect": effect,
        "ci_low": ci[0] if ci else None,
        "ci_high": ci[1] if ci else None,
        "p_value": p_value,
        "in_words": p(in_words),
        "sources": by,
    }


def downgrade(domain: str, reason: str, levels: int = 1) -> Block:
    return "downgrade", {"domain": domain, "levels": levels, "reason": p(reason)}


# Rows


@dataclass(frozen=True)
class Ref:
    """A row under References."""

    key: str
    kind: str
    citation: str
    doi: str = ""
    pmid: str = ""
    nct_id: str = ""
    set_id: str = ""
    label_version: str = ""
    label_effective_on: datetime.date | None = None
    url: str = ""


@dataclass(frozen=True)
class Name:
    name: str
    kind: str = "brand"
    jurisdiction: str = "US"


@dataclass(frozen=True)
class Use:
    """An indication."""

    condition: str
    sources: str
    note: str = ""
    status: str = "licensed"
    jurisdiction: str = "US"


@dataclass(frozen=True)
class Strength:
    value: str
    per: str
    sources: str
    unit: str = "mg"


@dataclass(frozen=True)
class Dose:
    indication: str
    usual: str
    frequency: str
    sources: str
    minimum: str | None = None
    maximum: str | None = None
    population: str = "Adults"
    unit: str = "mg"
    note: str = ""


# Pages


@dataclass(frozen=True)
class Form:
    """A dose form page."""

    title: str
    slug: str
    lead: str
    dose_form: str
    administration_route: str
    strengths: tuple[Strength, ...]
    dosing: tuple[Dose, ...]
    references: tuple[Ref, ...]
    product_status: str = "licensed"
    key_facts: Blocks = ()
    how_to_take: Blocks = ()
    storage: Blocks = ()
    excipients: Blocks = ()


@dataclass(frozen=True)
class Drug:
    """A drug overview page."""

    title: str
    slug: str
    lead: str
    inn: str
    references: tuple[Ref, ...]
    other_names: tuple[Name, ...] = ()
    atc_code: str = ""
    rxcui: str = ""
    unii: str = ""
    drug_classes: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    indications: tuple[Use, ...] = ()
    boxed_warning: Blocks = ()
    key_facts: Blocks = ()
    how_it_works: Blocks = ()
    who_can_take: Blocks = ()
    cautions: Blocks = ()
    interactions: Blocks = ()
    side_effects: Blocks = ()
    urgent_help: Blocks = ()
    pregnancy: Blocks = ()
    breastfeeding: Blocks = ()
    fertility: Blocks = ()
    missed_dose: Blocks = ()
    overdose: Blocks = ()
    stopping: Blocks = ()
    questions: Blocks = ()


@dataclass(frozen=True)
class Study:
    """A study summary page; ``drugs`` are slugs of overviews."""

    title: str
    slug: str
    lead: str
    design: str
    references: tuple[Ref, ...] = ()
    question: str = ""
    population: str = ""
    intervention: str = ""
    comparator: str = ""
    outcomes: str = ""
    randomised: bool = False
    blinding: str = "not-reported"
    participants: int | None = None
    setting: str = ""
    country: str = ""
    started_on: datetime.date | None = None
    completed_on: datetime.date | None = None
    nct_id: str = ""
    doi: str = ""
    pmid: str = ""
    key_facts: Blocks = ()
    arms: Blocks = ()
    results: Blocks = ()
    harms: Blocks = ()
    limitations: Blocks = ()
    funding: str = ""
    conflicts: str = ""
    directness: str = "partly-direct"
    directness_note: str = ""
    certainty: str = "not-assessed"
    downgrades: Blocks = ()
    drugs: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standard:
    """A standard page."""

    title: str
    slug: str
    lead: str
    body: Blocks = ()
    references: tuple[Ref, ...] = field(default=())


Content = Form | Drug | Study | Standard
