"""The desk: what waits for a decision."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic import ListView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from reviews.eligibility import why_not_a_reviewer, why_not_independent
from reviews.models.requests import ReviewRequest
from reviews.views.base import desk_crumb


def may_see_the_desk(user: Any) -> bool:
    """Editors, reviewers and administrators: whoever edits some page."""
    from wagtail.models import Page
    from wagtail.permissions import policy_registry

    return policy_registry.get_by_type(Page).user_has_any_permission(user, {"add", "change", "publish"})


class DeskView(WagtailAdminTemplateMixin, ListView):
    template_name = "reviews/desk.html"
    page_title = "Reviews"
    header_icon = "clipboard-list"
    context_object_name = "requests"
    paginate_by = 50

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_the_desk(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        return (
            ReviewRequest.objects.open()
            .select_related("page__content_type", "revision", "assignee")
            .defer("revision__content")
            .order_by("submitted_at")
        )

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs_items(), desk_crumb()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        about_the_person = why_not_a_reviewer(self.request.user)
        context["rows"] = [
            (waiting, [*about_the_person, *why_not_independent(self.request.user, waiting)])
            for waiting in context["requests"]
        ]
        return context
