"""Forms of the reviewer's desk."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.admin.widgets import AdminDateInput

from reviews.models.requests import Priority

MAX_NOTE = 5_000


def _text(label: str, help_text: str = "", required: bool = True, missing: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": missing} if missing else None,
    )


def _password(meaning: str) -> forms.CharField:
    return forms.CharField(
        label="Your password, as your signature",
        help_text=meaning,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password to sign."},
    )


class SubmitForm(forms.Form):
    change_note = _text(
        "What changed, and why?",
        "In plain words. The reviewer reads it first, and the public reads it in the page's history.",
        missing="Say in a few words what changed and why.",
    )
    priority = forms.ChoiceField(choices=Priority.choices, initial=Priority.ROUTINE)
    due_on = forms.DateField(label="Needed by", required=False, widget=AdminDateInput)

    def clean_due_on(self) -> datetime.date | None:
        due_on = self.cleaned_data["due_on"]
        if due_on and due_on < timezone.localdate():
            raise forms.ValidationError("This day has passed. Choose today or a later day.")
        return due_on


class _DecisionForm(forms.Form):
    """What both decisions carry.  ``shown_digest`` is what the reviewer was shown, and nothing else is decided on."""

    VERDICT: ClassVar[str]

    shown_digest = forms.CharField(widget=forms.HiddenInput)
    verdict = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Both forms stand on one screen, so their ids must differ.
        super().__init__(*args, **{**kwargs, "auto_id": f"id_{self.VERDICT}_%s"})
        self.fields["verdict"].initial = self.VERDICT

    def clean_verdict(self) -> str:
        if self.cleaned_data["verdict"] != self.VERDICT:
            raise forms.ValidationError("Choose to approve or to request changes.")
        return self.VERDICT


class ApprovalForm(_DecisionForm):
    VERDICT = "approve"

    attests_whole_page = forms.BooleanField(
        label="I have read the whole page, not only what changed",
        help_text="Only then does “last reviewed” move to today.",
        required=False,
    )
    next_review_on = forms.DateField(
        label="Next review due",
        widget=AdminDateInput,
        error_messages={"required": "Choose when this page is due for review again."},
    )
    comment = _text("Comment", "Kept with the decision.", required=False)
    password = _password("It says: I have read this version and approve it for publication.")


class ChangesForm(_DecisionForm):
    VERDICT = "request-changes"

    comment = _text(
        "What should change?",
        "The editors read it at the top of the page they edit.",
        missing="Say what should change.",
    )


class RecallForm(forms.Form):
    comment = _text("Why?", "Kept in the page's history.", required=False)


class WithdrawForm(forms.Form):
    reason = _text("Reason", "The public reads this in place of the page.", missing="Say why: the public will read it.")


class ArchiveForm(forms.Form):
    reason = _text("Reason", "Where the public read a page, it reads this in its place.", missing="Say why.")


class RevokeForm(forms.Form):
    reason = _text(
        "Reason",
        "If the public reads this version, the page is withdrawn at once and this is shown in its place.",
        missing="Say why the approval no longer stands.",
    )


class RestoreForm(forms.Form):
    reason = _text("Reason", "Kept in the page's history.", missing="Say why this version is restored.")
    password = _password("It says: an earlier approved version is public again.")


class ReaffirmForm(forms.Form):
    next_review_on = forms.DateField(
        label="Next review due",
        widget=AdminDateInput,
        error_messages={"required": "Choose when this page is due for review again."},
    )
    comment = _text("Comment", "Kept with the decision.", required=False)
    password = _password("It says: I have read the whole page again and it still holds.")


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
