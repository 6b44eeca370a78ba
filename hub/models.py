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
