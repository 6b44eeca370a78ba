"""The versions of a live page that the public has read, and what of them it may read again.

Readable is what a decision in force approves (``DecisionQuerySet.in_force``): a version that was revoked is not, and
a withdrawal or archiving closes everything before it, but for what a reviewer restores.  A version that was approved
and never became public, such as one that waits for its date, is not even counted here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from wagtail.models import Page, PageLogEntry

from reviews import ledger, stamps
from reviews.log_actions import PUBLICATIONS
from reviews.models.decisions import ENDING, PUBLISHING, Decision, Outcome

TOLD = (*stamps.TOLD, Outcome.REVOKED, *ENDING)


@dataclass(frozen=True)
class Version:
    """One approved version.  ``form`` is the decision whose revision holds its words, in the form that today's code
    understands; None when it may not be read any more, and then ``closed_by`` says why."""

    number: int
    approval: Decision
    form: Decision | None
    closed_by: Decision | None
    is_current: bool
    reaffirmed: tuple[Decision, ...]
    also_signed_by: tuple[str, ...]

    @property
    def change_note(self) -> str:
        """What the editor said of it; a note can repeat the words, so it goes with them."""
        request = self.approval.request
        return request.change_note if request is not None and self.form is not None else ""

    @property
    def reason(self) -> str:
        """Why it may not be read, as far as the public was told: of a withdrawal, never of a revocation."""
        closed = self.closed_by
        return closed.comment if closed is not None and closed.outcome in ENDING else ""


@dataclass(frozen=True)
class History:
    """The versions of ``page``, which is live.  Three queries, however many there are."""

    page: Page

    @cached_property
    def decisions(self) -> list[Decision]:
        """Newest first."""
        told = Decision.objects.for_page(self.page.pk).filter(outcome__in=TOLD).select_related("request")
        large = ("clinical_changes", "findings", "contributors")
        return list(told.defer("acknowledged", *(f"request__{name}" for name in large)))

    @cached_property
    def versions(self) -> list[Version]:
        """Newest first."""
        in_force = set(Decision.objects.for_page(self.page.pk).in_force().values_list("pk", flat=True))
        published = published_revisions(self.page)
        approvals = [decision for decision in self.decisions if decision.outcome == Outcome.APPROVED]
        found = (self._version(approval, in_force, published) for approval in approvals)
        return [version for version in found if version is not None]

    @cached_property
    def readable(self) -> list[Version]:
        return [version for version in self.versions if version.form is not None]

    @cached_property
    def current(self) -> Version | None:
        return next((version for version in self.versions if version.is_current), None)

    def get(self, number: int) -> Version | None:
        return next((version for version in self.versions if version.number == number), None)

    def before(self, version: Version) -> Version | None:
        """The readable version before this one, to compare it with; None when either may not be read."""
        return self._before.get(version.number)

    @cached_property
    def _before(self) -> dict[int, Version]:
        return {newer.number: older for newer, older in pairwise(self.readable)}

    @cached_property
    def _about(self) -> dict[int | None, list[Decision]]:
        """Version → its decisions, newest first."""
        about = defaultdict(list)
        for decision in self.decisions:
            about[decision.version].append(decision)
        return about

    @cached_property
    def _cosigned(self) -> list[Decision]:
        return [decision for decision in self.decisions if decision.outcome == Outcome.COSIGNED]

    def _version(self, approval: Decision, in_force: set[int], published: set[int]) -> Version | None:
        about = self._about[approval.version]
        forms = [decision for decision in about if decision.outcome in PUBLISHING]
        revisions = {decision.revision_id for decision in forms}
        if not revisions & published:
            return None
        stands = any(decision.pk in in_force for decision in forms)
        return Version(
            number=approval.version or 0,
            approval=approval,
            form=next(decision for decision in forms if decision.outcome != Outcome.RESTORED) if stands else None,
            closed_by=None if stands else self._closed_by(approval),
            is_current=self.page.live_revision_id in revisions,
            reaffirmed=tuple(decision for decision in about if decision.outcome == Outcome.REAFFIRMED),
            also_signed_by=stamps.also_signed(self._cosigned, approval),
        )

    def _closed_by(self, approval: Decision) -> Decision | None:
        """The revocation, or else the newest withdrawal or archiving, after the version was approved."""
        later = [decision for decision in self.decisions if decision.entry_id > approval.entry_id]
        revoked = [d for d in later if d.outcome == Outcome.REVOKED and d.version == approval.version]
        return next(iter([*revoked, *(d for d in later if d.outcome in ENDING)]), None)


def published_revisions(page: Page) -> set[int]:
    """Keys of the revisions that became public, by the audit log, and of the one that is."""
    logged = PageLogEntry.objects.filter(page=page.pk, action__in=PUBLICATIONS).order_by()
    return {*logged.values_list("revision_id", flat=True), page.live_revision_id} - {None}


def stamp_of(version: Version, decisions: Iterable[Decision]) -> stamps.ReviewStamp | None:
    """The stamp of a readable version.  When a review of an old one falls due concerns nobody."""
    if version.form is None or version.form.revision_id is None:
        return None
    stamp = stamps.stamp_from([d for d in decisions if d.outcome in stamps.TOLD], version.form.revision_id)
    told = stamp and replace(stamp, ledger_head=ledger.head().hash)
    return told if told is None or version.is_current else told.without_due_date()
