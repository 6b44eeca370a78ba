"""One page's review history: all that happened, and what can be done about the page and its approved versions."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from wagtail.admin.ui.tables import ButtonsColumnMixin, Column, TitleColumn
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import Page

from reviews.eligibility import may_withdraw, why_not_a_reviewer
from reviews.guards import approving_decision, is_reviewed
from reviews.models.decisions import Decision
from reviews.timeline import Event, LivePeriod, Timeline
from reviews.views.base import DeskList
from reviews.views.comparing import CompareForm, versions_to_compare
from reviews.views.desk import may_see_the_desk

# As many digits of a digest as tell versions of one page apart; the whole one stands in the ledger.
SHOWN_OF_DIGEST = 12


class _EventColumn(ButtonsColumnMixin, TitleColumn):
    """What happened, with what can be done about an approved version."""

    def __init__(self, *args: Any, view: HistoryView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.view = view

    def get_buttons(self, instance: Event, parent_context: dict[str, Any]) -> list[Button]:
        return self.view.buttons_for(instance.decision) if instance.decision else []


class HistoryView(DeskList):
    """One timeline of a page, newest first, in a fixed number of queries."""

    template_name = "reviews/history.html"
    page_title = "Review history"
    caption = "What happened to this page, newest first"
    header_icon = "history"
    no_results_message = "This page was not submitted for review yet."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_the_desk(request.user) or not is_reviewed(self.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self) -> Page:
        return get_object_or_404(Page, pk=self.kwargs["page_id"]).specific

    @cached_property
    def timeline(self) -> Timeline:
        return Timeline(self.page)

    @cached_property
    def is_reviewer(self) -> bool:
        return not why_not_a_reviewer(self.request.user)

    @cached_property
    def may_withdraw(self) -> bool:
        return may_withdraw(self.request.user)

    @cached_property
    def is_archived(self) -> bool:
        return Decision.objects.archived().for_page(self.page.pk).exists()

    @cached_property
    def _standing_approvals(self) -> set[int]:
        approvals = Decision.objects.for_page(self.page.pk).publishing().approvals()
        return set(approvals.values_list("pk", flat=True))

    @cached_property
    def _public_version(self) -> int | None:
        decision = approving_decision(self.page.live_revision_id)
        return decision.version if decision else None

    def get_queryset(self) -> Any:
        return self.timeline.keys()

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """Events in place of the keys of those that are shown."""
        paginator, leaf, keys, is_paginated = super().paginate_queryset(queryset, page_size)
        leaf.object_list = self.timeline.events(keys)
        return paginator, leaf, leaf.object_list, is_paginated

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        submitted = versions_to_compare(self.timeline.submissions)
        return context | {
            "page": self.page,
            "compare_form": CompareForm(submitted) if len(submitted) > 1 else None,
            "live_periods": self._live_periods(context["page_obj"]),
        }

    def _live_periods(self, leaf: Any) -> list[LivePeriod]:
        """Of the time that the shown part of the history is about."""
        if not leaf.object_list:
            return []
        until = leaf.object_list[0].at if leaf.has_previous() else None
        return self.timeline.live_periods(leaf.object_list[-1].at, until)

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_index_url(self) -> str:
        return reverse("reviews:history", args=[self.page.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        *desk, here = super().get_breadcrumbs_items()
        editor = {
            "url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
            "label": self.page.get_admin_display_title(),
        }
        return [*desk, editor, here | {"sublabel": ""}]

    @cached_property
    def columns(self) -> list[Column]:
        return [
            _EventColumn("what", label="What happened", view=self),
            Column("note", label="Note, comment or reason", classname="reviews-note"),
            Column("who", label="By"),
            Column("at", label="When", accessor=_when),
            Column("digest", label="Digest", accessor=_digest, classname="reviews-digest"),
        ]

    def buttons_for(self, decision: Decision) -> list[Button]:
        """What this person can do about the version that ``decision`` approved, as long as its approval stands."""
        if decision.pk not in self._standing_approvals:
            return []
        buttons = []
        is_public = self.page.live and self._public_version == decision.version
        if self.is_reviewer and not is_public and not self.is_archived:
            buttons.append(self._button("Restore this version", "reviews:restore", decision))
        if self.may_withdraw:
            buttons.append(self._button("Revoke the approval", "reviews:revoke", decision))
        return buttons

    def _button(self, label: str, screen: str, decision: Decision) -> Button:
        url = reverse(screen, args=[self.page.pk, decision.pk])
        aria = f"{label}: version {decision.version}"
        return Button(label, url, classname="button button-small button-secondary", attrs={"aria-label": aria})

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.may_withdraw:
            return []
        if self.is_archived:
            url = reverse("reviews:unarchive", args=[self.page.pk])
            return [HeaderButton("Take out of the archive", url, icon_name="undo")]
        buttons = []
        if self.page.live and self.is_reviewer:
            buttons.append(
                HeaderButton("Reaffirm", reverse("reviews:reaffirm", args=[self.page.pk]), icon_name="check")
            )
        return [*buttons, HeaderButton("Archive", reverse("reviews:archive", args=[self.page.pk]), icon_name="folder")]


def _when(event: Event) -> str:
    return date_format(localtime(event.at), "j F Y, H:i")


def _digest(event: Event) -> str:
    return event.digest[:SHOWN_OF_DIGEST]
