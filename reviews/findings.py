"""Content rules, without knowing any: another app registers its rules here, submission runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Literal

from wagtail.models import Page

Severity = Literal["block", "acknowledge", "warn"]


@dataclass(frozen=True)
class Finding:
    """One hit of one rule: what is wrong, where, and what to write instead."""

    rule: str
    severity: Severity
    message: str
    place: str = ""

    def as_json(self) -> dict[str, str]:
        return asdict(self)


Rule = Callable[[Page], Iterable[Finding]]

_rules: list[Rule] = []
_versions: dict[str, str] = {}


def register(rule: Rule) -> Rule:
    """Decorator: run ``rule`` on every page that is submitted."""
    _rules.append(rule)
    return rule


def set_version(app: str, version: str) -> None:
    """Name the version of an app's rules; it is stored with every request and decision."""
    _versions[app] = version


def rule_set_version() -> str:
    return ", ".join(f"{app} {version}" for app, version in sorted(_versions.items())) or "no rules"


def find(page: Page) -> list[Finding]:
    """All findings on ``page`` as it is in memory, in the order of the rules."""
    return [finding for rule in _rules for finding in rule(page)]
