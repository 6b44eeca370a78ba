"""The admin home: what waits.  Wagtail's own panels list every waiting page, with a query for each."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel
from wagtail.models import Page

from reviews.eligibility import why_not_a_reviewer
from reviews.models.notices import Notice
from reviews.models.requests import ReviewRequest
from reviews.models.reviewers import ReviewerProfile
from reviews.models.verification import VerificationRun
from reviews.views.due import SOON, due_for_review
from reviews.views.work import TABS, address_of
from reviews.work import Work

SHOWN = 5


class WorkPanel(Component):
    """What this person has in hand as an author: how much of each sort, and what came back with a comment."""

    name = "work"
    template_name = "reviews/work_panel.html"
    order = 95

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        work = Work(parent_context["request"].user)
        sent_back = sorted(work.sent_back.values(), key=lambda decision: -decision.pk)[:SHOWN]
        titles = dict(Page.objects.filter(pk__in=work.sent_back).values_list("pk", "draft_title")) if sent_back else {}
        counts = [(label, address_of(stage), len(work.pages[stage])) for stage, label in TABS.items()]
        return {
            "counts": [count for count in counts if count[2]],
            "sent_back": [(titles[decision.page_id], decision) for decision in sent_back],
        }


class ReviewsPanel(Component):
    """The oldest open submissions."""

    name = "reviews"
    template_name = "reviews/home_panel.html"
    order = 100

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        waiting = ReviewRequest.objects.open()
        return {
            "waiting": waiting.count(),
            "oldest": _listed(waiting).order_by("submitted_at")[:SHOWN],
            "is_reviewer": not why_not_a_reviewer(user),
            "due": due_for_review(within_days=SOON).count(),
        }


class IntegrityPanel(Component):
    """When everything public was last compared with what was approved, and what was found."""

    name = "integrity"
    template_name = "reviews/integrity_panel.html"
    order = 110

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        return {"run": VerificationRun.objects.first()}


class AppointmentsPanel(Component):
    """Appointments that end within 60 days: to the person, and to whoever appoints."""

    name = "appointments"
    template_name = "reviews/appointments_panel.html"
    order = 90

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        ending = ReviewerProfile.objects.ending_soon()
        appoints = user.has_perm("reviews.add_reviewerprofile")
        return {"ending": ending if appoints else ending.filter(user=user), "appoints": appoints, "user": user}


class NoticesPanel(Component):
    """What this person has not read yet, newest first."""

    name = "notices"
    template_name = "reviews/notices_panel.html"
    order = 80

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        return {"unread": Notice.objects.unread_by(request.user)[:SHOWN], "csrf_token": parent_context["csrf_token"]}


def _listed(requests: Any) -> Any:
    return requests.select_related("revision").defer("revision__content")


def construct(request: HttpRequest, panels: list[Component]) -> None:
    """Hook ``construct_homepage_panels``."""
    stock = (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel)
    panels[:] = [panel for panel in panels if not isinstance(panel, stock)]
    panels += [NoticesPanel(), WorkPanel(), ReviewsPanel(), IntegrityPanel(), AppointmentsPanel()]
