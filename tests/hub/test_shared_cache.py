"""One cache for all workers, which the site survives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.core.internal import ratelimit
from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from django.test import RequestFactory, override_settings

from hub import shared_cache
from hub.release import fingerprint
from hub.settings.shared_cache import caches
from hub.shared_cache import REST_SECONDS, Server, SharedCache
from tests.redis_server import RedisServer

DATABASE = {"HOST": "db", "PORT": "", "NAME": "hub"}


def worker(address: str, database: dict[str, Any] = DATABASE, secret: str = "secret") -> SharedCache:
    """The cache as a process of its own would have it."""
    setting = caches(address, database, secret)["default"]
    return SharedCache(setting["LOCATION"], {"KEY_PREFIX": setting["KEY_PREFIX"]})


@pytest.fixture
def as_default(redis_server: RedisServer) -> Iterator[RedisServer]:
    with override_settings(CACHES=caches(redis_server.url, DATABASE, "secret")):
        yield redis_server


def use_every_method(one: SharedCache) -> None:
    one.clear()
    assert one.get("a", "none") == "none"
    assert one.add("a", 1)
    assert not one.add("a", 2)
    assert one.incr("a") == 2
    assert one.touch("a", 60)
    assert "a" in one
    assert one.delete("a")
    assert one.set_many({"b": "x", "c": None}) == []
    assert one.get_many(["b", "c", "d"]) == {"b": "x", "c": None}
    one.delete_many(["b", "c"])
    assert one.get_or_set("b", "y") == "y"
    with pytest.raises(ValueError, match="not found"):
        one.incr("nowhere")


def test_what_one_worker_keeps_the_others_find(redis_server: RedisServer) -> None:
    use_every_method(worker(redis_server.url))
    worker(redis_server.url).set("picture", "a.png")
    assert worker(redis_server.url).get("picture") == "a.png"


def test_sites_that_share_a_server_share_nothing_else(redis_server: RedisServer) -> None:
    worker(redis_server.url).set("picture", "a.png")
    assert worker(redis_server.url, {**DATABASE, "NAME": "staging"}).get("picture") is None
    assert worker(redis_server.url, secret="another").get("picture") is None


def test_without_its_server_the_cache_is_each_workers_own_memory(
    redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    one, other = worker(redis_server.url), worker(redis_server.url)
    one.set("picture", "a.png")
    redis_server.kill()

    assert one.get("picture") is None
    use_every_method(one)
    other.set("picture", "b.png")
    assert [record.event_id for record in caplog.records if hasattr(record, "event_id")] == ["HUB-CACHE-1"]


def test_a_server_that_hangs_is_asked_once_a_second(redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = 0.0
    monkeypatch.setattr(shared_cache, "server", Server(lambda: seconds))
    one = worker(redis_server.url)
    one.set("picture", "a.png")
    redis_server.freeze()
    assert one.get("picture") is None
    redis_server.thaw()

    with monkeypatch.context() as patched:
        patched.setattr(RedisCache, "get", lambda *args, **named: pytest.fail("it was asked again"))
        assert one.get("picture") is None
    seconds += REST_SECONDS
    assert one.get("picture") == "a.png"


def test_a_server_that_is_back_is_shared_again_and_nothing_is_left_for_the_next_absence(
    redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = 0.0
    monkeypatch.setattr(shared_cache, "server", Server(lambda: seconds))
    one, other = worker(redis_server.url), worker(redis_server.url)
    one.set("picture", "a.png")
    redis_server.kill()
    one.set("picture", "of the first absence")
    redis_server.start()
    seconds += REST_SECONDS

    assert one.get("picture") is None
    other.set("picture", "b.png")
    assert one.get("picture") == "b.png"
    redis_server.kill()
    assert one.get("picture") is None


def test_a_rate_limit_holds_without_the_server_too(as_default: RedisServer) -> None:
    request = RequestFactory().post("/")

    def is_let_in() -> bool:
        rate = {"app": "hub", "action": "try", "config": {"try": "2/m/key"}, "key": "somebody"}
        return ratelimit.consume(request, **rate) is not None

    assert [is_let_in() for _ in range(3)] == [True, True, False]
    as_default.kill()
    assert [is_let_in() for _ in range(3)] == [True, True, False]


def test_a_proof_that_is_good_once_is_good_once_without_the_server(as_default: RedisServer) -> None:
    as_default.kill()
    assert [cache.add("allauth.mfa.totp.used?code=1", "y", timeout=30) for _ in range(2)] == [True, False]


def test_guesses_at_accounts_are_counted_in_the_database() -> None:
    """So that neither the cache's absence nor its return lets anybody guess more often."""
    assert isinstance(AxesProxyHandler.get_implementation(force=True), AxesDatabaseHandler)


def test_releases_of_one_site_share_no_objects(tmp_path: Path) -> None:
    for name in ("hub", "templates"):
        (tmp_path / name).mkdir()
    (tmp_path / "hub/models.py").write_text("name = 1")
    before = fingerprint(tmp_path)
    fingerprint.cache_clear()
    assert fingerprint(tmp_path) == before
    for changed in ("hub/models.py", "templates/new.html"):
        (tmp_path / changed).write_text("name = 22")
        fingerprint.cache_clear()
        assert fingerprint(tmp_path) != before
        before = fingerprint(tmp_path)
    found = caches("redis://localhost/0", {"NAME": "hub"}, "secret")
    assert found["default"]["KEY_PREFIX"].endswith(fingerprint())
