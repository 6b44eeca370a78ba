from collections.abc import Iterator
from unittest import mock

import pytest

from hub import shared_cache
from tests.redis_server import RedisServer


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """A real Redis or Valkey, with nothing in it; this process has not yet seen it fail."""
    server = RedisServer()
    with mock.patch.object(shared_cache, "server", shared_cache.Server()):
        yield server
    server.remove()
