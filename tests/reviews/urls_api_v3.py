"""The hub's addresses with Wagtail's API v3 mounted, which the hub itself does not do."""

from django.urls import path
from wagtail.api.v3.urls import api

from hub.urls import urlpatterns as hub_urlpatterns

urlpatterns = [path("api/v3/", api.urls), *hub_urlpatterns]
