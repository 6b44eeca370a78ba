"""Passkeys in forms: a hidden field that the browser fills in, and the button that asks it to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy


class PasskeyInput(forms.HiddenInput):
    """The answer of a passkey, as JSON.  Needs JavaScript, as passkeys do; the rest of the form does not."""

    class Media:
        js = ("reviews/passkeys.js",)

    def __init__(self, attrs: dict[str, Any] | None = None, *, create: bool = False) -> None:
        asked = {"data-passkey": "create"} if create else {"data-passkey": "get"}
        super().__init__({**asked, "data-challenge": reverse_lazy("reviews:passkey_challenge"), **(attrs or {})})
