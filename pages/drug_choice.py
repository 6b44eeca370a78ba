"""Which drugs a page is about: those chosen, each to be unticked, and Wagtail's page chooser to add more.

A list of every drug would grow with the site, and so would the time that the form takes.
"""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.apps import apps
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from wagtail.admin.telepath import JSContext
from wagtail.admin.widgets import AdminPageChooser


class DrugChoice(forms.MultipleHiddenInput):
    """For a field of several ``DrugOverviewPage``; asks for those chosen and no others."""

    # Whoever labels it does not point at one of its inputs.
    use_fieldset = True

    @property
    def is_hidden(self) -> bool:
        return False

    @cached_property
    def chooser(self) -> tuple[str, forms.Media]:
        """Wagtail's page chooser as its JavaScript unpacks it, and the files that this needs."""
        context = JSContext()
        packed = context.pack(AdminPageChooser(target_models=[apps.get_model("pages", "DrugOverviewPage")]))
        return json.dumps(packed), context.media

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        # Shown again after a refusal, it may be anything that was sent; the field has said what is wrong with it.
        chosen = [pk for pk in value or [] if str(pk).isdecimal()]
        drugs = apps.get_model("pages", "DrugOverviewPage").objects.filter(pk__in=chosen).order_by("title")
        return render_to_string(
            "pages/admin/drug_choice.html",
            {
                "id": (attrs or {}).get("id", f"id_{name}"),
                "name": name,
                "drugs": [(drug.pk, drug.get_admin_display_title()) for drug in drugs],
                "chooser": self.chooser[0],
            },
        )

    @property
    def media(self) -> forms.Media:
        return self.chooser[1] + forms.Media(js=["pages/drug_choice.js"], css={"all": ["pages/drug_choice.css"]})
