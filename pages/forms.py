"""The editing form of reviewed pages."""

import json
from typing import Any

from django.core.exceptions import BadRequest, ValidationError
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamValue
from wagtail.blocks.base import BlockField


class ReviewedPageForm(WagtailAdminPageForm):
    """Raises BadRequest for data that no browser sends from this form: templates/400.html says what to do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            try:
                self._read_structure()
            except (KeyError, ValueError, TypeError, ValidationError, RecursionError) as error:
                raise BadRequest("The rows or blocks of the form did not arrive whole.") from error

    def _read_structure(self) -> None:
        """Read the counts, places and keys of blocks and rows, as Wagtail does before it validates anything."""
        for name, field in self.fields.items():
            if isinstance(field, BlockField):
                field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        for rows in self.formsets.values():
            list(rows)
        if any("\x00" in str(key) for name, key in self.data.items() if name.endswith("-id")):
            raise ValueError("No database keeps a block under such a key.")

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
