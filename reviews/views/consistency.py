"""What the content rules say today about live pages: contradictions between them, and what newer rules found."""

from __future__ import annotations

from typing import Any

import django_filters
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.models import Page

from reviews.models.standing_findings import StandingFinding
from reviews.queue import part_of, reviewed_titles
from reviews.views.answering_readers import ReaderReportsView
from reviews.views.reports import REPORTS, ReviewReport, WorkReport

SEVERITIES = {"block": "Would block", "acknowledge": "To be answered"}


class StandingFilterSet(WagtailFilterSet):
    rule = django_filters.AllValuesFilter(label="Rule")
    severity = django_filters.ChoiceFilter(label="Severity", choices=list(SEVERITIES.items()))
    across = django_filters.BooleanFilter(label="Between pages")
    page = django_filters.ModelChoiceFilter(
        label="Page", queryset=lambda request: Page.objects.filter(pk__in=StandingFinding.objects.values("page"))
    )
    found_at = django_filters.DateFromToRangeFilter(label="Found", widget=DateRangePickerWidget)

    class Meta:
        model = StandingFinding
        fields: list[str] = []


class ConsistencyView(WorkReport):
    """Findings that stand until somebody resolves them, as ``manage.py check_content --live`` found them last."""

    name = "consistency"
    page_title = "Consistency of live pages"
    header_icon = "warning"
    filterset_class = StandingFilterSet
    caption = "What the rules of today say about live pages, the newest finding first"
    no_results_message = "Nothing was found the last time that all live pages were checked."
    default_ordering = "-found_at"

    def get_base_queryset(self) -> Any:
        return StandingFinding.objects.filter(page__live=True).select_related("page__content_type")

    @cached_property
    def _titles(self) -> dict[str, str]:
        return reviewed_titles(finding.page.path for finding in self.object_list)

    def _part_of(self, finding: StandingFinding) -> str:
        return part_of(finding.page.path, self._titles)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("page", accessor="page.title", get_url=_edit, sort_key="page__title"),
            Column("part_of", label="Part of", accessor=self._part_of),
            Column("message", label="What was found"),
            Column("rule", label="Rule", sort_key="rule"),
            StatusTagColumn("severity", label="Severity", accessor=_severity, primary=_blocks, sort_key="severity"),
            BooleanColumn("across", label="Between pages", sort_key="across"),
            DateColumn("found_at", label="Found", sort_key="found_at"),
        ]


def _edit(finding: StandingFinding) -> str:
    return reverse("wagtailadmin_pages:edit", args=[finding.page_id])


def _severity(finding: StandingFinding) -> str:
    return SEVERITIES[finding.severity]


def _blocks(finding: StandingFinding) -> bool:
    return finding.severity == "block"


ALL_REPORTS: tuple[type[ReviewReport], ...] = (*REPORTS, ConsistencyView, ReaderReportsView)
