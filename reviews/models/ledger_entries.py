"""The ledger: one hash-chained list of everything anybody decided."""

from django.db import models


class LedgerEntry(models.Model):
    """One entry.  ``body`` is the canonical JSON that ``hash`` is the SHA-256 of; it names the previous hash.

    The sequence starts at 0 with an entry made by migration, which is also the row that appends lock.
    """

    sequence = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=40)
    body = models.TextField()
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["sequence"]
        verbose_name = "ledger entry"
        verbose_name_plural = "ledger entries"
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind} {self.hash[:12]}"
