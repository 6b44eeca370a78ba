"""Live pages against the rules of today.  What is found opens work; it takes nothing from the public."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from django.db import transaction
from wagtail.models import Page

from reviews import findings, notices
from reviews.acknowledging import finding_key
from reviews.findings import Finding
from reviews.models.decisions import Decision
from reviews.models.requests import ReviewRequest
from reviews.models.standing_findings import StandingFinding
from reviews.serving import from_revision

# What somebody answers for; a warning was for whoever wrote it.
ANSWERED: tuple[findings.Severity, ...] = ("block", "acknowledge")
CHUNK = 100


class Rechecked(NamedTuple):
    pages: int
    opened: int
    resolved: int
    blocking: int


def approved_pages() -> Iterator[tuple[Page, ReviewRequest | None]]:
    """Every live reviewed page as it was approved, with the request that this approval answers."""
    decisions = Decision.objects.of_live_pages().select_related("page", "revision", "request").order_by("page_id")
    for decision in decisions.iterator(chunk_size=CHUNK):
        if decision.revision is not None:
            yield from_revision(decision.page.specific, decision.revision), decision.request


def standing_findings(page: Page, request: ReviewRequest | None) -> list[StandingFinding]:
    """Unsaved: what is wrong between live pages, and what nobody was asked about when ``page`` was approved."""
    answered = {finding_key(finding) for finding in request.findings} if request is not None else set()
    across = [(finding, True) for finding in findings.find_across(page)]
    alone = [(finding, False) for finding in findings.find_alone(page)]
    rows: dict[str, StandingFinding] = {}
    for finding, is_across in [*across, *alone]:
        key = finding_key(finding.as_json())
        if finding.severity in ANSWERED and (is_across or key not in answered):
            rows.setdefault(key, _row(page, key, finding, is_across))
    return list(rows.values())


def recheck(pages: Iterable[tuple[Page, ReviewRequest | None]] | None = None) -> Rechecked:
    """Find everything again: what is new is written down and told, what is resolved goes, the rest keeps its date."""
    checked, found = 0, []
    for page, request in approved_pages() if pages is None else pages:
        checked += 1
        found += standing_findings(page, request)
    with transaction.atomic():
        known = {(row.page_id, row.key): row.pk for row in StandingFinding.objects.only("page_id", "key")}
        current = {(row.page_id, row.key) for row in found}
        resolved = [pk for place, pk in known.items() if place not in current]
        StandingFinding.objects.filter(pk__in=resolved).delete()
        new = [row for row in found if (row.page_id, row.key) not in known]
        # Two runs at once write the same rows.
        StandingFinding.objects.bulk_create(new, ignore_conflicts=True)
        pages_by_key = Page.objects.in_bulk({row.page_id for row in new})
        by_page = groupby(new, key=lambda row: row.page_id)
        notices.tell(*(notices.findings_opened(pages_by_key[key], list(rows)) for key, rows in by_page))
    return Rechecked(checked, len(new), len(resolved), sum(row.severity == "block" for row in found))


def _row(page: Page, key: str, finding: Finding, across: bool) -> StandingFinding:
    return StandingFinding(
        page_id=page.pk,
        key=key,
        rule=finding.rule,
        severity=finding.severity,
        message=finding.message,
        place=finding.place[:255],
        across=across,
        rule_set_version=findings.rule_set_version(),
    )
