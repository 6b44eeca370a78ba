"""Which professions must sign what.  One approval is always needed; these rows ask for more."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from reviews.deletion import keep


class ApprovalRequirementQuerySet(models.QuerySet["ApprovalRequirement"]):
    def with_replaced(self) -> Any:
        """With ``replaced``: whether a newer row says something about the same profession, page type and kind."""
        newer = ApprovalRequirement.objects.filter(
            profession=models.OuterRef("profession"),
            page_type=models.OuterRef("page_type"),
            clinical_kind=models.OuterRef("clinical_kind"),
            entry_id__gt=models.OuterRef("entry_id"),
        )
        return self.annotate(replaced=models.Exists(newer))

    def in_force(self) -> Any:
        """What asks for a signature today."""
        return self.with_replaced().filter(is_required=True, replaced=False)


class ApprovalRequirement(models.Model):
    """Somebody of this profession must sign pages of this type, or changes of this kind.  Append-only."""

    profession = models.CharField(max_length=100)
    page_type = models.CharField(max_length=120, blank=True, help_text="app_label.model_name; empty: every type.")
    clinical_kind = models.CharField(max_length=40, blank=True, help_text="Kind of clinical change; empty: any page.")
    is_required = models.BooleanField(default=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=keep, related_name="+")
    entry = models.OneToOneField("reviews.LedgerEntry", on_delete=keep, related_name="+")

    objects = ApprovalRequirementQuerySet.as_manager()

    class Meta:
        ordering = ["-entry_id"]
        default_permissions = ("add", "view")

    def __str__(self) -> str:
        what = " ".join(part for part in (self.clinical_kind, self.page_type) if part) or "every page"
        return f"{self.profession} for {what}"
