"""The editing forms of images and documents.  Apart from ``pages.forms``: these import models of Wagtail's admin."""

from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from reviews.guards import require_unchanged
from reviews.refusals import ReviewRefused


class FrozenOnceReviewed:
    """Says beside the form that what was submitted for review does not change, before anything is stored."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        try:
            require_unchanged(self.instance)  # type: ignore[attr-defined]
        except ReviewRefused as refusal:
            # The screen shows what is stored beside what was typed; Wagtail's measures, and saves, the file it shows.
            self.instance.refresh_from_db()  # type: ignore[attr-defined]
            self.add_error(None, str(refusal))  # type: ignore[attr-defined]


class ImageForm(FrozenOnceReviewed, BaseImageForm):
    pass


class DocumentForm(FrozenOnceReviewed, BaseDocumentForm):
    pass
