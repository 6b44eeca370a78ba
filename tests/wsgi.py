"""What a WSGI application answers, without a server between."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.test import RequestFactory


@dataclass(frozen=True)
class Answered:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    @property
    def is_hit(self) -> bool:
        """It came out of the cache of published pages."""
        return self.headers.get("Cache-Status") == "hub; hit"


def environ(address: str, method: str = "GET", **variables: str) -> dict[str, Any]:
    """Of a request for ``address``, its query included, to localhost."""
    given = RequestFactory(SERVER_NAME="localhost", HTTP_HOST="localhost").generic(method, address).environ
    return {**given, **variables}


def ask(application: Callable[..., Iterable[bytes]], address: str, method: str = "GET", **variables: str) -> Answered:
    """``variables`` of WSGI, such as ``HTTP_COOKIE``, are added to the request."""
    said: list[tuple[str, list[tuple[str, str]]]] = []
    body = application(
        environ(address, method, **variables), lambda status, headers, *_: said.append((status, headers))
    )
    try:
        sent = b"".join(body)
    finally:
        if hasattr(body, "close"):
            body.close()
    status, headers = said[-1]
    return Answered(int(status.partition(" ")[0]), dict(headers), sent)
