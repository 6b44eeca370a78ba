"""Addresses of the site. Pages come last: Wagtail claims whatever is left."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from hub import health

urlpatterns = [
    path("admin/", include("reviews.calendar_urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("", include("reviews.public_urls")),
    path("", include("pages.urls")),
    path("", include(wagtail_urls)),
]
