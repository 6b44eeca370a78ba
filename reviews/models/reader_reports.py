"""What readers report about a page: work for the editors, with the time by which an answer was promised."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from reviews.deletion import keep


class Matter(models.TextChoices):
    WRONG = "wrong", "Something is wrong"
    OUT_OF_DATE = "out-of-date", "Something is out of date"
    MISSING = "missing", "Something is missing"
    UNCLEAR = "unclear", "Something is hard to understand"
    BROKEN = "broken", "Something does not work"


class Answer(models.TextChoices):
    CORRECTED = "corrected", "The page was corrected"
    PLANNED = "planned", "A correction is being written or reviewed"
    AS_IT_IS = "as-it-is", "Looked into; the page stays as it is"
    NOT_ABOUT_IT = "not-about-it", "Not about this page"


class ReaderReportQuerySet(models.QuerySet["ReaderReport"]):
    def unanswered(self) -> ReaderReportQuerySet:
        return self.filter(answered_at=None)

    def promise_kept(self, now: datetime.datetime) -> dict[str, int]:
        """How many were ``answered``, how many of these ``on_time``, and how many came or still are ``late``."""
        promised = models.F("promised_by")
        late = models.Q(answered_at__gt=promised) | models.Q(answered_at=None, promised_by__lt=now)
        return self.aggregate(
            answered=models.Count("answered_at"),
            on_time=models.Count("pk", filter=models.Q(answered_at__lte=promised)),
            late=models.Count("pk", filter=late),
        )


class ReaderReport(models.Model):
    """One report.  Nobody is asked who they are; ``sender`` is a keyed hash of an address, and soon emptied."""

    # Not tracked as a use of the page: nothing on the public site refers to it.
    wagtail_reference_index_ignore = True

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="reader_reports")
    version = models.PositiveIntegerField(null=True, help_text="The version that was public when it was sent.")
    matter = models.CharField(max_length=12, choices=Matter)
    words = models.TextField()
    is_safety = models.BooleanField("safety concern")
    received_at = models.DateTimeField(default=timezone.now)
    promised_by = models.DateTimeField(help_text="By the promise as it was on the page that day.")
    sender = models.CharField(max_length=32, blank=True, db_index=True)
    answer = models.CharField(max_length=12, choices=Answer, blank=True)
    note = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=keep, related_name="+")

    objects = ReaderReportQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = "reader’s report"
        default_permissions = ()
        indexes = [
            models.Index(fields=["page"], name="report_unanswered", condition=models.Q(answered_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.get_matter_display()}, {self.received_at:%Y-%m-%d}"
