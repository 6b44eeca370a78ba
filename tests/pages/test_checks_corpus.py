"""Every content rule finds what it must and leaves alone what it must; without it, nothing finds it.

No database: rules are pure functions of passages and of pages in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import pytest
from wagtail.models import Page

from pages.checks import PAGE_RULES, TEXT_RULES
from pages.checks.rules import AnyRule, PageRule, check_page, check_passages
from pages.checks.text import passages_of
from reviews.findings import Finding
from tests.pages.checks_corpus import CORPUS, Subject

pytestmark = pytest.mark.usefixtures("pages_in_memory")

RULES: tuple[AnyRule, ...] = (*TEXT_RULES, *PAGE_RULES)


@cache
def subjects(rule_id: str) -> tuple[list[Subject], list[Subject]]:
    """What must be hit and what must pass, built once: the rules change nothing."""
    cases = CORPUS[rule_id]
    return [cases.build(case) for case in cases.hits], [cases.build(case) for case in cases.passes]


def found(subject: Subject, rules: Iterable[AnyRule] = RULES) -> list[Finding]:
    page_rules = [rule for rule in rules if isinstance(rule, PageRule)]
    text_rules = [rule for rule in rules if not isinstance(rule, PageRule)]
    if isinstance(subject, Page):
        passages = passages_of(subject)
        return [*check_passages(passages, text_rules), *check_page(subject, passages, page_rules)]
    return list(check_passages(subject, text_rules))


def missed(rules: Sequence[AnyRule], rule_id: str) -> list[Any]:
    """The cases that the rule must find and ``rules`` do not."""
    must, _ = subjects(rule_id)
    return [
        case
        for case, subject in zip(CORPUS[rule_id].hits, must, strict=True)
        if rule_id not in {hit.rule for hit in found(subject, rules)}
    ]


def alone(rule_id: str) -> list[AnyRule]:
    return [rule for rule in RULES if rule.id == rule_id]


@pytest.mark.parametrize("rule_id", sorted(CORPUS))
def test_a_rule_finds_what_it_must(rule_id: str) -> None:
    assert missed(alone(rule_id), rule_id) == []


@pytest.mark.parametrize("rule_id", sorted(CORPUS))
def test_a_rule_leaves_alone_what_only_looks_like_a_slip(rule_id: str) -> None:
    _, may_stand = subjects(rule_id)
    wrong = {
        str(case): hits
        for case, subject in zip(CORPUS[rule_id].passes, may_stand, strict=True)
        if (hits := [hit.message for hit in found(subject, alone(rule_id))])
    }

    assert wrong == {}


@pytest.mark.parametrize("rule_id", sorted(CORPUS))
def test_without_the_rule_nothing_finds_it(rule_id: str) -> None:
    others = [rule for rule in RULES if rule.id != rule_id]

    assert missed(others, rule_id) == list(CORPUS[rule_id].hits)


def test_every_rule_has_six_of_each_and_every_corpus_a_rule() -> None:
    assert {rule.id for rule in RULES} == set(CORPUS)
    assert {rule_id for rule_id, cases in CORPUS.items() if min(len(cases.hits), len(cases.passes)) < 6} == set()
