"""A bucket on an S3-compatible server (moto) of this machine, and the settings that name it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import boto3
from botocore.config import Config
from django.conf import settings
from django.test import override_settings
from moto.server import ThreadedMotoServer

from hub.settings.media_bucket import media_storage

NAME = "hub-files"
KEYS = {"REGION": "us-east-1", "ACCESS_KEY": "key", "SECRET_KEY": "a secret"}
# Nobody listens there.
NOWHERE = "http://127.0.0.1:1"


class BucketServer:
    """``given`` is what the operator would set; ``client`` is somebody with a key of their own."""

    def __init__(self) -> None:
        self.server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self.server.start()
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        host, port = self.server.get_host_and_port()
        self.given = {"BUCKET": NAME, "ENDPOINT": f"http://{host}:{port}", **KEYS}
        self.client: Any = boto3.client(
            "s3",
            endpoint_url=self.given["ENDPOINT"],
            region_name=KEYS["REGION"],
            aws_access_key_id="another",
            aws_secret_access_key="another",
            config=Config(s3={"addressing_style": "path"}),
        )

    def names(self) -> list[str]:
        return [found["Key"] for found in self.client.list_objects_v2(Bucket=NAME).get("Contents", [])]

    def content(self, name: str) -> bytes:
        read: bytes = self.client.get_object(Bucket=NAME, Key=name)["Body"].read()
        return read

    def change(self, name: str, content: bytes) -> None:
        self.client.put_object(Bucket=NAME, Key=name, Body=content)

    @contextmanager
    def bucket(self) -> Iterator[None]:
        """An empty bucket."""
        self.client.create_bucket(Bucket=NAME)
        try:
            yield
        finally:
            for name in self.names():
                self.client.delete_object(Bucket=NAME, Key=name)
            self.client.delete_bucket(Bucket=NAME)


@contextmanager
def named(given: dict[str, str]) -> Iterator[None]:
    """The settings of a hub whose environment says so.  It asks once: the pause before a second try is boto3's."""
    storages = {**settings.STORAGES, "default": media_storage(given)}
    with mock.patch("hub.bucket.ATTEMPTS", 1), override_settings(MEDIA_S3=given, STORAGES=storages):
        yield
