"""The review screen."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.generic import View
from wagtail.models import Page
from wagtail.utils.decorators import xframe_options_sameorigin_override

from reviews import services
from reviews.eligibility import why_not, why_not_a_reviewer
from reviews.forms import ApprovalForm, ChangesForm
from reviews.models.requests import ReviewRequest
from reviews.signatures import sign
from reviews.views.base import DeskFormView, view_live
from reviews.views.desk import may_see_the_desk


class _OfOneRequest(View):
    """A view of one submission, for whoever sees the desk."""

    @cached_property
    def review_request(self) -> ReviewRequest:
        requests = ReviewRequest.objects.select_related("page", "revision", "compared_with", "submitted_by")
        return get_object_or_404(requests, pk=self.kwargs["request_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_the_desk(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


@method_decorator(xframe_options_sameorigin_override, name="dispatch")
class PreviewView(_OfOneRequest):
    """The pinned revision as the public would read it; the review screen shows it in a frame."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = self.review_request.revision.as_object()
        # Without this person's session, so that nothing is added to what the public would read.
        return draft.make_preview_request(None, draft.default_preview_mode)


class ReviewView(_OfOneRequest, DeskFormView):
    """Everything about one submission, and the two ways to decide on it."""

    template_name = "reviews/review.html"
    page_title = "Review"
    failure = "Nothing was decided."

    def get_page_subtitle(self) -> str:
        return self.review_request.revision.object_str

    def get_form_class(self) -> type[forms.Form]:
        return ChangesForm if self.request.POST.get("verdict") == ChangesForm.VERDICT else ApprovalForm

    def get_initial(self) -> dict[str, Any]:
        return {
            "shown_digest": self.review_request.digest,
            "next_review_on": timezone.localdate() + datetime.timedelta(days=365),
            "attests_whole_page": self.review_request.compared_with is None,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = self.review_request
        decision = waiting.closing_decision
        context = super().get_context_data(
            review_request=waiting,
            decision=decision,
            newer=ReviewRequest.objects.open_for(waiting.page_id) if decision else None,
            compare_url=self._compare_url(),
            **kwargs,
        )
        return context if decision else context | self._offers(context["form"])

    def _offers(self, shown: forms.Form) -> dict[str, Any]:
        """What this person may do about an open request; a form they filled in keeps what they typed."""
        waiting, user = self.review_request, self.request.user
        reasons = why_not(user, waiting)
        filled = {type(shown): shown}

        def form(kind: type[forms.Form]) -> forms.Form:
            return filled.get(kind) or kind(initial=self.get_initial())

        return {
            "reasons": reasons,
            "approval_form": None if reasons else form(ApprovalForm),
            "changes_form": None if why_not_a_reviewer(user) else form(ChangesForm),
            "may_recall": bool(reasons) and waiting.page.specific.permissions_for_user(user).can_edit(),
        }

    def _compare_url(self) -> str:
        waiting, compared = self.review_request, self.review_request.compared_with
        if compared is None:
            return ""
        revisions = [waiting.page_id, compared.revision_id, waiting.revision_id]
        return reverse("wagtailadmin_pages:revisions_compare", args=revisions)

    def act(self, data: dict[str, Any]) -> str:
        if data["verdict"] == ChangesForm.VERDICT:
            services.request_changes(self.review_request, self.request.user, comment=data["comment"])
            return "Changes were requested. The editors can work on the page again."
        decision = services.approve(
            self.review_request,
            sign(self.request.user, data["password"]),
            shown_digest=data["shown_digest"],
            comment=data["comment"],
            attests_whole_page=data["attests_whole_page"],
            next_review_on=data["next_review_on"],
        )
        return f"Version {decision.version} of “{self.get_page_subtitle()}” was approved and signed."

    def buttons_after(self) -> list[dict[str, Any]]:
        return view_live(Page.objects.get(pk=self.review_request.page_id))
