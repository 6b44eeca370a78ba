"""Choosing two submitted versions of a page to compare."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.generic import View
from wagtail.admin import messages

from reviews.models.requests import ReviewRequest
from reviews.views.desk import may_see_the_desk

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


class CompareView(View):
    """Leads to the comparison of the chosen versions, the older one first whichever way they were chosen."""

    def get(self, request: HttpRequest, page_id: int) -> HttpResponseBase:
        if not may_see_the_desk(request.user):
            raise PermissionDenied
        submissions = ReviewRequest.objects.filter(page=page_id).defer("clinical_changes", "findings", "contributors")
        form = CompareForm(versions_to_compare(submissions), request.GET)
        if not form.is_valid():
            messages.error(request, "Choose two different versions that were submitted.")
            return redirect("reviews:history", page_id)
        older, newer = sorted((form.cleaned_data["older"], form.cleaned_data["newer"]))
        return redirect("wagtailadmin_pages:revisions_compare", page_id, older, newer)
