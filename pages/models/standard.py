"""Standard page: about the hub, its editorial policy, how review works."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, TitleFieldPanel

from pages.blocks.streams import prose_field
from pages.models.base import Reference, ReviewedContentPage, references_panel, tabbed


class StandardPage(ReviewedContentPage):
    body = prose_field("body")

    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    edit_handler = tabbed(
        ("Text", [TitleFieldPanel("title"), FieldPanel("lead"), FieldPanel("body")]),
        ("References", [references_panel()]),
    )

    class Meta:
        verbose_name = "standard page"
        verbose_name_plural = "standard pages"


class StandardReference(Reference):
    page = ParentalKey(StandardPage, on_delete=models.CASCADE, related_name="references")
