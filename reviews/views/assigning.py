"""Who is expected to decide: one submission or several, to somebody or back to nobody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.bulk_action import BulkAction

from reviews import services
from reviews.contributions import display_name
from reviews.eligibility import could_approve, may_assign, reviewers_today
from reviews.models.assignments import Absence
from reviews.models.requests import ReviewRequest
from reviews.models.reviewers import ReviewerProfile
from reviews.refusals import ReviewRefused
from reviews.views.base import DeskFormView

NOBODY = "Nobody in particular"


class ReviewerChoice(forms.ModelChoiceField):
    """A clinical reviewer, with the profession, and with who covers when they are away.  Two queries and the list's."""

    @cached_property
    def professions(self) -> dict[int, str]:
        newest_last = ReviewerProfile.objects.order_by("entry_id")
        return dict(newest_last.values_list("user_id", "profession"))

    @cached_property
    def covers(self) -> dict[int, str]:
        away = Absence.objects.on(timezone.localdate()).select_related("cover")
        return {absence.person_id: display_name(absence.cover) for absence in away}

    def label_from_instance(self, obj: Any) -> str:
        cover = self.covers.get(obj.pk)
        away = f" – away, {cover} covers" if cover else ""
        return f"{display_name(obj)}, {self.professions.get(obj.pk, '')}{away}"


class AssignForm(forms.Form):
    assignee = ReviewerChoice(
        label="Assign to",
        queryset=None,
        required=False,
        empty_label=NOBODY,
        help_text="Anybody who could approve it may still decide.",
    )
    note = forms.CharField(
        label="Note",
        help_text="For whoever takes over. Kept with the submission.",
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, people: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = reviewers_today() if people is None else people  # type: ignore[attr-defined]


class AssignView(DeskFormView):
    """Assign a submission, hand it over, or take the assignment back."""

    form_class = AssignForm
    page_title = "Assign"
    submit_label = "Assign"
    submit_active_label = "Assigning…"
    failure = "Nothing was assigned."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_assign(request.user):
            raise PermissionDenied
        if not self.submission.is_open:
            messages.error(request, "This submission was decided meanwhile. Nothing was assigned.")
            return redirect("reviews:review", self.submission.pk)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def submission(self) -> ReviewRequest:
        requests = ReviewRequest.objects.with_assignee().select_related("revision").defer("revision__content")
        return get_object_or_404(requests, pk=self.kwargs["request_id"])

    def get_page_subtitle(self) -> str:
        return self.submission.revision.object_str

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": could_approve(self.submission)}

    def get_initial(self) -> dict[str, Any]:
        return {"assignee": self.submission.assignee_now}

    def act(self, data: dict[str, Any]) -> str:
        services.assign(self.submission, data["assignee"], self.request.user, note=data["note"])
        return _assigned(f"“{self.submission.revision.object_str}”", data["assignee"])

    def get_success_url(self) -> str:
        return get_valid_next_url_from_request(self.request) or reverse("reviews:desk")


class AssignTicked(BulkAction):
    """Assign every ticked submission that the chosen person could approve, and name those they could not."""

    models = [ReviewRequest]
    display_name = "Assign"
    action_type = "assign"
    aria_label = "Assign the ticked submissions"
    template_name = "reviews/assign_ticked.html"
    form_class = AssignForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_assign(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @classmethod
    def get_queryset(cls, model: type[ReviewRequest], object_ids: list[str]) -> list[ReviewRequest]:
        ticked = ReviewRequest.objects.open().filter(pk__in=[key for key in object_ids if key.isdecimal()])
        return list(ticked.select_related("revision").defer("revision__content").order_by("submitted_at", "pk"))

    def get_all_objects_in_listing_query(self, parent_id: str | None) -> list[str]:
        """Only what somebody ticked and saw is assigned, never “all”."""
        return []

    def get_execution_context(self) -> dict[str, Any]:
        return {"request": self.request, **self.cleaned_form.cleaned_data}

    @classmethod
    def execute_action(
        cls, objects: list[ReviewRequest], request: Any = None, assignee: Any = None, note: str = "", **kwargs: Any
    ) -> tuple[int, int]:
        done = 0
        for submission in objects:
            try:
                services.assign(submission, assignee, request.user, note=note)
                done += 1
            except ReviewRefused as refusal:
                messages.warning(request, f"“{submission.revision.object_str}” was not assigned. {refusal}")
        return done, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        if not num_parent_objects:
            return None
        what = "1 submission" if num_parent_objects == 1 else f"{num_parent_objects} submissions"
        return _assigned(what, self.cleaned_form.cleaned_data["assignee"], several=num_parent_objects > 1)


def _assigned(what: str, assignee: Any, several: bool = False) -> str:
    verb = "are" if several else "is"
    return f"{what} {verb} assigned to {display_name(assignee) if assignee else NOBODY.lower()}."
