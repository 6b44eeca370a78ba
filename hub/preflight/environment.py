"""Settings, files, mail: what the operator gives the hub."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.conf import settings
from django.core import checks, mail
from redis.exceptions import RedisError

from hub.preflight import Found, check
from hub.shared_cache import connected

SHORTEST_KEY = 50
# Settings that production has and that nothing in the environment turns off.
ON = {
    "SECURE_SSL_REDIRECT": "readers are not led to https",
    "SESSION_COOKIE_SECURE": "sessions travel over plain http",
    "CSRF_COOKIE_SECURE": "form cookies travel over plain http",
    "SECURE_HSTS_SECONDS": "browsers are not told to keep to https (HSTS)",
    "SECOND_PROOF_REQUIRED": "reviewers and administrators need no second factor",
    "AXES_ENABLED": "passwords can be guessed without end",
}


@check("settings")
def settings_of_production() -> Found:
    if settings.DEBUG:
        yield (
            "unsafe",
            f"{settings.SETTINGS_MODULE} is for one person's own machine: it shows tracebacks and uses a key that "
            "everybody knows. Set DJANGO_SETTINGS_MODULE=hub.settings.production.",
        )
    if settings.DEMO_BANNER:
        yield "unsafe", "every page says that this is a demonstration, and the demonstration's commands run here."
    for name, consequence in ON.items():
        if not getattr(settings, name):
            yield "unsafe", f"{consequence} ({name})."


@check("secret key")
def secret_key() -> Found:
    if "everybody" in settings.SECRET_KEY or len(settings.SECRET_KEY) < SHORTEST_KEY:
        yield (
            "unsafe",
            f"SECRET_KEY has fewer than {SHORTEST_KEY} characters or is known to everybody. Sessions are signed with "
            "it. Set it to the output of: python -c 'import secrets; print(secrets.token_urlsafe(64))'",
        )


@check("host names")
def hosts() -> Found:
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield "unsafe", "ALLOWED_HOSTS takes any name, so links in mails can be made to lead elsewhere. Name the hosts."
    for origin in settings.CSRF_TRUSTED_ORIGINS:
        if not origin.startswith("https://"):
            yield "unsafe", f"CSRF_TRUSTED_ORIGINS trusts {origin}, which is not https."


@check("Django's own checks")
def deployment() -> Found:
    for message in checks.run_checks(include_deployment_checks=True):
        if message.level >= checks.WARNING:
            yield "unsafe", f"{message.id}: {str(message.msg).splitlines()[0]}"


@check("uploaded files")
def media() -> Found:
    if settings.MEDIA_S3["BUCKET"]:
        return
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        yield (
            "unsafe",
            f"{folder} cannot be written ({error.strerror}), so no picture can be uploaded. Give it to the web role.",
        )


@check("static files")
def static() -> Found:
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        yield "unsafe", "style sheets and scripts were not collected. Run: manage.py collectstatic --noinput"


@check("mail")
def mail_server() -> Found:
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        yield "missing", "DEFAULT_FROM_EMAIL is not set, so notices come from an address that cannot be answered."
    try:
        with mail.get_connection():
            pass
    except OSError as error:
        yield (
            "missing",
            f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} takes no mail ({error}). Notices wait in the admin until it "
            "does. Set EMAIL_URL.",
        )


@check("whom to tell of a hole")
def contact() -> Found:
    if not settings.SECURITY_CONTACT:
        yield "missing", "SECURITY_CONTACT is not set, so there is no /.well-known/security.txt."


@check("published pages in memory")
def published_cache() -> Found:
    if not settings.PUBLISHED_CACHE_MEGABYTES:
        yield "missing", "PUBLISHED_CACHE_MEGABYTES is 0: every page is rendered for every reader."


@check("shared cache")
def shared_cache() -> Found:
    if not settings.CACHE_URL:
        return
    client = connected(settings.CACHE_URL)
    try:
        client.ping()
    except RedisError as error:
        yield (
            "missing",
            f"the server of CACHE_URL does not answer ({error}). The site stays up without it: each worker has its own "
            "cache and asks the database itself.",
        )
    to_it = client.connection_pool.connection_kwargs
    if "path" not in to_it and not to_it.get("password"):
        yield (
            "missing",
            "CACHE_URL has no password. Whoever can write to that server can run programs in the hub: let nobody else "
            "reach it, or set one.",
        )
