"""CROSS-02: what a summary or an answer repeats must be what the page says, and must not lose its number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from wagtail.models import Page

from pages.checks.evidence import visible
from pages.checks.passages import Passage
from pages.checks.rules import PageRule
from pages.checks.statements import APART, REPEATS, Statement, bands, bands_in_words, contradicting, waits

SOURCE = "CHECKS.md section 10"
_WHEN = re.compile(
    r"(?i)\b(?:dependen\w+|start\w*|begin\w*|when|how long|wait\w*|before|after|stop\w*|switch\w*|can (?:i|you)|safe)\b"
)


def repeats_agree(page: Page, passages: Sequence[Passage]) -> Iterator[tuple[str, str]]:
    """Waiting times and frequency bands of leads, key facts, answers and descriptions, beside those of the body."""
    said = list(waits(passages))
    body = [statement for statement in said if statement.field not in REPEATS]
    repeated = [statement for statement in said if statement.field in REPEATS]
    for statement, others in contradicting(repeated, body):
        yield statement.place, _differs(statement, others)
    rows = [Statement(row.about[:1], row.says, row.words, row.place) for row in bands(page)]
    in_words = list(bands_in_words({row.about[0] for row in rows}, passages))
    for statement, others in contradicting(in_words, rows):
        yield statement.place, f"“{statement.about[0]}”: {_differs(statement, others)}"
    yield from _lost(page, body)


def _differs(statement: Statement, others: list[Statement]) -> str:
    there = ", ".join(dict.fromkeys(f"“{other.words}”" for other in others))
    return f"“{statement.words}” stands here, {there} elsewhere on the page. Correct one of them."


def _lost(page: Page, body: list[Statement]) -> Iterator[tuple[str, str]]:
    """Answers about something that the medicine is kept apart from, without the time that the body gives."""
    times = {statement.about[0]: statement for statement in body}
    for number, child in enumerate(getattr(page, "questions", ())):
        row: Any = child.value
        question, answer = str(row.get("question") or ""), visible(row.get("answer"))
        for name, statement in times.items():
            asked = APART[name].search(question) and _WHEN.search(question)
            if asked and not any(said.about == (name,) for said in waits([Passage(answer)])):
                yield (
                    f"questions.{child.id or number}.answer",
                    f"The page says “{statement.words}” about {name}; this answer leaves the time out. Give it.",
                )


PAGE_RULES: tuple[PageRule, ...] = (PageRule("CROSS-02", "acknowledge", SOURCE, repeats_agree, reads_text=True),)
