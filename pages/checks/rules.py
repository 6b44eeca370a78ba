"""What a content rule is.  Three forms: over one passage, over all passages of a page, over the page's fields.

Rules are pure: the same text gives the same findings, without a query or a clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from wagtail.models import Page

from pages.checks.passages import OWN, Passage
from reviews.findings import Finding, Severity

# Above this many hits of one rule on one page, one more finding says that there are others.
MOST_HITS = 50
# Longest excerpt that is quoted in a finding, in characters.
LONGEST_EXCERPT = 120

# Units of doses and amounts; those with a stroke first, so that the whole unit is read.
UNIT = (
    r"(?:(?:mg|mcg|micrograms?|g|units?|mmol|mL)/(?:kg|mL|ml|day|hour|h|m2|m²)|mg|mcg|micrograms?|milligrams?|"
    r"nanograms?|grams?|kg|ng|g|mL|ml|millilitres?|milliliters?|litres?|liters?|L|international units|units?|mmol|mEq)"
)


@dataclass(frozen=True)
class Hit:
    """Characters ``start`` to ``end`` of a passage, and what to say about them.

    ``fix`` is what may be put there without a person who thinks about it: it has one meaning, the same as what stood
    there.  What only probably was meant is named in the message.
    """

    start: int
    end: int
    message: str
    fix: str | None = None
    severity: Severity | None = None


@dataclass(frozen=True)
class TextRule:
    """Reads one passage at a time, of the ``kinds`` it is for."""

    id: str
    severity: Severity
    source: str
    find: Callable[[Passage], Iterable[Hit]]
    kinds: frozenset[str] = field(default=frozenset(OWN))
    # Without one of these, in small letters, a passage cannot hold a hit; nor, for ``figures``, without a digit.
    needs: tuple[str, ...] = ()
    figures: bool = False

    def reads(self, passage: Passage) -> bool:
        """Whether it is worth looking: most rules have nothing to do with most passages."""
        return (
            passage.kind in self.kinds
            and (passage.has_figures or not self.figures)
            and (not self.needs or any(part in passage.lower for part in self.needs))
        )


@dataclass(frozen=True)
class ArticleRule:
    """Reads all passages of a page together: what is missing, repeated or too hard shows only there."""

    id: str
    severity: Severity
    source: str
    find: Callable[[Sequence[Passage]], Iterable[tuple[Passage, Hit]]]


@dataclass(frozen=True)
class PageRule:
    """Reads the fields, blocks and rows of a page: yields (place, message), or with a severity of its own.

    With ``reads_text``, ``find`` is given the page and its passages, else the page alone.
    """

    id: str
    severity: Severity
    source: str
    find: Callable[..., Iterable[tuple[str, str] | tuple[str, str, Severity]]]
    reads_text: bool = False


AnyRule = TextRule | ArticleRule | PageRule
Words = str | Callable[[re.Match[str]], str]


def pattern_rule(
    rule_id: str,
    severity: Severity,
    source: str,
    pattern: str | re.Pattern[str],
    message: str,
    *,
    fix: Words | None = None,
    suggest: Words | None = None,
    unless: Callable[[Passage, re.Match[str]], bool] | None = None,
    kinds: Iterable[str] = OWN,
    needs: tuple[str, ...] = (),
    figures: bool = False,
) -> TextRule:
    """A rule that is one expression.

    ``fix``, where it is safe, or else ``suggest`` is what to write instead, as a template for ``Match.expand`` or a
    function of the match; ``message`` may name it as ``{fix}``.  ``unless`` tells apart what only looks like a hit.
    """
    compiled = re.compile(pattern)
    words = suggest if fix is None else fix

    def find(passage: Passage) -> Iterator[Hit]:
        for match in compiled.finditer(passage.text):
            if unless is None or not unless(passage, match):
                instead = words(match) if callable(words) else None if words is None else match.expand(words)
                instead = None if instead == match[0] else instead
                said = message.replace("{fix}", f"“{instead}”" if instead else "it in full")
                yield Hit(match.start(), match.end(), said, None if fix is None else instead)

    return TextRule(rule_id, severity, source, find, frozenset(kinds), needs, figures)


# Running them


def check_passages(passages: Sequence[Passage], rules: Iterable[TextRule | ArticleRule]) -> Iterator[Finding]:
    """Findings of ``rules`` on ``passages``, rule by rule."""
    for rule in rules:
        hits: Iterator[tuple[Passage, Hit]]
        hits = _hits(rule, passages) if isinstance(rule, TextRule) else iter(rule.find(passages))
        yield from _findings(rule, hits)


def _hits(rule: TextRule, passages: Sequence[Passage]) -> Iterator[tuple[Passage, Hit]]:
    for passage in passages:
        if rule.reads(passage):
            for hit in rule.find(passage):
                yield passage, hit


def _findings(rule: TextRule | ArticleRule, hits: Iterator[tuple[Passage, Hit]]) -> Iterator[Finding]:
    for number, (passage, hit) in enumerate(hits):
        if number == MOST_HITS:
            said = "There are more of the same kind. They show when these are mended."
            yield Finding(rule.id, rule.severity, said, passage.place, source=rule.source)
            return
        excerpt = passage.text[hit.start : hit.end]
        shown = excerpt if len(excerpt) <= LONGEST_EXCERPT else f"{excerpt[: LONGEST_EXCERPT - 1]}…"
        where = f"{passage.label}: " if passage.label else ""
        quoted = f"“{shown.strip()}”: " if shown.strip() else ""
        yield Finding(
            rule.id,
            hit.severity or rule.severity,
            f"{where}{quoted}{hit.message}",
            passage.place,
            passage.start + hit.start,
            hit.end - hit.start,
            shown,
            hit.fix,
            rule.source,
        )


def check_page(page: Page, passages: Sequence[Passage], rules: Iterable[PageRule]) -> Iterator[Finding]:
    """Findings of ``rules`` on the fields of ``page``, whose visible text is ``passages``."""
    for rule in rules:
        for place, message, *own in rule.find(page, passages) if rule.reads_text else rule.find(page):
            yield Finding(rule.id, own[0] if own else rule.severity, message, place, source=rule.source)
