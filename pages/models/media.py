"""Images and documents.  What a submitted page shows is content: ``reviews.references`` freezes it then."""

import hashlib

from django.core.files.base import File
from django.db import models
from django.urls import reverse
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image, SourceImageIOError

from reviews.digests import canonical_json
from reviews.stored_files import StorageAway


def file_hash(file: File) -> str:
    """SHA-256 of the stored bytes, or ``missing``.  Raises ``StorageAway``: then it is neither."""
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except FileNotFoundError:
        return "missing"


def _fingerprint(shown: "HubImage | HubDocument") -> str:
    facts = {name: getattr(shown, name) for name in shown.reviewed_fields} | {"file": file_hash(shown.file)}
    return hashlib.sha256(canonical_json(facts).encode()).hexdigest()


class HubImage(AbstractImage):
    admin_form_fields = Image.admin_form_fields
    reviewed_fields = (
        *("file", "title", "description"),
        *("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"),
    )

    class Meta(AbstractImage.Meta):
        verbose_name = "image"
        verbose_name_plural = "images"

    def review_fingerprint(self) -> str:
        """File, title, text alternative and crop: all that a reader could notice."""
        return _fingerprint(self)

    def create_rendition(self, filter: Filter) -> "HubRendition":  # noqa: A002  Wagtail's name
        """A storage that does not answer costs a page its picture, as a lost file does, and not its words."""
        try:
            made: HubRendition = super().create_rendition(filter)
        except StorageAway as away:
            raise SourceImageIOError(str(away)) from away
        return made


class HubRendition(AbstractRendition):
    image = models.ForeignKey(HubImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_hub_rendition")
        ]
        # Readers ask for files by name (pages.media).
        indexes = [models.Index(fields=["file"], name="rendition_by_file")]

    @property
    def url(self) -> str:
        """The address that asks who may see it, whatever storage holds the file."""
        return reverse("image_file", args=[self.file.name])


class HubDocument(AbstractDocument):
    admin_form_fields = Document.admin_form_fields
    reviewed_fields = ("file", "title")

    class Meta(AbstractDocument.Meta):
        verbose_name = "document"
        verbose_name_plural = "documents"

    def review_fingerprint(self) -> str:
        return _fingerprint(self)
