"""Forms of the reviewer's desk."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.admin.widgets import AdminDateInput

from reviews.models.requests import Priority

MAX_NOTE = 5_000


def _text(label: str, help_text: str = "", required: bool = True, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class SubmitForm(forms.Form):
    change_note = _text(
        "What changed, and why?",
        "In plain words. The reviewer reads it first, and the public reads it in the page's history.",
    )
    priority = forms.ChoiceField(choices=Priority.choices, initial=Priority.ROUTINE)
    due_on = forms.DateField(label="Needed by", required=False, widget=AdminDateInput)

    def clean_due_on(self) -> datetime.date | None:
        due_on = self.cleaned_data["due_on"]
        if due_on and due_on < timezone.localdate():
            raise forms.ValidationError("This day has passed. Choose today or a later day.")
        return due_on


class DecisionForm(forms.Form):
    """Approve or send back.  ``shown_digest`` is what the reviewer was shown, and nothing else is decided on."""

    APPROVE, REQUEST_CHANGES = "approve", "request-changes"

    shown_digest = forms.CharField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label="Decision",
        choices=[
            (APPROVE, "Approve: I have read this version and approve it for publication"),
            (REQUEST_CHANGES, "Request changes"),
        ],
        widget=forms.RadioSelect,
    )
    comment = _text("Comment", "Needed when you request changes.", required=False)
    attests_whole_page = forms.BooleanField(
        label="I have read the whole page, not only what changed",
        help_text="Only then does “last reviewed” move to today.",
        required=False,
    )
    next_review_on = forms.DateField(label="Next review due", required=False, widget=AdminDateInput)
    password = forms.CharField(
        label="Your password, as your signature",
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="Needed to approve.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("verdict") == self.REQUEST_CHANGES and not cleaned.get("comment", "").strip():
            self.add_error("comment", "Say what should change.")
        if cleaned.get("verdict") == self.APPROVE:
            for name, message in (
                ("next_review_on", "Choose when this page is due for review again."),
                ("password", "Enter your password to sign."),
            ):
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, message)
        return cleaned


class RecallForm(forms.Form):
    comment = _text("Why?", required=False)


class WithdrawForm(forms.Form):
    reason = _text("Reason", "The public reads this in place of the page.")


class AppointmentForm(forms.Form):
    person: forms.ModelChoiceField = forms.ModelChoiceField(queryset=None)
    profession = forms.CharField(max_length=100, help_text="Such as pharmacist or physician.")
    registration_body = forms.CharField(max_length=200)
    registration_number = forms.CharField(max_length=60)
    valid_until = forms.DateField(
        label="Until", widget=AdminDateInput, help_text="Last day of the appointment. A past day ends one."
    )
    conflicts_of_interest = _text("Conflicts of interest", "“None declared”, or what they are.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = get_user_model()._default_manager.filter(is_active=True).order_by("last_name", "username")
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
