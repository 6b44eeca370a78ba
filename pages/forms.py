"""The editing form of reviewed pages."""

from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm


class ReviewedPageForm(WagtailAdminPageForm):
    def clean(self) -> dict:
        cleaned = super().clean()
        go_live_at = cleaned.get("go_live_at")
        if "go_live_at" in self.changed_data and go_live_at and go_live_at < timezone.now():
            self.add_error(
                "go_live_at",
                "The go-live date must be in the future. Leave it empty to publish as soon as it is approved.",
            )
        return cleaned
