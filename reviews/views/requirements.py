"""Which professions must sign: the rules in force and before, and setting one."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.widgets.button import HeaderButton

from reviews import services
from reviews.contributions import display_name
from reviews.forms import RequirementForm, page_type_names
from reviews.models.requirements import ApprovalRequirement
from reviews.views.base import DeskFormView, DeskList


class RequirementsView(PermissionRequiredMixin, DeskList):
    """Every rule that was ever set, newest first; the newest about the same thing counts."""

    permission_required = "reviews.view_approvalrequirement"
    page_title = "Who must sign"
    caption = "Professions that must sign, newest rule first"
    header_icon = "lock"
    index_url_name = "reviews:requirements"
    no_results_message = "Any one clinical reviewer may approve anything that they did not write."

    def get_queryset(self) -> Any:
        return ApprovalRequirement.objects.with_replaced().select_related("set_by", "entry")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column("profession", label="Profession", classname="title"),
            Column("page_type", label="Pages", accessor=_pages),
            Column("clinical_kind", label="When this changes", accessor=_changes),
            StatusTagColumn("state", label="State", accessor=_state, primary=_counts),
            Column("set", label="Set by", accessor=_set, classname="reviews-set"),
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.request.user.has_perm("reviews.add_approvalrequirement"):
            return []
        return [HeaderButton("Set a rule", reverse("reviews:require"), icon_name="plus")]


def _pages(requirement: ApprovalRequirement) -> str:
    return capfirst(page_type_names().get(requirement.page_type, requirement.page_type or "every type"))


def _changes(requirement: ApprovalRequirement) -> str:
    return capfirst(requirement.clinical_kind) or "Anything"


def _counts(requirement: Any) -> bool:
    return requirement.is_required and not requirement.replaced


def _state(requirement: Any) -> str:
    if requirement.replaced:
        return "Replaced"
    return "Must sign" if requirement.is_required else "Need not sign"


def _set(requirement: ApprovalRequirement) -> str:
    return f"{display_name(requirement.set_by)}, {date_format(requirement.entry.recorded_at, 'j F Y')}"


class RequireView(PermissionRequiredMixin, DeskFormView):
    permission_required = "reviews.add_approvalrequirement"
    form_class = RequirementForm
    page_title = "Set who must sign"
    header_icon = "lock"
    submit_label = "Set the rule"
    submit_active_label = "Setting…"
    failure = "Nothing was set."

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        *before, here = super().get_breadcrumbs_items()
        return [*before, {"url": reverse("reviews:requirements"), "label": "Who must sign"}, here]

    def act(self, data: dict[str, Any]) -> str:
        requirement = services.require_profession(data.pop("profession"), self.request.user, **data)
        said = "must sign from now on" if requirement.is_required else "need not sign any more"
        return f"{requirement} {said}. One approval is needed in any case."

    def get_success_url(self) -> str:
        return reverse("reviews:requirements")
