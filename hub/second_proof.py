"""In production, reviewers and administrators prove who they are twice: by the password, and by what they have.

Whoever has set nothing up is led to do so, and gets to nothing else in the admin before.  Development and the
demonstration do not ask (``SECOND_PROOF_REQUIRED``); a signature asks by rules of its own (``reviews.signatures``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import RedirectURLMixin, redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.auth import require_admin_access

from reviews import second_factor
from reviews.eligibility import REVIEWERS_GROUP
from reviews.forms import SigningForm
from reviews.persons import Person
from reviews.signatures import WrongProof, prove
from reviews.views.base import DeskFormView, ToBeSigned

GROUPS = (REVIEWERS_GROUP, "Administrators")
# In the session: the key of the person who proved it.
PROVED = "hub.second_proof"
# What somebody needs to set a second factor up, to prove it, or to go away.
ALWAYS = (
    "second-proof",
    "wagtailadmin_login",
    "wagtailadmin_logout",
    # What every admin screen loads.
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "reviews:passkey_challenge",
)
ALWAYS_BELOW = ("wagtailadmin_password_reset",)
SETTING_UP = ("reviews:signing", "reviews:one_time_code", "reviews:passkey_add")


def is_asked_of(user: Person) -> bool:
    """Whether this person has to have a second factor: reviewers, administrators and superusers."""
    return user.is_superuser or user.groups.filter(name__in=GROUPS).exists()


class SecondProofMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._must_prove(request):
            return self.get_response(request)
        has_one = bool(second_factor.kinds_of(request.user))
        if not has_one and request.path in map(reverse, SETTING_UP):
            response = self.get_response(request)
            # Whoever has set one up in this session has just shown that they have it.
            if request.method == "POST" and second_factor.kinds_of(request.user):
                request.session[PROVED] = request.user.pk
            return response
        if has_one:
            wanted = request.get_full_path() if request.method == "GET" else reverse("wagtailadmin_home")
            return redirect_to_login(wanted, reverse("second-proof"))
        messages.warning(
            request,
            "Set up a passkey or a one-time code first: whoever reviews or administers this site needs one as well as "
            "the password.",
        )
        return redirect("reviews:signing")

    @staticmethod
    def _must_prove(request: HttpRequest) -> bool:
        if not settings.SECOND_PROOF_REQUIRED or not request.path.startswith(reverse("wagtailadmin_home")):
            return False
        user = request.user
        if not user.is_authenticated or request.session.get(PROVED) == user.pk:
            return False
        is_free = request.path in map(reverse, ALWAYS) or request.path.startswith(tuple(map(reverse, ALWAYS_BELOW)))
        return not is_free and is_asked_of(user)


class ProofForm(SigningForm):
    """The second factor alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password"]

    def clean(self) -> dict[str, Any]:
        data = forms.Form.clean(self) or self.cleaned_data
        if not self.errors:
            try:
                prove(self.signer, code=data.get("code", ""), passkey=data.get("passkey"))
            except WrongProof as refusal:
                self.add_error(None, str(refusal))
        return data


class SecondProofView(RedirectURLMixin, ToBeSigned, DeskFormView):
    form_class = ProofForm
    next_page = "wagtailadmin_home"
    page_title = "Show that it is you"
    submit_label = "Go on"
    submit_active_label = "Looking…"
    header_icon = "key"

    def act(self, data: dict[str, Any]) -> str:
        # Another key for the session: one that was known before is worth nothing now.
        self.request.session.cycle_key()
        self.request.session[PROVED] = self.request.user.pk
        return "Thank you."


view = require_admin_access(SecondProofView.as_view())
