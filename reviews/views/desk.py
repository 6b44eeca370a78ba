"""Who sees the desk, and what its lists share: the way out as a spreadsheet, and what keeps that harmless."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from reviews.spreadsheets import as_words
from reviews.views.base import DeskTable


def may_see_the_desk(user: Any) -> bool:
    """Editors, reviewers and administrators: whoever edits some page."""
    from wagtail.permissions import policy_registry

    return policy_registry.get_by_type(Page).user_has_any_permission(user, {"add", "change", "publish"})


def page_type(page: Page) -> str:
    """What a page is, in words: “Drug overview”."""
    model = page.content_type.model_class()
    return str(model._meta.verbose_name).capitalize() if model else ""


class ForTheDesk:
    """A view for whoever sees the desk."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_the_desk(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class DeskReport(ForTheDesk, DeskTable, ReportView):
    """A list with filters, and the same list as CSV or XLSX: what is exported is what is on screen."""

    tie_breakers: tuple[str, ...] = ("pk",)

    def get_filtered_queryset(self) -> Any:
        # Wagtail's report filters a second time what its listing has filtered.
        return self.get_queryset()

    def order_queryset(self, queryset: Any) -> Any:
        """What is empty comes last, whichever way round, and nothing is left to chance."""
        if not isinstance(self.ordering, str):
            return super().order_queryset(queryset)
        field = F(self.ordering.removeprefix("-"))
        ordered = field.desc(nulls_last=True) if self.ordering.startswith("-") else field.asc(nulls_last=True)
        return queryset.order_by(ordered, *self.tie_breakers)

    # Exporting

    @cached_property
    def exported(self) -> dict[str, Column]:
        """Columns of the spreadsheet, by name."""
        return {column.name: column for column in self.columns if isinstance(column, Column)}

    @cached_property
    def list_export(self) -> list[str]:
        return list(self.exported)

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {name: column.get_value(item) for name, column in self.exported.items()}

    def get_heading(self, queryset: Any, field: str) -> str:
        return str(self.exported[field].label)

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Words that a spreadsheet would compute are handed out as words."""
        return as_words(super().preprocess_field_value(field, value, export_format))
