"""What the hub itself stores."""

from django.db import models


class PublicChange(models.Model):
    """One change of the public site that no decision made: a scheduled publication, a move, a redirect.

    Only added to, never waited for: the publication epoch (``hub.published_cache.epoch``) reads the newest ids.
    """

    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "public change"
        verbose_name_plural = "public changes"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk} {self.made_at}"


class AddressChange(models.Model):
    """A page was renamed or moved, and the redirects of its old addresses are still to be made.

    Paths are Wagtail's ``url_path``.  The order of the rows is the order of the changes; they go when all are done.
    """

    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    before = models.TextField()
    after = models.TextField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "change of address"
        verbose_name_plural = "changes of address"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class CdnState(models.Model):
    """What the CDN was last told; one row (``hub.cdn``)."""

    # The publication epoch as text; empty before the first time.
    epoch = models.CharField(max_length=100)
    told_at = models.DateTimeField(null=True)
    # It was told again when no process of ours could still give it the old pages.
    is_settled = models.BooleanField(default=False)
    # Of the newest attempt, if it failed.
    failed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "state of the CDN"
        verbose_name_plural = "states of the CDN"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.epoch} {self.told_at}"
