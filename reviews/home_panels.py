"""The admin home: what waits, in numbers.  Wagtail's own panel lists every waiting page, with a query for each."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel

from reviews.eligibility import why_not_a_reviewer
from reviews.models.requests import ReviewRequest


class ReviewsPanel(Component):
    name = "reviews"
    template_name = "reviews/home_panel.html"
    order = 100

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        waiting = ReviewRequest.objects.open()
        return {
            "waiting": waiting.count(),
            "submitted_by_me": waiting.filter(submitted_by=user).count(),
            "is_reviewer": not why_not_a_reviewer(user),
        }


def construct(request: HttpRequest, panels: list[Component]) -> None:
    """Hook ``construct_homepage_panels``."""
    stock = (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel)
    panels[:] = [panel for panel in panels if not isinstance(panel, stock)]
    panels.append(ReviewsPanel())
