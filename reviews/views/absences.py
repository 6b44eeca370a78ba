"""Days away, and who covers: one's own for a reviewer, anybody's for an administrator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import ButtonsColumnMixin, Column, TitleColumn
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.log_actions import log

from reviews.contributions import display_name
from reviews.eligibility import may_assign, reviewers_today
from reviews.models.assignments import Absence
from reviews.views.assigning import ReviewerChoice
from reviews.views.base import DeskFormView, DeskList


def may_set_for_anybody(user: Any) -> bool:
    return bool(user.is_active and user.has_perm("reviews.add_reviewerprofile"))


def absences_of(user: Any) -> Any:
    """What ``user`` may see and change: days away that are not over yet."""
    ahead = Absence.objects.filter(ends_on__gte=timezone.localdate()).select_related("person", "cover")
    return ahead if may_set_for_anybody(user) else ahead.filter(person=user)


class _Door:
    """Clinical reviewers and administrators only."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_assign(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class _AbsenceColumn(ButtonsColumnMixin, TitleColumn):
    def get_buttons(self, instance: Absence, parent_context: dict[str, Any]) -> list[Button]:
        name = display_name(instance.person)
        classname = "button button-small button-secondary"
        return [
            Button(label, reverse(screen, args=[instance.pk]), classname=classname, attrs={"aria-label": aria})
            for label, screen, aria in (
                ("Change", "reviews:absence", f"Change days away of {name}"),
                ("Remove", "reviews:absence_remove", f"Remove days away of {name}"),
            )
        ]


class AbsencesView(_Door, DeskList):
    """Who is away now or later, and who covers."""

    page_title = "Days away"
    caption = "Days away, the next first"
    header_icon = "calendar"
    index_url_name = "reviews:absences"
    no_results_message = "No days away are planned."

    def get_queryset(self) -> Any:
        return absences_of(self.request.user)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            _AbsenceColumn("person", accessor=lambda absence: display_name(absence.person)),
            Column("starts_on", label="First day", accessor=lambda absence: date_format(absence.starts_on, "j F Y")),
            Column("ends_on", label="Last day", accessor=lambda absence: date_format(absence.ends_on, "j F Y")),
            Column("cover", label="Covered by", accessor=lambda absence: display_name(absence.cover)),
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton("Add days away", reverse("reviews:absence_add"), icon_name="plus")]


class AbsenceForm(forms.ModelForm):
    class Meta:
        model = Absence
        fields = ["person", "starts_on", "ends_on", "cover"]
        widgets = {"starts_on": AdminDateInput, "ends_on": AdminDateInput}
        field_classes = {"person": ReviewerChoice, "cover": ReviewerChoice}
        help_texts = {"cover": "Sees what is assigned to the person who is away among their own."}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reviewers = reviewers_today()
        self.fields["person"].queryset = reviewers  # type: ignore[attr-defined]
        self.fields["cover"].queryset = reviewers  # type: ignore[attr-defined]
        if not may_set_for_anybody(user):
            self.instance.person = user
            del self.fields["person"]
            self.fields["cover"].queryset = reviewers.exclude(pk=user.pk)  # type: ignore[attr-defined]

    def clean_ends_on(self) -> Any:
        ends_on = self.cleaned_data["ends_on"]
        if ends_on < timezone.localdate():
            raise forms.ValidationError("These days have passed. Choose today or a later day.")
        return ends_on


class _AbsenceFormView(_Door, DeskFormView):
    header_icon = "calendar"

    @cached_property
    def absence(self) -> Absence | None:
        key = self.kwargs.get("absence_id")
        return None if key is None else get_object_or_404(absences_of(self.request.user), pk=key)

    def get_page_subtitle(self) -> str:
        return display_name(self.absence.person) if self.absence else ""

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        *before, here = super().get_breadcrumbs_items()
        return [*before, {"url": reverse("reviews:absences"), "label": "Days away"}, here]

    def get_success_url(self) -> str:
        return reverse("reviews:absences")


class AbsenceView(_AbsenceFormView):
    form_class = AbsenceForm
    page_title = "Days away"
    failure = "Nothing was saved."

    def get_form_kwargs(self) -> dict[str, Any]:
        instance = {"instance": self.absence} if self.absence else {}
        return super().get_form_kwargs() | {"user": self.request.user} | instance

    def form_valid(self, form: AbsenceForm) -> Any:
        self.form = form
        return super().form_valid(form)

    def act(self, data: dict[str, Any]) -> str:
        absence = self.form.save()
        log(instance=absence, action="wagtail.edit" if self.absence else "wagtail.create", user=self.request.user)
        return f"{display_name(absence.cover)} covers until {date_format(absence.ends_on, 'j F Y')}."


class RemoveAbsenceView(_AbsenceFormView):
    form_class = forms.Form
    page_title = "Remove days away"
    submit_label = "Remove"
    submit_active_label = "Removing…"

    def act(self, data: dict[str, Any]) -> str:
        if self.absence is not None:
            log(instance=self.absence, action="wagtail.delete", user=self.request.user)
            self.absence.delete()
        return "The days away were removed."
