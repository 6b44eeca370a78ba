"""Decisions: what a person decided about a page, for ever."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from wagtail.models import PageLogEntry

from reviews.deletion import keep
from reviews.log_actions import PUBLICATIONS


class Outcome(models.TextChoices):
    APPROVED = "approved", "Approved"
    CHANGES_REQUESTED = "changes-requested", "Changes requested"
    RECALLED = "recalled", "Recalled"
    WITHDRAWN = "withdrawn", "Withdrawn"
    RESTORED = "restored", "Restored"
    REAFFIRMED = "reaffirmed", "Reaffirmed"
    REVOKED = "revoked", "Approval revoked"
    ARCHIVED = "archived", "Archived"
    UNARCHIVED = "unarchived", "Taken out of the archive"
    RESTAMPED = "restamped", "Stored in a new form"
    COSIGNED = "cosigned", "Signed; another profession must sign too"


# The outcomes that end a review request.
CLOSING = (Outcome.APPROVED, Outcome.CHANGES_REQUESTED, Outcome.RECALLED, Outcome.RESTAMPED)
# The outcomes that say which revision the public may read, and those that say that it may read none.
PUBLISHING = (Outcome.APPROVED, Outcome.RESTORED, Outcome.RESTAMPED)
ENDING = (Outcome.WITHDRAWN, Outcome.ARCHIVED)
PUBLICATION = (*PUBLISHING, *ENDING)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def closing(self) -> DecisionQuerySet:
        return self.filter(outcome__in=CLOSING)

    def approvals(self) -> DecisionQuerySet:
        return self.filter(outcome=Outcome.APPROVED)

    def for_page(self, page_id: int) -> DecisionQuerySet:
        return self.filter(page_id=page_id)

    def publishing(self) -> DecisionQuerySet:
        """Decisions for a version whose approval nobody revoked since."""
        revocations = Decision.objects.filter(
            outcome=Outcome.REVOKED,
            page=models.OuterRef("page"),
            version=models.OuterRef("version"),
            entry_id__gt=models.OuterRef("entry_id"),
        )
        return self.filter(outcome__in=PUBLISHING).exclude(models.Exists(revocations))

    def in_force(self) -> DecisionQuerySet:
        """Publishing decisions that no withdrawal or archiving of the page followed.

        More than one while a newer version waits for its date: the live version's and the scheduled one's.
        """
        ended = Decision.objects.filter(
            outcome__in=ENDING, page=models.OuterRef("page"), entry_id__gt=models.OuterRef("entry_id")
        )
        return self.publishing().exclude(models.Exists(ended))

    def once_public(self) -> DecisionQuerySet:
        """Decisions whose revision became public, by the audit log.  One that waits for its date did not yet."""
        published = PageLogEntry.objects.filter(
            page=models.OuterRef("page"), revision=models.OuterRef("revision"), action__in=PUBLICATIONS
        )
        return self.filter(models.Exists(published.order_by()))

    def standing(self, page_id: int) -> Decision | None:
        """The decision that names what the public may read of this page, or None (never approved, withdrawn)."""
        return self.for_page(page_id).in_force().first()

    def last_approval(self, page_id: int) -> Decision | None:
        return self.for_page(page_id).approvals().first()

    def stored_form(self, page_id: int, version: int) -> Decision | None:
        """The decision with the newest stored form of an approved version: its approval, or a restamp of it."""
        forms = self.for_page(page_id).publishing().filter(version=version).exclude(outcome=Outcome.RESTORED)
        return forms.select_related("revision", "request").first()

    def of_live_pages(self) -> DecisionQuerySet:
        """The decision that each live page is public by: one for a page.

        With ``next_due``, the day on which the page's last whole review falls due (as ``reviews.stamps`` tells it).
        """
        later = Decision.objects.publishing().filter(
            page=models.OuterRef("page"), revision=models.OuterRef("revision"), entry_id__gt=models.OuterRef("entry_id")
        )
        attested = Decision.objects.filter(
            page=models.OuterRef("page"), attests_whole_page=True, version__lte=models.OuterRef("version")
        )
        live = self.in_force().filter(page__live=True, revision=models.F("page__live_revision"))
        return live.exclude(models.Exists(later)).annotate(
            next_due=models.Subquery(attested.order_by("-entry_id").values("next_review_on")[:1])
        )

    def of_live_pages_due(self, until: datetime.date) -> DecisionQuerySet:
        """As ``of_live_pages``, for those whose ``next_due`` is no later than ``until``, and those of restamps.

        A page that is due was once given such a day.  Asking for that first leaves few pages to look at closely.
        """
        given_a_day = Decision.objects.filter(attests_whole_page=True, next_review_on__lte=until).order_by()
        few = models.Q(page__in=given_a_day.values("page")) | models.Q(outcome=Outcome.RESTAMPED)
        unattested = Decision.objects.unattested_restamps().order_by().values("pk")
        is_due = models.Q(next_due__lte=until) | models.Q(pk__in=unattested)
        return self.filter(few).of_live_pages().filter(is_due)

    def unattested_restamps(self) -> DecisionQuerySet:
        """Restamps in force of live versions that no reviewer has attested since."""
        attested = Decision.objects.filter(
            outcome__in=(Outcome.REAFFIRMED, Outcome.APPROVED),
            page=models.OuterRef("page"),
            entry_id__gt=models.OuterRef("entry_id"),
        )
        return self.of_live_pages().filter(outcome=Outcome.RESTAMPED).exclude(models.Exists(attested))

    def archived(self) -> DecisionQuerySet:
        """The newest archiving of every page that is in the archive."""
        later = Decision.objects.filter(
            outcome__in=(Outcome.ARCHIVED, Outcome.UNARCHIVED),
            page=models.OuterRef("page"),
            entry_id__gt=models.OuterRef("entry_id"),
        )
        return self.filter(outcome=Outcome.ARCHIVED).exclude(models.Exists(later))


class Decision(models.Model):
    """One decision, with the person's name and credentials as they were that day.  Append-only."""

    entry = models.OneToOneField("reviews.LedgerEntry", on_delete=keep, related_name="decision")
    outcome = models.CharField(max_length=20, choices=Outcome)
    page = models.ForeignKey("wagtailcore.Page", on_delete=keep, related_name="review_decisions")
    request = models.ForeignKey("reviews.ReviewRequest", null=True, on_delete=keep, related_name="decisions")
    revision = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(null=True, help_text="Number of the approved version of this page.")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=keep, related_name="+")
    decided_by_name = models.CharField(max_length=255)
    decided_by_credentials = models.CharField(max_length=400, blank=True)
    decided_at = models.DateTimeField()
    meaning = models.CharField(max_length=300, help_text="What the signature says, in words.")
    comment = models.TextField(blank=True)
    acknowledged = models.JSONField(default=dict)
    attests_whole_page = models.BooleanField(default=False)
    next_review_on = models.DateField(null=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-entry_id"]
        verbose_name = "decision"
        default_permissions = ("view",)
        permissions = [("withdraw_page", "Can withdraw a page from the public")]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(outcome__in=["approved", "changes-requested", "recalled", "restamped"]),
                name="one_closing_decision_per_request",
                violation_error_message="This review request has been decided already.",
            ),
            models.UniqueConstraint(
                fields=["page", "version"],
                condition=models.Q(outcome="approved"),
                name="one_approval_per_version",
            ),
        ]
        indexes = [models.Index(fields=["page", "outcome", "-entry"], name="decision_page_outcome")]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} by {self.decided_by_name} on {self.decided_at:%d %B %Y}"
