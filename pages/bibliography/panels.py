"""Above the rows of references: paste one, and it becomes a row."""

from __future__ import annotations

from django.forms import Media
from wagtail.admin.panels import Panel


class PasteReferencePanel(Panel):
    """Needs JavaScript, and is hidden without; the rows can always be typed."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "pages/admin/paste_reference.html"

        @property
        def media(self) -> Media:
            return Media(js=["pages/paste_reference.js"], css={"all": ["pages/references.css"]})
