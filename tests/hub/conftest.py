from collections.abc import Iterator
from unittest import mock

import pytest
from wagtail.models import Page

from hub import shared_cache
from tests.editorial import Newsroom, approved, newsroom
from tests.redis_server import RedisServer


@pytest.fixture
def room(db: None) -> Newsroom:
    """The people and the tree, in a rolled-back transaction."""
    return newsroom()


@pytest.fixture
def live(room: Newsroom) -> Page:
    """A page that the editor wrote and the pharmacist approved."""
    return approved()


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """A real Redis or Valkey, with nothing in it; this process has not yet seen it fail."""
    server = RedisServer()
    with mock.patch.object(shared_cache, "server", shared_cache.Server()):
        yield server
    server.remove()
