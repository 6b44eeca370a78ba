"""Images and documents.  What a submitted page shows is content: ``reviews.references`` freezes it then."""

import hashlib

from django.core.files.base import File
from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from reviews.digests import canonical_json


def file_hash(file: File) -> str:
    """SHA-256 of the stored bytes, or ``missing``."""
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except FileNotFoundError:
        return "missing"


def _fingerprint(**facts: object) -> str:
    return hashlib.sha256(canonical_json(facts).encode()).hexdigest()


class HubImage(AbstractImage):
    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = "image"
        verbose_name_plural = "images"

    def review_fingerprint(self) -> str:
        """File, title, text alternative and crop: all that a reader could notice."""
        crop = [self.focal_point_x, self.focal_point_y, self.focal_point_width, self.focal_point_height]
        return _fingerprint(file=file_hash(self.file), title=self.title, description=self.description, crop=crop)


class HubRendition(AbstractRendition):
    image = models.ForeignKey(HubImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_hub_rendition")
        ]


class HubDocument(AbstractDocument):
    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = "document"
        verbose_name_plural = "documents"

    def review_fingerprint(self) -> str:
        return _fingerprint(file=file_hash(self.file), title=self.title)
