"""Clinical reviewers: who they are, and appointing one."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse
from django.views.generic import ListView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from reviews import services
from reviews.forms import AppointmentForm
from reviews.models.reviewers import ReviewerProfile
from reviews.views.base import DeskFormView, desk_crumb


class ReviewersView(PermissionRequiredMixin, WagtailAdminTemplateMixin, ListView):
    """Every appointment, newest first: the record of who could decide, and when."""

    permission_required = "reviews.view_reviewerprofile"
    template_name = "reviews/reviewers.html"
    page_title = "Clinical reviewers"
    header_icon = "group"
    context_object_name = "profiles"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return ReviewerProfile.objects.select_related("user", "appointed_by")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs_items(), desk_crumb(), {"url": "", "label": "Clinical reviewers"}]


class AppointView(PermissionRequiredMixin, DeskFormView):
    permission_required = "reviews.add_reviewerprofile"
    form_class = AppointmentForm
    page_title = "Appoint a clinical reviewer"
    submit_label = "Appoint"

    def act(self, data: dict[str, Any]) -> str:
        profile = services.appoint(data.pop("person"), by=self.request.user, **data)
        return f"{profile} is appointed until {profile.valid_until:%-d %B %Y}."

    def get_success_url(self) -> str:
        return reverse("reviews:reviewers")
