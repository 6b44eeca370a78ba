"""Addresses below every reviewed page: its versions, what changed between them, and how to check them."""

from django.urls import path

from reviews.addresses import HISTORY
from reviews.views import versions

urlpatterns = [
    path(f"{HISTORY}/", versions.history, name="history"),
    path(f"{HISTORY}/<int:number>/", versions.version, name="version"),
    path(f"{HISTORY}/<int:number>/compare/<int:other>/", versions.compare, name="compare"),
    path(f"{HISTORY}/<int:number>/verify/", versions.verify, name="verify"),
    path(f"{HISTORY}/<int:number>/approved.json", versions.approved_words, name="approved"),
]
