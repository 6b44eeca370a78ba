"""As much of an OpenSearch server as the hub asks for: it keeps documents and finds words, on this machine.

Simulated: no OpenSearch server can be installed here.  The paths and bodies are those of its REST API, as the client
library sends them; words are compared as they stand, without the endings that a real server takes off.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.conf import settings
from django.test import override_settings

from hub.settings.search import search_backends
from pages.search import outside

_WORD = re.compile(r"\w+")


class SearchServer:
    """``indices``: documents by index and id.  ``broken``: what every request is answered, instead of an answer."""

    def __init__(self) -> None:
        self.indices: dict[str, dict[str, dict[str, Any]]] = {}
        self.aliases: dict[str, str] = {}
        self.created: list[Any] = []
        self.asked: list[tuple[str, str]] = []
        self.broken: tuple[int, bytes] | None = None
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.address = f"http://hub:a%20secret@127.0.0.1:{self.http.server_port}"

    @property
    def documents(self) -> dict[str, dict[str, Any]]:
        (name,) = self.aliases.values()
        return self.indices[name]

    def stop(self) -> None:
        self.http.shutdown()
        self.http.server_close()

    def answer(self, method: str, path: str, body: list[Any]) -> tuple[int, Any]:  # noqa: C901, PLR0911  a line each
        parts = path.strip("/").split("/")
        name = self.aliases.get(parts[0], parts[0])
        match method, parts[1:]:
            case "PUT", []:
                self.indices[name] = {}
                self.created += body
            case "DELETE", []:
                if parts[0] in self.aliases or self.indices.pop(name, None) is None:
                    return 404, {"error": {"type": "index_not_found_exception"}}
            case "PUT", ["_alias", alias]:
                self.aliases[alias] = name
            case _, [alias] if parts[0] == "_alias":
                found = self.aliases.get(alias)
                return (200, {found: {"aliases": {alias: {}}}}) if found else (404, {"error": "alias missing"})
            case (("POST" | "PUT"), ["_bulk"]):
                for action, document in zip(body[::2], body[1::2], strict=True):
                    self.indices[name][action["index"]["_id"]] = document
                return 200, {"errors": False, "items": [{"index": {"status": 201}} for _ in body[::2]]}
            case _, ["_doc" | "_search" | "_count", *_] if name not in self.indices:
                return 404, {"error": {"type": "index_not_found_exception"}}
            case "PUT", ["_doc", key]:
                self.indices[name][key] = body[0]
            case "DELETE", ["_doc", key]:
                known = self.indices[name].pop(key, None)
                return (200, {}) if known else (404, {"result": "not_found"})
            case _, ["_count"]:
                return 200, {"count": len(self.indices[name])}
            case _, ["_search"]:
                hits = [one for one in self.indices[name].values() if _says(_texts(one), body[0]["query"])]
                return 200, {"hits": {"hits": [{"_score": 1.0, "fields": {"pk": [one["pk"]]}} for one in hits]}}
        return 200, {}


def _texts(document: Any) -> set[str]:
    if isinstance(document, dict):
        return set().union(*(_texts(value) for value in document.values()))
    if isinstance(document, list):
        return set().union(*map(_texts, document))
    return {word.lower() for word in _WORD.findall(str(document))}


def _says(words: set[str], query: dict[str, Any]) -> bool:
    """In the terms of its query language that the hub uses."""
    ((kind, told),) = query.items()
    match kind:
        case "bool":
            must, should = told.get("must", []), told.get("should")
            must = must if isinstance(must, list) else [must]
            return all(_says(words, one) for one in must) and (not should or any(_says(words, one) for one in should))
        case "dis_max":
            return any(_says(words, one) for one in told["queries"])
        case "match":
            ((_, told),) = told.items()
    return {word.lower() for word in _WORD.findall(told["query"])} <= words


def _handler(server: SearchServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            path = self.path.split("?")[0]
            server.asked.append((f"{self.command} {self.path}", raw))
            if server.broken is not None:
                status, content = server.broken
            else:
                lines = raw.splitlines() if path.endswith("_bulk") else [raw] if raw else []
                status, told = server.answer(self.command, path, [json.loads(line) for line in lines])
                content = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _any

        def log_message(self, *args: Any) -> None:
            """Nobody reads it."""

    return Handler


@contextmanager
def named(address: str) -> Iterator[None]:
    """The settings of a hub whose environment says so; this process has not yet seen the server fail."""
    backends = {**settings.WAGTAILSEARCH_BACKENDS, **search_backends(address)}
    outside.server.answered()
    outside._made.clear()
    try:
        with override_settings(SEARCH_URL=address, WAGTAILSEARCH_BACKENDS=backends):
            yield
    finally:
        outside.server.answered()
