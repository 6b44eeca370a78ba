"""Answers of the site, finished: every encoding packed, every header written, ready to be sent again and again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hub.published_cache import encodings
from hub.published_cache.encodings import IDENTITY

Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
WSGIApplication = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

KEPT_STATUSES = frozenset({200, 301, 404, 410})
MAX_BODY = 2 * 1024 * 1024
# What a key and an entry cost beside the bytes.
OVERHEAD = 1024
# Smaller than this, packing saves no packet on the wire.
WORTH_PACKING = 1024
PACKED_TYPES = (
    *("text/", "application/json", "application/ld+json", "application/xml", "application/atom+xml", "image/svg+xml"),
)

# Browsers ask again each time, which costs a 304.  A cache in front keeps an answer for a second and may hand it out
# for one more while it asks: under load it asks once a second, and a withdrawal passes it two seconds after us.
PUBLIC = "public, max-age=0, s-maxage=1, stale-while-revalidate=1"
FORBIDDEN = frozenset({"no-store", "private", "no-cache", "max-age=0", "s-maxage=0"})
REPLACED = frozenset(
    {"content-length", "cache-control", "etag", "vary", "date", "age", "connection", "accept-ranges", "x-request-id"}
)
NOT_FOR_ALL = frozenset({"set-cookie", "content-encoding", "content-range", "www-authenticate"})


@dataclass(frozen=True)
class Rendered:
    """What the application answered: the body is None when it was streamed, or was longer than we keep."""

    status: str
    headers: Headers
    body: bytes | None

    @property
    def code(self) -> int:
        return int(self.status[:3])

    def is_for_everybody(self) -> bool:
        """Standard HTTP says so, in the negative: nothing personal, nothing forbidden, nothing half."""
        if self.code not in KEPT_STATUSES or self.body is None:
            return False
        for name, value in ((name.lower(), value.lower()) for name, value in self.headers):
            words = {word.strip() for word in value.split(",")}
            if name in NOT_FOR_ALL or (name == "cache-control" and words & FORBIDDEN):
                return False
            if name == "vary" and words - {"accept-encoding", ""}:
                return False
            if name == "content-length" and value != str(len(self.body)):
                return False
        return True


def rendered(application: WSGIApplication, environ: dict[str, Any]) -> Rendered:
    """Ask the application, read its answer to the end, and close it as a server would."""
    said: list[tuple[str, Headers]] = []
    written: list[bytes] = []

    def start_response(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], None]:
        said[:] = [(status, headers)]
        return written.append

    result = application(environ, start_response)
    try:
        body = None if getattr(result, "streaming", False) else _read(result, written)
    finally:
        if hasattr(result, "close"):
            result.close()
    (status, headers), *_ = said
    return Rendered(status, headers, body)


def _read(result: Iterable[bytes], written: list[bytes]) -> bytes | None:
    length = 0
    for chunk in result:
        written.append(chunk)
        length += len(chunk)
        if length > MAX_BODY:
            return None
    return b"".join(written)


@dataclass(frozen=True)
class Variant:
    """One encoding of an answer."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str


@dataclass(frozen=True)
class Answer:
    """``variants`` by encoding, the plain one always among them.  Without any, readers ask in their own name."""

    status: str
    variants: Mapping[str, Variant]
    until: float

    @property
    def is_personal(self) -> bool:
        return not self.variants

    @property
    def code(self) -> int:
        return int(self.status[:3])

    @property
    def size(self) -> int:
        return OVERHEAD + sum(len(variant.body) + OVERHEAD for variant in self.variants.values())

    def send(self, environ: dict[str, Any], start_response: StartResponse, how: str) -> tuple[list[bytes], bool]:
        """Answer a GET or HEAD in the encoding it asks for; True when the reader had it already (304)."""
        name = encodings.chosen(environ.get("HTTP_ACCEPT_ENCODING", ""), self.variants)
        variant = self.variants.get(name) or self.variants[IDENTITY]
        marked = ("Cache-Status", f"hub; {how}")
        if variant.etag and _has(environ.get("HTTP_IF_NONE_MATCH"), variant.etag):
            kept = [header for header in variant.headers if header[0] in ("ETag", "Cache-Control", "Vary")]
            start_response("304 Not Modified", [*kept, marked])
            return [], True
        start_response(self.status, [*variant.headers, marked])
        return ([] if environ["REQUEST_METHOD"] == "HEAD" else [variant.body]), False


def finished(found: Rendered, *, until: float, cached: str = PUBLIC) -> Answer:
    """Pack ``found`` in every encoding worth it."""
    whole = found.body or b""
    own = [(name, value) for name, value in found.headers if name.lower() not in REPLACED]
    own += [("Cache-Control", cached), ("Vary", "Accept-Encoding"), ("Accept-Ranges", "none")]
    bodies = {IDENTITY: whole}
    media_type = next((value for name, value in own if name.lower() == "content-type"), "").lower()
    if len(whole) >= WORTH_PACKING and media_type.startswith(PACKED_TYPES):
        packed = {name: pack(whole) for name, pack in encodings.available().items()}
        bodies |= {name: body for name, body in packed.items() if len(body) < len(whole)}
    fingerprint = hashlib.sha256(whole).hexdigest()[:32] if found.code == 200 else ""
    return Answer(
        found.status,
        {name: _variant(name, body, own, fingerprint) for name, body in bodies.items()},
        until,
    )


def _variant(encoding: str, body: bytes, own: Headers, fingerprint: str) -> Variant:
    """A strong ETag names bytes, so each encoding has its own."""
    headers = [*own, ("Content-Length", str(len(body)))]
    etag = ""
    if encoding != IDENTITY:
        headers.append(("Content-Encoding", encoding))
    if fingerprint:
        etag = f'"{fingerprint}"' if encoding == IDENTITY else f'"{fingerprint}-{encoding}"'
        headers.append(("ETag", etag))
    return Variant(body, tuple(headers), etag)


def _has(header: str | None, etag: str) -> bool:
    """``If-None-Match``, by weak comparison (RFC 9110, 13.1.2)."""
    if not header:
        return False
    if header.strip() == "*":
        return True
    return any(tag.strip().removeprefix("W/") == etag for tag in header.split(","))
