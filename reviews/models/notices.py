"""Notices: what people are told, kept in the database until it is sent and read."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import functions
from django.utils import timezone

from reviews.persons import Person

if TYPE_CHECKING:
    from reviews.models.requests import ReviewRequest


class Kind(models.TextChoices):
    SUBMITTED = "submitted", "A submission that I may approve"
    ASSIGNED = "assigned", "A submission assigned to me"
    DECIDED = "decided", "A decision on a page that I had a hand in"
    WITHDRAWN = "withdrawn", "A page that I wrote or approved is taken from the public"
    ASKED = "asked", "Somebody asks that a page be withdrawn"
    CONCERN = "concern", "A reader reports that a page could do harm"
    STANDING = "standing", "The content rules find something on a live page that I wrote"
    DUE = "due", "Live pages that I may reaffirm fall due"
    EXPIRING = "expiring", "My appointment as a clinical reviewer ends"


# Found by the daily run, page by page: they go out together, in one mail a person.
DAILY = (Kind.STANDING, Kind.DUE, Kind.EXPIRING)
# Never kept for the mail of the day, whatever somebody chose.
AT_ONCE = (Kind.CONCERN,)
# How long to wait before each attempt but the first; after the last the notice stays in the admin only.
GAPS = tuple(datetime.timedelta(minutes=minutes) for minutes in (1, 4, 15, 60, 240, 1440, 1440, 1440))


class NoticeSettings(models.Model):
    """What one person chose about notices as a whole."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_settings")
    daily_digest = models.BooleanField(default=False)
    calendar_secret = models.CharField(max_length=43, blank=True, help_text="Empty: no calendar address works.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.person}: {'one mail a day' if self.daily_digest else 'single mails'}"


class NoticePreference(models.Model):
    """Where one person wants one kind of notice.  Without a row: both."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preferences")
    kind = models.CharField(max_length=10, choices=Kind)
    email = models.BooleanField(default=True)
    in_admin = models.BooleanField(default=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_preference_per_kind")]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_kind_display()}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread_by(self, person: Person) -> NoticeQuerySet:
        return self.filter(person=person, in_admin=True, read_at=None)

    def unsent(self, now: datetime.datetime) -> NoticeQuerySet:
        """Mail to write now: never tried, or tried long enough ago.

        Asks columns of this table only, so that PostgreSQL looks again at a row that it waited for (``claim``).
        """
        retry = models.Q(attempts=0)
        for attempts, gap in enumerate(GAPS, start=1):
            retry |= models.Q(attempts=attempts, attempted_at__lte=now - gap)
        return self.filter(retry, by_email=True, emailed_at=None)

    def for_digest(self) -> NoticeQuerySet:
        """What goes out in one mail a person."""
        chosen = models.Q(person__notice_settings__daily_digest=True) & ~models.Q(kind__in=AT_ONCE)
        return self.filter(models.Q(kind__in=DAILY) | chosen)

    def single(self) -> NoticeQuerySet:
        together = NoticeSettings.objects.filter(person=models.OuterRef("person"), daily_digest=True)
        return self.exclude(kind__in=DAILY).filter(models.Q(kind__in=AT_ONCE) | ~models.Exists(together))

    def claim(self, now: datetime.datetime) -> int:
        """Count an attempt on each, before it is made: what another process claimed meanwhile is not claimed twice."""
        return self.unsent(now).update(attempts=models.F("attempts") + 1, attempted_at=now)

    def settle(self, request: ReviewRequest) -> int:
        """Ask nobody any more to do what is done: no longer unread, and not mailed if it was not mailed yet."""
        read_at = functions.Coalesce("read_at", models.Value(timezone.now()))
        return self.filter(request=request, kind__in=(Kind.SUBMITTED, Kind.ASSIGNED)).update(
            read_at=read_at, by_email=False
        )


class Notice(models.Model):
    """One thing that one person is told.  Written in the transaction of what it tells, so it is lost only with it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=100, help_text="What it is about: a person is told each thing once.")
    request = models.ForeignKey("reviews.ReviewRequest", null=True, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=255)
    body = models.TextField()
    url = models.CharField(max_length=255, help_text="Path in the admin.")
    in_admin = models.BooleanField()
    by_email = models.BooleanField()
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    emailed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    attempted_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="told_once")]
        indexes = [
            models.Index(
                fields=["person"], name="notice_unread", condition=models.Q(in_admin=True, read_at__isnull=True)
            ),
            models.Index(
                fields=["attempts"], name="notice_unsent", condition=models.Q(by_email=True, emailed_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.subject
