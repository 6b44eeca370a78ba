"""What an author can do about a page: the step that is due as a button, everything else that fits behind “More”."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.widgets.button import BaseButton, Button, ButtonWithDropdown
from wagtail.models import Page

from reviews.work import Stage, Work

CLASSES = "button button-small button-secondary"


def buttons_for(page: Any, work: Work, *, may_withdraw: bool) -> list[BaseButton]:
    """For a page of ``reviews.work.listed``; asks nothing that ``work`` does not know."""
    stages = set(work.stages_of(page.pk))
    first, more = [], []
    if Stage.REPORTED in stages:
        reports = f"{reverse('reviews:reader_reports')}?page={page.pk}&is_answered=false"
        first.append(_button(page, "Answer readers", reports))
    if Stage.IN_REVIEW in stages:
        request = work.in_review[page.pk].request
        first.append(_button(page, "Recall to edit", reverse("reviews:recall", args=[request])))
        more.append(_more(page, "Open the review", reverse("reviews:review", args=[request])))
    if Stage.SENT_BACK in stages:
        request_id = work.sent_back[page.pk].request_id
        first.append(_button(page, "Answer comments", reverse("reviews:review", args=[request_id])))
    if stages & {Stage.SENT_BACK, Stage.DRAFTS}:
        first.append(_button(page, "Submit", reverse("reviews:submit", args=[page.pk])))
        more.append(_more(page, "Schedule", f"{edit_address(page)}#tab-address_and_schedule"))
    if page.version_approved and Stage.IN_REVIEW not in stages:
        more.append(_more(page, "What changed", reverse("reviews:draft_changes", args=[page.pk])))
    if Stage.FINDINGS in stages:
        more.append(_more(page, "Findings", f"{reverse('reviews:consistency')}?page={page.pk}"))
    more.append(_more(page, "Copy as new", reverse("wagtailadmin_pages:copy", args=[page.pk])))
    more.append(_more(page, "Review history", reverse("reviews:history", args=[page.pk])))
    if page.live:
        label, address = ("Withdraw", "withdraw") if may_withdraw else ("Ask for withdrawal", "ask_for_withdrawal")
        more.append(_more(page, label, reverse(f"reviews:{address}", args=[page.pk])))
    dropdown = ButtonWithDropdown(
        "More", buttons=more, classname=CLASSES, attrs={"aria-label": f"More for {page.draft_title}"}, priority=900
    )
    return [*first, dropdown]


def edit_address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _button(page: Page, label: str, url: str) -> Button:
    return Button(label, url, classname=CLASSES, attrs={"aria-label": f"{label}: {page.draft_title}"}, priority=100)


def _more(page: Page, label: str, url: str) -> Button:
    return Button(label, url, attrs={"aria-label": f"{label}: {page.draft_title}"})
