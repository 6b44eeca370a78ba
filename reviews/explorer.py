"""Wagtail's page lists: the archive is left out; every reviewed page leads to its history and to what changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from reviews.guards import is_reviewed
from reviews.models.decisions import Decision
from reviews.persons import Person


def without_the_archive(parent_page: Page, pages: Any, request: HttpRequest) -> Any:
    """Hook ``construct_explorer_page_queryset``; what is archived is found by the admin's search."""
    # A list and no EXISTS, which the search in the list does not understand.
    return pages.exclude(pk__in=Decision.objects.archived().values("page"))


def review_buttons(page: Page, user: Person, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Hook ``register_page_header_buttons``."""
    if is_reviewed(page):
        yield Button("Review history", reverse("reviews:history", args=[page.pk]), icon_name="history", priority=75)
        if page.first_published_at is not None and page.permissions_for_user(user).can_edit():
            changed = reverse("reviews:draft_changes", args=[page.pk])
            yield Button("Changes since the approved version", changed, icon_name="copy", priority=74)
