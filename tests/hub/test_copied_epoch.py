"""The copy of the publication epoch that workers leave each other, on a real server, whatever becomes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

import pytest
from django.test import override_settings

from hub import shared_cache
from hub.published_cache import copied_epoch, read_epoch
from hub.published_cache.copied_epoch import LIFE_SECONDS, CopiedEpoch
from hub.published_cache.epoch import PATIENCE_SECONDS, DatabaseEpoch, Known, read_from
from hub.settings.shared_cache import caches
from hub.shared_cache import REST_SECONDS, Server
from tests.redis_server import RedisServer

KEY = "site:epoch"


class Told(DatabaseEpoch):
    """What the database would say, and how often it was asked and hung up on."""

    def __init__(self) -> None:
        super().__init__()
        self.epoch: Known = ("first", 0)
        self.asked = self.closed = 0
        self.meanwhile: Callable[[], None] = lambda: None

    def __call__(self) -> Known:
        self.asked += 1
        epoch = self.epoch
        self.meanwhile()
        return epoch

    def close(self) -> None:
        self.closed += 1


@dataclass
class Worker:
    server: RedisServer
    database: Told
    seconds: float = 0.0
    read: CopiedEpoch = field(init=False)

    def __post_init__(self) -> None:
        client = shared_cache.connected(self.server.url)
        self.read = CopiedEpoch(client, KEY, self.database, Server(lambda: self.seconds))


@pytest.fixture(autouse=True)
def _copies_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine is that counts who asked whom."""
    monkeypatch.setattr(copied_epoch, "LIFE_SECONDS", 60)


@pytest.fixture
def as_it_is(monkeypatch: pytest.MonkeyPatch, _copies_last: None) -> None:
    monkeypatch.setattr(copied_epoch, "LIFE_SECONDS", LIFE_SECONDS)


@pytest.fixture
def database() -> Told:
    return Told()


@pytest.fixture
def workers(redis_server: RedisServer, database: Told) -> tuple[Worker, Worker]:
    return Worker(redis_server, database), Worker(redis_server, database)


def now(server: RedisServer) -> float:
    seconds, microseconds = server.client.time()
    return seconds + microseconds / 1_000_000


def wait_until(server: RedisServer, moment: float) -> None:
    """By its clock, asking it all the time."""
    while now(server) < moment:
        pass


def test_one_worker_asks_the_database_and_hangs_up_and_the_others_read_its_copy(
    workers: tuple[Worker, Worker], database: Told
) -> None:
    one, other = workers
    before = read_from["copy"]

    assert one.read() == other.read() == ("first", 0)
    assert (database.asked, database.closed) == (1, 1)
    assert hash(one.read()) == hash(("first", 0)), "pages are kept under it"
    assert read_from["copy"] == before + 2


@pytest.mark.usefixtures("as_it_is")
def test_what_changed_is_known_everywhere_when_the_copy_is_a_quarter_of_a_second_old(
    workers: tuple[Worker, Worker], redis_server: RedisServer, database: Told
) -> None:
    workers[0].read()
    database.epoch = ("withdrawn", 0)
    wait_until(redis_server, now(redis_server) + LIFE_SECONDS)

    assert workers[1].read() == ("withdrawn", 0)
    assert LIFE_SECONDS + PATIENCE_SECONDS < 1, "for a reader whose thread goes on while another asks"


@pytest.mark.usefixtures("as_it_is")
def test_a_worker_that_stood_still_leaves_a_copy_that_nobody_believes(
    workers: tuple[Worker, Worker], redis_server: RedisServer, database: Told
) -> None:
    """It asked before the withdrawal, and comes with what it was told when others have long known better."""
    one, other = workers
    database.meanwhile = lambda: wait_until(redis_server, now(redis_server) + LIFE_SECONDS)
    one.read()
    database.meanwhile = lambda: None
    database.epoch = ("withdrawn", 0)

    assert redis_server.client.get(KEY), "it did leave one"
    assert other.read() == ("withdrawn", 0)


@pytest.mark.parametrize(
    "copy",
    [
        lambda now: [now - copied_epoch.LIFE_SECONDS, "old", 1],
        lambda now: [now + 3600, "of the future: the clock was set back", 1],
        lambda now: [now - 3600, "of an old dump", 1],
        lambda now: [now, ["nested"], 1],
        lambda now: [now, "no number", None],
        lambda now: [str(now), "no moment", 1],
        lambda now: [now, "too short"],
        lambda now: now,
    ],
)
def test_what_is_not_a_copy_of_this_moment_is_not_believed(
    workers: tuple[Worker, Worker], redis_server: RedisServer, database: Told, copy: Callable[[float], Any]
) -> None:
    redis_server.client.set(KEY, json.dumps(copy(now(redis_server))))
    assert workers[0].read() == ("first", 0)
    assert database.asked == 1
    assert workers[1].read() == ("first", 0)
    assert database.asked == 1, "it was replaced"


def test_what_is_not_text_is_not_believed(workers: tuple[Worker, Worker], redis_server: RedisServer) -> None:
    redis_server.client.set(KEY, b"\xff\x00")
    assert workers[0].read() == ("first", 0)


def test_a_lower_epoch_counts_as_any_other(
    workers: tuple[Worker, Worker], redis_server: RedisServer, database: Told
) -> None:
    """The database was restored to an earlier state."""
    database.epoch = ("later", 90)
    workers[0].read()
    database.epoch = ("earlier", 3)
    redis_server.client.delete(KEY)
    assert [worker.read() for worker in workers] == [("earlier", 3)] * 2


@pytest.mark.parametrize("fault", ["kill", "freeze"])
def test_while_the_server_is_away_each_worker_asks_the_database_and_keeps_its_connection(
    workers: tuple[Worker, Worker], redis_server: RedisServer, database: Told, fault: str
) -> None:
    one, _ = workers
    one.read()
    getattr(redis_server, fault)()
    database.epoch = ("withdrawn", 0)

    assert one.read() == ("withdrawn", 0)
    with mock.patch.object(one.read, "_copy", side_effect=AssertionError("it was asked again")):
        assert one.read() == ("withdrawn", 0)
    one.seconds += REST_SECONDS
    assert one.read() == ("withdrawn", 0)
    assert (database.asked, database.closed) == (4, 1)


def test_a_server_that_is_back_or_empty_or_thawed_is_used_again(
    workers: tuple[Worker, Worker], redis_server: RedisServer, database: Told
) -> None:
    one, other = workers
    one.read()
    redis_server.kill()
    one.read()
    redis_server.start()
    one.seconds += REST_SECONDS
    asked = database.asked
    assert one.read() == other.read() == ("first", 0)
    assert database.asked == asked + 1


def test_a_copy_that_cannot_be_left_is_no_fault(
    workers: tuple[Worker, Worker], redis_server: RedisServer, database: Told
) -> None:
    one, _ = workers
    database.meanwhile = redis_server.kill
    assert one.read() == ("first", 0)
    assert database.closed == 0


def test_the_environment_says_where_the_epoch_is_read(redis_server: RedisServer) -> None:
    assert isinstance(read_epoch(), DatabaseEpoch)
    settings = caches(redis_server.url, {"NAME": "hub"}, "secret")
    with override_settings(CACHE_URL=redis_server.url, CACHES=settings):
        read = read_epoch()
    assert isinstance(read, CopiedEpoch)
    assert read._key == f"{settings['default']['KEY_PREFIX']}:epoch"
    assert read._server is shared_cache.server, "as the cache, so that one of them finds it away for both"
