"""The mail server, from one address such as ``smtp://user:password@mail.example.org:587``."""

from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

DEFAULT_PORTS = {"smtp": 25, "smtps": 465}
# The port of submission, with STARTTLS (RFC 6409, RFC 8314).
SUBMISSION = 587


class MailServer(NamedTuple):
    host: str
    port: int
    user: str
    password: str
    starttls: bool
    tls: bool


def mail_server(address: str) -> MailServer:
    """``smtps`` is TLS from the start; port 587 means STARTTLS.  User and password are percent-encoded.

    Raises ``ImproperlyConfigured`` without repeating the address, which holds a password.
    """
    refused = ImproperlyConfigured(
        "EMAIL_URL is not the address of a mail server. It looks like smtp://user:password@mail.example.org:587."
    )
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise refused from None
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise refused
    port = port or DEFAULT_PORTS[parts.scheme]
    return MailServer(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp" and port == SUBMISSION,
        tls=parts.scheme == "smtps",
    )
