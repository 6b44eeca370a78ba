"""Who looks after a submission.  Anybody eligible may decide all the same; an assignment says who is expected to."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from reviews.deletion import keep


class Assignment(models.Model):
    """One assignment, append-only: the newest of a request counts, and one without an assignee takes it back."""

    request = models.ForeignKey("reviews.ReviewRequest", on_delete=keep, related_name="assignments")
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=keep, related_name="+")
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=keep, related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.request} for {self.assignee or 'nobody'}"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: datetime.date) -> AbsenceQuerySet:
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class Absence(models.Model):
    """Days on which somebody is away, and who sees their submissions meanwhile."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences")
    starts_on = models.DateField("first day away")
    ends_on = models.DateField("last day away")
    cover = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="absence_ends_after_it_starts",
                violation_error_message="The last day away is before the first.",
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("cover")),
                name="nobody_covers_for_themself",
                violation_error_message="Somebody else must cover.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.starts_on} to {self.ends_on}"
