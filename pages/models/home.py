"""Container pages.  They hold no words of their own: headings stand in code, lists come from live pages."""

from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from reviews.models import ContainerPageMixin


class HubContainerPage(ContainerPageMixin, Page):
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
        from pages.listings import drugs_by_letter

        return super().get_context(request, *args, **kwargs) | {"letters": drugs_by_letter()}


class StudyIndexPage(HubContainerPage):
    public_heading = "Study summaries"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.StudySummaryPage"]
    max_count = 1

    class Meta:
        verbose_name = "list of study summaries"

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        from pages.study_lists import study_list

        return super().get_context(request, *args, **kwargs) | {"studies": study_list(request.GET)}
