"""Taking words from the public, archiving, and bringing an approved version back."""

from __future__ import annotations

import copy
import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from wagtail.models import Page
from wagtail.utils.decorators import xframe_options_sameorigin_override

from reviews import services
from reviews.eligibility import may_withdraw, why_not_a_reviewer
from reviews.forms import ArchiveForm, ReaffirmForm, RestoreForm, RevokeForm, WithdrawForm
from reviews.guards import is_reviewed
from reviews.models.decisions import Decision
from reviews.views.base import DeskFormView, ToBeSigned, view_live


class _OfOnePage(DeskFormView):
    """For whoever may take words from the public: clinical reviewers and administrators."""

    @cached_property
    def page(self) -> Page:
        return get_object_or_404(Page, pk=self.kwargs["page_id"]).specific

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_withdraw(request.user) or not is_reviewed(self.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_success_url(self) -> str:
        return reverse("reviews:history", args=[self.page.pk])


class WithdrawView(_OfOnePage):
    form_class = WithdrawForm
    page_title = "Withdraw from the public"
    submit_label = "Withdraw now"
    submit_active_label = "Withdrawing…"
    failure = "The page was not withdrawn."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if Decision.objects.standing(self.page.pk) is None:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def act(self, data: dict[str, Any]) -> str:
        services.withdraw(self.page, self.request.user, reason=data["reason"])
        return f"“{self.page.get_admin_display_title()}” is withdrawn. The public no longer reads it."

    def get_success_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])


class ArchiveView(_OfOnePage):
    form_class = ArchiveForm
    page_title = "Archive"
    submit_label = "Archive with the pages below it"
    submit_active_label = "Archiving…"
    failure = "Nothing was archived."

    def act(self, data: dict[str, Any]) -> str:
        decisions = services.archive(self.page, self.request.user, reason=data["reason"])
        number = "1 page is" if len(decisions) == 1 else f"{len(decisions)} pages are"
        return f"{number} in the archive. Every version and decision is kept."


class UnarchiveView(_OfOnePage):
    form_class = Form
    page_title = "Take out of the archive"
    submit_label = "Take out of the archive"
    submit_active_label = "Taking it out…"
    failure = "The page is still in the archive."

    def act(self, data: dict[str, Any]) -> str:
        services.unarchive(self.page, self.request.user)
        return "The page can be worked on again. It is public when a version is restored or approved."


@method_decorator(xframe_options_sameorigin_override, name="dispatch")
class AsTheReaderView(_OfOnePage):
    """What the public reads now; the screen for reaffirming shows it in a frame."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Without this person's session, so that nothing is added to what the public reads.
        reader = copy.copy(request)
        reader.user, reader.COOKIES = AnonymousUser(), {}
        reader.path = reader.path_info = self.page.get_url(request) or request.path
        return self.page.serve(reader)


class ReaffirmView(ToBeSigned, _OfOnePage):
    form_class = ReaffirmForm
    template_name = "reviews/reaffirm.html"
    page_title = "Reaffirm"
    submit_label = "Sign and reaffirm"
    submit_active_label = "Reaffirming…"
    failure = "Nothing was decided."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if why_not_a_reviewer(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"next_review_on": timezone.localdate() + datetime.timedelta(days=365)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(standing=Decision.objects.standing(self.page.pk), **kwargs)

    def act(self, data: dict[str, Any]) -> str:
        decision = services.reaffirm(
            self.page,
            data["signature"],
            next_review_on=data["next_review_on"],
            comment=data["comment"],
        )
        return f"Version {decision.version} of “{self.page.get_admin_display_title()}” was reaffirmed and signed."


class _OfOneVersion(_OfOnePage):
    """``decision_id`` is the approval of the version, of the page in the address."""

    @cached_property
    def approval(self) -> Decision:
        approvals = Decision.objects.for_page(self.page.pk).approvals()
        return get_object_or_404(approvals, pk=self.kwargs["decision_id"])

    def get_page_subtitle(self) -> str:
        return f"Version {self.approval.version} of {super().get_page_subtitle()}"


class RevokeView(_OfOneVersion):
    form_class = RevokeForm
    page_title = "Revoke an approval"
    submit_label = "Revoke the approval"
    submit_active_label = "Revoking…"
    failure = "The approval still stands."

    def act(self, data: dict[str, Any]) -> str:
        services.revoke(self.approval, self.request.user, reason=data["reason"])
        return f"The approval of version {self.approval.version} is revoked. It cannot be restored."


class RestoreView(ToBeSigned, _OfOneVersion):
    form_class = RestoreForm
    page_title = "Restore an approved version"
    submit_label = "Sign and restore"
    submit_active_label = "Restoring…"
    failure = "Nothing was restored."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if why_not_a_reviewer(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def act(self, data: dict[str, Any]) -> str:
        services.restore(self.approval, data["signature"], reason=data["reason"])
        return f"Version {self.approval.version} is public again."

    def buttons_after(self) -> list[dict[str, Any]]:
        return view_live(Page.objects.get(pk=self.page.pk))
