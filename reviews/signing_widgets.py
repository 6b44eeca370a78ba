"""Passkeys in forms: a hidden field that the browser fills in, and the button that asks it to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.fields import InvalidJSONInput
from django.urls import reverse_lazy


class PasskeyInput(forms.HiddenInput):
    """The answer of a passkey, as JSON.  Needs JavaScript, as passkeys do; the rest of the form does not."""

    class Media:
        js = ("reviews/passkeys.js",)

    def __init__(self, attrs: dict[str, Any] | None = None, *, create: bool = False) -> None:
        asked = {"data-passkey": "create"} if create else {"data-passkey": "get"}
        super().__init__({**asked, "data-challenge": reverse_lazy("reviews:passkey_challenge"), **(attrs or {})})


class PasskeyField(forms.JSONField):
    """What a passkey answered; nested deeper than Python reads, it is no answer."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except RecursionError:
            raise forms.ValidationError("This is not the answer of a passkey.", code="invalid") from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What the form shows again."""
        try:
            return super().bound_data(data, initial)
        except RecursionError:
            return InvalidJSONInput("")
