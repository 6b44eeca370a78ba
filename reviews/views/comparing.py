"""What differs between two versions of a page: two that were submitted, or the draft and what was approved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
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
from reviews.guards import is_reviewed
from reviews.models.decisions import Decision
from reviews.models.requests import ReviewRequest
from reviews.views.base import desk_crumb
from reviews.views.desk import ForTheDesk
from reviews.views.long_select import LongSelect

Choices = list[tuple[int, str]]


def versions_to_compare(submissions: QuerySet[ReviewRequest]) -> Choices:
    """(revision, words) of what was submitted, newest first; a version submitted twice stands there once."""
    choices: dict[int, str] = {}
    for revision, at, name in submissions.values_list("revision_id", "submitted_at", "submitted_by_name"):
        if revision not in choices:
            choices[revision] = f"Submitted {date_format(localtime(at), 'j F Y, H:i')} by {name}"
    return list(choices.items())


class CompareForm(forms.Form):
    """Two different submitted versions; the newest two unless somebody chooses."""

    older = forms.TypedChoiceField(label="Version", coerce=int, widget=LongSelect)
    newer = forms.TypedChoiceField(label="and version", coerce=int, widget=LongSelect)

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


class _OfOnePage(ForTheDesk, WagtailAdminTemplateMixin, TemplateView):
    """Two contents of one page: clinical changes, then all of it."""

    template_name = "reviews/two_versions.html"
    header_icon = "copy"

    @cached_property
    def page(self) -> Page:
        return get_object_or_404(Page, pk=self.kwargs["page_id"]).specific

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        history = {"url": reverse("reviews:history", args=[self.page.pk]), "label": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), desk_crumb(), history, {"url": "", "label": self.get_page_title()}]

    def show(self, before: Revision | None, after: Revision, **more: Any) -> HttpResponse:
        chosen = {
            "comparison": changes.between(type(self.page), before, after),
            "clinical_changes": changes.clinical_changes(type(self.page), before, after),
        }
        return self.render_to_response(self.get_context_data(**chosen, **more))


class CompareView(_OfOnePage):
    """The chosen versions, the older one first whichever way they were chosen."""

    page_title = "Compare"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        submissions = ReviewRequest.objects.filter(page=self.page.pk)
        form = CompareForm(versions_to_compare(submissions), request.GET)
        if not form.is_valid():
            messages.error(request, "Choose two different versions that were submitted.")
            return redirect("reviews:history", self.page.pk)
        older, newer = sorted((form.cleaned_data["older"], form.cleaned_data["newer"]))
        revisions = Revision.objects.in_bulk([older, newer])
        chosen = submissions.filter(revision__in=[older, newer]).order_by("pk")
        return self.show(revisions[older], revisions[newer], submissions=chosen)


class DraftChangesView(_OfOnePage):
    """The newest draft beside the version that was approved last: what a reviewer would be shown."""

    page_title = "Changes since the approved version"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_reviewed(self.page) or not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        approved = Decision.objects.standing(self.page.pk) or Decision.objects.last_approval(self.page.pk)
        draft = self.page.latest_revision
        if approved is None or approved.revision is None or draft is None:
            messages.info(request, "No version of this page was approved yet, so all of the draft is new.")
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        return self.show(approved.revision, draft, approved=approved, draft=draft)
