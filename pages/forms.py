"""The editing form of reviewed pages."""

import json

from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamValue


class ReviewedPageForm(WagtailAdminPageForm):
    def clean(self) -> dict:
        cleaned = super().clean()
        go_live_at = cleaned.get("go_live_at")
        if "go_live_at" in self.changed_data and go_live_at and go_live_at < timezone.now():
            self.add_error(
                "go_live_at",
                "The go-live date must be in the future. Leave it empty to publish as soon as it is approved.",
            )
        for name, value in list(cleaned.items()):
            if not _is_text(value):
                self.add_error(
                    name,
                    "This holds half a character, such as a broken emoji, which cannot be stored. "
                    "Delete it and type it again.",
                )
        return cleaned


def _is_text(value: object) -> bool:
    """Whether every character is whole.  The rich text editor posts JSON, which can carry half a surrogate pair."""
    text = (
        json.dumps(value.get_prep_value(), ensure_ascii=False, default=str)
        if isinstance(value, StreamValue)
        else str(value)
    )
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
