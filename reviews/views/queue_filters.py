"""What the queue is narrowed down by."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import F
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from reviews.lookups import Among
from reviews.models.requests import Priority, ReviewRequest
from reviews.queue import Overview
from reviews.views.long_select import LongSelect

_YES_NO = (("yes", "Yes"), ("no", "No"))


def _one_of(label: str, method: str | None = None, field_name: str | None = None, **options: Any) -> Any:
    return django_filters.ChoiceFilter(
        label=label, method=method, field_name=field_name, widget=forms.RadioSelect, empty_label="All", **options
    )


def _some_of(label: str, field_name: str, choices: Any = ()) -> Any:
    return django_filters.MultipleChoiceFilter(
        label=label, field_name=field_name, choices=choices, widget=forms.CheckboxSelectMultiple
    )


class QueueFilterSet(WagtailFilterSet):
    """Choices come from the queue itself, so that nobody chooses what finds nothing."""

    priority = _some_of("Priority", "priority", Priority.choices)
    page_type = _some_of("Type", "page__content_type")
    subject = django_filters.ChoiceFilter(
        label="Page, with those below it", method="below", empty_label="All", widget=LongSelect
    )
    submitted_by = _some_of("Submitted by", "submitted_by")
    assignee = _some_of("Assigned to", "assignee_now")
    submitted = django_filters.DateFromToRangeFilter(
        label="Submitted", field_name="submitted_at", widget=DateRangePickerWidget
    )
    due = django_filters.DateFromToRangeFilter(label="Needed by", field_name="due_on", widget=DateRangePickerWidget)
    changes = _one_of("With clinical changes", "counted", "change_count", choices=_YES_NO)
    findings = _one_of("With findings", "counted", "finding_count", choices=_YES_NO)
    mine_to_decide = _one_of("I could approve it", "decidable", choices=_YES_NO)

    class Meta:
        model = ReviewRequest
        fields: list[str] = []

    def __init__(self, *args: Any, overview: Overview, is_reviewer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.overview = overview
        expected = {entry.assignee for entry in overview.entries}
        submitters = {entry.submitter for entry in overview.entries}
        self._choose("page_type", overview.page_types)
        self._choose("subject", overview.subjects())
        self._choose("submitted_by", {key: name for key, name in overview.names.items() if key in submitters})
        self._choose("assignee", {key: name for key, name in overview.names.items() if key in expected})
        if not is_reviewer:
            del self.filters["mine_to_decide"]

    def _choose(self, name: str, choices: dict[Any, str]) -> None:
        self.filters[name].extra["choices"] = [(str(key), label) for key, label in choices.items()]

    def below(self, requests: Any, name: str, path: str) -> Any:
        return requests.filter(page__path__startswith=path)

    def counted(self, requests: Any, name: str, answer: str) -> Any:
        return requests.filter(**{f"{name}__gt": 0}) if answer == "yes" else requests.filter(**{name: 0})

    def decidable(self, requests: Any, name: str, answer: str) -> Any:
        keys = self.overview.decidable()
        return requests.filter(Among(F("pk"), keys)) if answer == "yes" else requests.exclude(Among(F("pk"), keys))
