"""What a person chose to be told, on Wagtail's account page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.forms.account import NotificationPreferencesForm
from wagtail.admin.views.account import BaseSettingsPanel, NotificationsSettingsPanel, notifications_tab

from reviews.models.notices import Kind, NoticePreference, NoticeSettings
from reviews.persons import Person

_Boxes = forms.CheckboxSelectMultiple


class PreferencesForm(forms.Form):
    """One list of kinds for each of the two ways, and the daily mail.  Without rows: everything, at once."""

    in_admin = forms.MultipleChoiceField(label="On the admin home", choices=Kind, widget=_Boxes, required=False)
    email = forms.MultipleChoiceField(label="By e-mail", choices=Kind, widget=_Boxes, required=False)
    daily_digest = forms.BooleanField(label="One e-mail a day instead of single ones", required=False)
    # A form that was posted without this panel on it changes nothing.
    shown = forms.BooleanField(initial=True, widget=forms.HiddenInput)

    def __init__(self, *args: Any, instance: Person, **kwargs: Any) -> None:
        self.person = instance
        chosen = {row.kind: row for row in NoticePreference.objects.filter(person=instance)}
        everything = [chosen.get(kind) or NoticePreference(kind=kind) for kind in Kind]
        kwargs["initial"] = {
            "in_admin": [row.kind for row in everything if row.in_admin],
            "email": [row.kind for row in everything if row.email],
            "daily_digest": NoticeSettings.objects.filter(person=instance, daily_digest=True).exists(),
        }
        super().__init__(*args, **kwargs)

    @transaction.atomic
    def save(self) -> None:
        data = self.cleaned_data
        NoticePreference.objects.bulk_create(
            [
                NoticePreference(
                    person=self.person, kind=kind, email=kind in data["email"], in_admin=kind in data["in_admin"]
                )
                for kind in Kind
            ],
            update_conflicts=True,
            unique_fields=["person", "kind"],
            update_fields=["email", "in_admin"],
        )
        chosen = {"daily_digest": data["daily_digest"]}
        NoticeSettings.objects.update_or_create(person=self.person, defaults=chosen)


class PreferencesPanel(BaseSettingsPanel):
    name = "notices"
    title = "Notices about reviews"
    tab = notifications_tab
    order = 90
    template_name = "reviews/preferences_panel.html"
    form_class = PreferencesForm

    def get_form(self) -> forms.Form:
        posted = self.request.POST if f"{self.name}-shown" in self.request.POST else None
        return PreferencesForm(posted, instance=self.user, prefix=self.name)


def register(request: HttpRequest, user: Person, profile: Any) -> PreferencesPanel:
    """Hook ``register_account_settings_panel``."""
    return PreferencesPanel(request, user, profile)


def menu_item(request: HttpRequest) -> dict[str, str]:
    """Hook ``register_account_menu_item``: the way to the list when the admin home has nothing new."""
    return {
        "url": reverse("reviews:notices"),
        "label": "Notices",
        "help_text": "Read what you were told about reviews.",
    }


class _CommentsOnly(NotificationPreferencesForm):
    """Wagtail's own switches, without those for e-mails that are no longer sent (``stock``)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("submitted_notifications", "approved_notifications", "rejected_notifications"):
            self.fields.pop(name, None)


def hide_stock_switches() -> None:
    """Offer no switch that does nothing."""
    NotificationsSettingsPanel.form_class = _CommentsOnly
