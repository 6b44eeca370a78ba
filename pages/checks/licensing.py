"""Licences, warnings, special groups and products: what the rows and sections of a page must say.

MHRA Drug Safety Update (off-label and unlicensed differ); 79 FR 72064 (no pregnancy letters); NHS medicine pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from wagtail.models import Page

from pages.checks.evidence import visible
from pages.checks.house import HOUSE
from pages.checks.passages import OWN, PROSE, Passage
from pages.checks.products import LISTS_PRODUCTS, MHRA, kinds_cited
from pages.checks.rules import Hit, PageRule, TextRule, pattern_rule
from pages.checks.sentences import sentence_at
from pages.citations import split_keys
from pages.models import DrugOverviewPage
from pages.vocabulary import LicensingStatus, ReferenceKind


def indications_complete(page: Page) -> Iterator[tuple[str, str]]:
    """LIC-01: status, jurisdiction, source and its date."""
    for number, row in enumerate(page.indications.all() if isinstance(page, DrugOverviewPage) else []):
        place, name = f"indications.{number}", f"“{row.condition}”"
        if row.status not in LicensingStatus.values or row.jurisdiction not in HOUSE.jurisdictions:
            yield place, f"{name}: say whether this use is licensed, and where."
        if not split_keys(row.sources):
            yield f"{place}.sources", f"{name}: cite where this status stands."
        elif row.status == LicensingStatus.LICENSED and not kinds_cited(page, row.sources) & {
            *LISTS_PRODUCTS,
            ReferenceKind.GUIDELINE,
        }:
            yield f"{place}.sources", f"{name}: a licence is stated by a label. Cite the label."


_NOTICE = re.compile(
    r"(?i)\b(?:off[- ]label|unlicensed|investigational|not (?:\w+[- ]){0,2}(?:licensed|approved|recommended)"
    r"|no (?:\w+ ){0,2}licen[cs]ed?)"
)
_USE = (
    r"\b(?:for|treat\w{0,6}|helps?|helped|helping|used|reliev\w{0,4}|eas(?:e|es|ing)|reduc\w{0,4}|manag\w{0,6}"
    r"|improv\w{0,4})\b"
)


def unlicensed_use_has_notice(page: Page, passages: Sequence[Passage]) -> Iterator[tuple[str, str]]:
    """LIC-02: a use that is not licensed is not named before the reader knows that."""
    if not isinstance(page, DrugOverviewPage):
        return
    rows = list(page.indications.all())
    licensed = " ".join(row.condition.lower() for row in rows if row.status == LicensingStatus.LICENSED)
    told = " ".join(row.condition.lower() for row in rows if row.status != LicensingStatus.LICENSED)
    open_conditions = [name for name in HOUSE.conditions if name.lower() not in licensed and name.lower() not in told]
    noticed = False
    for passage in passages:
        if passage.kind not in OWN or passage.field in {"side_effects", "cautions", "interactions"}:
            continue
        noticed = noticed or bool(_NOTICE.search(passage.text))
        if noticed:
            return
        for name in open_conditions:
            if name.lower() in passage.lower and (use := _names_use(name, passage)):
                yield (
                    passage.place,
                    f"{passage.label}: “{use}” names a use that is not among the licensed ones. "
                    "Add it under Indications, or say above that it is off-label.",
                )
                open_conditions.remove(name)
                break


def _names_use(condition: str, passage: Passage) -> str:
    found = re.search(rf"(?i){_USE}[^.!?]{{0,60}}?\b{re.escape(condition)}", passage.text)
    return found[0] if found else ""


_BOXED = re.compile(r"(?i)\b(?:boxed|black[- ]box) warnings?\b")


def boxed_warning_shown(page: Page, passages: Sequence[Passage]) -> Iterator[tuple[str, str]]:
    """WARN-01: what the label boxes stands in the box, which pages show before anything else."""
    if isinstance(page, DrugOverviewPage) and not len(page.boxed_warning):
        for passage in passages:
            if (match := _BOXED.search(passage.text)) and not re.search(
                r"(?i)\bno\s+$|\bwithout an?\s+$|\bhas no \w*\s?$",
                passage.text[max(0, match.start() - 20) : match.start()],
            ):
                yield "boxed_warning", "The text speaks of a boxed warning of the label. Show it under “Boxed warning”."
                return


def interactions_complete(page: Page) -> Iterator[tuple[str, str]]:
    """INT-01."""
    if isinstance(page, DrugOverviewPage):
        for number, child in enumerate(page.interactions):
            row: Any = child.value
            missing = [
                label
                for label, value in (
                    ("which medicine", row.get("what")),
                    ("how severe", row.get("severity")),
                    ("what can happen", visible(row.get("effect"))),
                    ("what to do", visible(row.get("action"))),
                    ("its source", row.get("sources")),
                )
                if not str(value or "").strip()
            ]
            if missing:
                yield f"interactions.{child.id or number}", f"Interaction {number + 1}: say {', '.join(missing)}."


def _letter(passage: Passage) -> Iterator[Hit]:
    said = "Letters for pregnancy were withdrawn in 2014. Say in words what is known and what to do."
    if passage.field in {"pregnancy", "breastfeeding"} and re.fullmatch(r"\W*[ABCDX]\W*", passage.text):
        yield Hit(0, len(passage.text), said)
    for match in re.finditer(r"\b(?i:pregnancy (?:risk )?category|(?:FDA|risk) category):?\s?[ABCDX]\b", passage.text):
        yield Hit(match.start(), match.end(), said)


_HELP_LINE = (
    r"(?<![\w.,/-])(?:111|999|911|112|988)(?![\d,]*\d)(?!\.\d|\s?/|\s?%)"
    r"(?!\s(?:of|people|patients|participants|adults|children|women|men|mg|mL|days|doctors|hospitals|to)\b)"
)


def _counts(passage: Passage, match: re.Match[str]) -> bool:
    return passage.field == "urgent_help" or bool(
        re.search(r"(?i)\b(?:of|in|from|to|than)\s$", passage.text[max(0, match.start() - 6) : match.start()])
        and not re.search(r"(?i)\b(?:call|dial|ring|phone|text)\b", sentence_at(passage.text, match.start()))
    )


RULES: tuple[TextRule, ...] = (
    TextRule("PREG-01", "block", "79 FR 72064", _letter, frozenset(OWN)),
    pattern_rule(
        "SEC-03",
        "warn",
        "House rule: numbers of help lines differ between countries",
        _HELP_LINE,
        "Help lines belong under “When to get urgent help”. Here write “the emergency services”.",
        unless=_counts,
        kinds=PROSE | {"title", "heading", "label"},
        figures=True,
    ),
)
PAGE_RULES: tuple[PageRule, ...] = (
    PageRule("LIC-01", "block", MHRA, indications_complete),
    PageRule("LIC-02", "block", MHRA, unlicensed_use_has_notice, reads_text=True),
    PageRule("WARN-01", "block", "21 CFR 201.57 (c)(1)", boxed_warning_shown, reads_text=True),
    PageRule("INT-01", "block", "CHECKS.md section 7", interactions_complete),
)
