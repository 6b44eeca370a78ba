"""The WSGI application that a production server runs: Django behind the cache of published pages."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings.production")

django_application = get_wsgi_application()

from hub.published_cache import published  # noqa: E402  needs the settings

application = published(django_application)
