"""What every environment shares, as production needs it.

``development`` and ``test`` take safety away by name; nothing has to be added for production. The secret key
and the host names come from the environment and have no default: ``production`` says so when they are
missing.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from .background import purge_address, task_queue
from .databases import database, replica
from .error_reports import report_handlers
from .mail import mail_server
from .media_bucket import NAMES as MEDIA_S3_NAMES
from .media_bucket import media_storage
from .search import search_backends
from .shared_cache import caches

BASE_DIR = Path(__file__).resolve().parents[2]


def words(variable: str) -> list[str]:
    """The comma-separated values of an environment variable, without blanks."""
    return [word.strip() for word in os.environ.get(variable, "").split(",") if word.strip()]


# Security

SECRET_KEY = os.environ.get("SECRET_KEY", "")
ALLOWED_HOSTS = words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")
DEBUG = False
SECURE_SSL_REDIRECT = True
# Health probes come from inside, over plain HTTP, and show nothing worth protecting.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
# The proxy in front of the hub ends TLS; it must set this header itself and drop what a client sent.  Without one,
# BEHIND_PROXY=no: then nobody can claim to have come by TLS, or from another address.
SECURE_PROXY_SSL_HEADER: tuple[str, str] | None = (
    None if os.environ.get("BEHIND_PROXY", "").lower() in {"no", "0", "false"} else ("HTTP_X_FORWARDED_PROTO", "https")
)
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = True
# A working day; and a session that was stolen ends with it.
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_SECURE = True

# Applications

INSTALLED_APPS = [
    "hub",
    "hub.users",
    "pages",
    "reviews",
    "wagtailnhsukfrontend",
    "wagtail.contrib.redirects",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "hub.logs.RequestLogMiddleware",
    "hub.security_headers.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Below the cache of published pages, for whom it does not answer.
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "reviews.middleware.RefusalMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pages.redirects.PublicRedirectMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hub.second_proof.SecondProofMiddleware",
    # Last: it answers for whoever is locked out.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "hub.urls"
WSGI_APPLICATION = "hub.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pages.context_processors.hub",
            ],
        },
    },
]

# Database

# The most connections of each process to PostgreSQL; unset, each thread keeps one.
DATABASE_POOL = os.environ.get("DATABASE_POOL", "")
DATABASES = {"default": database(f"sqlite:///{BASE_DIR / 'var' / 'db.sqlite3'}", DATABASE_POOL)}

# Copies of it that anonymous readers and reports read from (hub.replica); unset, all read the one database
if _replica := os.environ.get("DATABASE_REPLICA_URL", ""):
    DATABASES["replica"] = replica(_replica, DATABASES["default"], DATABASE_POOL)
    DATABASE_ROUTERS = ["hub.replica.router.ReplicaRouter"]

# Redis or Valkey for all workers and machines; unset, each worker has its own memory (hub.shared_cache)

CACHE_URL = os.environ.get("CACHE_URL", "")
CACHES = caches(CACHE_URL, DATABASES["default"], SECRET_KEY)

# Published pages, finished, in the memory of each worker (hub.published_cache); 0 keeps none

PUBLISHED_CACHE_MEGABYTES = int(os.environ.get("PUBLISHED_CACHE_MEGABYTES", "64"))

# Accounts

AUTH_USER_MODEL = "users.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "wagtailadmin_login"
# Axes only counts, Django's own backend knows people.  Five wrong passwords for an account from one address lock that
# pair for a quarter of an hour.  Not the account, or anybody could keep a reviewer from withdrawing a page; not the
# address, or a hospital behind one address would be locked out by one person.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "reviews.senders.address_of"
AXES_LOCKOUT_TEMPLATE = "429.html"
# Who signed in when is nobody's business but the session's.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Whoever reviews or administers proves who they are by a second factor as well, once in each session.
SECOND_PROOF_REQUIRED = True
# The second proof when somebody signs (reviews.second_factor); nobody signs in by allauth, its addresses are not ours.
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Medicines Information Hub"
MFA_TOTP_TOLERANCE = 1

# Language and time

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True

# Files and uploads

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or BASE_DIR / "var" / "static")
# Answered by pages.media, which asks who may see the file: no web server or public bucket hands these out.
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT") or BASE_DIR / "var" / "media")
# A bucket in place of that folder (hub.bucket); without MEDIA_S3_BUCKET, none is
MEDIA_S3 = {name: os.environ.get(f"MEDIA_S3_{name}", "").strip() for name in MEDIA_S3_NAMES}
STORAGES = {
    "default": media_storage(MEDIA_S3),
    "staticfiles": {"BACKEND": "hub.static_files.Storage"},
}
# A long drug page with hundreds of rows is one form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# Whom to tell of a hole in this site: “mailto:…” or “https://…”; unset, security.txt is not there.
SECURITY_CONTACT = os.environ.get("SECURITY_CONTACT", "")

# What readers report about a page is looked into within so many days: the page promises it, a report measures it.
READER_REPORT_DAYS = int(os.environ.get("READER_REPORT_DAYS", "5"))
# Where side effects are reported, as (country, name, address): shown below every page of a medicine.
SIDE_EFFECT_REPORTING = (
    ("United Kingdom", "Yellow Card scheme", "https://yellowcard.mhra.gov.uk/"),
    ("United States", "MedWatch", "https://www.fda.gov/medwatch"),
)

# Readers are told on every page when what they read is a demonstration.
DEMO_BANNER = False

# Mail and background work

_mail = mail_server(os.environ.get("EMAIL_URL") or "smtp://localhost")
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.starttls, _mail.tls
# A mail server that does not answer keeps nobody waiting: what it did not take is sent again later.
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL") or "hub@localhost"
# Unset: after the transaction, in the same process.  Either way `send_notices` and `catch_up` do every minute what was
# left over or failed, and nothing that the public reads waits for a task.
TASK_QUEUE = os.environ.get("TASK_QUEUE", "")
_backend, _apps = task_queue(TASK_QUEUE)
TASKS = {"default": {"BACKEND": _backend}}
INSTALLED_APPS += _apps

# A CDN that is told to forget the site after each change (hub.cdn); unset, none is
CDN_PURGE_URL = purge_address(os.environ.get("CDN_PURGE_URL", ""))
CDN_PURGE_TOKEN = os.environ.get("CDN_PURGE_TOKEN", "")
CDN_PURGE_BODY = os.environ.get("CDN_PURGE_BODY") or '{"purge_everything": true}'

# Wagtail

WAGTAIL_SITE_NAME = "Medicines Information Hub"
# The first host name is the one that links in messages point to; ".example.org" stands for example.org too.
WAGTAILADMIN_BASE_URL = f"https://{ALLOWED_HOSTS[0].lstrip('.')}" if ALLOWED_HOSTS else ""
WAGTAIL_I18N_ENABLED = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "reviews.workflows.publish_approved"
WAGTAILIMAGES_IMAGE_MODEL = "pages.HubImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "pages.media_forms.ImageForm"
WAGTAILDOCS_DOCUMENT_MODEL = "pages.HubDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "pages.media_forms.DocumentForm"
# An OpenSearch server for the words of pages, beside the database (pages.search.outside); unset, none is asked
SEARCH_URL = os.environ.get("SEARCH_URL", "").strip()
WAGTAILSEARCH_BACKENDS = search_backends(SEARCH_URL)
# Redirects of old addresses are made by hub.old_addresses, in a task.
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAILAPI_DOCS_ENABLED = False
TAGGIT_CASE_INSENSITIVE = True
# The admin asks nothing of outside hosts; nor does an address that an editor pastes.
WAGTAILEMBEDS_FINDERS: list[dict[str, Any]] = []
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False

# Messages on standard output, for whatever collects them (hub.logs)

# Statements that take longer are logged; 0 logs none.
SLOW_QUERY_MS = int(os.environ.get("SLOW_QUERY_MS", "0"))
# Where each worker tells its numbers, on this machine only (hub.metrics); 0 tells none.
METRICS_PORT = int(os.environ.get("METRICS_PORT", "0"))
# Where errors are reported to as well (hub.error_reports); unset, nowhere
SENTRY_DSN = os.environ.get("SENTRY_DSN", "").strip()
_reports = report_handlers(SENTRY_DSN)
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "hub.logs.JsonFormatter"},
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {
        "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"},
        **_reports,
    },
    "root": {"handlers": ["stdout", *_reports], "level": "INFO"},
    # Every step of every document, and every rule of a style sheet that is for screens alone; a traceback for each
    # question that the search server did not answer, of which pages.search says what is to be known.
    "loggers": {name: {"level": "ERROR"} for name in ("weasyprint", "weasyprint.progress", "fontTools", "opensearch")},
}
