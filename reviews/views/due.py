"""What is due to be read again: by its date, or because its stored form changed."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import ButtonsColumnMixin, Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from reviews.eligibility import why_not_a_reviewer
from reviews.models.decisions import Decision
from reviews.views.base import DeskList
from reviews.views.desk import ForTheDesk

# How far ahead the list looks, in days.
AHEAD = 90
SOON = 30


def due_for_review(within_days: int = AHEAD) -> Any:
    """Decisions of live pages that are due within so many days, the longest overdue first; restamped ones too."""
    until = timezone.localdate() + datetime.timedelta(days=within_days)
    pages: Any = Decision.objects.of_live_pages_due(until)
    return pages.order_by("next_due", "page_id")


class _DueColumn(ButtonsColumnMixin, TitleColumn):
    def __init__(self, *args: Any, for_reviewer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.for_reviewer = for_reviewer

    def get_buttons(self, instance: Decision, parent_context: dict[str, Any]) -> list[Button]:
        title = instance.page.get_admin_display_title()
        classname = "button button-small button-secondary"
        edit = reverse("wagtailadmin_pages:edit", args=[instance.page_id])
        buttons = [Button("Open for editing", edit, classname=classname, attrs={"aria-label": f"Edit {title}"})]
        if self.for_reviewer:
            url = reverse("reviews:reaffirm", args=[instance.page_id])
            buttons.insert(0, Button("Reaffirm", url, classname=classname, attrs={"aria-label": f"Reaffirm {title}"}))
        return buttons


class DueView(ForTheDesk, DeskList):
    """Live pages whose whole review falls due, in a fixed number of queries."""

    page_title = "Due for review"
    caption = "Live pages due for review in the next 90 days, the longest overdue first"
    header_icon = "date"
    index_url_name = "reviews:due"
    no_results_message = "No page is due for review in the next 90 days."

    def get_queryset(self) -> Any:
        return due_for_review().select_related("page__content_type")

    @cached_property
    def for_reviewer(self) -> bool:
        return not why_not_a_reviewer(self.request.user)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        calendar = HeaderButton("In your calendar", reverse("reviews:calendar"), icon_name="calendar-alt")
        return [calendar] if self.for_reviewer else []

    @cached_property
    def columns(self) -> list[Column]:
        return [
            _DueColumn("page", label="Page", accessor=_title, get_url=_history, for_reviewer=self.for_reviewer),
            Column("version", label="Version"),
            Column("next_due", label="Due", accessor=_day),
            StatusTagColumn("state", label="State", accessor=_state, primary=_is_pressing),
        ]


def _title(decision: Decision) -> str:
    return decision.page.get_admin_display_title()


def _history(decision: Decision) -> str:
    return reverse("reviews:history", args=[decision.page_id])


def _day(decision: Any) -> str:
    return date_format(decision.next_due, "j F Y") if decision.next_due else "–"


def _days_left(decision: Any) -> int:
    """Days until the review is due; negative when it is overdue, and far away without a date."""
    return (decision.next_due - timezone.localdate()).days if decision.next_due else AHEAD + 1


def _state(decision: Any) -> str:
    left = _days_left(decision)
    if left < 0:
        return "Overdue"
    if left > AHEAD:
        return "Stored in a new form"
    return f"Within {SOON} days" if left <= SOON else f"Within {AHEAD} days"


def _is_pressing(decision: Any) -> bool:
    return _days_left(decision) <= SOON
