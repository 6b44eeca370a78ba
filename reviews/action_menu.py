"""The buttons at the foot of the page editor: save, submit for review, recall, review, withdraw."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import action_menu
from wagtail.models import Page

from reviews.eligibility import may_withdraw, why_not
from reviews.guards import is_reviewed
from reviews.models.decisions import Decision
from reviews.models.pages import ReviewedPageMixin
from reviews.models.requests import ReviewRequest

SUBMIT = "action-submit-for-review"

# Wagtail's own verbs of publishing and of its workflow; none of them carries a change note or a signature.
STOCK_ITEMS = (
    action_menu.PublishMenuItem,
    action_menu.UnpublishMenuItem,
    action_menu.SubmitForModerationMenuItem,
    action_menu.RestartWorkflowMenuItem,
    action_menu.CancelWorkflowMenuItem,
    action_menu.WorkflowMenuItem,
)


class SubmitForReviewMenuItem(action_menu.ActionMenuItem):
    """Saves the draft as “Save draft” does; the page after that asks for the change note."""

    name = SUBMIT
    label = "Save and submit for review"
    icon_name = "resubmit"


class LinkMenuItem(action_menu.ActionMenuItem):
    """A link to a screen of the desk."""

    def __init__(self, name: str, label: str, icon_name: str, url: str, order: int) -> None:
        super().__init__(order=order)
        self.name, self.label, self.icon_name, self.url = name, label, icon_name, url

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return self.url


def construct(menu_items: list[action_menu.ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Replace Wagtail's verbs by ours on reviewed pages (hook ``construct_page_action_menu``)."""
    page = context.get("page")
    reviewed = page is None or isinstance(page, ReviewedPageMixin)
    if not reviewed:
        menu_items[:] = [item for item in menu_items if not isinstance(item, STOCK_ITEMS[2:])]
        return
    menu_items[:] = [item for item in menu_items if not isinstance(item, STOCK_ITEMS)]
    waiting = ReviewRequest.objects.open_for(page.pk) if page is not None and page.pk else None
    if waiting is not None:
        menu_items[:0] = _in_review(waiting, request)
    elif not context.get("locked_for_user"):
        menu_items.append(SubmitForReviewMenuItem(order=10))
    if page is not None and page.pk and page.live and Decision.objects.standing(page.pk) is not None:
        menu_items.append(_withdrawal(page, request))


def _in_review(waiting: ReviewRequest, request: HttpRequest) -> list[LinkMenuItem]:
    review = LinkMenuItem("review", "Open the review", "view", reverse("reviews:review", args=[waiting.pk]), 0)
    recall = LinkMenuItem("recall", "Recall to edit", "rotate", reverse("reviews:recall", args=[waiting.pk]), 1)
    return [review, recall] if not why_not(request.user, waiting) else [recall, review]


def _withdrawal(page: Page, request: HttpRequest) -> LinkMenuItem:
    """To withdraw it, or to ask those who may."""
    if may_withdraw(request.user):
        url = reverse("reviews:withdraw", args=[page.pk])
        return LinkMenuItem("withdraw", "Withdraw from the public", "download", url, 90)
    url = reverse("reviews:ask_for_withdrawal", args=[page.pk])
    return LinkMenuItem("ask-for-withdrawal", "Ask for withdrawal", "mail", url, 90)


def ask_for_change_note(request: HttpRequest, page: Page) -> HttpResponseRedirect | None:
    """After “save and submit” (hooks ``after_edit_page`` and ``after_create_page``)."""
    if SUBMIT in request.POST and is_reviewed(page):
        return redirect("reviews:submit", page.pk)
    return None
