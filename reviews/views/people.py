"""Clinical reviewers: who they are, and appointing one."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.widgets.button import HeaderButton

from reviews import services
from reviews.contributions import display_name
from reviews.forms import AppointmentForm
from reviews.models.reviewers import ReviewerProfile
from reviews.views.base import DeskFormView, DeskList


class ReviewersView(PermissionRequiredMixin, DeskList):
    """Every appointment, newest first: the record of who could decide, and when."""

    permission_required = "reviews.view_reviewerprofile"
    page_title = "Clinical reviewers"
    caption = "Appointments, newest first"
    header_icon = "group"
    index_url_name = "reviews:reviewers"
    no_results_message = "Nobody is appointed yet, so nothing can be approved."

    def get_queryset(self) -> Any:
        return ReviewerProfile.objects.with_replaced().select_related("user", "appointed_by")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column("person", label="Person", accessor=_person, classname="title"),
            Column("credentials", label="Credentials", accessor="credentials"),
            StatusTagColumn("in_date", label="Appointment", accessor=_standing, primary=_counts),
            Column("valid_until", label="Until", accessor=_until, classname="reviews-until"),
            Column("appointed", label="Appointed by", accessor=_appointed, classname="reviews-appointed"),
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.request.user.has_perm("reviews.add_reviewerprofile"):
            return []
        who_must_sign = HeaderButton("Who must sign", reverse("reviews:requirements"), icon_name="lock")
        return [
            who_must_sign,
            HeaderButton("Appoint a clinical reviewer", reverse("reviews:appoint"), icon_name="plus"),
        ]


def _person(profile: ReviewerProfile) -> str:
    return display_name(profile.user)


def _counts(profile: Any) -> bool:
    """Only the newest appointment of a person counts."""
    return profile.in_date() and not profile.replaced


def _standing(profile: Any) -> str:
    if profile.replaced:
        return "Replaced"
    if not profile.in_date():
        return "Ended"
    return "Ends soon" if profile.ends_soon() else "In date"


def _until(profile: ReviewerProfile) -> str:
    return date_format(profile.valid_until, "j F Y")


def _appointed(profile: ReviewerProfile) -> str:
    return f"{display_name(profile.appointed_by)}, {date_format(profile.appointed_at, 'j F Y')}"


class AppointView(PermissionRequiredMixin, DeskFormView):
    permission_required = "reviews.add_reviewerprofile"
    form_class = AppointmentForm
    page_title = "Appoint a clinical reviewer"
    header_icon = "group"
    submit_label = "Appoint"
    submit_active_label = "Appointing…"
    failure = "Nobody was appointed."

    def get_initial(self) -> dict[str, Any]:
        return {"person": self.request.GET.get("person")}

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        *before, here = super().get_breadcrumbs_items()
        return [*before, {"url": reverse("reviews:reviewers"), "label": "Clinical reviewers"}, here]

    def act(self, data: dict[str, Any]) -> str:
        profile = services.appoint(data.pop("person"), by=self.request.user, **data)
        return f"{profile} is appointed until {date_format(profile.valid_until, 'j F Y')}."

    def get_success_url(self) -> str:
        return reverse("reviews:reviewers")
