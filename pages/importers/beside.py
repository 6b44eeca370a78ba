"""Source material beside the fields: what a page was imported from, and what changed in it since."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button
from wagtail.models import Page

from pages.importers.keeping import changed_facts, changed_sections
from pages.models import DoseFormPage, SourceMaterial
from reviews.comparison.words import Piece, spans
from reviews.eligibility import why_not_a_reviewer
from reviews.guards import is_reviewed
from reviews.views.editing import EditorSidePanel, register_side_panel


def owner_of(page: Page) -> int:
    """The page that keeps the source material of ``page``: a dose form shares that of its overview."""
    if page.specific_class is DoseFormPage:
        return page.get_parent().pk
    return page.pk


def button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Hook ``register_page_header_buttons``."""
    if is_reviewed(page) and SourceMaterial.objects.filter(page_id=owner_of(page)).exists():
        yield Button("Source material", reverse("importing:beside", args=[page.pk]), icon_name="doc-full", priority=76)


@register_side_panel
class SourceMaterialSidePanel(EditorSidePanel):
    """The sections of the source beside the fields, asked for when somebody opens the panel: labels are long."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = "Toggle source material"
        icon_name = "doc-full"

    name = "source-material"
    title = "Source material"
    template_name = "pages/admin/importing/side_panel.html"
    order = 350

    @classmethod
    def is_for(cls, page: Page) -> bool:
        return SourceMaterial.objects.filter(page_id=owner_of(page)).exists()


class SourceMaterialView(WagtailAdminTemplateMixin, TemplateView):
    """For whoever may edit the page, and for clinical reviewers.  Never public."""

    template_name = "pages/admin/importing/source_material.html"
    page_title = "Source material"
    header_icon = "doc-full"

    @cached_property
    def page(self) -> Page:
        return get_object_or_404(Page, pk=self.kwargs["page_id"]).specific

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.page.permissions_for_user(request.user).can_edit() and why_not_a_reviewer(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        to_page = {"url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]), "label": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), to_page, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = list(SourceMaterial.objects.filter(page_id=owner_of(self.page)).select_related("imported_by"))
        newest = kept[0] if kept else None
        before = next((old for old in kept[1:] if newest and comparable(old, newest)), None)
        changes = [
            (title, spans([Piece(old)], [Piece(new)]))
            for title, old, new in (changed_sections(before, newest) if before and newest else [])
        ]
        return super().get_context_data(**kwargs) | {
            "newest": newest,
            "before": before,
            "earlier": kept[1:],
            "changes": changes,
            "facts": changed_facts(before, newest) if before and newest else None,
        }


class SectionsView(SourceMaterialView):
    """What stands in the side panel."""

    template_name = "pages/admin/importing/sections.html"


def comparable(before: SourceMaterial, after: SourceMaterial) -> bool:
    return (before.kind, before.identifier) == (after.kind, after.identifier)
