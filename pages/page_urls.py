"""Addresses below every reviewed page of the hub."""

from django.urls import include, path

from pages.machines import markdown, pdf

urlpatterns = [
    path("index.md", markdown.twin, name="markdown"),
    path("page.pdf", pdf.document, name="pdf"),
    path("", include("reviews.version_urls")),
]
