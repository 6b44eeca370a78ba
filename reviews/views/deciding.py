"""The review screen, and withdrawing a page."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.models import Page

from reviews import services
from reviews.eligibility import why_not
from reviews.forms import DecisionForm, WithdrawForm
from reviews.models.decisions import Decision
from reviews.models.requests import ReviewRequest
from reviews.signatures import sign
from reviews.views.base import DeskFormView
from reviews.views.desk import may_see_the_desk


class ReviewView(DeskFormView):
    """Everything about one submission, and the form to decide on it."""

    form_class = DecisionForm
    template_name = "reviews/review.html"
    page_title = "Review"
    submit_label = "Sign and record the decision"

    @cached_property
    def review_request(self) -> ReviewRequest:
        requests = ReviewRequest.objects.select_related("page", "revision", "compared_with", "submitted_by")
        return get_object_or_404(requests, pk=self.kwargs["request_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_the_desk(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.review_request.revision.object_str

    def get_initial(self) -> dict[str, Any]:
        return {
            "shown_digest": self.review_request.digest,
            "next_review_on": timezone.localdate() + datetime.timedelta(days=365),
            "attests_whole_page": self.review_request.compared_with is None,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = self.review_request
        compared = waiting.compared_with
        return super().get_context_data(
            review_request=waiting,
            decision=waiting.closing_decision,
            reasons=why_not(self.request.user, waiting),
            preview_url=reverse("wagtailadmin_pages:revisions_view", args=[waiting.page_id, waiting.revision_id]),
            compare_url=reverse(
                "wagtailadmin_pages:revisions_compare",
                args=[waiting.page_id, compared.revision_id, waiting.revision_id],
            )
            if compared
            else "",
            **kwargs,
        )

    def act(self, data: dict[str, Any]) -> str:
        if data["verdict"] == DecisionForm.REQUEST_CHANGES:
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
        return f"Version {decision.version} was approved and signed."


class WithdrawView(DeskFormView):
    form_class = WithdrawForm
    page_title = "Withdraw from the public"
    submit_label = "Withdraw now"

    @cached_property
    def page(self) -> Page:
        return get_object_or_404(Page, pk=self.kwargs["page_id"]).specific

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_the_desk(request.user) or Decision.objects.standing(self.page.pk) is None:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def act(self, data: dict[str, Any]) -> str:
        services.withdraw(self.page, self.request.user, reason=data["reason"])
        return f"“{self.page.get_admin_display_title()}” is withdrawn. The public no longer reads it."

    def get_success_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])
