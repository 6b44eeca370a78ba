"""The desk: what waits for a decision."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import Truncator
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import HeaderButton

from reviews.eligibility import why_not_a_reviewer, why_not_independent
from reviews.models.requests import Priority, ReviewRequest


def may_see_the_desk(user: Any) -> bool:
    """Editors, reviewers and administrators: whoever edits some page."""
    from wagtail.models import Page
    from wagtail.permissions import policy_registry

    return policy_registry.get_by_type(Page).user_has_any_permission(user, {"add", "change", "publish"})


class DeskView(BaseListingView):
    """Every open submission, oldest first, in a fixed number of queries."""

    template_name = "reviews/listing.html"
    page_title = "Reviews"
    header_icon = "clipboard-list"
    index_url_name = "reviews:desk"
    no_results_message = "Nothing waits for review."
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

    def get_table_kwargs(self) -> dict[str, Any]:
        caption = "Submissions that wait for a decision, oldest first"
        return super().get_table_kwargs() | {"caption": caption, "classname": "listing reviews-listing"}

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("page", label="Page", accessor="revision.object_str", url_name="reviews:review", width="22%"),
            Column("change_note", label="What changed", accessor=_note, width="30%"),
            Column("submitted_by", label="Submitted by", accessor="submitted_by_name", classname="reviews-by"),
            DateColumn("submitted_at", label="Submitted"),
            StatusTagColumn("priority", label="Priority", accessor="get_priority_display", primary=_is_pressing),
            Column("due_on", label="Needed by", accessor=_due_on, classname="reviews-due"),
            *([] if why_not_a_reviewer(self.request.user) else [self._approver_column()]),
        ]

    def _approver_column(self) -> Column:
        def is_me(waiting: ReviewRequest) -> bool:
            return not why_not_independent(self.request.user, waiting)

        return StatusTagColumn(
            "approver",
            label="Who can approve",
            classname="reviews-approver",
            accessor=lambda waiting: "You" if is_me(waiting) else "Somebody else",
            primary=is_me,
        )

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        due = HeaderButton("Due for review", reverse("reviews:due"), icon_name="date")
        if not self.request.user.has_perm("reviews.view_reviewerprofile"):
            return [due]
        return [due, HeaderButton("Clinical reviewers", reverse("reviews:reviewers"), icon_name="group")]


def _note(waiting: ReviewRequest) -> str:
    return Truncator(waiting.change_note).words(20)


def _is_pressing(waiting: ReviewRequest) -> bool:
    return waiting.priority != Priority.ROUTINE


def _due_on(waiting: ReviewRequest) -> str:
    return date_format(waiting.due_on, "j F Y") if waiting.due_on else "–"
