"""Addresses below every reviewed page of the hub."""

from django.urls import include, path

from pages.machines import markdown

urlpatterns = [
    path("index.md", markdown.twin, name="markdown"),
    path("", include("reviews.version_urls")),
]
