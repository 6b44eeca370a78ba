"""What one person has in hand as an author: drafts, submissions, what came back, and live pages that need them.

Knows nothing of views.  Each list is one query, whatever its length.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Comment, Page

from reviews.models.contributions import Contribution
from reviews.models.decisions import Decision, Outcome
from reviews.models.reader_reports import ReaderReport
from reviews.models.requests import ReviewRequest
from reviews.models.standing_findings import StandingFinding
from reviews.persons import Person
from reviews.queue import Overview, Whose, waiting

# How far ahead a page counts as due for an update, in days.
DUE_WITHIN = 90


class Stage(StrEnum):
    """The lists of somebody's work, what presses most first."""

    REPORTED = "reported"
    SENT_BACK = "sent-back"
    FINDINGS = "findings"
    DUE = "due"
    DRAFTS = "drafts"
    IN_REVIEW = "in-review"


class Turn(NamedTuple):
    """A submission's place in the queue: ``number`` of ``length``, counted from 1."""

    request: int
    number: int
    length: int
    assignee: int | None


class Reported(NamedTuple):
    """Unanswered reports of readers about a page: how many, how many of harm, and when the first answer is due."""

    number: int
    concerns: int
    promised_by: datetime.datetime


@dataclass(frozen=True)
class Work:
    """The work of ``person``: pages that they had a hand in, by what is to be done about them."""

    person: Person

    @property
    def _written(self) -> Any:
        return Contribution.objects.filter(user=self.person).values("page")

    @cached_property
    def overview(self) -> Overview:
        return Overview(self.person)

    @cached_property
    def in_review(self) -> dict[int, Turn]:
        """Submissions that the person handed in or had a hand in, by page."""
        columns = ("pk", "page_id", "submitted_by_id", "contributors", "assignee_now")
        queue = waiting(self.overview.keys(Whose.ALL)).order_by("-urgency", "submitted_at", "pk").values_list(*columns)
        rows = list(queue)
        return {
            page: Turn(request, number, len(rows), assignee)
            for number, (request, page, submitter, contributors, assignee) in enumerate(rows, start=1)
            if submitter == self.person.pk or _is_among(contributors, self.person)
        }

    @cached_property
    def sent_back(self) -> dict[int, Decision]:
        """What a reviewer asked for on the newest submission of each page, by page; the newest first."""
        later = ReviewRequest.objects.filter(page=OuterRef("page"), pk__gt=OuterRef("request"))
        asked = Decision.objects.filter(outcome=Outcome.CHANGES_REQUESTED).exclude(Exists(later))
        asked = asked.filter(Q(page__in=self._written) | Q(request__submitted_by=self.person))
        # Contributions to versions approved long ago make nobody answer for this one.
        columns = ("comment", "decided_by_name", "decided_at", "page", "request__contributors", "request__submitted_by")
        return {
            decision.page_id: decision
            for decision in asked.exclude(page__in=_archived()).select_related("request").only(*columns)
            if decision.request is not None and self._had_a_hand_in(decision.request)
        }

    def _had_a_hand_in(self, request: ReviewRequest) -> bool:
        return request.submitted_by_id == self.person.pk or _is_among(request.contributors, self.person)

    @cached_property
    def drafts(self) -> set[int]:
        """Pages on which the person wrote since the last approval, and which wait for nobody else."""
        approved = Decision.objects.approvals().filter(page=OuterRef("page")).order_by("-revision_id")
        written = Contribution.objects.filter(
            user=self.person, revision_id__gt=Coalesce(Subquery(approved.values("revision_id")[:1]), 0)
        )
        elsewhere = {*self.in_review, *self.sent_back}
        # What is public as it was last saved has nothing newer; on a large site that is nearly all.
        changed = Page.objects.exclude(live=True, latest_revision=F("live_revision"))
        pages = changed.filter(pk__in=written.values("page")).exclude(pk__in=_archived())
        return set(pages.values_list("pk", flat=True)) - elsewhere

    @cached_property
    def due(self) -> dict[int, datetime.date]:
        """When the live pages that the person had a hand in are due, by page, as far as that is soon."""
        until = timezone.localdate() + datetime.timedelta(days=DUE_WITHIN)
        live: Any = Decision.objects.of_live_pages_due(until)
        return dict(live.filter(next_due__lte=until, page__in=self._written).values_list("page", "next_due"))

    @cached_property
    def findings(self) -> dict[int, int]:
        """How many findings stand on live pages that the person had a hand in, by page."""
        standing = StandingFinding.objects.filter(page__in=self._written, page__live=True).order_by()
        return dict(standing.values_list("page").annotate(Count("pk")))

    @cached_property
    def reported(self) -> dict[int, Reported]:
        """What readers reported about pages that the person had a hand in, or that no active person wrote, by page."""
        active = Contribution.objects.filter(page=OuterRef("page"), user__is_active=True)
        reports = ReaderReport.objects.unanswered().filter(Q(page__in=self._written) | ~Exists(active)).order_by()
        counted = reports.values_list("page").annotate(
            number=Count("pk"), concerns=Count("pk", filter=Q(is_safety=True)), first=Min("promised_by")
        )
        return {page: Reported(*about) for page, *about in counted}

    @cached_property
    def pages(self) -> dict[Stage, set[int]]:
        return {
            Stage.REPORTED: set(self.reported),
            Stage.SENT_BACK: set(self.sent_back),
            Stage.FINDINGS: set(self.findings),
            Stage.DUE: set(self.due),
            Stage.DRAFTS: self.drafts,
            Stage.IN_REVIEW: set(self.in_review),
        }

    @cached_property
    def all(self) -> set[int]:
        return set().union(*self.pages.values())

    def stages_of(self, page_id: int) -> list[Stage]:
        return [stage for stage, pages in self.pages.items() if page_id in pages]


def open_comments(pages: set[int]) -> dict[int, int]:
    """How many comments nobody resolved, by page."""
    comments = Comment.objects.filter(page__in=pages, resolved_at=None).order_by()
    return dict(comments.values_list("page").annotate(Count("pk")))


def listed(pages: set[int]) -> Any:
    """These pages with ``version_approved``, the newest version that was ever approved, if any."""
    approved = Decision.objects.approvals().filter(page=OuterRef("pk")).order_by("-version")
    found = Page.objects.filter(pk__in=pages).select_related("content_type")
    return found.annotate(
        version_approved=Subquery(approved.values("version")[:1]), saved_at=F("latest_revision_created_at")
    )


def _is_among(contributors: list[dict[str, Any]], person: Person) -> bool:
    return any(contributor["user"] == person.pk for contributor in contributors)


def _archived() -> Any:
    return Decision.objects.archived().values("page")
