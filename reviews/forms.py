"""Forms of the reviewer's desk."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar, get_args

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.text import capfirst
from wagtail.admin.widgets import AdminDateInput

from reviews import second_factor, triggers
from reviews.acknowledging import findings_to_acknowledge
from reviews.clinical.change import Kind
from reviews.models.requests import Priority, ReviewRequest
from reviews.persons import Person
from reviews.remarks import places_of
from reviews.signatures import WrongProof, sign
from reviews.signing_widgets import PasskeyField, PasskeyInput

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


class SigningForm(forms.Form):
    """What a signature is made of; ``MEANING`` says what it means (21 CFR 11.50 (a)(3))."""

    MEANING: ClassVar[str] = ""
    SIGNATURE: ClassVar[tuple[str, ...]] = ("password", "code", "passkey")

    password = forms.CharField(
        label="Your password, as your signature",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password to sign."},
    )
    code = forms.CharField(
        label="One-time code",
        help_text="From your authenticator app, or one of your recovery codes.",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    passkey = PasskeyField(label="Passkey", required=False, widget=PasskeyInput)

    def __init__(self, *args: Any, signer: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signer = signer
        self.fields["password"].help_text = self.MEANING
        has = second_factor.kinds_of(signer)
        if not has:
            del self.fields["code"]
        elif second_factor.Kind.TOTP not in has:
            self.fields["code"].help_text = "Only if you cannot use your passkey: one of your recovery codes."
        if second_factor.Kind.WEBAUTHN not in has:
            del self.fields["passkey"]
        self.order_fields([name for name in self.fields if name not in self.SIGNATURE])

    def clean(self) -> dict[str, Any]:
        """Adds ``signature``, last: no proof is spent on a form that has to be filled in again anyway."""
        data = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                proofs = {"code": data.get("code", ""), "passkey": data.get("passkey")}
                data["signature"] = sign(self.signer, data["password"], **proofs)
            except WrongProof as refusal:
                self.add_error(None, str(refusal))
        return data


class OneTimeCodeForm(SigningForm):
    """Shows that the app knows ``secret``, before codes are asked for."""

    MEANING = "So that nobody else can change how you sign."

    new_code = forms.CharField(
        label="The code that your app shows now",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret = secret

    def clean_new_code(self) -> str:
        code = self.cleaned_data["new_code"]
        if not second_factor.shows_code_of(self.secret, code):
            raise forms.ValidationError("This is not the code for the picture above. Enter the next one.")
        return code


class PasskeyForm(SigningForm):
    MEANING = OneTimeCodeForm.MEANING

    name = forms.CharField(max_length=60, help_text="So that you know it again, such as “blue key” or “my phone”.")
    new_passkey = PasskeyField(
        widget=PasskeyInput(create=True),
        error_messages={"required": "Press “Make the passkey” first, and follow your browser."},
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


class ApprovalForm(_DecisionForm, SigningForm):
    """The signature, and beside it what the reviewer ticked and answered further up on the screen."""

    VERDICT = "approve"
    MEANING = "It says: I have read this version and approve it for publication."
    # Inputs that stand outside the form element name it.
    FORM_ID = "approve-form"
    FINDING = "finding_"

    clinical_changes = forms.MultipleChoiceField(required=False)
    checklist = forms.MultipleChoiceField(
        error_messages={"required": "Go through the checklist: tick what you have confirmed."}
    )
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

    def __init__(self, *args: Any, review_request: ReviewRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed: dict[str, Any] = self.fields
        listed["clinical_changes"].choices = [
            (change["key"], change["sentence"]) for change in review_request.clinical_changes
        ]
        page_type = review_request.page.specific_class
        listed["checklist"].choices = list(enumerate(getattr(page_type, "review_checklist", ())))
        self.findings = list(findings_to_acknowledge(review_request))
        for key, finding in self.findings:
            self.fields[f"{self.FINDING}{key}"] = forms.CharField(
                label="Why may it stand?",
                required=False,
                max_length=500,
                widget=forms.TextInput(
                    attrs={"form": self.FORM_ID, "aria-label": f"Why may it stand? {finding['message']}"}
                ),
            )

    def clean_checklist(self) -> list[str]:
        ticked = self.cleaned_data["checklist"]
        if len(ticked) < len(self.fields["checklist"].choices):  # type: ignore[attr-defined]
            raise forms.ValidationError("Go through the whole checklist, or request changes.")
        return ticked

    def clean(self) -> dict[str, Any]:
        """Adds ``acknowledged`` for ``services.approve``; sentences of the checklist are kept as they were read."""
        data = super().clean() or self.cleaned_data
        sentences = dict(self.fields["checklist"].choices)  # type: ignore[attr-defined]
        data["acknowledged"] = {
            "clinical_changes": data.get("clinical_changes", []),
            "findings": {key: data.get(f"{self.FINDING}{key}", "") for key, _ in self.findings},
            "checklist": [sentences[int(number)] for number in data.get("checklist", [])],
        }
        return data

    def asked_further_up(self) -> list[tuple[dict[str, Any], forms.BoundField]]:
        """(finding, its input) for the panel of findings."""
        return [(finding, self[f"{self.FINDING}{key}"]) for key, finding in self.findings]

    def asked_here(self) -> list[forms.BoundField]:
        """The inputs of the panel with the signature."""
        names = ("attests_whole_page", "next_review_on", "comment", "password", "code")
        return [self[name] for name in names if name in self.fields]

    def ticked(self, name: str) -> set[str]:
        return {str(value) for value in self[name].value() or ()}

    @property
    def ticked_changes(self) -> set[str]:
        return self.ticked("clinical_changes")

    @property
    def checklist_items(self) -> list[tuple[str, str, bool]]:
        """(value, sentence, whether it is ticked)."""
        ticked = self.ticked("checklist")
        choices = self.fields["checklist"].choices  # type: ignore[attr-defined]
        return [(str(value), sentence, str(value) in ticked) for value, sentence in choices]


class ChangesForm(_DecisionForm):
    VERDICT = "request-changes"

    comment = _text(
        "What should change?",
        "The editors read it at the top of the page they edit.",
        missing="Say what should change.",
    )


class CommentForm(forms.Form):
    """A remark about a part of the page, which decides nothing."""

    VERDICT = "comment"

    place = forms.ChoiceField(label="About")
    text = _text("Comment", "The editors see it beside that part of the page.", missing="Write your comment.")
    verdict = forms.CharField(widget=forms.HiddenInput, initial=VERDICT)

    def __init__(self, *args: Any, review_request: ReviewRequest, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "auto_id": f"id_{self.VERDICT}_%s"})
        self.fields["place"].choices = places_of(review_request.revision)  # type: ignore[attr-defined]


class RecallForm(forms.Form):
    comment = _text("Why?", "Kept in the page's history.", required=False)


class WithdrawForm(forms.Form):
    reason = _text("Reason", "The public reads this in place of the page.", missing="Say why: the public will read it.")


class AskForWithdrawalForm(forms.Form):
    reason = _text(
        "Reason",
        "Reviewers and administrators read it; the public does not.",
        missing="Say why it should be withdrawn.",
    )


class ArchiveForm(forms.Form):
    reason = _text("Reason", "Where the public read a page, it reads this in its place.", missing="Say why.")


class RevokeForm(forms.Form):
    reason = _text(
        "Reason",
        "If the public reads this version, the page is withdrawn at once and this is shown in its place.",
        missing="Say why the approval no longer stands.",
    )


class RestoreForm(SigningForm):
    MEANING = "It says: an earlier approved version is public again."

    reason = _text("Reason", "Kept in the page's history.", missing="Say why this version is restored.")


class ReaffirmForm(SigningForm):
    MEANING = "It says: I have read the whole page again and it still holds."

    next_review_on = forms.DateField(
        label="Next review due",
        widget=AdminDateInput,
        error_messages={"required": "Choose when this page is due for review again."},
    )
    comment = _text("Comment", "Kept with the decision.", required=False)


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


def page_type_names() -> dict[str, str]:
    """``app_label.model_name`` → what people call it, of every reviewed page type."""
    return {model._meta.label_lower: str(model._meta.verbose_name) for model in triggers.reviewed_models()}


def _page_types() -> list[tuple[str, str]]:
    return [("", "Pages of every type"), *((label, capfirst(name)) for label, name in page_type_names().items())]


class RequirementForm(forms.Form):
    profession = forms.CharField(max_length=100, help_text="As it stands in the appointments, such as Physician.")
    page_type = forms.ChoiceField(label="On", choices=_page_types, required=False)
    clinical_kind = forms.ChoiceField(
        label="When this changes",
        choices=[("", "Anything"), *((kind, capfirst(kind)) for kind in get_args(Kind))],
        required=False,
    )
    is_required = forms.BooleanField(
        label="Must sign", help_text="Leave this open to take an earlier rule back.", required=False, initial=True
    )
