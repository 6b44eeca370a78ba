"""The site's own addresses, with Wagtail's API v3 mounted beside them.

Import it while the site's own settings still say where its addresses are.
"""

from importlib import import_module

from django.conf import settings
from django.urls import path
from wagtail.api.v3.urls import api

SITE = settings.ROOT_URLCONF
urlpatterns = [path("api/v3/", api.urls), *import_module(SITE).urlpatterns]
