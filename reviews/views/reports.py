"""Reports on reviewing, under Wagtail's own: filtered by date, and out as CSV or XLSX."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import django_filters
from django.db import router
from django.db.models import Count, DurationField, ExpressionWrapper, F, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from reviews import turnaround
from reviews.models.decisions import Decision, Outcome
from reviews.queue import part_of, reviewed_titles
from reviews.views.base import desk_crumb
from reviews.views.desk import DeskReport
from reviews.views.due import due_for_review

# What a reviewer signs after a submission, and what else a reviewer decides.
VERDICTS = (Outcome.APPROVED, Outcome.CHANGES_REQUESTED)
BY_REVIEWERS = (
    *VERDICTS,
    Outcome.COSIGNED,
    Outcome.REAFFIRMED,
    Outcome.WITHDRAWN,
    Outcome.RESTORED,
    Outcome.REVOKED,
)
# The plot shows the newest months that fit, in units of its drawing.
PLOT = {"months": 24, "height": 160, "step": 34}


class DecidedFilterSet(WagtailFilterSet):
    decided = django_filters.DateFromToRangeFilter(
        label="Decided", field_name="decided_at", widget=DateRangePickerWidget
    )

    class Meta:
        model = Decision
        fields: list[str] = []


class ReviewReport(DeskReport):
    """A report on decisions.  ``name`` is that of its address."""

    filterset_class: type[WagtailFilterSet] = DecidedFilterSet
    name = ""

    def get_index_url(self) -> str:
        return reverse(f"reviews:{self.name}")

    def get_index_results_url(self) -> str:
        return reverse(f"reviews:{self.name}_results")

    def filter_queryset(self, queryset: Any) -> Any:
        """Nothing is decided by a report, so a site may count somewhere else (``DATABASE_ROUTERS``)."""
        return super().filter_queryset(queryset.using(router.db_for_read(queryset.model, report=True)))

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        home, here = super().get_breadcrumbs_items()
        return [home, desk_crumb(), here]

    @property
    def export_filename(self) -> str:
        return f"reviews-{self.name.replace('_', '-')}"

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton("The whole ledger", reverse("ledger_lines"), icon_name="download")]


class WorkReport(ReviewReport):
    """A report on what waits for the people who work on pages."""

    def filter_queryset(self, queryset: Any) -> Any:
        """They work from it, so it is read where they write."""
        return super(ReviewReport, self).filter_queryset(queryset)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton("My work", reverse("reviews:work"), icon_name="edit")]


class TurnaroundView(ReviewReport):
    """Time from submission to decision, one row for each decision, with a plot of the months."""

    results_template_name = "reviews/turnaround_results.html"
    name = "turnaround"
    page_title = "Time to decision"
    header_icon = "time"
    caption = "Decided submissions, the newest first"
    no_results_message = "Nothing was decided in this time."
    default_ordering = "-decided_at"

    def get_base_queryset(self) -> Any:
        decided = Decision.objects.filter(outcome__in=VERDICTS, request__isnull=False)
        return decided.select_related("request", "revision").defer(
            "revision__content", "request__clinical_changes", "request__findings"
        )

    def order_queryset(self, queryset: Any) -> Any:
        """By time is by the ledger, whose index holds the order, and nobody's wait is computed to show another's."""
        if self.ordering in ("decided_at", "-decided_at"):
            return queryset.order_by(self.ordering.replace("decided_at", "entry"))
        if self.ordering in ("waited", "-waited"):
            waited = ExpressionWrapper(F("decided_at") - F("request__submitted_at"), output_field=DurationField())
            queryset = queryset.annotate(waited=waited)
        return super().order_queryset(queryset)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("page", accessor="revision.object_str", url_name="reviews:review", id_accessor="request_id"),
            Column("outcome", label="Decision", accessor="get_outcome_display"),
            Column("priority", label="Priority", accessor="request.get_priority_display"),
            DateColumn("submitted_at", label="Submitted", accessor="request.submitted_at"),
            DateColumn("decided_at", label="Decided", sort_key="decided_at"),
            Column("by", label="By", accessor="decided_by_name", sort_key="decided_by_name"),
            Column("waited", label="Days", accessor=_days_waited, sort_key="waited"),
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        if self.is_export:
            return context
        months = turnaround.newest_months(self.object_list, PLOT["months"])
        bars = turnaround.bars(months, PLOT["height"], PLOT["step"])
        return context | {
            "bars": bars,
            "plot": PLOT | {"width": PLOT["step"] * max(len(bars), 3)},
            "highest": max((month.p90 for month in months), default=0),
        }


def _days_waited(decision: Any) -> float:
    return turnaround.in_days(decision.decided_at - decision.request.submitted_at)


class DecisionsByReviewerView(ReviewReport):
    """How many decisions of each kind everybody made."""

    name = "decisions_by_reviewer"
    page_title = "Decisions per reviewer"
    header_icon = "group"
    caption = "Decisions of each reviewer, the most first"
    no_results_message = "Nothing was decided in this time."
    default_ordering = "-total"
    tie_breakers = ("decided_by",)

    def get_base_queryset(self) -> Any:
        return Decision.objects.filter(outcome__in=BY_REVIEWERS)

    def get_queryset(self) -> Any:
        counts = {outcome.name.lower(): Count("pk", filter=Q(outcome=outcome)) for outcome in BY_REVIEWERS}
        decided = self.filter_queryset(self.get_base_queryset()).order_by().values("decided_by")
        # The newest name: people keep their key when they change it.
        counted = decided.annotate(name=Max("decided_by_name"), total=Count("pk"), **counts)
        return self.order_queryset(counted)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column("name", label="Reviewer", classname="title", sort_key="name"),
            *(
                NumberColumn(outcome.name.lower(), label=label, sort_key=outcome.name.lower())
                for outcome in BY_REVIEWERS
                for label in ["Signed with others" if outcome is Outcome.COSIGNED else outcome.label]
            ),
            NumberColumn("total", label="All", sort_key="total"),
        ]


@dataclass(frozen=True)
class RuleCount:
    """How often a content rule was hit in submissions that were sent back."""

    rule: str
    submissions: int
    hits: int
    message: str


class ChangesByRuleView(ReviewReport):
    """Which content rules had something to say about what reviewers sent back."""

    name = "changes_by_rule"
    page_title = "Changes requested by rule"
    header_icon = "clipboard-list"
    caption = "Rules with findings in submissions that were sent back, the most frequent first"
    no_results_message = "No submission with a finding was sent back in this time."

    def get_base_queryset(self) -> Any:
        return Decision.objects.filter(outcome=Outcome.CHANGES_REQUESTED, request__isnull=False)

    def get_queryset(self) -> list[RuleCount]:
        sent_back = self.filter_queryset(self.get_base_queryset()).order_by("entry_id")
        return rule_counts(sent_back.values_list("request__findings", flat=True))

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column("rule", label="Rule", classname="title"),
            NumberColumn("submissions", label="Submissions sent back"),
            NumberColumn("hits", label="Findings in them"),
            Column("message", label="It said, the last time"),
        ]


def rule_counts(found: Any) -> list[RuleCount]:
    """Counts for each rule, the most frequent first, from the findings of each submission, oldest first."""
    submissions: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    messages: dict[str, str] = {}
    for findings in found:
        hits.update(finding["rule"] for finding in findings)
        submissions.update({finding["rule"] for finding in findings})
        messages |= {finding["rule"]: finding["message"] for finding in findings}
    counts = [RuleCount(rule, submissions[rule], hits[rule], messages[rule]) for rule in submissions]
    return sorted(counts, key=lambda count: (-count.submissions, -count.hits, count.rule))


class OverdueFilterSet(WagtailFilterSet):
    due = django_filters.DateFromToRangeFilter(label="Due", field_name="next_due", widget=DateRangePickerWidget)

    class Meta:
        model = Decision
        fields: list[str] = []


class OverdueView(ReviewReport):
    """Live pages whose review date has passed, with what they are part of."""

    name = "overdue"
    page_title = "Overdue by page"
    header_icon = "date"
    filterset_class = OverdueFilterSet
    caption = "Live pages past their review date, the longest overdue first"
    no_results_message = "No page is overdue."
    default_ordering = "next_due"
    tie_breakers = ("page_id",)

    def get_base_queryset(self) -> Any:
        overdue = due_for_review(within_days=0).filter(next_due__lt=timezone.localdate())
        return overdue.select_related("page__content_type")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Only what is shown is named with what it is part of."""
        self._titles = reviewed_titles(decision.page.path for decision in object_list)
        return object_list

    def _part_of(self, decision: Decision) -> str:
        return part_of(decision.page.path, self._titles)

    @cached_property
    def columns(self) -> list[Column]:
        today = timezone.localdate()
        return [
            TitleColumn("page", accessor="page.title", get_url=_history, sort_key="page__title"),
            Column("part_of", label="Part of", accessor=self._part_of),
            Column("version", label="Version"),
            Column("next_due", label="Due", sort_key="next_due"),
            NumberColumn("overdue", label="Days overdue", accessor=lambda decision: (today - decision.next_due).days),
            Column("by", label="Public by the decision of", accessor="decided_by_name"),
        ]


def _history(decision: Decision) -> str:
    return reverse("reviews:history", args=[decision.page_id])


REPORTS: tuple[type[ReviewReport], ...] = (TurnaroundView, DecisionsByReviewerView, ChangesByRuleView, OverdueView)
