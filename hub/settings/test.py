"""The test suite: a real PostgreSQL server of its own, or the server or SQLite that DATABASE_URL names.

The server starts here because pytest reads the settings before any conftest: what runs first in the
controller puts the address into the environment, and the xdist workers find it there.
"""

import os

from tests import pgtemp

if not os.environ.get("DATABASE_URL"):
    os.environ["DATABASE_URL"] = pgtemp.start_shared().url

from .base import *  # noqa: F403
from .base import DATABASES, INSTALLED_APPS

SECRET_KEY = "tests only: everybody who can read the repository knows this key"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]

# Tests of the queue turn it on; its table is there for them.
INSTALLED_APPS = [*INSTALLED_APPS, "django_tasks_db"]

# Off but where a server under test turns it on: tests look at what Django answers.
PUBLISHED_CACHE_MEGABYTES = int(os.environ.get("PUBLISHED_CACHE_MEGABYTES", "0"))

SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = None
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False

DATABASES["default"]["CONN_MAX_AGE"] = 0
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files come from the applications; nothing is collected.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
WAGTAILADMIN_BASE_URL = "http://localhost"
# Tests of these turn them on.
SECOND_PROOF_REQUIRED = False
AXES_ENABLED = False
# Strong hashing is Django's own, tested there; here it would only be slow.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {"django.request": {"level": "CRITICAL"}},
}
