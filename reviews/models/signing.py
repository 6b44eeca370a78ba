"""Passwords, codes and passkeys that were not right when somebody signed."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class FailedSignature(models.Model):
    """One wrong proof at a signature.  Five within 15 minutes lock signing for that person."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    failed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ("view",)
        indexes = [models.Index(fields=["user", "failed_at"], name="failed_signature_recent")]

    def __str__(self) -> str:
        return f"{self.user} at {self.failed_at:%Y-%m-%d %H:%M}"
