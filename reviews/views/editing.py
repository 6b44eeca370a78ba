"""The editor of reviewed pages: Wagtail's own, with a side panel that says what the content rules find."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from reviews import triggers
from reviews.views.answering_findings import panel_context


class EditorSidePanel(BaseSidePanel):
    """Beside the editor of every reviewed page that it is for."""

    @classmethod
    def is_for(cls, page: Page) -> bool:
        return True


class FindingsSidePanel(EditorSidePanel):
    """Findings on the draft as it was last saved; asked for again after every autosave."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = "Toggle findings"
        icon_name = "warning"

    name = "findings"
    title = "Findings"
    template_name = "reviews/findings_panel.html"
    order = 340

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return super().get_context_data(parent_context) | panel_context(self.object, self.request.user)


_side_panels: list[type[EditorSidePanel]] = [FindingsSidePanel]


def register_side_panel(panel: type[EditorSidePanel]) -> type[EditorSidePanel]:
    """Decorator: show ``panel`` beside the editor, after the findings."""
    _side_panels.append(panel)
    return panel


class ReviewedEditView(EditView):
    def get_side_panels(self) -> Any:
        panels = super().get_side_panels()
        # A form that began as “add page” has no place for a panel that comes later.
        if not self.expects_json_response and not self.hydrate_create_view:
            for panel in _side_panels:
                if panel.is_for(self.page):
                    panels.append(panel(self.page, self.request))
        return panels


class ReviewedPageViewSet(PageViewSet):
    edit_view_class = ReviewedEditView
    # The lists of pages stay Wagtail's.
    parent_models: list[type[Page]] = []


def viewsets() -> list[PageViewSet]:
    return [ReviewedPageViewSet(name=model._meta.label_lower, model=model) for model in triggers.reviewed_models()]
