"""Content rules, without knowing any: another app registers its rules here, submission runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, Literal

from wagtail.models import Page

Severity = Literal["block", "acknowledge", "warn"]


@dataclass(frozen=True)
class Finding:
    """One hit of one rule: what is wrong, where, and what to write instead.

    ``place`` is the path to the field: its name, then block ids and names of inner fields, with dots between.
    ``offset`` and ``length`` count characters of the visible text there, whose paragraphs are joined by line
    breaks; ``excerpt`` is that passage and ``fix``, where it is safe, what to put in its stead.  ``source`` is
    where the rule comes from.
    """

    rule: str
    severity: Severity
    message: str
    place: str = ""
    offset: int | None = None
    length: int | None = None
    excerpt: str = ""
    fix: str | None = None
    source: str = ""

    def as_json(self) -> dict[str, Any]:
        """What is stored with a request: the first four facts always, the others when they are known."""
        always = {"rule", "severity", "message", "place"}
        return {name: value for name, value in asdict(self).items() if name in always or value not in (None, "")}


Rule = Callable[[Page], Iterable[Finding]]

_rules: list[Rule] = []
_across: list[Rule] = []
_versions: dict[str, str] = {}


def register(rule: Rule) -> Rule:
    """Decorator: run ``rule`` on every page that is submitted."""
    _rules.append(rule)
    return rule


def register_across(rule: Rule) -> Rule:
    """Decorator: run ``rule``, which reads other live pages too, on every page that is submitted.

    What it finds on live pages is reported until it is resolved, whether or not a reviewer has answered it before.
    """
    _across.append(rule)
    return rule


def set_version(app: str, version: str) -> None:
    """Name the version of an app's rules; it is stored with every request and decision."""
    _versions[app] = version


def rule_set_version() -> str:
    return ", ".join(f"{app} {version}" for app, version in sorted(_versions.items())) or "no rules"


def find(page: Page) -> list[Finding]:
    """All findings on ``page`` as it is in memory, in the order of the rules."""
    return [*find_alone(page), *find_across(page)]


def find_alone(page: Page) -> list[Finding]:
    """Findings that follow from the page itself."""
    return [finding for rule in _rules for finding in rule(page)]


def find_across(page: Page) -> list[Finding]:
    """Findings between the page and others that are live."""
    return [finding for rule in _across for finding in rule(page)]


# What puts the fix of a finding in its place in a draft, in memory; None where a person must do it.
Mending = Callable[[], None]
Fixer = Callable[[Page, Finding], Mending | None]
_fixers: list[Fixer] = []


def register_fixer(fixer: Fixer) -> Fixer:
    """Decorator: ask ``fixer``, of the app whose rules found it, how a finding is mended."""
    _fixers.append(fixer)
    return fixer


def mending(draft: Page, finding: Finding) -> Mending | None:
    """What mends ``finding`` in ``draft`` in memory, when that is safe and the words are where it says."""
    found = (fixer(draft, finding) for fixer in _fixers if finding.fix is not None)
    return next((mend for mend in found if mend is not None), None)


@contextmanager
def also(rule: Rule, fixer: Fixer) -> Iterator[None]:
    """Inside the block, run ``rule`` as well, and ask ``fixer`` how to mend what it finds."""
    _rules.append(rule)
    _fixers.append(fixer)
    try:
        yield
    finally:
        _rules.remove(rule)
        _fixers.remove(fixer)


# (name, value) of what can be said of a page's text, such as its reading time.
Measure = Callable[[Page], Iterable[tuple[str, str]]]
_measures: list[Measure] = []


def register_measure(measure: Measure) -> Measure:
    """Decorator: show what ``measure`` says beside the findings."""
    _measures.append(measure)
    return measure


def measure(page: Page) -> list[tuple[str, str]]:
    return [pair for measured in _measures for pair in measured(page)]
