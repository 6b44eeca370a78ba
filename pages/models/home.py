"""Container pages.  They hold no words of their own: headings stand in code, lists come from live pages."""

from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from pages.routing import RoutedByLevel, without_restrictions
from reviews.leafing import told
from reviews.models import ContainerPageMixin


class HubContainerPage(ContainerPageMixin, RoutedByLevel, Page):
    content_panels = [FieldPanel("title", help_text="Shown to editors only; readers see a fixed heading.")]
    promote_panels = [FieldPanel("slug")]
    settings_panels: list = []

    class Meta:
        abstract = True


class HomePage(HubContainerPage):
    public_heading = "Medicines Information Hub"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["pages.DrugIndexPage", "pages.StudyIndexPage", "pages.StandardPage"]
    max_count = 1

    class Meta:
        verbose_name = "home page"

    @cached_property
    def children(self) -> list[Page]:
        """The containers and the pages about the hub: few, and every page names those that are live at its foot."""
        return list(without_restrictions(self.get_children()).order_by("path"))

    def child_named(self, slug: str) -> Any:
        found = next((child for child in self.children if child.slug == slug), None)
        if found is None or found.specific_class is None:
            return None
        # A container has no columns of its own to fetch.
        bare = issubclass(found.specific_class, HubContainerPage)
        return found.specific_deferred if bare else found.specific

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        from pages.listings import home_lists

        return super().get_context(request, *args, **kwargs) | home_lists()


class DrugIndexPage(HubContainerPage):
    public_heading = "Medicines A to Z"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.DrugOverviewPage"]
    max_count = 1

    class Meta:
        verbose_name = "A to Z of medicines"

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        from pages.a_to_z import PARAMETER, a_to_z

        letters = a_to_z(request.GET.get(PARAMETER, ""))
        return super().get_context(request, *args, **kwargs) | {"letters": letters}


class StudyIndexPage(HubContainerPage):
    public_heading = "Study summaries"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.StudySummaryPage"]
    max_count = 1

    class Meta:
        verbose_name = "list of study summaries"

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        from pages.study_lists import study_list

        return super().get_context(request, *args, **kwargs) | {"studies": study_list(request)}

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> TemplateResponse:
        response = super().serve(request, *args, **kwargs)
        return told(request, response.context_data["studies"].leaf, response)
