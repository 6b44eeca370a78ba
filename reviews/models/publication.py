"""The only moment at which live content may change."""

from django.db import models

from reviews.deletion import keep

# The ledger never comes so far.
NEVER = 9_000_000_000_000_000_000


class PublicationWindow(models.Model):
    """A row exists only inside the transaction that publishes the revision of ``decision``.

    Guards and triggers look for it.  ``must_close`` refers to a ledger entry that never exists; the database
    checks it when the transaction commits, so a window that was left open takes the whole transaction with it.
    """

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, related_name="+", primary_key=True)
    decision = models.ForeignKey("reviews.Decision", on_delete=keep, related_name="+")
    must_close = models.ForeignKey("reviews.LedgerEntry", on_delete=models.DO_NOTHING, related_name="+", default=NEVER)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"publication of page {self.page_id}"
