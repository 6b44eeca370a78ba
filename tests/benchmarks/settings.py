"""The settings of the tests, and a page type that nobody reviews, for comparison.

Only here: the system check reviews.E004 refuses such a type, and benchmarks run no system checks.
"""

from hub.settings.test import *  # noqa: F403
from hub.settings.test import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.benchmarks.stock"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# As in production: a server that connects anew for each request would make every comparison easy.
DATABASES["default"]["CONN_MAX_AGE"] = 600
