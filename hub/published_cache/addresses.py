"""Which requests may be answered with what everybody is answered, and what names that answer.

An address is all that a kept answer may depend on.  It is rendered from a request made of the address alone, without
the reader's headers, so no header that is missing from the key can find its way into what others read.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.http.request import split_domain_port, validate_host

Environ = dict[str, Any]

# Longer ones are answered, but never kept.
MAX_PATH, MAX_QUERY, MAX_HOST = 512, 2048, 255
# Under which epoch the answer to a request will be kept; no header of a reader has such a name.
EPOCH = "hub.epoch"
DEFAULT_PORTS = {"http": "80", "https": "443"}


class Address(NamedTuple):
    scheme: str
    host: str  # lower case, with the port unless it is the scheme's own
    script: str
    path: str
    query: str  # known parameters only, sorted, each once


@dataclass(frozen=True)
class Asked:
    """An address, and what was found on the way to it."""

    address: Address
    # Parameters that no view knows were left out.
    narrowed: bool
    # One of the addresses that the site itself has: no invented host, no parameters.
    ours: bool


@dataclass(frozen=True)
class Rules:
    """What the settings say, so that this agrees with Django about hosts and schemes.

    ``secure_header``: as ``SECURE_PROXY_SSL_HEADER``.  ``private_cookies``: whoever sends one is not anonymous.
    ``private_paths``: beginnings of paths that are never kept.  ``parameters``: the query parameters that a view
    reads, by path, and ``parameters_below`` by the path of the folder that it stands in; every other parameter is
    left out.  ``primary_paths``: beginnings of paths of files and of those who work here, which are never kept either
    and never read from a replica.
    """

    hosts: tuple[str, ...]
    secure_header: tuple[str, str] | None
    private_cookies: frozenset[str]
    private_paths: tuple[str, ...]
    parameters: Mapping[str, frozenset[str]]
    parameters_below: Mapping[str, frozenset[str]] = field(default_factory=dict)
    primary_paths: tuple[str, ...] = ()

    def known(self, path: str) -> frozenset[str]:
        """The parameters that the view at ``path`` reads."""
        if path in self.parameters:
            return self.parameters[path]
        return self.parameters_below.get(path[: path.rstrip("/").rfind("/") + 1], frozenset())


class Addresses:
    """Reads addresses from requests by ``rules``."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._asked = lru_cache(maxsize=4096)(self._normalised)

    def is_personal(self, environ: Environ) -> bool:
        """Whether the request says who asks: a session, a form's cookie, or a token."""
        if "HTTP_AUTHORIZATION" in environ:
            return True
        cookies: str = environ.get("HTTP_COOKIE", "")
        return not self._rules.private_cookies.isdisjoint(_cookie_names(cookies))

    def asked(self, environ: Environ) -> Asked | None:
        """What is asked for, or None when its answer is not for everybody to keep."""
        host, path = environ.get("HTTP_HOST", ""), environ.get("PATH_INFO", "")
        query = environ.get("QUERY_STRING", "")
        if len(host) > MAX_HOST or len(path) > MAX_PATH or len(query) > MAX_QUERY:
            return None
        if environ.get("CONTENT_LENGTH", "") not in ("", "0") or "HTTP_TRANSFER_ENCODING" in environ:
            return None
        return self._asked(
            host, self._scheme(environ), environ.get("SERVER_PORT", ""), environ.get("SCRIPT_NAME", ""), path, query
        )

    def _scheme(self, environ: Environ) -> str:
        """As ``HttpRequest.scheme``: what the proxy says, if it says anything."""
        if self._rules.secure_header:
            name, secure = self._rules.secure_header
            said = environ.get(name)
            if said is not None:
                return "https" if said.split(",", 1)[0].strip() == secure else "http"
        return "https" if environ["wsgi.url_scheme"] == "https" else "http"

    def _normalised(self, host: str, scheme: str, listening: str, script: str, path: str, query: str) -> Asked | None:
        domain, port = split_domain_port(host)
        if not domain or not validate_host(domain, self._rules.hosts):
            return None
        if port not in ("", DEFAULT_PORTS[scheme], listening):
            return None
        if path.startswith((*self._rules.primary_paths, *self._rules.private_paths)):
            return None
        known, narrowed = self._known(path, query)
        named = domain if port in ("", DEFAULT_PORTS[scheme]) else f"{domain}:{port}"
        return Asked(
            Address(scheme, named, script, path, known), narrowed, ours=not known and domain in self._rules.hosts
        )

    def _known(self, path: str, query: str) -> tuple[str, bool]:
        """The parameters that the view at ``path`` reads, and whether others were left out.

        The last of equal names counts, as for Django.  Latin-1 carries the reader's bytes through as they came.
        """
        if not query:
            return "", False
        names = self._rules.known(path)
        given = parse_qsl(query, keep_blank_values=True, encoding="latin-1")
        kept = {name: value for name, value in given if name in names}
        narrowed = any(name not in names for name, _ in given) or not given
        return urlencode(sorted(kept.items()), encoding="latin-1", errors="replace"), narrowed


def request_for(address: Address, environ: Environ) -> Environ:
    """The request of nobody in particular: the address, the server's own facts, and nothing the reader sent."""
    own = {
        name: value
        for name, value in environ.items()
        if name.startswith("wsgi.") and name not in ("wsgi.input", "wsgi.file_wrapper")
    }
    return {
        **own,
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": address.script,
        "PATH_INFO": address.path,
        "QUERY_STRING": address.query,
        "SERVER_NAME": environ.get("SERVER_NAME", ""),
        "SERVER_PORT": environ.get("SERVER_PORT", ""),
        "SERVER_PROTOCOL": environ.get("SERVER_PROTOCOL", "HTTP/1.1"),
        "HTTP_HOST": address.host,
        "wsgi.url_scheme": address.scheme,
        "wsgi.input": io.BytesIO(),
    }


def _cookie_names(header: str) -> Iterable[str]:
    """As Django reads them: blanks around a name do not hide it."""
    return (pair.split("=", 1)[0].strip() for pair in header.split(";"))
