"""Taking in what readers report, and answering it."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from reviews import notices
from reviews.models.decisions import Decision
from reviews.models.reader_reports import ReaderReport
from reviews.persons import Person
from reviews.refusals import ReviewRefused

# How long the hash of an address is kept, and what may come from one, and from all, in that time.
REMEMBERED = datetime.timedelta(hours=1)
FROM_ONE, FROM_ALL = 5, 200


class TooManyReports(ReviewRefused):
    """Nothing was taken in: too much came from one address, or from everywhere, within the hour."""


@transaction.atomic
def report_problem(page: Page, *, matter: str, words: str, is_safety: bool, sender: str) -> ReaderReport:
    """Keep what a reader says about a live page; tell everybody who may withdraw it of a safety concern, at once.

    ``sender`` is a hash that tells addresses apart for an hour.  Raises ``TooManyReports``.
    """
    now = timezone.now()
    forget_senders(now)
    recent = ReaderReport.objects.filter(received_at__gt=now - REMEMBERED)
    if recent.filter(sender=sender).count() >= FROM_ONE or recent.count() >= FROM_ALL:
        raise TooManyReports(
            "Many reports came in within the last hour.",
            kept="Yours was not sent. Your words are still below.",
            next_step="Send them again in an hour.",
        )
    standing = Decision.objects.standing(page.pk)
    report = ReaderReport.objects.create(
        page=page,
        version=standing.version if standing else None,
        matter=matter,
        words=words,
        is_safety=is_safety,
        received_at=now,
        promised_by=now + datetime.timedelta(days=settings.READER_REPORT_DAYS),
        sender=sender,
    )
    if is_safety:
        notices.tell(notices.safety_concern(report))
    return report


def forget_senders(now: datetime.datetime) -> int:
    """Empty the hashes of addresses that are no longer needed; return how many."""
    old = ReaderReport.objects.filter(received_at__lte=now - REMEMBERED).exclude(sender="")
    return old.update(sender="")


@transaction.atomic
def answer_reader(report: ReaderReport, user: Person, *, answer: str, note: str) -> ReaderReport:
    """Say what was done about a report.  The first answer counts; raises ``ReviewRefused`` after it."""
    report = ReaderReport.objects.select_for_update().get(pk=report.pk)
    if report.answered_at is not None:
        raise ReviewRefused("Somebody answered this report already.", kept="Their answer stands.")
    report.answer, report.note = answer, note
    report.answered_at, report.answered_by = timezone.now(), user
    report.save(update_fields=["answer", "note", "answered_at", "answered_by"])
    return report
