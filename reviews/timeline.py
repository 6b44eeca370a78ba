"""One page's history, from the rows that never change: what happened, and which version was live when."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

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


@dataclass(frozen=True)
class Timeline:
    """The history of ``page``, in a fixed number of queries however long it is."""

    page: Page

    @cached_property
    def decisions(self) -> list[Decision]:
        """Newest first."""
        return list(Decision.objects.for_page(self.page.pk))

    @cached_property
    def submissions(self) -> list[ReviewRequest]:
        """Newest first."""
        submitted = ReviewRequest.objects.filter(page=self.page).defer("clinical_changes", "findings", "contributors")
        return list(submitted)

    @cached_property
    def logged(self) -> list[PageLogEntry]:
        """Publications, comments and assignments from the audit log, newest first."""
        told = (*PUBLICATIONS, *UNPUBLICATIONS, *SCHEDULING, ASSIGNMENT)
        entries = PageLogEntry.objects.filter(page=self.page)
        entries = entries.filter(action__in=told) | entries.filter(action__startswith=COMMENTS)
        found = list(entries.select_related("user").order_by("-timestamp", "-pk"))
        for entry in found:
            entry.page = self.page
        return found

    @cached_property
    def _published_by(self) -> dict[int, Decision]:
        """The decision that made each revision public, by the revision's key."""
        return {
            decision.revision_id: decision
            for decision in reversed(self.decisions)
            if decision.outcome in PUBLISHING and decision.revision_id is not None
        }

    def events(self) -> list[Event]:
        """Newest first; what happened at the same moment as it was written down."""
        events = [
            *(_of_submission(request) for request in reversed(self.submissions)),
            *(_of_decision(decision) for decision in reversed(self.decisions)),
            *(self._of_log_entry(entry) for entry in reversed(self.logged)),
        ]
        return sorted(events, key=lambda event: event.at)[::-1]

    def _of_log_entry(self, entry: PageLogEntry) -> Event:
        decision = self._published_by.get(entry.revision_id) if entry.action in PUBLICATIONS else None
        what = "Live" if entry.action in PUBLICATIONS else str(entry.message)
        note = ""
        if entry.action == ASSIGNMENT:
            what, note = f"Assigned to {entry.data.get('assignee') or 'nobody'}", entry.data.get("note", "")
        return Event(
            at=entry.timestamp,
            what=what,
            who=str(entry.user_display_name),
            note=note,
            digest=decision.digest if decision else "",
            version=decision.version if decision else None,
        )

    def live_periods(self) -> list[LivePeriod]:
        """Which version the public read, newest first, with the address that the version had then."""
        ends = [(entry.timestamp, None) for entry in self.logged if entry.action in UNPUBLICATIONS]
        ends += [(decision.decided_at, None) for decision in self.decisions if decision.outcome in ENDING]
        begins = [(entry.timestamp, entry.revision_id) for entry in self.logged if entry.action in PUBLICATIONS]
        addresses = self._addresses({revision for _, revision in begins if revision is not None})
        periods = []
        for since, until, revision in spans([*ends, *begins]):
            decision = self._published_by.get(revision)
            version, digest = (decision.version, decision.digest) if decision else (None, "")
            periods.append(LivePeriod(version, digest, since, until, addresses.get(revision, "")))
        return periods[::-1]

    def _addresses(self, revisions: set[int]) -> dict[int, str]:
        stored = Revision.page_revisions.filter(pk__in=revisions)
        return dict(stored.values_list("pk", "content__url_path"))


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
