"""Who is a clinical reviewer: appointments, append-only."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from reviews.deletion import keep
from reviews.persons import Person

WARNING = datetime.timedelta(days=60)


class ReviewerProfileQuerySet(models.QuerySet["ReviewerProfile"]):
    def current_for(self, user: Person) -> ReviewerProfile | None:
        """The newest appointment of this person, in date or not."""
        return self.filter(user=user).first()

    def with_replaced(self) -> Any:
        """With ``replaced``: whether this person was appointed again since.  Only the newest appointment counts."""
        newer = ReviewerProfile.objects.filter(user=models.OuterRef("user"), entry_id__gt=models.OuterRef("entry_id"))
        return self.annotate(replaced=models.Exists(newer))

    def in_force(self) -> Any:
        """Appointments that let a person decide today."""
        return self.with_replaced().filter(replaced=False, valid_until__gte=timezone.localdate())

    def ending_soon(self) -> Any:
        """Appointments of active people that end within ``WARNING`` and were not renewed."""
        ending = self.in_force().filter(valid_until__lte=timezone.localdate() + WARNING, user__is_active=True)
        return ending.select_related("user")


class ReviewerProfile(models.Model):
    """One appointment.  A change of credentials, or the end of an appointment, is a new row and a ledger entry."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=keep, related_name="reviewer_profiles")
    profession = models.CharField(max_length=100)
    registration_body = models.CharField(max_length=200)
    registration_number = models.CharField(max_length=60)
    valid_until = models.DateField(help_text="Last day on which this person may decide.")
    conflicts_of_interest = models.TextField(blank=True, help_text="“None declared”, or what they are.")
    appointed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=keep, related_name="+")
    appointed_at = models.DateTimeField(default=timezone.now)
    entry = models.OneToOneField("reviews.LedgerEntry", on_delete=keep, related_name="+")

    objects = ReviewerProfileQuerySet.as_manager()

    class Meta:
        ordering = ["-entry_id"]
        verbose_name = "reviewer appointment"
        default_permissions = ("add", "view")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(user=models.F("appointed_by")),
                name="nobody_appoints_themself",
                violation_error_message="Nobody can appoint themself.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user.get_full_name() or self.user.get_username()}, {self.profession}"

    @property
    def credentials(self) -> str:
        return f"{self.profession}, {self.registration_body} no. {self.registration_number}"

    def ends_soon(self) -> bool:
        """Whether the appointment ends within ``WARNING``: time to renew the registration and appoint again."""
        today = timezone.localdate()
        return today <= self.valid_until <= today + WARNING

    def in_date(self, on: datetime.date | None = None) -> bool:
        return self.valid_until >= (on or timezone.localdate())
