"""What the content rules say today about pages that are live: found again and again until it is resolved."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class StandingFinding(models.Model):
    """One finding on approved words that nobody answered when they were approved.

    Either a rule is newer than the approval, or live pages contradict each other (``across``).  It withdraws nothing:
    it is work for whoever wrote the page.
    """

    # Not tracked as a use of the page: nothing on the public site refers to it.
    wagtail_reference_index_ignore = True

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="standing_findings")
    key = models.CharField(max_length=16, help_text="As in reviews.acknowledging: rule, place and message.")
    rule = models.CharField(max_length=40)
    severity = models.CharField(max_length=12)
    message = models.TextField()
    place = models.CharField(max_length=255, blank=True)
    across = models.BooleanField("between pages")
    rule_set_version = models.CharField(max_length=64)
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-found_at", "page_id", "pk"]
        verbose_name = "standing finding"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["page", "key"], name="standing_finding_once_per_page")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.message}"
