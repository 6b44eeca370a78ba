"""The content of ``pages.StandardPage`` under Wagtail's own workflow."""

from django.db import connection, models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail.search.signal_handlers import register_signal_handlers

from pages.blocks.streams import prose_field
from pages.models import StandardPage
from pages.models.base import Reference, references_panel, tabbed
from pages.sections import SECTIONS


class StockPage(Page):
    lead = models.TextField("in short", max_length=500)
    body = prose_field("body")

    template = "pages/standard_page.html"
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]
    edit_handler = tabbed(
        ("Text", [TitleFieldPanel("title"), FieldPanel("lead"), FieldPanel("body")]),
        ("References", [references_panel()]),
    )


class StockReference(Reference):
    page = ParentalKey(StockPage, on_delete=models.CASCADE, related_name="references")


def install() -> None:
    """Make the tables in the database in use; index and show the pages as any others."""
    with connection.schema_editor() as editor:
        editor.create_model(StockPage)
        editor.create_model(StockReference)
    register_signal_handlers()
    SECTIONS[StockPage] = SECTIONS[StandardPage]
