"""Services on other machines that the operator named: for uploaded files, for searches, and for errors."""

from __future__ import annotations

import os
import socket
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.storage import default_storage

from hub.preflight import Found, check
from pages.search import indexing, outside
from reviews.stored_files import StorageAway

if TYPE_CHECKING:
    from hub.bucket import Bucket

WAIT_SECONDS = 2


@check("bucket of uploaded files")
def bucket() -> Found:
    given = settings.MEDIA_S3
    if not given["BUCKET"]:
        if half := [f"MEDIA_S3_{name}" for name, value in given.items() if value]:
            yield (
                "unsafe",
                f"{' and '.join(half)} {'is' if len(half) == 1 else 'are'} set and MEDIA_S3_BUCKET is not, so files go "
                "into the folder MEDIA_ROOT on this machine. Set MEDIA_S3_BUCKET, or none of them.",
            )
        return
    for one, other in (("ACCESS_KEY", "SECRET_KEY"), ("SECRET_KEY", "ACCESS_KEY")):
        if given[one] and not given[other]:
            yield "unsafe", f"MEDIA_S3_{one} is set and MEDIA_S3_{other} is not: nothing can be read or stored."
            return
    if given["ENDPOINT"].startswith("http://"):
        yield "missing", "MEDIA_S3_ENDPOINT is not https, so files of drafts travel there in plain. Use https."
    try:
        yield from _tried(default_storage)  # type: ignore[arg-type]
    except StorageAway as away:
        keys = "" if given["ACCESS_KEY"] else " MEDIA_S3_ACCESS_KEY and MEDIA_S3_SECRET_KEY are not set."
        yield (
            "unsafe",
            f"{away}.{keys} Pages are shown and their pictures are not; nothing can be uploaded, submitted or approved "
            "that shows one. Check MEDIA_S3_*, and what the key may do: read, write, delete and list.",
        )


def _tried(storage: Bucket) -> Found:
    """Write, overwrite and read a trial object as whoever should and should not be able to."""
    from botocore.exceptions import BotoCoreError, ClientError

    name = f"preflight-{uuid.uuid4().hex}"
    storage.write_new(name, os.urandom(16))
    try:
        try:
            storage.write_new(name, b"something else")
        except FileExistsError:
            pass
        else:
            yield (
                "unsafe",
                "the service overwrites an object that was to be written only if there was none (If-None-Match), so "
                "two uploads at once can change a file that was approved. Use one that keeps the condition.",
            )
        storage.listdir("")
        try:
            storage.unsigned_connection.meta.client.get_object(Bucket=storage.bucket_name, Key=name)
        except (BotoCoreError, ClientError):
            return
        yield "unsafe", "anybody can read the bucket, and with it the files of drafts. Make it private."
    finally:
        storage.delete(name)


@check("search server")
def search_server() -> Found:
    if not outside.is_named():
        return
    live = sum(model.objects.live().count() for model in indexing.SEARCHED)
    try:
        held = outside.held()
    except outside.ServerAway as away:
        yield (
            "missing",
            f"the server of SEARCH_URL does not answer as it should ({away}). Meanwhile words are looked for in the "
            "database, and searches find what they should.",
        )
        return
    if held != live:
        yield (
            "missing",
            f"the server of SEARCH_URL holds {held} pages, and {live} are live. None is shown that is not, and some "
            "are not found by their words. Run: manage.py rebuild_search --outside",
        )
    if settings.SEARCH_URL.startswith("http://") and "@" in settings.SEARCH_URL:
        yield "missing", "SEARCH_URL sends its password in plain. Use https."


@check("error reports")
def error_reports() -> Found:
    if not settings.SENTRY_DSN:
        return
    from sentry_sdk.utils import Dsn

    at = Dsn(settings.SENTRY_DSN)
    try:
        socket.create_connection((at.host, at.port), WAIT_SECONDS).close()
    except OSError as error:
        yield (
            "missing",
            f"the server of SENTRY_DSN does not answer ({error}), so errors stand in the log alone. The site needs it "
            "for nothing.",
        )
    if at.scheme == "http":
        yield "missing", "SENTRY_DSN is not https, so anybody on the way can read what fails here. Use https."
