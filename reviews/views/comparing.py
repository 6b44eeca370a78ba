"""Choosing two submitted versions of a page, and what differs between them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, Revision

from reviews import changes
from reviews.models.requests import ReviewRequest
from reviews.views.base import desk_crumb
from reviews.views.desk import ForTheDesk

Choices = list[tuple[int, str]]


def versions_to_compare(submissions: Iterable[ReviewRequest]) -> Choices:
    """(revision, words) of what was submitted, newest first; a version submitted twice stands there once."""
    choices: dict[int, str] = {}
    for request in submissions:
        day = date_format(localtime(request.submitted_at), "j F Y, H:i")
        choices.setdefault(request.revision_id, f"Submitted {day} by {request.submitted_by_name}")
    return list(choices.items())


class CompareForm(forms.Form):
    """Two different submitted versions; the newest two unless somebody chooses."""

    older = forms.TypedChoiceField(label="Version", coerce=int)
    newer = forms.TypedChoiceField(label="and version", coerce=int)

    def __init__(self, submitted: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("older", "newer"):
            self.fields[name].choices = submitted  # type: ignore[attr-defined]
        if len(submitted) > 1:
            self.initial = {"older": submitted[1][0], "newer": submitted[0][0]}

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or {}
        if chosen.get("older") is not None and chosen.get("older") == chosen.get("newer"):
            raise forms.ValidationError("Choose two different versions.")
        return chosen


class CompareView(ForTheDesk, WagtailAdminTemplateMixin, TemplateView):
    """The chosen versions, the older one first whichever way they were chosen: clinical changes, then all of it."""

    template_name = "reviews/two_versions.html"
    page_title = "Compare"
    header_icon = "copy"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        submissions = ReviewRequest.objects.filter(page=self.page.pk)
        form = CompareForm(
            versions_to_compare(submissions.defer("clinical_changes", "findings", "contributors")), request.GET
        )
        if not form.is_valid():
            messages.error(request, "Choose two different versions that were submitted.")
            return redirect("reviews:history", self.page.pk)
        older, newer = sorted((form.cleaned_data["older"], form.cleaned_data["newer"]))
        revisions = Revision.objects.in_bulk([older, newer])
        chosen = {
            "comparison": changes.between(type(self.page), revisions[older], revisions[newer]),
            "clinical_changes": changes.clinical_changes(type(self.page), revisions[older], revisions[newer]),
            "submissions": submissions.filter(revision__in=[older, newer]).order_by("pk"),
        }
        return self.render_to_response(self.get_context_data(**chosen))

    @cached_property
    def page(self) -> Page:
        return get_object_or_404(Page, pk=self.kwargs["page_id"]).specific

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        history = {"url": reverse("reviews:history", args=[self.page.pk]), "label": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), desk_crumb(), history, {"url": "", "label": "Compare"}]
