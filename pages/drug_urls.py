"""Addresses below a drug overview."""

from django.urls import include, path

from pages.machines import feeds, tables

urlpatterns = [
    path("updates.atom", feeds.drug_updates, name="drug_updates"),
    path("side-effects.csv", tables.side_effects, name="side_effects_csv"),
    path("studies.csv", tables.studies_of_drug, name="studies_of_drug_csv"),
    path("", include("pages.page_urls")),
]
