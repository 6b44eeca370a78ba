"""The editing forms of images and documents.  Apart from ``pages.forms``: these import models of Wagtail's admin."""

from typing import Any

from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm
from wagtail.models import Page

from reviews.guards import require_unchanged
from reviews.refusals import ReviewRefused
from reviews.uses import submitted_pages


class FrozenOnceReviewed:
    """What was submitted for review is shown and not offered for change; a change is refused beside the form.

    ``submitted_pages`` are the pages that froze the object; none when it may be changed.
    """

    submitted_pages: list[Page]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submitted_pages = submitted_pages(self.instance)  # type: ignore[attr-defined]
        if self.submitted_pages:
            # The form below a fresh upload has no field for the file.
            for name in self.fields.keys() & {*self.instance.reviewed_fields}:  # type: ignore[attr-defined]
                self.fields[name].widget.attrs["readonly"] = True  # type: ignore[attr-defined]

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
