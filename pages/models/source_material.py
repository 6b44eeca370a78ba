"""What a draft was imported from, kept beside it for editors and reviewers.  It is on no page and never public."""

from django.conf import settings
from django.db import models
from wagtail.models import Page


class SourceMaterial(models.Model):
    """One version of a label or study record, in its own words, and where it came from."""

    # Not tracked as a use of the page: nothing on the public site refers to it.
    wagtail_reference_index_ignore = True

    class Kind(models.TextChoices):
        SPL = "spl", "Product label (SPL)"
        OPENFDA = "openfda", "Product label (openFDA)"
        CTGOV = "ctgov", "Trial registration (ClinicalTrials.gov)"
        PUBMED = "pubmed", "Article (PubMed)"
        ARTICLE = "article", "Plain article"

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="source_material")
    kind = models.CharField(max_length=10, choices=Kind)
    identifier = models.CharField(max_length=100, help_text="Set id, NCT number, PubMed number, or title.")
    version = models.CharField(max_length=20)
    effective_on = models.DateField(null=True, blank=True)
    sha256 = models.CharField("SHA-256 of the file", max_length=64, db_index=True)
    file_name = models.CharField(max_length=255)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(auto_now_add=True)
    sections = models.JSONField(help_text="A list of {code, title, text}.")
    facts = models.JSONField(help_text="A list of [name, value]: facts that no field of the page holds.")
    not_understood = models.JSONField(help_text="A list of sentences.")

    class Meta:
        verbose_name = "source material"
        verbose_name_plural = "source material"
        ordering = ("-imported_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["page", "identifier", "version"], name="source_version_once_per_page")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.identifier}, version {self.version}"
