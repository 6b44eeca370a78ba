"""Review requests: what was handed in for review, frozen as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from reviews.deletion import keep

if TYPE_CHECKING:
    from reviews.models.decisions import Decision


class Priority(models.TextChoices):
    ROUTINE = "routine", "Routine"
    SOON = "soon", "Soon"
    URGENT = "urgent", "Urgent"


class ReviewRequestQuerySet(models.QuerySet["ReviewRequest"]):
    def open(self) -> ReviewRequestQuerySet:
        """Waiting for a decision.  Derived: a request never changes after it was made."""
        from reviews.models.decisions import Decision

        return self.filter(~models.Exists(Decision.objects.closing().filter(request=models.OuterRef("pk"))))

    def with_assignee(self) -> Any:
        """With ``assignee_now``: the person (key) of the newest assignment, or None."""
        from reviews.models.assignments import Assignment

        newest = Assignment.objects.filter(request=models.OuterRef("pk")).order_by("-pk")
        return self.annotate(assignee_now=models.Subquery(newest.values("assignee")[:1]))

    def open_for(self, page_id: int) -> ReviewRequest | None:
        return self.open().filter(page_id=page_id).first()


class ReviewRequest(models.Model):
    """One submission for review: a pinned revision, its digest, and who had a hand in it."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=keep, related_name="review_requests")
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    compared_with = models.ForeignKey("reviews.Decision", null=True, on_delete=keep, related_name="+")
    contributors = models.JSONField(help_text="People since the last approved version: [{user, name, via}].")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=keep, related_name="+")
    submitted_by_name = models.CharField(max_length=255)
    submitted_at = models.DateTimeField(default=timezone.now)
    change_note = models.TextField()
    findings = models.JSONField(default=list)
    clinical_changes = models.JSONField(
        default=list, help_text="Doses, negations and the like that differ from the last approved version."
    )
    rule_set_version = models.CharField(max_length=64)
    priority = models.CharField(max_length=10, choices=Priority, default=Priority.ROUTINE)
    due_on = models.DateField(null=True, blank=True)

    objects = ReviewRequestQuerySet.as_manager()

    if TYPE_CHECKING:
        assignee_now: int | None  # of ``with_assignee``

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        verbose_name = "review request"
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.revision.object_str}, submitted by {self.submitted_by_name}"

    @property
    def closing_decision(self) -> Decision | None:
        from reviews.models.decisions import Decision

        return Decision.objects.closing().filter(request=self).first()

    @property
    def is_open(self) -> bool:
        return self.closing_decision is None
