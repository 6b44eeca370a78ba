"""The WSGI application that a production server runs: Django behind the cache of published pages."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings.production")

django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402

from hub.published_cache import published  # noqa: E402  needs the settings

application = published(django_application)

if settings.METRICS_PORT:
    from hub import metrics

    metrics.serve(settings.METRICS_PORT, getattr(application, "metrics", None))
