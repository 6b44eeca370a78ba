"""One person's own machine: plain HTTP, tracebacks on screen, a secret key that everybody knows."""

from .base import *  # noqa: F403
from .base import BASE_DIR, LOGGING, MIDDLEWARE, STORAGES

SECRET_KEY = "development only: everybody who can read the repository knows this key"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DEBUG = True
DEMO_BANNER = True
# The passwords of the demonstration are known to everybody anyway.
SECOND_PROOF_REQUIRED = False
SECURITY_CONTACT = "mailto:security@example.org"
# Last, so that an unknown address shows readers the same page as in production.
MIDDLEWARE = [*MIDDLEWARE, "hub.not_found.PublicNotFoundMiddleware"]

LOGGING["handlers"]["stdout"]["formatter"] = "line"

# Templates change while one looks.
PUBLISHED_CACHE_MEGABYTES = 0

SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = None
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

# SQLite makes the file, not the folder.
(BASE_DIR / "var").mkdir(exist_ok=True)
