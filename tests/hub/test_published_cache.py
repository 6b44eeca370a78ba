"""The cache of published pages, around an application and under an epoch that the test makes up."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError

from hub.published_cache.addresses import Rules
from hub.published_cache.answers import MAX_BODY, StartResponse
from hub.published_cache.encodings import chosen
from hub.published_cache.epoch import OUTAGE_SECONDS, POLL_SECONDS, RETRY_SECONDS, Epoch
from hub.published_cache.wrapper import PAGE_SECONDS, PASSING_SECONDS, PublishedCache
from tests import wsgi
from tests.wsgi import Answered

RULES = Rules(
    hosts=("hub.example", ".wild.example"),
    secure_header=("HTTP_X_FORWARDED_PROTO", "https"),
    private_cookies=frozenset({"sessionid", "csrftoken"}),
    private_paths=("/admin/", "/media/"),
    parameters={"/search/": frozenset({"q", "page"})},
    parameters_below={"/topics/": frozenset({"page"})},
)
LONG = "What was approved. " * 100


class Streamed(list[bytes]):
    streaming = True


@dataclass
class Site:
    """A cache, the application behind it, its clock, and the epoch that the database would tell."""

    megabytes: int = 8
    time: float = 1000.0
    epoch: Any = 1
    text: str = LONG
    status: str = "200 OK"
    headers: list[tuple[str, str]] = field(default_factory=lambda: [("Content-Type", "text/html; charset=utf-8")])
    asked: list[dict[str, Any]] = field(default_factory=list)
    reads: int = 0
    closed: int = 0
    result: Callable[[list[bytes]], Iterable[bytes]] = list
    meanwhile: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        self.cache = PublishedCache(
            self.application,
            rules=RULES,
            epoch=Epoch(self.read, self.now),
            megabytes=self.megabytes,
            now=self.now,
        )

    def now(self) -> float:
        return self.time

    def read(self) -> Any:
        self.reads += 1
        if isinstance(self.epoch, Exception):
            raise self.epoch
        return self.epoch

    def application(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        self.asked.append(environ)
        body = self.text.encode()
        self.meanwhile()
        start_response(self.status, list(self.headers))
        return self.result([body])

    def get(self, path: str = "/drugs/", method: str = "GET", **variables: str) -> Answered:
        return wsgi.ask(self.cache, path, method, **{"HTTP_HOST": "hub.example", "SERVER_PORT": "8000", **variables})


@pytest.fixture
def hub() -> Site:
    return Site()


# What is kept


def test_a_page_is_rendered_once_and_then_served_from_memory(hub: Site) -> None:
    first, second = hub.get(), hub.get()

    assert len(hub.asked) == 1
    assert first.body == second.body == LONG.encode()
    assert (first.is_hit, second.is_hit) == (False, True)


@pytest.mark.parametrize("status", ["200 OK", "301 Moved Permanently", "404 Not Found", "410 Gone"])
def test_final_answers_are_kept(hub: Site, status: str) -> None:
    hub.status = status

    assert hub.get().status == hub.get().status == int(status[:3])
    assert len(hub.asked) == 1


@pytest.mark.parametrize(
    "header",
    [
        ("Set-Cookie", "csrftoken=a"),
        ("Cache-Control", "private"),
        ("Cache-Control", "public, No-Store"),
        ("Cache-Control", "public, no-cache"),
        ("Cache-Control", "max-age=0"),
        ("Vary", "Accept-Encoding, Cookie"),
        ("Vary", "*"),
        ("Content-Encoding", "gzip"),
        ("Content-Length", "1"),
    ],
)
def test_what_http_says_is_not_for_everybody_is_asked_in_each_readers_own_name(
    hub: Site, header: tuple[str, str]
) -> None:
    hub.headers.append(header)

    answered = [hub.get(HTTP_USER_AGENT=f"reader {n}") for n in range(3)]

    assert [environ.get("HTTP_USER_AGENT") for environ in hub.asked] == [None, "reader 0", "reader 1", "reader 2"]
    assert not any("Cache-Status" in one.headers for one in answered)


@pytest.mark.parametrize("status", ["302 Found", "206 Partial Content", "403 Forbidden"])
def test_other_statuses_are_not_kept(hub: Site, status: str) -> None:
    hub.status = status
    hub.get()
    before = len(hub.asked)
    hub.get()

    assert len(hub.asked) == before + 1


def test_a_fault_is_told_once_and_not_kept(hub: Site) -> None:
    hub.status = "503 Service Unavailable"
    first = hub.get()
    hub.status = "200 OK"

    assert (first.status, first.headers["Cache-Control"]) == (503, "no-store")
    assert hub.get().status == 200
    assert len(hub.asked) == 2


def test_streams_and_very_long_answers_are_not_kept_and_arrive_whole(hub: Site) -> None:
    hub.result = Streamed
    for _ in range(2):
        answered = hub.get("/ledger.jsonl")
        assert answered.body == LONG.encode()
        assert "Cache-Status" not in answered.headers
    hub.result = list
    hub.text = "x" * (MAX_BODY + 1)
    assert len(hub.get("/long/").body) == MAX_BODY + 1
    assert hub.cache.metrics()["bytes"] < 10_000


def test_every_answer_of_the_application_is_closed(hub: Site) -> None:
    class Closing(list[bytes]):
        def close(self) -> None:
            hub.closed += 1

    hub.result = Closing
    hub.get()
    assert hub.closed == 1


# For whom


@pytest.mark.parametrize(
    "variables",
    [
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_COOKIE": "seen=1;  csrftoken =abc"},
        {"HTTP_COOKIE": "sessionid"},
        {"HTTP_AUTHORIZATION": "Bearer abc"},
    ],
)
def test_whoever_says_who_they_are_meets_django_and_no_cache_keeps_the_answer(
    hub: Site, variables: dict[str, str]
) -> None:
    hub.get()
    answered = hub.get(**variables)

    assert hub.asked[-1].items() >= variables.items()
    assert answered.headers["Cache-Control"] == "private, no-cache"
    assert hub.get().is_hit


def test_a_cookie_of_no_meaning_changes_nothing(hub: Site) -> None:
    hub.get()
    assert hub.get(HTTP_COOKIE="theme=dark; notsessionid=1").is_hit


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "get", "PURGE"])
def test_only_get_and_head_are_kept(hub: Site, method: str) -> None:
    hub.get()
    assert "Cache-Status" not in hub.get(method=method).headers
    assert len(hub.asked) == 2


@pytest.mark.parametrize(
    "variables",
    [
        {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"},
        {"HTTP_X_FORWARDED_HOST": "evil.example"},
        {"HTTP_X_ORIGINAL_URL": "/admin/"},
        {"HTTP_RANGE": "bytes=0-3"},
        {"HTTP_IF_NONE_MATCH": '"other"'},
        {"HTTP_ACCEPT_LANGUAGE": "fr"},
        {"HTTP_COOKIE": "theme=dark"},
        {"REMOTE_ADDR": "203.0.113.9"},
        {"SCRIPT_URL": "/elsewhere"},
    ],
)
def test_what_is_not_in_the_key_never_reaches_what_others_read(hub: Site, variables: dict[str, str]) -> None:
    hub.get(**variables)

    assert not hub.asked[0].keys() & variables.keys()
    assert hub.get().body == LONG.encode()


def test_a_body_sent_with_get_is_passed_on(hub: Site) -> None:
    hub.get(CONTENT_LENGTH="5")
    hub.get(HTTP_TRANSFER_ENCODING="chunked")
    assert not hub.cache.metrics()["entries"]


# Under which name


def test_unknown_parameters_neither_multiply_entries_nor_reach_the_page(hub: Site) -> None:
    for n in range(20):
        assert hub.get(f"/drugs/?utm_source={n}&cb={n}").status == 200

    assert len(hub.asked) == 1
    assert hub.asked[0]["QUERY_STRING"] == ""


@pytest.mark.parametrize("status", ["301 Moved Permanently", "404 Not Found"])
def test_a_redirect_may_know_parameters_that_no_view_knows(hub: Site, status: str) -> None:
    hub.status = status
    hub.get("/old/?id=3")
    hub.get("/old/?id=4")

    assert [environ["QUERY_STRING"] for environ in hub.asked] == ["", "id=3", "id=4"]


def test_known_parameters_name_the_answer_whatever_their_order(hub: Site) -> None:
    hub.get("/search/?q=a%20b&page=2")
    assert hub.get("/search/?page=2&x=1&q=a+b").is_hit
    assert not hub.get("/search/?q=a&page=2").is_hit
    assert not hub.get("/search/?q=caf%C3%A9").is_hit
    assert hub.asked[-1]["QUERY_STRING"] == "q=caf%C3%A9"


def test_parameters_may_be_known_of_every_address_of_a_folder_and_of_nothing_below_those(hub: Site) -> None:
    hub.get("/topics/asthma/?page=2&x=1")
    assert hub.get("/topics/asthma/?page=2").is_hit
    for address in ("/topics/?page=2", "/topics/asthma/more/?page=2"):
        hub.get(address)
    assert [environ["QUERY_STRING"] for environ in hub.asked] == ["page=2", "", ""]


def test_the_last_of_equal_parameters_counts_as_for_django(hub: Site) -> None:
    hub.get("/search/?q=a&q=b")
    assert hub.asked[0]["QUERY_STRING"] == "q=b"


@pytest.mark.parametrize(
    "other",
    [
        {"HTTP_HOST": "a.wild.example"},
        {"HTTP_HOST": "hub.example:8000"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"wsgi.url_scheme": "https"},
        {"SCRIPT_NAME": "/below"},
    ],
)
def test_hosts_schemes_and_mounts_have_their_own_answers(hub: Site, other: dict[str, str]) -> None:
    hub.get()
    assert not hub.get(**other).is_hit
    assert hub.get(**other).is_hit


def test_the_same_host_in_another_spelling_is_the_same_host(hub: Site) -> None:
    hub.get()
    assert hub.get(HTTP_HOST="HUB.example:80").is_hit
    assert hub.get(HTTP_HOST="hub.example.").is_hit
    assert hub.asked[0]["HTTP_HOST"] == "hub.example"


@pytest.mark.parametrize(
    "host", ["evil.example", "", "hub.example:81", "hub.example@evil.example", "hub.example\r\nX: y", "h" * 300]
)
def test_hosts_that_are_not_ours_are_left_to_django(hub: Site, host: str) -> None:
    hub.get(HTTP_HOST=host)
    assert hub.asked[0]["HTTP_HOST"] == host
    assert not hub.cache.metrics()["entries"]


def test_a_scheme_is_what_the_proxy_says_and_nothing_else(hub: Site) -> None:
    hub.get(HTTP_X_FORWARDED_PROTO="https, http")
    hub.get(HTTP_X_FORWARDED_PROTO="javascript")
    assert [environ["wsgi.url_scheme"] for environ in hub.asked] == ["https", "http"]


@pytest.mark.parametrize("path", ["/admin/", "/media/images/a.png", "/" + "x" * 600, "/search/?q=" + "x" * 3000])
def test_the_admin_files_and_endless_addresses_are_passed_on(hub: Site, path: str) -> None:
    hub.get(path)
    assert not hub.cache.metrics()["entries"]


# How it is sent


def test_each_encoding_has_its_own_strong_etag(hub: Site) -> None:
    plain, packed = hub.get(), hub.get(HTTP_ACCEPT_ENCODING="gzip")

    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body)
    assert packed.headers["Content-Length"] == str(len(packed.body))
    assert plain.headers["ETag"] != packed.headers["ETag"]
    assert not plain.headers["ETag"].startswith("W/")
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    assert "stale-while-revalidate" in plain.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("GZIP;Q=0.5", "gzip"),
        ("x-gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", "identity"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("*;q=0, gzip;q=0.1", "gzip"),
        ("gzip;q=0.5, br;q=0.4", "gzip"),
        ("identity, gzip;q=0.5", "identity"),
        ("identity;q=0", "identity"),
        ("gzip;q=nan", "identity"),
        ("gzip;q=ten", "identity"),
        ("gzip;q=2", "identity"),
        (";;,,=", "identity"),
        ("gzip," * 200, "identity"),
    ],
)
def test_encodings_are_weighed_as_the_standard_says(header: str, encoding: str) -> None:
    assert chosen(header, {"br": None, "gzip": None}) == encoding


def test_who_has_the_bytes_is_told_so_and_gets_none(hub: Site) -> None:
    etag = hub.get(HTTP_ACCEPT_ENCODING="gzip").headers["ETag"]

    for sent in (etag, f'"other", W/{etag}', "*"):
        answered = hub.get(HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=sent)
        assert (answered.status, answered.body) == (304, b"")
        assert {"ETag", "Cache-Control", "Vary"} <= answered.headers.keys()
        assert "Content-Length" not in answered.headers
    assert hub.get(HTTP_IF_NONE_MATCH=etag).status == 200


def test_head_is_get_without_the_body_and_fills_for_it(hub: Site) -> None:
    head = hub.get(method="HEAD")
    got = hub.get()

    assert head.body == b""
    assert got.is_hit
    assert head.headers | {"Cache-Status": ""} == got.headers | {"Cache-Status": ""}
    assert hub.asked[0]["REQUEST_METHOD"] == "GET"


def test_a_range_is_answered_with_the_whole(hub: Site) -> None:
    hub.get()
    answered = hub.get(HTTP_RANGE="bytes=0-3")
    assert (answered.status, answered.body) == (200, LONG.encode())


# Until when


def test_a_new_epoch_is_seen_within_a_quarter_of_a_second(hub: Site) -> None:
    hub.get()
    hub.epoch, hub.text = 2, "Withdrawn."
    hub.time += POLL_SECONDS

    assert hub.get().body == b"Withdrawn."


def test_the_epoch_is_read_no_more_often_than_that(hub: Site) -> None:
    for _ in range(100):
        hub.time += POLL_SECONDS / 50
        hub.get()
    assert hub.reads <= 3


def test_what_was_rendered_before_a_decision_is_never_served_after_it(hub: Site) -> None:
    """The decision falls into the middle of the render; another reader sees the new epoch before it ends."""

    def decide() -> None:
        hub.meanwhile = lambda: None
        hub.epoch, hub.text = 2, "Withdrawn."
        hub.time += POLL_SECONDS
        assert hub.get("/other/").body == b"Withdrawn."

    hub.meanwhile = decide
    assert hub.get().body == LONG.encode()
    assert hub.get().body == b"Withdrawn."


def test_pages_are_rendered_anew_after_minutes_and_unknown_addresses_after_seconds(hub: Site) -> None:
    hub.get()
    hub.time += PAGE_SECONDS - 1
    assert hub.get().is_hit
    hub.time += 1
    assert not hub.get().is_hit
    hub.status = "404 Not Found"
    hub.get("/nowhere/")
    hub.time += PASSING_SECONDS
    assert not hub.get("/nowhere/").is_hit


def test_a_silent_database_leaves_what_is_known_for_half_a_minute(hub: Site, caplog: pytest.LogCaptureFixture) -> None:
    hub.get()
    hub.epoch = OperationalError("gone")
    asked_at = hub.time
    while hub.time < asked_at + OUTAGE_SECONDS - 1:
        hub.time += 0.5
        assert hub.get().is_hit
    hub.time += 1

    assert "Cache-Status" not in hub.get().headers
    assert hub.reads <= 2 + OUTAGE_SECONDS / RETRY_SECONDS
    assert len(caplog.records) == 1
    hub.epoch = 1
    hub.time += RETRY_SECONDS
    assert "Cache-Status" in hub.get().headers


def test_a_worker_that_was_idle_asks_before_it_serves(hub: Site) -> None:
    hub.get()
    hub.time += OUTAGE_SECONDS * 10
    hub.epoch = OperationalError("gone")
    assert "Cache-Status" not in hub.get().headers


def test_nobody_is_served_an_old_epoch_while_another_thread_asks() -> None:
    asking, answer = threading.Event(), threading.Event()
    clock = SimpleNamespace(time=0.0)
    told = iter([1, 2])

    def read() -> int:
        value = next(told)
        if value == 2:
            asking.set()
            answer.wait(5)
        return value

    epoch = Epoch(read, lambda: clock.time)
    assert epoch.current() == 1
    clock.time = 20.0
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(epoch.current)
        asking.wait(5)
        second = threads.submit(epoch.current)
        assert not second.done()
        answer.set()
        assert (first.result(), second.result()) == (2, 2)


# How much


def test_a_cold_page_under_load_is_rendered_once() -> None:
    readers = 8
    hub, rendering, go_on = Site(), threading.Event(), threading.Event()

    def meanwhile() -> None:
        rendering.set()
        go_on.wait(5)

    hub.meanwhile = meanwhile
    with ThreadPoolExecutor(readers) as threads:
        answers = [threads.submit(hub.get) for _ in range(readers)]
        rendering.wait(5)
        go_on.set()
        assert {answer.result().body for answer in answers} == {LONG.encode()}
    assert len(hub.asked) == 1
    assert hub.cache.metrics()["fills"] == 1


def test_a_render_that_breaks_lets_those_who_wait_ask_for_themselves(hub: Site) -> None:
    def break_once() -> None:
        hub.meanwhile = lambda: None
        raise ZeroDivisionError

    hub.meanwhile = break_once
    with pytest.raises(ZeroDivisionError):
        hub.get()
    assert hub.get().status == 200


def test_a_flood_of_made_up_addresses_stays_within_its_memory_and_evicts_no_page() -> None:
    hub = Site(megabytes=1)
    hub.get()
    for status in ("404 Not Found", "301 Moved Permanently"):
        hub.status = status
        for n in range(300):
            hub.get(f"/{status[:3]}-{n}/")
    hub.status = "200 OK"
    for n in range(300):
        hub.get(f"/search/?q={n}")
        hub.get(HTTP_HOST=f"{n}.wild.example")

    metrics = hub.cache.metrics()
    assert metrics["bytes"] < 1024 * 1024 / 4
    assert metrics["evicted"] > 300
    assert hub.get().is_hit


def test_pages_beyond_the_memory_push_out_those_not_read_the_longest() -> None:
    hub = Site(megabytes=1)
    hub.text = "".join(f"{n:05}" for n in range(20_000))
    for n in range(20):
        hub.get(f"/{n}/")
        hub.get("/0/")

    assert hub.cache.metrics()["bytes"] <= 1024 * 1024
    assert hub.get("/0/").is_hit
    assert not hub.get("/1/").is_hit


def test_the_counts_tell_hits_misses_fills_and_ages(hub: Site) -> None:
    etag = hub.get().headers["ETag"]
    hub.get(HTTP_IF_NONE_MATCH=etag)
    hub.get(method="POST")
    hub.time += 0.1

    metrics = hub.cache.metrics()
    assert {name: metrics[name] for name in ("hits", "misses", "fills", "passed", "not_modified", "entries")} == {
        "hits": 1, "misses": 1, "fills": 1, "passed": 1, "not_modified": 1, "entries": 1,
    }  # fmt: skip
    assert metrics["fill_age_seconds"] == metrics["epoch_age_seconds"] == pytest.approx(0.1)
