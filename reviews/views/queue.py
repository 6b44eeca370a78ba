"""The queue of the desk: what waits for a decision, to choose the next from."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import Truncator
from wagtail.admin.ui.tables import (
    BaseColumn,
    BulkActionsCheckboxColumn,
    ButtonsColumnMixin,
    Column,
    DateColumn,
    TitleColumn,
)
from wagtail.admin.widgets.button import Button, HeaderButton

from reviews.eligibility import SIGNED_ALREADY, may_assign, why_not_a_reviewer, why_not_independent
from reviews.models.requests import Priority, ReviewRequest
from reviews.queue import Overview, Whose, signed_by, waiting
from reviews.views.desk import DeskReport, page_type
from reviews.views.queue_filters import QueueFilterSet
from reviews.views.repeating import RepeatingColumn, RepeatingNumberColumn, RepeatingStatusColumn

TABS = {Whose.MINE: "Mine", Whose.UNASSIGNED: "Unassigned", Whose.ALL: "All"}


class _SubmissionColumn(ButtonsColumnMixin, TitleColumn):
    """What is submitted, its type and what it is part of, with what can be done about it."""

    cell_template_name = "reviews/submission_cell.html"

    def __init__(self, *args: Any, view: QueueView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.view = view

    def get_cell_context_data(self, instance: ReviewRequest, parent_context: dict[str, Any]) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        about = {"page_type": _page_type(instance), "part_of": self.view.part_of(instance), "note": _note(instance)}
        return context | about

    def get_buttons(self, instance: Any, parent_context: dict[str, Any]) -> list[Button]:
        if not self.view.may_assign:
            return []
        label = "Assign" if instance.assignee_now is None else "Hand over"
        return [
            Button(
                label,
                f"{reverse('reviews:assign', args=[instance.pk])}?next={self.view.index_url}",
                classname="button button-small button-secondary",
                attrs={"aria-label": f"{label}: {instance.revision.object_str}"},
            )
        ]


class _ApproverColumn(RepeatingColumn):
    """Whether the person who looks could approve, and if not, why not."""

    cell_template_name = "reviews/approver_cell.html"


class QueueView(DeskReport):
    """Open submissions, the most pressing first, in a fixed number of queries."""

    template_name = "reviews/queue.html"
    page_title = "Reviews"
    header_icon = "clipboard-list"
    whose = Whose.ALL
    filterset_class = QueueFilterSet
    is_searchable = True
    paginate_by = 25
    search_fields = ["revision__object_str", "page__title", "change_note", "submitted_by_name"]
    default_ordering = ("-urgency", "submitted_at", "pk")
    tie_breakers = ("submitted_at", "pk")
    caption = "Submissions that wait for a decision"
    export_filename = "reviews-waiting"

    @cached_property
    def overview(self) -> Overview:
        return Overview(self.request.user)

    @cached_property
    def is_reviewer(self) -> bool:
        return not why_not_a_reviewer(self.request.user)

    @cached_property
    def may_assign(self) -> bool:
        return self.is_reviewer or may_assign(self.request.user)

    def get_table_kwargs(self) -> dict[str, Any]:
        return super().get_table_kwargs() | {"classname": "listing reviews-listing reviews-queue"}

    def get_index_url(self) -> str:
        return address_of(self.whose)

    def get_index_results_url(self) -> str:
        return address_of(self.whose, results=True)

    def get_base_queryset(self) -> Any:
        return waiting(self.overview.keys(self.whose)).annotate(signed_by_me=signed_by(self.request.user))

    def get_paginator(self, *args: Any, **kwargs: Any) -> Any:
        paginator = super().get_paginator(*args, **kwargs)
        if not (self.is_searching or self.is_filtering):
            # Known already, since all of them are shown.
            paginator.count = len(self.overview.keys(self.whose))
        return paginator

    def search_queryset(self, queryset: Any) -> Any:
        """By words of the submission, or by the title of a page above it."""
        if not self.is_searching:
            return queryset
        words = self.search_query.casefold()
        found = Q()
        for field in self.search_fields:
            found |= Q(**{f"{field}__icontains": self.search_query})
        for path, title in self.overview.titles.items():
            if words in title.casefold():
                found |= Q(page__path__startswith=path)
        return queryset.filter(found)

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return super().get_filterset_kwargs() | {"overview": self.overview, "is_reviewer": self.is_reviewer}

    @cached_property
    def no_results_message(self) -> str:
        if self.is_searching or self.is_filtering:
            return "No submission matches."
        return "Nothing waits for you." if self.whose is Whose.MINE else "Nothing waits for review."

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        tabs = [
            {
                "label": label,
                "url": address_of(tab),
                "count": len(self.overview.keys(tab)),
                "is_open": tab is self.whose,
            }
            for tab, label in TABS.items()
        ]
        return super().get_context_data(*args, **kwargs) | {"tabs": tabs, "may_assign": self.may_assign}

    def part_of(self, request: ReviewRequest) -> str:
        return self.overview.part_of(request.page.path)

    @cached_property
    def columns(self) -> list[BaseColumn]:
        tick = [BulkActionsCheckboxColumn("bulk_actions", obj_type="reviewrequest")] if self.may_assign else []
        return [
            *tick,
            _SubmissionColumn(
                "page",
                view=self,
                accessor="revision.object_str",
                url_name="reviews:review",
                get_title_id=lambda request: f"reviewrequest_{request.pk}_title",
                sort_key="revision__object_str",
            ),
            RepeatingColumn(
                "submitted_by",
                label="Submitted by",
                accessor="submitted_by_name",
                sort_key="submitted_by_name",
                classname="reviews-by",
            ),
            DateColumn("submitted_at", label="Submitted", sort_key="submitted_at"),
            RepeatingStatusColumn(
                "priority",
                label="Priority",
                accessor="get_priority_display",
                primary=_is_pressing,
                sort_key="urgency",
            ),
            RepeatingColumn("due_on", label="Needed by", accessor=_due_on, classname="reviews-due", sort_key="due_on"),
            RepeatingNumberColumn(
                "change_count", label="Clinical changes", classname="reviews-changes", sort_key="change_count"
            ),
            RepeatingNumberColumn(
                "finding_count", label="Findings", classname="reviews-findings", sort_key="finding_count"
            ),
            RepeatingColumn("assignee", label="Assigned to", accessor=self._expected, classname="reviews-assignee"),
            *([self._approver_column] if self.is_reviewer else []),
        ]

    @cached_property
    def exported(self) -> dict[str, Column]:
        page, *others = super().exported.values()
        about = [
            Column("page", accessor=page.accessor),
            Column("page_type", label="Type", accessor=_page_type),
            Column("part_of", label="Part of", accessor=self.part_of),
            Column("change_note", label="What changed"),
        ]
        return {column.name: column for column in [*about, *others]}

    def _expected(self, request: Any) -> str:
        return self.overview.expected(request.assignee_now)

    @cached_property
    def _approver_column(self) -> Column:
        return _ApproverColumn(
            "approver", label="Who can approve", accessor=self._who_can_approve, classname="reviews-approver"
        )

    def _who_can_approve(self, request: Any) -> str:
        reasons = why_not_independent(self.request.user, request)
        if request.signed_by_me:
            reasons.append(SIGNED_ALREADY)
        return f"Somebody else. {' '.join(reasons)}" if reasons else "You"

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        buttons = [HeaderButton("Due for review", reverse("reviews:due"), icon_name="date")]
        if self.may_assign:
            buttons.append(HeaderButton("Days away", reverse("reviews:absences"), icon_name="calendar"))
        if self.request.user.has_perm("reviews.view_reviewerprofile"):
            buttons.append(HeaderButton("Clinical reviewers", reverse("reviews:reviewers"), icon_name="group"))
        return buttons


def address_of(whose: Whose, *, results: bool = False) -> str:
    name = "reviews:desk" if whose is Whose.ALL else f"reviews:desk_{whose}"
    return reverse(f"{name}_results" if results else name)


def _page_type(request: ReviewRequest) -> str:
    return page_type(request.page)


def _note(request: ReviewRequest) -> str:
    return Truncator(request.change_note).words(20)


def _is_pressing(request: ReviewRequest) -> bool:
    return request.priority != Priority.ROUTINE


def _due_on(request: ReviewRequest) -> str:
    return date_format(request.due_on, "j F Y") if request.due_on else "–"
