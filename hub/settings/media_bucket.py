"""Where uploaded files are kept: a folder, or a bucket of an S3-compatible service."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

# Each is a variable MEDIA_S3_…; the bucket turns it on.
NAMES = ("BUCKET", "ENDPOINT", "REGION", "ACCESS_KEY", "SECRET_KEY")


def media_storage(given: Mapping[str, str]) -> dict[str, Any]:
    """The entry of ``STORAGES`` for uploaded files; ``given`` has a text, or an empty one, for each of ``NAMES``.

    Raises ``ImproperlyConfigured`` when the endpoint is no address.  What is half set is told by ``preflight``.
    """
    if not given["BUCKET"]:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    endpoint = given["ENDPOINT"]
    try:
        parts = urlsplit(endpoint)
        is_possible = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
        is_possible = is_possible and "@" not in parts.netloc and not (parts.query or parts.fragment)
    except ValueError:
        is_possible = False
    if endpoint and not is_possible:
        raise ImproperlyConfigured(
            "MEDIA_S3_ENDPOINT is not the address of an S3-compatible service. It looks like https://s3.example.org; "
            "the keys go into MEDIA_S3_ACCESS_KEY and MEDIA_S3_SECRET_KEY."
        )
    return {
        "BACKEND": "hub.bucket.Bucket",
        "OPTIONS": {
            "bucket_name": given["BUCKET"],
            "endpoint_url": endpoint or None,
            "region_name": given["REGION"] or None,
            # Without keys, those that the machine itself has (a role).
            "access_key": given["ACCESS_KEY"] or None,
            "secret_key": given["SECRET_KEY"] or None,
        },
    }
