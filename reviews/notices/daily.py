"""What falls due by the calendar: told once a threshold, however often the day's run is repeated."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from reviews.eligibility import could_approve
from reviews.models.decisions import Decision
from reviews.models.notices import Kind, Notice
from reviews.models.reviewers import ReviewerProfile
from reviews.notices.kinds import Message
from reviews.notices.outbox import tell
from reviews.views.due import SOON, due_for_review

# Days before the end of an appointment at which the person is told.
EXPIRING = (7, 30, 60)
# Read or not, after so long nobody looks for it; longer than any threshold is away from the next.
KEPT = datetime.timedelta(days=400)


def tell_what_falls_due() -> None:
    """Write today's notices of pages and appointments that fall due, and drop those nobody will look for."""
    tell(*_pages(), *_appointments())
    Notice.objects.filter(created_at__lt=timezone.now() - KEPT).delete()


def _pages() -> Iterator[Message]:
    """One message for each page that is due within ``SOON`` days, and another when it is overdue."""
    for standing in due_for_review(within_days=SOON).select_related("page", "request"):
        if standing.request is None:
            continue
        yield Message(
            Kind.DUE,
            f"due:{standing.page_id}:{_threshold(standing)}",
            list(could_approve(standing.request)),
            f"{_state(standing)}: {standing.page.title}",
            f"“{standing.page.title}” is live, and waits for somebody to read it again and reaffirm it, or to change "
            "it.",
            reverse("reviews:reaffirm", args=[standing.page_id]),
        )


def _threshold(standing: Decision) -> str:
    due = standing.next_due  # type: ignore[attr-defined]  # annotated by of_live_pages
    if due is None or due > timezone.localdate() + datetime.timedelta(days=SOON):
        return f"stored-{standing.pk}"
    return f"{due.isoformat()}:{'overdue' if due < timezone.localdate() else 'soon'}"


def _state(standing: Decision) -> str:
    due = standing.next_due  # type: ignore[attr-defined]
    if due is None or due > timezone.localdate() + datetime.timedelta(days=SOON):
        return "Stored in a new form"
    return f"{'Overdue since' if due < timezone.localdate() else 'Due on'} {date_format(due, 'j F Y')}"


def _appointments() -> Iterator[Message]:
    """One message for each appointment at 60, 30 and 7 days before it ends."""
    for profile in ReviewerProfile.objects.ending_soon():
        left = (profile.valid_until - timezone.localdate()).days
        threshold = next(days for days in EXPIRING if left <= days)
        until = date_format(profile.valid_until, "j F Y")
        yield Message(
            Kind.EXPIRING,
            f"expiring:{profile.pk}:{threshold}",
            [profile.user],
            f"Your appointment ends on {until}",
            f"Your appointment as a clinical reviewer ends on {until}. After that day you cannot approve anything. "
            "Ask an administrator to appoint you again.",
            reverse("wagtailadmin_home"),
        )
