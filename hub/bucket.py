"""Uploaded files in a bucket of an S3-compatible service (``MEDIA_S3_BUCKET``).

The bucket is private and nobody is ever sent to it: files are handed out by ``pages.media``, which asks who may see
them.  What is stored is immutable, so nothing here overwrites: each object is written on the condition that there is
none of its name (``If-None-Match``), which the service itself must keep, because two servers may write at once.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

import boto3
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from reviews.stored_files import StorageAway

logger = logging.getLogger("hub.bucket")

AWAY = "HUB-STORAGE-2"
# Somebody waits for each of these.
CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 2, 10, 2
# What is read beyond it is kept in a temporary file.
IN_MEMORY = 4 * 1024 * 1024
NOT_FOUND, TAKEN = 404, 412

_connecting = threading.Lock()


class Bucket(S3Storage):
    def __init__(self, **options: Any) -> None:
        super().__init__(file_overwrite=False, client_config=_config(options.get("endpoint_url")), **options)

    @property
    def connection(self) -> Any:
        """One for each thread, all of one session: to read boto3's description of the service takes most of a second.

        A session is not made for several threads to make connections at once.
        """
        with _connecting:
            return super().connection

    @cached_property
    def _session(self) -> boto3.Session:
        return boto3.Session(self.access_key, self.secret_key)

    def _create_session(self) -> boto3.Session:
        return self._session

    @property
    def client(self) -> Any:
        """This thread's connection, as boto3 has it.  What it raises is its own."""
        return self.connection.meta.client

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """Never the bucket's address: the hub's own, which asks who may see the file."""
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name).lstrip("/"))

    def exists(self, name: str) -> bool:
        with asking():
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        with asking():
            return int(super().size(name))

    def get_modified_time(self, name: str) -> datetime:
        with asking():
            modified: datetime = super().get_modified_time(name)
            return modified

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with asking():
            folders, files = super().listdir(path)
            return folders, files

    def delete(self, name: str) -> None:
        with asking():
            super().delete(name)

    def write_new(self, name: str, content: Any) -> None:
        """Write an object that must not be there yet.  Raises ``FileExistsError``, ``StorageAway``."""
        with asking():
            self.client.put_object(
                Bucket=self.bucket_name,
                Key=self._normalize_name(name),
                Body=content,
                # Should somebody open the bucket to the public one day, no browser runs what is in it.
                ContentType="application/octet-stream",
                IfNoneMatch="*",
            )

    def _save(self, name: str, content: File) -> str:
        while True:
            content.seek(0)
            try:
                self.write_new(name, content)
            except FileExistsError:
                # Somebody else was quicker, since the name was free.
                name = self.get_available_name(name)
            else:
                return name

    def _open(self, name: str, mode: str = "rb") -> File:
        """The whole object: what fails, fails here and not when half of an answer is sent."""
        if mode != "rb":
            raise ValueError(f"files in a bucket are opened to be read (“rb”), not “{mode}”")
        held = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  closed by whoever asked for it
        try:
            with asking():
                found = self.client.get_object(Bucket=self.bucket_name, Key=self._normalize_name(name))
                shutil.copyfileobj(found["Body"], held)
        except BaseException:
            held.close()
            raise
        held.seek(0)
        return File(held, name=name)


def _config(endpoint: str | None) -> Config:
    # Services that are not Amazon's know the bucket as a path, and not all of them the newer checksums.
    theirs = {"request_checksum_calculation": "when_required", "response_checksum_validation": "when_required"}
    return Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
        s3={"addressing_style": "path" if endpoint else "auto"},
        **(theirs if endpoint else {}),
    )


@contextmanager
def asking() -> Iterator[None]:
    """The faults of boto3 as those that Django knows of files, and ``StorageAway`` with a line in the log."""
    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError) as error:
        status, code = _answered(error)
        if code != "NoSuchBucket" and status == NOT_FOUND:
            raise FileNotFoundError("there is no such file in the bucket") from error
        if status == TAKEN:
            raise FileExistsError("there is a file of this name in the bucket") from error
        said = ("%s the bucket of uploaded files: %s", AWAY, code)
        logger.error(*said, extra={"event_id": AWAY})  # noqa: TRY400  a trace through the library says no more
        raise StorageAway(f"the bucket of uploaded files does not answer as it should: {code}") from error


def _answered(error: Exception) -> tuple[int, str]:
    """The status and code of the answer; 0 and the name of the fault if there was none."""
    if not isinstance(error, ClientError):
        return 0, type(error).__name__
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return status, str(error.response.get("Error", {}).get("Code") or status)
