"""Addresses of the site. Pages come last: Wagtail claims whatever is left."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from hub import health

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    # In development only: elsewhere a web server or an object store serves the files.
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    path("", include("reviews.public_urls")),
    path("", include("pages.urls")),
    path("", include(wagtail_urls)),
]
