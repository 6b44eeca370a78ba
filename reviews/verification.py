"""Ring 6, detect: everything public, everything it shows, and the whole ledger, compared with what was decided."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from django.db import connection, models
from django.utils import timezone
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, Page

from reviews import ledger, places, recording, references, triggers, verify_ledger
from reviews.digests import ContentSchema, differences, digest
from reviews.models.decisions import Decision
from reviews.models.ledger_entries import LedgerEntry
from reviews.models.publication import PublicationWindow
from reviews.models.requirements import ApprovalRequirement
from reviews.models.reviewers import ReviewerProfile
from reviews.models.verification import VerificationRun
from reviews.stored_files import StorageAway

CHUNK = 200
KEPT_PROBLEMS = 100


@dataclass(frozen=True)
class Problem:
    """One thing that is not as it was decided.  ``kind``: page, revision, file, decision, ledger or triggers."""

    kind: str
    what: str
    page: int | None = None

    def __str__(self) -> str:
        where = f"page {self.page}: " if self.page is not None else ""
        return f"{self.kind}: {where}{self.what}"

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


Progress = Callable[[int, int], None]


def verify(progress: Progress = lambda done, total: None) -> list[Problem]:
    """Check everything and record the run.  ``progress`` is told (pages checked, live pages) now and then."""
    started = timezone.now()
    found = [*check_triggers(), *check_ledger(), *check_records()]
    total = sum(live_pages(model).count() for model in triggers.reviewed_models())
    done = 0
    try:
        for model in triggers.reviewed_models():
            for pages in in_chunks(live_pages(model)):
                found.extend(check_pages(model, pages))
                done += len(pages)
                progress(done, total)
    except StorageAway as away:
        # Each of the other pages would wait for it again.
        found.append(Problem("file", f"no more than {done} of {total} pages were compared: {away}. Run it again then"))
    VerificationRun.objects.create(
        started_at=started,
        finished_at=timezone.now(),
        pages=total,
        problems=[str(problem) for problem in found[:KEPT_PROBLEMS]],
        problem_count=len(found),
    )
    return found


def check_triggers() -> Iterator[Problem]:
    for page in PublicationWindow.objects.values_list("page_id", flat=True):
        yield Problem("page", "its publication window was left open, so anything can be written into its rows", page)
    remedy = "run migrate of the newest release"
    if missing := triggers.missing(connection):
        yield Problem("triggers", f"{len(missing)} triggers are gone, first {min(missing)}; {remedy}")
    if altered := triggers.altered(connection):
        what = f"{len(altered)} triggers are switched off or do something else, first {min(altered)}; {remedy}"
        yield Problem("triggers", what)


def check_ledger() -> Iterator[Problem]:
    for what in verify_ledger.problems(ledger.lines()):
        yield Problem("ledger", what)


def check_records() -> Iterator[Problem]:
    """Every decision and appointment says what its ledger entry says, and no entry has lost its row."""
    recorded = set()
    decisions = Decision.objects.select_related("entry", "request").order_by("entry_id")
    for decision in decisions.iterator(chunk_size=1000):
        recorded.add(decision.entry_id)
        yield from _compared_with_entry(decision.entry, recording.facts_of(decision), decision.page_id)
    for profile in ReviewerProfile.objects.select_related("entry"):
        recorded.add(profile.entry_id)
        yield from _compared_with_entry(profile.entry, recording.facts_of_appointment(profile), None)
    for requirement in ApprovalRequirement.objects.select_related("entry"):
        recorded.add(requirement.entry_id)
        yield from _compared_with_entry(requirement.entry, recording.facts_of_requirement(requirement), None)
    kinds = (recording.DECISION, recording.APPOINTMENT, recording.REQUIREMENT)
    for sequence in LedgerEntry.objects.filter(kind__in=kinds).values_list("sequence", flat=True).iterator():
        if sequence not in recorded:
            yield Problem("decision", f"the record of ledger entry {sequence} is gone")


def _compared_with_entry(entry: LedgerEntry, facts: dict[str, Any], page: int | None) -> Iterator[Problem]:
    stated = json.loads(entry.body)["facts"]
    changed = sorted(name for name in {*facts, *stated} if facts.get(name) != stated.get(name))
    if changed:
        yield Problem("decision", f"entry {entry.sequence} says otherwise of {', '.join(changed)}", page)


def live_pages(model: type[Page]) -> models.QuerySet[Page]:
    return model.objects.filter(live=True).order_by("pk")


def in_chunks(pages: models.QuerySet[Page]) -> Iterator[list[Page]]:
    rows = pages.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def check_pages(model: type[Page], pages: list[Page]) -> Iterator[Problem]:
    """Compare live rows with their approved revisions, and those with the signed digests."""
    load_children(model, pages)
    schema = ContentSchema.of(model)
    decisions = {
        decision.revision_id: decision
        for decision in Decision.objects.in_force()
        .filter(revision_id__in=[page.live_revision_id for page in pages])
        .select_related("revision", "request")
        .order_by("entry_id")
    }
    for misplaced, what in places.misplaced(pages, decisions).items():
        yield Problem("page", what, misplaced)
    for page in pages:
        decision = decisions.get(page.live_revision_id)
        if decision is None or decision.revision is None:
            yield Problem("page", "it is live without an approval that stands", page.pk)
            continue
        changed = differences(schema, decision.revision.content, page.serializable_data())
        if changed:
            yield Problem("page", f"the live row differs from the approved version in {', '.join(changed)}", page.pk)
        yield from _check_approval(schema, page, decision, drifted=bool(changed))


def _check_approval(schema: ContentSchema, page: Page, decision: Decision, *, drifted: bool) -> Iterator[Problem]:
    revision, request = decision.revision, decision.request
    if revision is None or request is None:
        yield Problem("decision", f"decision {decision.entry_id} has lost what it decided on", page.pk)
        return
    approved = references.frozen(request)
    if digest(schema, revision.content, approved) != decision.digest:
        yield Problem("revision", f"revision {revision.pk} is not what was approved", page.pk)
    # A row without drift says what the revision says, and is built already.
    shown = dict(references.fingerprints(revision.as_object() if drifted else page))
    for name, fingerprint in approved:
        if shown.get(name) != fingerprint:
            yield Problem("file", f"{name} is not what was approved", page.pk)


def load_children(model: type[Page], pages: list[Page]) -> None:
    """Give the pages their child rows, with one query per table for all of them."""
    by_pk = {page.pk: page for page in pages}
    for relation in get_all_child_relations(model):
        if relation.get_accessor_name() == COMMENTS_RELATION_NAME:
            continue
        rows: dict[int, list[models.Model]] = {pk: [] for pk in by_pk}
        for row in relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": by_pk}):
            rows[getattr(row, relation.field.attname)].append(row)
        for pk, page in by_pk.items():
            setattr(page, relation.get_accessor_name(), rows[pk])
    for field in get_all_child_m2m_relations(model):
        sets: dict[int, list[models.Model]] = {pk: [] for pk in by_pk}
        through = field.remote_field.through
        links = through._default_manager.filter(**{f"{field.m2m_field_name()}_id__in": by_pk})
        pairs = list(links.values_list(f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"))
        targets = field.related_model._base_manager.in_bulk({target for _, target in pairs})
        for pk, target in pairs:
            sets[pk].append(targets[target])
        for pk, page in by_pk.items():
            setattr(page, field.name, sets[pk])
