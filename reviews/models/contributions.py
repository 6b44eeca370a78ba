"""Who and what went into a revision: people, and images or documents by reference."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from reviews.deletion import keep


class Via(models.TextChoices):
    WROTE = "wrote", "wrote a revision"
    REVERTED = "reverted", "wrote text that was brought back"
    COPIED = "copied", "wrote text that was copied"


class Contribution(models.Model):
    """A person's hand in a page.  Kept apart from the revision rows, which may be purged while they are drafts."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    revision_id = models.BigIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=keep, related_name="+")
    user_name = models.CharField(max_length=255)
    via = models.CharField(max_length=10, choices=Via, default=Via.WROTE)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["page", "revision_id"], name="contribution_page_revision")]

    def __str__(self) -> str:
        return f"{self.user_name} {self.get_via_display()}"


class ReferencedObject(models.Model):
    """An image or document that a submitted revision shows, with the fingerprint of its content at submission."""

    request = models.ForeignKey("reviews.ReviewRequest", on_delete=keep, related_name="references")
    content_type = models.ForeignKey(ContentType, on_delete=keep, related_name="+")
    object_id = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["content_type", "object_id"], name="referenced_object")]

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}"
