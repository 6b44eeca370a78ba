"""What readers reported, for the desk: a list that measures the promise, and the answer to one report."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.models import Page

from reviews import services, turnaround
from reviews.forms import MAX_NOTE
from reviews.models.reader_reports import Answer, Matter, ReaderReport
from reviews.views.base import DeskFormView
from reviews.views.desk import ForTheDesk
from reviews.views.reports import WorkReport


class ReaderReportFilterSet(WagtailFilterSet):
    page = django_filters.ModelChoiceFilter(
        label="Page", queryset=lambda request: Page.objects.filter(pk__in=ReaderReport.objects.values("page"))
    )
    is_answered = django_filters.BooleanFilter(
        label="Answered", field_name="answered_at", lookup_expr="isnull", exclude=True
    )
    is_safety = django_filters.BooleanFilter(label="Safety concern")
    matter = django_filters.ChoiceFilter(label="About", choices=Matter)
    received_at = django_filters.DateFromToRangeFilter(label="Received", widget=DateRangePickerWidget)

    class Meta:
        model = ReaderReport
        fields: list[str] = []


class ReaderReportsView(WorkReport):
    """Every report of a reader, and how many were answered by the time that the page promised."""

    name = "reader_reports"
    page_title = "Problems that readers report"
    header_icon = "comment"
    filterset_class = ReaderReportFilterSet
    no_results_message = "No reader reported a problem."
    default_ordering = "-received_at"

    def get_base_queryset(self) -> Any:
        return ReaderReport.objects.select_related("page", "answered_by")

    @cached_property
    def caption(self) -> str:  # type: ignore[override]
        """The promise and what came of it, over all reports that the filters leave.  One query."""
        kept = self.filter_queryset(self.get_base_queryset()).order_by().promise_kept(timezone.now())
        return "{on_time} of {answered} answers came within the time promised; {late} came or are late".format(**kept)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("page", accessor="page.title", url_name="reviews:answer_reader", sort_key="page__title"),
            Column("matter", label="About", accessor="get_matter_display"),
            BooleanColumn("is_safety", label="Safety concern", sort_key="is_safety"),
            DateColumn("received_at", label="Received", sort_key="received_at"),
            DateColumn("promised_by", label="Answer promised by", sort_key="promised_by"),
            DateColumn("answered_at", label="Answered", sort_key="answered_at"),
            Column("answer", label="Answer", accessor="get_answer_display"),
            Column("days", label="Days", accessor=_days),
        ]


def _days(report: ReaderReport) -> float | str:
    return "" if report.answered_at is None else turnaround.in_days(report.answered_at - report.received_at)


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(label="What was done", choices=Answer, widget=forms.RadioSelect)
    note = forms.CharField(
        label="Note for colleagues", required=False, max_length=MAX_NOTE, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerReaderView(ForTheDesk, DeskFormView):
    """One report in full.  Nobody can be written to: what is recorded is what came of it."""

    form_class = AnswerForm
    template_name = "reviews/answer_reader.html"
    page_title = "A reader’s report"
    submit_label = "Record what was done"
    submit_active_label = "Recording…"
    failure = "Nothing was recorded."

    @cached_property
    def report(self) -> ReaderReport:
        reports = ReaderReport.objects.select_related("page", "answered_by")
        return get_object_or_404(reports, pk=self.kwargs["report_id"])

    def get_page_subtitle(self) -> str:
        return self.report.page.get_admin_display_title()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(report=self.report, **kwargs)

    def act(self, data: dict[str, Any]) -> str:
        services.answer_reader(self.report, self.request.user, **data)
        return f"What was done about the report on “{self.get_page_subtitle()}” is recorded."

    def get_success_url(self) -> str:
        return reverse("reviews:work")
