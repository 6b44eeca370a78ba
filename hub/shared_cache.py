"""Django's cache at ``CACHE_URL``, in Redis or Valkey: one for all workers of all machines.

While that server is away, each worker goes on with a memory of its own, as on a site without ``CACHE_URL``: slower,
never a fault.  A server that failed is left alone for a second, so that one that hangs holds up one request a second.

What is kept here may be lost at any moment, and is never content: where sites begin, what the files of pictures are
called, and what libraries count.  A deletion that did not reach the server leaves an old address or file name there for
as long as Wagtail keeps one, an hour at most.

Rate limits fail in the safe direction because none that guards an account counts here.  Wrong passwords (axes'
database handler), failed signatures and tried one-time codes (``reviews.second_factor``) are rows of the database, so
neither this server's absence nor its return lets anybody guess more often.  A limit that a library does count here is
counted by each worker for itself meanwhile: wider by the number of workers, never off.  It may not refuse everybody
instead, because a reviewer must be able to withdraw a page whatever is broken.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis import ConnectionPool, Redis
from redis.exceptions import RedisError

from reviews.outage import Outage

# Stable id of the alarm.
AWAY = "HUB-CACHE-1"

# It is on the same network and keeps everything in memory: what takes longer than this is not there.
TIMEOUTS = {"socket_timeout": 0.25, "socket_connect_timeout": 0.25}
REST_SECONDS = 1.0
OWN_MEMORY = __name__


class Server(Outage):
    """The server of ``CACHE_URL``."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(AWAY, "the shared cache does not answer", rest_seconds=REST_SECONDS, now=now)

    def failed(self, why: str = "") -> bool:
        begins = super().failed(why)
        if begins:
            # What is left of an earlier outage may be wrong by now.
            LocMemCache(OWN_MEMORY, {}).clear()
        return begins


# Of this process: whoever finds it away spares the others the wait.
server = Server()


def connected(address: str) -> Redis:
    """A client of the server at ``address``; its methods raise ``RedisError`` within half a second."""
    return Redis(connection_pool=ConnectionPool.from_url(address, **TIMEOUTS))


def _shared_or_own(name: str) -> Any:
    """The method ``name`` of Django's cache in Redis, which falls back on that of its cache in memory."""
    shared, own = getattr(RedisCache, name), getattr(LocMemCache, name)

    @wraps(shared)
    def method(self: SharedCache, *arguments: Any, **named: Any) -> Any:
        if not server.is_resting():
            try:
                answer = shared(self, *arguments, **named)
            except RedisError:
                server.failed()
            else:
                server.answered()
                return answer
        return own(self.own, *arguments, **named)

    return method


class SharedCache(RedisCache):
    """``django.core.cache.backends.redis.RedisCache`` that the site survives."""

    def __init__(self, address: str, params: dict[str, Any]) -> None:
        super().__init__(address, {**params, "OPTIONS": {**params.get("OPTIONS", {}), **TIMEOUTS}})
        self.own = LocMemCache(OWN_MEMORY, params)

    add = _shared_or_own("add")
    get = _shared_or_own("get")
    set = _shared_or_own("set")
    touch = _shared_or_own("touch")
    delete = _shared_or_own("delete")
    has_key = _shared_or_own("has_key")
    incr = _shared_or_own("incr")
    get_many = _shared_or_own("get_many")
    set_many = _shared_or_own("set_many")
    delete_many = _shared_or_own("delete_many")
    clear = _shared_or_own("clear")
