"""How a person signs: their one-time code and passkeys, set up and removed by themselves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from reviews import second_factor
from reviews.forms import OneTimeCodeForm, PasskeyForm, SigningForm
from reviews.refusals import ReviewRefused
from reviews.views.base import DeskFormView, ToBeSigned, desk_crumb


class SigningView(WagtailAdminTemplateMixin, TemplateView):
    """What is asked for when this person signs."""

    template_name = "reviews/signing/signing.html"
    page_title = "How you sign"
    header_icon = "key"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs_items(), desk_crumb(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(factors=second_factor.factors_of(self.request.user), **kwargs)


class ChallengeView(View):
    """What the browser asks a passkey, or makes one from.  JSON, for the session that asked."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        make = second_factor.new_passkey if request.POST.get("purpose") == "create" else second_factor.challenge
        return JsonResponse(make(request.user))


class _OfOwnSigning(ToBeSigned, DeskFormView):
    failure = "Nothing was changed."

    def get_success_url(self) -> str:
        return reverse("reviews:signing")

    def record(self, action: str, **data: Any) -> None:
        log(instance=self.request.user, action=action, user=self.request.user, data=data)


class _SetUpView(_OfOwnSigning):
    """Ends with recovery codes on screen, once; the next page no longer knows them."""

    def set_up(self, data: dict[str, Any]) -> list[str]:
        """Recovery codes.  May raise ``ReviewRefused``."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            codes = self.set_up(form.cleaned_data)
        except ReviewRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        self.record("reviews.second_factor_added", kind=self.page_title)
        context = WagtailAdminTemplateMixin.get_context_data(self, codes=codes, view=self)
        return render(self.request, "reviews/signing/recovery_codes.html", context)


class OneTimeCodeView(_SetUpView):
    form_class = OneTimeCodeForm
    template_name = "reviews/signing/one_time_code.html"
    page_title = "Sign with a one-time code"

    @cached_property
    def secret(self) -> str:
        return second_factor.new_secret(again=self.request.method == "POST")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"secret": self.secret}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        picture = second_factor.picture_of(self.request.user, self.secret)
        return super().get_context_data(secret=self.secret, picture=picture, **kwargs)

    def set_up(self, data: dict[str, Any]) -> list[str]:
        return second_factor.add_one_time_code(self.request.user, self.secret)


class AddPasskeyView(_SetUpView):
    form_class = PasskeyForm
    page_title = "Sign with a passkey"
    submit_label = "Save the passkey"

    def set_up(self, data: dict[str, Any]) -> list[str]:
        try:
            return second_factor.add_passkey(self.request.user, data["name"], data["new_passkey"])
        except ValueError:
            raise ReviewRefused(
                "The browser's answer was not a new passkey.",
                kept="How you sign is unchanged.",
                next_step="Make the passkey again and save it.",
            ) from None


class RemoveFactorView(_OfOwnSigning):
    form_class = SigningForm
    page_title = "Remove from signing"
    submit_label = "Remove"
    submit_active_label = "Removing…"

    @cached_property
    def factor(self) -> Any:
        return get_object_or_404(second_factor.factors_of(self.request.user), pk=self.kwargs["factor_id"])

    def get_page_subtitle(self) -> str:
        return str(self.factor)

    def act(self, data: dict[str, Any]) -> str:
        name = str(self.factor)
        second_factor.remove(self.request.user, self.factor)
        self.record("reviews.second_factor_removed", kind=name)
        return f"“{name}” is no longer asked for when you sign."


def menu_item(request: HttpRequest) -> dict[str, str]:
    """Hook ``register_account_menu_item``."""
    return {
        "url": reverse("reviews:signing"),
        "label": "How you sign",
        "help_text": "Ask for a one-time code or a passkey as well when you sign a decision.",
    }
