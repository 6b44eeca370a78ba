"""One page's history, from the rows that never change: what happened, and which version was live when."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import F, Model, QuerySet, Value
from wagtail.models import Page, PageLogEntry, Revision

from reviews.log_actions import PUBLICATIONS
from reviews.models.decisions import ENDING, PUBLISHING, Decision
from reviews.models.requests import ReviewRequest

# Audit-log actions that take a page from the public, and others worth a line.  Decisions and submissions are told by
# their own rows, which say more.
UNPUBLICATIONS = ("wagtail.unpublish", "wagtail.unpublish.scheduled")
SCHEDULING = ("wagtail.publish.schedule", "wagtail.schedule.cancel", "reviews.publish_refused")
COMMENTS = "wagtail.comments."
ASSIGNMENT = "reviews.assign"

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Event:
    """One line of the timeline.  ``decision`` when it is one; ``digest`` and ``version`` as far as there are any."""

    at: datetime.datetime
    what: str
    who: str
    note: str = ""
    digest: str = ""
    version: int | None = None
    decision: Decision | None = None


@dataclass(frozen=True)
class LivePeriod:
    """From when until when (None: still) the public read a version, and at which path of the site's tree."""

    version: int | None
    digest: str
    since: datetime.datetime
    until: datetime.datetime | None
    address: str


class Kind(enum.IntEnum):
    """Where an event was written down; of those of one moment the later kind was written later."""

    SUBMISSION = 0
    DECISION = 1
    LOG_ENTRY = 2


@dataclass(frozen=True)
class Timeline:
    """The history of ``page``, in a fixed number of queries; rows are read only of the part that is shown."""

    page: Page

    @property
    def submissions(self) -> QuerySet[ReviewRequest]:
        """Newest first."""
        return ReviewRequest.objects.filter(page=self.page).defer("clinical_changes", "findings", "contributors")

    @property
    def _decisions(self) -> QuerySet[Decision]:
        return Decision.objects.for_page(self.page.pk)

    @property
    def _log(self) -> QuerySet[PageLogEntry]:
        """Publications, comments and assignments."""
        told = (*PUBLICATIONS, *UNPUBLICATIONS, *SCHEDULING, ASSIGNMENT)
        entries = PageLogEntry.objects.filter(page=self.page)
        return entries.filter(action__in=told) | entries.filter(action__startswith=COMMENTS)

    def keys(self) -> QuerySet[Any]:
        """(at, kind, key) of every event, newest first; what happened at the same moment as it was written down."""
        submitted, decided, logged = (
            rows.order_by().annotate(at=F(field), kind=Value(kind), key=F("pk")).values_list("at", "kind", "key")
            for rows, field, kind in (
                (self.submissions, "submitted_at", Kind.SUBMISSION),
                (self._decisions, "decided_at", Kind.DECISION),
                (self._log, "timestamp", Kind.LOG_ENTRY),
            )
        )
        return submitted.union(decided, logged, all=True).order_by("-at", "-kind", "-key")

    def events(self, keys: Iterable[tuple[datetime.datetime, int, int]]) -> list[Event]:
        """What the events are that have these ``keys``, in their order."""
        keys = list(keys)
        of = {kind: [key for _, found, key in keys if found == kind] for kind in Kind}
        logged = self._log.select_related("user").in_bulk(of[Kind.LOG_ENTRY])
        for entry in logged.values():
            entry.page = self.page
        published = self._publishing(entry.revision_id for entry in logged.values())
        told = {
            Kind.SUBMISSION: _told(self.submissions.in_bulk(of[Kind.SUBMISSION]), _of_submission),
            Kind.DECISION: _told(self._decisions.in_bulk(of[Kind.DECISION]), _of_decision),
            Kind.LOG_ENTRY: _told(logged, lambda entry: _of_log_entry(entry, published.get(entry.revision_id))),
        }
        return [told[Kind(kind)][key] for _, kind, key in keys]

    def live_periods(self, since: datetime.datetime, until: datetime.datetime | None) -> list[LivePeriod]:
        """Which versions the public read between the two (None: now), newest first, with the address each had then."""
        begins = self._log.filter(action__in=PUBLICATIONS).order_by().values_list("timestamp", "revision_id")
        taken_down = self._log.filter(action__in=UNPUBLICATIONS).order_by().values_list("timestamp", flat=True)
        ended = self._decisions.filter(outcome__in=ENDING).order_by().values_list("decided_at", flat=True)
        changes = [*((at, None) for at in (*taken_down, *ended)), *begins]
        found = [
            (began, end, revision)
            for began, end, revision in spans(changes)
            if (end is None or end > since) and (until is None or began <= until)
        ]
        revisions = {revision for *_, revision in found}
        published, addresses = self._publishing(revisions), self._addresses(revisions)
        periods = []
        for began, end, revision in found:
            decision = published.get(revision)
            version, digest = (decision.version, decision.digest) if decision else (None, "")
            periods.append(LivePeriod(version, digest, began, end, addresses.get(revision, "")))
        return periods[::-1]

    def _publishing(self, revisions: Iterable[int | None]) -> dict[int | None, Decision]:
        """The decision that made each of the revisions public last."""
        made = self._decisions.filter(outcome__in=PUBLISHING, revision__in=set(revisions) - {None})
        return {decision.revision_id: decision for decision in made.order_by("pk")}

    def _addresses(self, revisions: set[int]) -> dict[int, str]:
        stored = Revision.page_revisions.filter(pk__in=revisions)
        return dict(stored.values_list("pk", "content__url_path"))


def _told(rows: Mapping[int, Row], tell: Callable[[Row], Event]) -> dict[int, Event]:
    return {key: tell(row) for key, row in rows.items()}


def spans(
    changes: Iterable[tuple[datetime.datetime, int | None]],
) -> list[tuple[datetime.datetime, datetime.datetime | None, int]]:
    """(since, until, revision) of what was live, oldest first, from (when, revision or None for nothing).

    The same revision published again without a break is one span.
    """
    found: list[tuple[datetime.datetime, datetime.datetime | None, int]] = []
    live: tuple[datetime.datetime, int] | None = None
    for at, revision in sorted(changes, key=lambda change: change[0]):
        if live is not None and revision == live[1]:
            continue
        if live is not None:
            found.append((live[0], at, live[1]))
        live = None if revision is None else (at, revision)
    return [*found, (live[0], None, live[1])] if live is not None else found


def _of_submission(request: ReviewRequest) -> Event:
    return Event(
        at=request.submitted_at,
        what="Submitted for review",
        who=request.submitted_by_name,
        note=request.change_note,
        digest=request.digest,
    )


def _of_decision(decision: Decision) -> Event:
    about = f", version {decision.version}" if decision.version is not None else ""
    credentials = f" ({decision.decided_by_credentials})" if decision.decided_by_credentials else ""
    return Event(
        at=decision.decided_at,
        what=f"{decision.get_outcome_display()}{about}",
        who=f"{decision.decided_by_name}{credentials}",
        note=decision.comment,
        digest=decision.digest,
        version=decision.version,
        decision=decision,
    )


def _of_log_entry(entry: PageLogEntry, decision: Decision | None) -> Event:
    """``decision``: the one that made public what the entry is about, if it is about a publication."""
    is_live = entry.action in PUBLICATIONS
    what, note = "Live" if is_live else str(entry.message), ""
    if entry.action == ASSIGNMENT:
        what, note = f"Assigned to {entry.data.get('assignee') or 'nobody'}", entry.data.get("note", "")
    return Event(
        at=entry.timestamp,
        what=what,
        who=str(entry.user_display_name),
        note=note,
        digest=decision.digest if decision and is_live else "",
        version=decision.version if decision and is_live else None,
    )
