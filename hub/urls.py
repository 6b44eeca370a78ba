"""Addresses of the site. Pages come last: Wagtail claims whatever is left."""

from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.views import serve

from hub import health, second_proof

urlpatterns = [
    path("admin/", include("reviews.calendar_urls")),
    path("admin/second-proof/", second_proof.view, name="second-proof"),
    path("admin/", include(wagtailadmin_urls)),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("", include("reviews.public_urls")),
    path("", include("pages.urls")),
    # What ends like a file belongs to a page too: no slug has a full stop, so neither can hide the other.
    re_path(r"^((?:[\w\-]+/)+[\w\-]+\.[a-z]+)$", serve),
    path("", include(wagtail_urls)),
]
