"""What each notice says, and to whom.

A title and the words that a person wrote to a colleague (change note, comment, reason) are all that is ever quoted:
no notice carries words of a page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.formats import date_format
from wagtail.models import Page

from reviews.contributions import display_name
from reviews.eligibility import could_approve, may_withdraw_today
from reviews.models.assignments import Assignment
from reviews.models.contributions import Contribution
from reviews.models.decisions import PUBLISHING, Decision, Outcome
from reviews.models.notices import Kind
from reviews.models.reader_reports import ReaderReport
from reviews.models.requests import ReviewRequest
from reviews.models.standing_findings import StandingFinding
from reviews.persons import Person


@dataclass(frozen=True)
class Message:
    """One event and everybody who is told of it; ``key`` names the event, ``url`` is a path in the admin."""

    kind: Kind
    key: str
    recipients: list[Person]
    subject: str
    body: str
    url: str
    request: ReviewRequest | None = None


def submitted(request: ReviewRequest) -> Message:
    """To everybody who may approve it."""
    return Message(
        Kind.SUBMITTED,
        f"submitted:{request.pk}",
        list(could_approve(request).exclude(pk=request.submitted_by_id)),
        f"Submitted for review: {_title(request)}",
        f"{request.submitted_by_name} submitted “{_title(request)}”.\n\n{_facts(request)}",
        reverse("reviews:review", args=[request.pk]),
        request,
    )


def assigned(assignment: Assignment) -> Message:
    """To the assignee, unless they took it themself."""
    request, assignee, by = assignment.request, assignment.assignee, assignment.assigned_by
    is_told = assignee is not None and assignee != by
    note = f"{assignment.note}\n\n" if assignment.note else ""
    return Message(
        Kind.ASSIGNED,
        # A submission that is handed over and back is theirs again, which is news.
        f"assigned:{request.pk}:{assignment.pk}",
        [assignee] if is_told else [],
        f"Assigned to you: {_title(request)}",
        f"{display_name(by)} asks you to review “{_title(request)}”.\n\n{note}{_facts(request)}",
        reverse("reviews:review", args=[request.pk]),
        request,
    )


def decided(decision: Decision, page: Page) -> Message:
    """To everybody with a hand in what was submitted, and whoever submitted it, with the comment."""
    request = decision.request
    if request is None:
        raise ValueError("A decision about no submission is told to nobody as one.")
    title = _title(request)
    approved = decision.outcome == Outcome.APPROVED
    people = [contributor["user"] for contributor in request.contributors] + [request.submitted_by_id]
    said = f"Their comment:\n{decision.comment}" if decision.comment else "They left no comment."
    return Message(
        Kind.DECIDED,
        f"decided:{decision.pk}",
        [
            person
            for person in _people(people, besides=decision.decided_by_id)
            if page.permissions_for_user(person).can_edit()
        ],
        f"{'Approved' if approved else 'Changes requested'}: {title}",
        f"{decision.decided_by_name} {'approved' if approved else 'asked for changes to'} “{title}”.\n\n{said}",
        reverse("wagtailadmin_pages:edit", args=[decision.page_id]),
        request,
    )


def withdrawn(decision: Decision, version: Decision | None) -> Message:
    """To those who wrote the ``version`` that the public no longer reads, or approved it, with the reason."""
    request = version.request if version is not None and version.outcome in PUBLISHING else None
    people = []
    if version is not None and request is not None:
        written_by = [contributor["user"] for contributor in request.contributors]
        people = _people([*written_by, version.decided_by_id], besides=decision.decided_by_id)
    title = _title(request) if request else ""
    return Message(
        Kind.WITHDRAWN,
        f"withdrawn:{decision.pk}",
        [person for person in people if person.has_perm("wagtailadmin.access_admin")],
        f"{decision.get_outcome_display()}: {title}",
        f"{_WHAT_HAPPENED[decision.outcome]}\nPage: {title}\nBy: {decision.decided_by_name}\n"
        f"Reason: {decision.comment}",
        reverse("reviews:history", args=[decision.page_id]),
    )


def withdrawal_asked(page: Page, person: Person, reason: str, event: object) -> Message:
    """To everybody who may withdraw it, at once.  ``event`` names the asking."""
    title = page.get_admin_display_title()
    return Message(
        Kind.ASKED,
        f"asked:{page.pk}:{event}",
        [other for other in may_withdraw_today() if other.pk != person.pk],
        f"Please withdraw: {title}",
        f"{display_name(person)} asks that “{title}” be withdrawn from the public.\n\nTheir reason:\n{reason}",
        reverse("reviews:withdraw", args=[page.pk]),
    )


def safety_concern(report: ReaderReport) -> Message:
    """To everybody who may withdraw the page, at once; of many reports on a page within the hour, the first.

    What the reader wrote stays in the admin: it may be about somebody's health.
    """
    title = report.page.get_admin_display_title()
    return Message(
        Kind.CONCERN,
        f"concern:{report.page_id}:{report.received_at:%Y-%m-%dT%H}",
        may_withdraw_today(),
        f"A reader fears harm: {title}",
        f"A reader reports that somebody could come to harm by what “{title}” says.\n\nRead the report, and withdraw "
        "the page if that may be so.",
        reverse("reviews:answer_reader", args=[report.pk]),
    )


def findings_opened(page: Page, opened: list[StandingFinding]) -> Message:
    """To everybody who wrote on the page and may edit it: what is new on the live page, in numbers and rules.

    A finding quotes the page, so its words stay in the admin.
    """
    title = page.get_admin_display_title()
    written_by = Contribution.objects.filter(page=page.pk).values_list("user", flat=True)
    found = "1 finding" if len(opened) == 1 else f"{len(opened)} findings"
    rules = ", ".join(sorted({row.rule for row in opened}))
    blocking = sum(row.severity == "block" for row in opened)
    would = f" {blocking} would keep it from being submitted today." if blocking else ""
    return Message(
        Kind.STANDING,
        f"standing:{page.pk}:{max(row.key for row in opened)}:{opened[0].found_at:%Y-%m-%d}",
        [person for person in _people(written_by) if page.permissions_for_user(person).can_edit()],
        f"New findings on a live page: {title}",
        f"The content rules have {found} on “{title}” that nobody has answered ({rules}).{would} The public reads the "
        "page as before.\n\nMend the page and submit it, or answer for what may stand.",
        reverse("reviews:work_stage", args=["findings"]),
    )


_WHAT_HAPPENED: dict[str, str] = {
    Outcome.WITHDRAWN: "A page was taken from the public. Its words and versions are kept.",
    Outcome.ARCHIVED: "A page was put into the archive, so the public no longer reads it. Its versions are kept.",
    Outcome.REVOKED: "The approval of a version no longer stands. It is never restored, and not public.",
}


def _title(request: ReviewRequest) -> str:
    return request.revision.object_str


def _facts(request: ReviewRequest) -> str:
    facts = [f"What changed: {request.change_note}", f"Priority: {request.priority}"]
    if request.due_on:
        facts.append(f"Needed by: {date_format(request.due_on, 'j F Y')}")
    return "\n".join(facts)


def _people(ids: Iterable[int | None], *, besides: int | None = None) -> list[Person]:
    """Active people by key, in a fixed order, one query."""
    known = {pk for pk in ids if pk is not None} - {besides}
    return list(get_user_model()._default_manager.filter(pk__in=known, is_active=True).order_by("pk"))
