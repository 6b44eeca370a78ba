"""The WSGI application around Django, inside the cache of published pages: which requests may read from the replica."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.urls import reverse

from hub.published_cache import epoch
from hub.published_cache.addresses import EPOCH, Addresses, Environ, Rules
from hub.published_cache.answers import StartResponse, WSGIApplication
from hub.published_cache.epoch import Epoch
from hub.replica import reading
from hub.replica.reading import Scope


class ReplicaReader:
    """Answers from the replica what may be, and from the primary at once what the replica fails to answer."""

    def __init__(self, application: WSGIApplication, *, rules: Rules, epoch: Epoch) -> None:
        self._application = application
        self._addresses = Addresses(rules)
        self._rules = rules
        self._epoch = epoch
        self._admin = reverse("wagtailadmin_home")

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        scope = self._scope(environ)
        if scope is None:
            return self._application(environ, start_response)
        said: list[tuple[Any, ...]] = []

        def start(*arguments: Any) -> None:
            said[:] = [arguments]

        with reading.within(scope):
            result = self._application({**environ}, start)
            _read_whole(result, scope)
        if scope.ended():
            start_response(*said[-1])
            return result
        if hasattr(result, "close"):
            result.close()
        # Nothing was written: who writes reads from the primary, and a failure of that is none of the replica's.
        return self._application(environ, start_response)

    def _scope(self, environ: Environ) -> Scope | None:
        """None: this request reads the primary alone."""
        path = environ.get("PATH_INFO", "")
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        if path.startswith(self._admin):
            # Whoever has just decided must find it counted.
            return Scope(lambda: epoch.ask(connections[DEFAULT_DB_ALIAS]), reports_only=True)
        if self._addresses.is_personal(environ) or path.startswith(self._rules.primary_paths):
            return None
        known = environ.get(EPOCH)
        return Scope((lambda: known) if known is not None else self._epoch.current, reports_only=False)


def _read_whole(result: Any, scope: Scope) -> None:
    """What is sent line by line is read to its end now if it began on the replica, or it could break off half sent.

    Anything else that streams reads the primary when its time comes.
    """
    if scope.is_read and getattr(result, "streaming", False):
        try:
            result.streaming_content = [b"".join(result)]
        except Error:
            reading.logger.debug("the answer is given up, and asked of the primary")
