"""What an author asks for: review of a draft, the submission back, the withdrawal of a page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.models import Page

from reviews import dismissals, findings, services
from reviews.forms import AskForWithdrawalForm, RecallForm, SubmitForm
from reviews.guards import is_reviewed
from reviews.models.decisions import Decision
from reviews.models.requests import ReviewRequest
from reviews.views.base import DeskFormView, to_editor


class SubmitView(DeskFormView):
    """Asks for the change note, and says beforehand what still keeps the draft from being submitted."""

    form_class = SubmitForm
    template_name = "reviews/submit.html"
    page_title = "Submit for review"
    submit_label = "Submit for review"
    submit_active_label = "Submitting…"
    failure = "The draft was not submitted. It is saved as it was."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_reviewed(self.page) or not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        if ReviewRequest.objects.open_for(self.page.pk):
            messages.info(request, "This page is in review already.")
            return to_editor(self.page.pk)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self) -> Page:
        return get_object_or_404(Page, pk=self.kwargs["page_id"]).specific

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = self.page.get_latest_revision_as_object()
        found = findings.find(draft)
        # As the submission would keep them, so that the author reads what the reviewer will.
        kept = dismissals.with_reasons(draft, found)
        return super().get_context_data(
            page=self.page,
            problems=services.problems_of(draft, found),
            findings=[finding for finding in kept if finding["severity"] == "acknowledge"],
            warnings=[finding for finding in kept if finding["severity"] == "warn"],
            edit_url=reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
            **kwargs,
        )

    def act(self, data: dict[str, Any]) -> str:
        services.submit(self.page, self.request.user, **data)
        return f"“{self.page.get_admin_display_title()}” was submitted for review. It is locked until the decision."

    def buttons_after(self) -> list[dict[str, Any]]:
        return [messages.button(reverse("reviews:desk"), "See what waits for review")]

    def get_success_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])


class RecallView(DeskFormView):
    form_class = RecallForm
    page_title = "Recall the submission"
    submit_label = "Recall to edit"
    submit_active_label = "Recalling…"
    failure = "The submission was not recalled."

    @cached_property
    def review_request(self) -> ReviewRequest:
        return get_object_or_404(ReviewRequest.objects.select_related("page"), pk=self.kwargs["request_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.review_request.page.specific.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        if request.method == "GET" and not self.review_request.is_open:
            messages.info(request, "This submission was decided already.")
            return redirect("reviews:review", self.review_request.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.review_request.page.get_admin_display_title()

    def act(self, data: dict[str, Any]) -> str:
        services.recall(self.review_request, self.request.user, data["comment"])
        return "The submission was recalled. The page can be edited again."

    def get_success_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.review_request.page_id])


class AskForWithdrawalView(DeskFormView):
    """For whoever may edit a public page and may not withdraw it."""

    form_class = AskForWithdrawalForm
    page_title = "Ask for withdrawal"
    submit_label = "Ask now"
    submit_active_label = "Asking…"
    failure = "Nobody was asked. The page is public as before."

    @cached_property
    def page(self) -> Page:
        return get_object_or_404(Page, pk=self.kwargs["page_id"]).specific

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_reviewed(self.page) or not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        if Decision.objects.standing(self.page.pk) is None:
            messages.info(request, "This page is not public, so there is nothing to withdraw.")
            return to_editor(self.page.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def act(self, data: dict[str, Any]) -> str:
        told = services.ask_for_withdrawal(self.page, self.request.user, reason=data["reason"])
        people = "1 person who may withdraw it was" if told == 1 else f"{told} people who may withdraw it were"
        return f"{people} told. Until one of them acts, the public reads “{self.page.get_admin_display_title()}”."

    def get_success_url(self) -> str:
        return reverse("reviews:work")
