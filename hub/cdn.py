"""Tells a CDN to forget the site when what the public reads changed (``CDN_PURGE_URL``).

Always the whole site: one decision changes lists, the home page, search and feeds as well.  It is told right after the
commit, in the process of whoever decided, because no withdrawal may wait for a worker; a CDN that fails or hangs costs
that request ``TIMEOUT_SECONDS`` at each step, then for ``PATIENCE`` nobody anything, and ``catch_up`` tells it again
every minute until it succeeds.

What it was told is stored as the publication epoch: many decisions in one transaction are one request, and ``catch_up``
finds a change that nobody noted here.  A process of ours may answer with what it knew for a moment longer, and for
``OUTAGE_SECONDS`` without the database, which the CDN would keep; so after such a time it is told once more.
"""

from __future__ import annotations

import datetime
import logging
from http.client import HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.db.models.signals import post_save
from django.utils import timezone

from hub.models import CdnState, PublicChange
from hub.published_cache import epoch
from reviews import ledger

# Stable id of the alarm.
NOT_TOLD = "HUB-CDN-1"
TIMEOUT_SECONDS = 2.0
PATIENCE = datetime.timedelta(seconds=30)
SETTLES = datetime.timedelta(seconds=epoch.OUTAGE_SECONDS)
logger = logging.getLogger(__name__)


class Refused(Exception):
    """The CDN answered with another status than 2xx."""


def connect() -> None:
    """Called once, when the applications are ready: wherever the epoch is raised."""
    post_save.connect(_changed, sender=PublicChange, dispatch_uid=__name__)
    ledger.appended.connect(_changed, dispatch_uid=__name__)


def _changed(sender: Any, **kwargs: Any) -> None:
    if settings.CDN_PURGE_URL:
        transaction.on_commit(_after_commit, robust=True)


def _after_commit() -> None:
    failed_at = CdnState.objects.values_list("failed_at", flat=True).first()
    if failed_at is None or failed_at < timezone.now() - PATIENCE:
        tell()


def tell() -> bool:
    """Send one request if the CDN was not told of the newest change; whether it knows of all of them now."""
    if not settings.CDN_PURGE_URL:
        return True
    now, current = timezone.now(), _current()
    state, _ = CdnState.objects.get_or_create(pk=1)
    is_repeat = state.epoch == current
    if is_repeat and (state.is_settled or state.told_at is None or state.told_at > now - SETTLES):
        return True
    try:
        _purge()
    except (OSError, HTTPException, Refused) as error:
        CdnState.objects.update(failed_at=now)
        logger.error(  # noqa: TRY400  a trace would name every header
            "%s the CDN was not told of a change (%s: %s); it is tried again every minute",
            *(NOT_TOLD, type(error).__name__, error),
            extra={"event_id": NOT_TOLD},
        )
        return False
    CdnState.objects.update(epoch=current, told_at=now, is_settled=is_repeat, failed_at=None)
    logger.info("the CDN was told to forget the site")
    return True


def behind_since() -> datetime.datetime | None:
    """When telling the CDN failed, if it does not know of the newest change; None when it knows, or there is none."""
    if not settings.CDN_PURGE_URL:
        return None
    return CdnState.objects.exclude(epoch=_current()).values_list("failed_at", flat=True).first()


def _current() -> str:
    with connection.cursor() as cursor:
        cursor.execute(epoch.STATEMENT)
        return ":".join(map(str, cursor.fetchone()))


def _purge() -> None:
    """One request, over https only; where it leads elsewhere is not followed."""
    address = urlsplit(settings.CDN_PURGE_URL)
    asked = HTTPSConnection(address.hostname or "", address.port, timeout=TIMEOUT_SECONDS)
    headers = {"Content-Type": "application/json", "User-Agent": "drug-information-hub"}
    if settings.CDN_PURGE_TOKEN:
        headers["Authorization"] = f"Bearer {settings.CDN_PURGE_TOKEN}"
    try:
        path = address._replace(scheme="", netloc="", fragment="").geturl() or "/"
        asked.request("POST", path, settings.CDN_PURGE_BODY.encode(), headers)
        status = asked.getresponse().status
    finally:
        asked.close()
    if not 200 <= status < 300:
        raise Refused(f"status {status}")
