"""The cache of published pages around the real site: decisions, changes without one, people, and worker processes."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import Error, connections, transaction
from django.test import override_settings
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from hub.models import PublicChange
from hub.published_cache import published, rules
from hub.published_cache.epoch import POLL_SECONDS, STATEMENT, DatabaseEpoch, Epoch
from hub.published_cache.wrapper import PublishedCache
from reviews import ledger, services
from reviews.models import Decision
from tests import editorial, factories, serving, wsgi
from tests.editorial import Newsroom, fresh, newsroom
from tests.redis_server import RedisServer

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@dataclass
class Reader:
    """Reads the site through a cache whose clock stands still until somebody waits."""

    epoch: DatabaseEpoch
    time: float = 0.0
    cache: PublishedCache = field(init=False)

    def __post_init__(self) -> None:
        self.cache = PublishedCache(
            WSGIHandler(),
            rules=rules(),
            epoch=Epoch(self.epoch, self.now),
            megabytes=4,
            now=self.now,
        )

    def now(self) -> float:
        return self.time

    def wait(self) -> None:
        self.time += POLL_SECONDS

    def get(self, path: str, **variables: str) -> tuple[int, str, dict[str, str]]:
        answered = wsgi.ask(self.cache, path, **variables)
        return answered.status, answered.text, answered.headers

    def kept(self, path: str) -> bool:
        return wsgi.ask(self.cache, path).is_hit


@pytest.fixture
def room(committed_db: None) -> Newsroom:
    """The people and the tree, in a database where commits are real."""
    return newsroom()


@pytest.fixture
def reader(live: Page) -> Iterator[Reader]:
    epoch = DatabaseEpoch()
    yield Reader(epoch)
    epoch.close()


def path_of(page: Page) -> str:
    return page.get_url_parts()[2]


def test_every_decision_shows_at_the_next_look(room: Newsroom, live: Page, reader: Reader) -> None:
    path = path_of(live)
    assert "What was approved." in reader.get(path)[1]
    assert reader.kept(path)

    room.editor.edit(live, lead="The second version.")
    room.approve(room.editor.submit(live, "A new lead."))
    reader.wait()
    assert "The second version." in reader.get(path)[1]

    room.pharmacist.post("reviews:withdraw", live.pk, reason="A dose was wrong.")
    reader.wait()
    status, text, headers = reader.get(path)
    assert (status, headers["Cache-Status"]) == (410, "hub; fwd=miss")
    assert "A dose was wrong." in text
    assert "The second version." not in text
    assert reader.kept(path)

    first = Decision.objects.for_page(live.pk).get(outcome="approved", version=1)
    answer = {"reason": "The first version was right.", "password": editorial.PASSWORD}
    room.pharmacist.post("reviews:restore", live.pk, first.pk, **answer)
    reader.wait()
    assert "What was approved." in reader.get(path)[1]


def test_a_draft_and_a_submission_change_nothing_that_is_kept(room: Newsroom, live: Page, reader: Reader) -> None:
    reader.get(path_of(live))
    room.editor.edit(live, lead="What nobody approved.")
    room.editor.submit(live, "A new lead.")
    reader.wait()

    assert reader.kept(path_of(live))
    assert "What nobody approved." not in reader.get(path_of(live))[1]


def test_who_is_signed_in_sees_the_user_bar_and_leaves_nothing_behind(
    room: Newsroom, live: Page, reader: Reader
) -> None:
    path = path_of(live)
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in room.editor.client.cookies.items())
    _, text, headers = reader.get(path, HTTP_COOKIE=cookie)

    assert "wagtail-userbar" in text
    assert "private" in headers["Cache-Control"]
    assert not reader.cache.metrics()["entries"]
    assert "wagtail-userbar" not in reader.get(path)[1]


def test_the_public_views_can_be_kept(live: Page, reader: Reader) -> None:
    """Each of them: a session that is opened, or a form's cookie, would put the whole site back on Django."""
    about = (path_of(live), *(f"{path_of(live)}{below}" for below in ("history/", "history/1/", "index.md")))
    machines = ("/feeds/updates.atom", "/sitemap.xml", "/sitemap-pages.xml", "/llms.txt", "/studies/studies.csv")
    for path in ("/", "/drugs/", "/studies/", *about, "/search/", "/ledger/", "/nowhere/", *machines):
        reader.get(path)
        assert reader.kept(path), path
    reader.get("/ledger.jsonl")
    assert not reader.kept("/ledger.jsonl")


def test_what_no_decision_changed_is_noted_in_its_transaction(live: Page, reader: Reader) -> None:
    epoch = reader.epoch
    site, home = Site.objects.get(is_default_site=True), live.get_parent()

    def move() -> None:
        live.move(home, pos="first-child")

    changes = {
        "redirect": lambda: Redirect.objects.create(old_path="/old", redirect_page=live, site=site),
        "no redirect": lambda: Redirect.objects.get().delete(),
        "site": site.save,
        "container": lambda: home.specific.save_revision().publish(),
        "move": move,
    }
    for name, change in changes.items():
        before = epoch()
        change()
        assert epoch() != before, name

    before = epoch()
    with transaction.atomic():
        site.save()
        assert epoch() == before
    assert epoch() != before


def test_a_change_that_commits_late_is_seen_behind_a_later_one(live: Page, reader: Reader) -> None:
    PublicChange.objects.create(pk=1001)
    before = reader.epoch()
    PublicChange.objects.create(pk=1000)
    assert reader.epoch() != before


def test_another_history_of_the_same_length_has_another_epoch(room: Newsroom, live: Page, reader: Reader) -> None:
    """The database was restored to an earlier state, and then something else was decided."""

    def decided(reason: str) -> tuple[int, Any]:
        with transaction.atomic():
            services.withdraw(fresh(live), room.pharmacist.user, reason=reason)
            with connections["default"].cursor() as cursor:
                cursor.execute(STATEMENT)
                told = ledger.head().sequence, cursor.fetchone()[0]
            transaction.set_rollback(True)
        return told

    (length, epoch), (other_length, other_epoch) = decided("A dose was wrong."), decided("A name was wrong.")
    assert length == other_length
    assert epoch != other_epoch


def test_a_connection_that_broke_is_replaced_and_none_is_left_in_the_thread(live: Page, reader: Reader) -> None:
    before = reader.epoch()
    connections.close_all()
    assert reader.epoch._connection is not None
    reader.epoch._connection.connection.close()

    assert reader.epoch() == before
    assert connections["default"].connection is None


def test_a_database_that_is_away_is_an_error_that_the_cache_knows(live: Page) -> None:
    epoch = DatabaseEpoch()
    epoch()
    epoch.close()
    name = connections.settings["default"]["NAME"]
    connections.settings["default"]["NAME"] = "/nonexistent/database"
    try:
        with pytest.raises(Error):
            epoch()
    finally:
        connections.settings["default"]["NAME"] = name
    assert epoch()
    epoch.close()


def test_every_parameter_that_a_public_view_reads_is_known_to_the_cache() -> None:
    """One that is not would be left out before the view sees it."""
    views = Path(settings.BASE_DIR, "reviews/views")
    seen = ("public.py", "versions.py", "reader_reports.py")
    public = [*Path(settings.BASE_DIR).glob("pages/**/*.py"), *(views / name for name in seen)]
    public.append(Path(settings.BASE_DIR, "reviews/leafing.py"))
    # Answers of the API are not kept, so none of its parameters is left out.
    assert "/api/" in rules().private_paths
    public.remove(Path(settings.BASE_DIR, "pages/machines/api.py"))
    read = {name for file in public for name in re.findall(r"\bGET(?:\.get\w*\(|\[)\s*\"(\w+)\"", file.read_text())}

    assert {"q", "page"} <= read
    assert read <= set().union(*rules().parameters.values())
    assert rules().known("/topics/asthma/") == {"page"}
    assert not rules().known("/topics/")


def test_without_memory_there_is_no_cache() -> None:
    application = WSGIHandler()

    with override_settings(PUBLISHED_CACHE_MEGABYTES=0):
        assert published(application) is application
    with override_settings(PUBLISHED_CACHE_MEGABYTES=1):
        assert isinstance(published(application), PublishedCache)


@dataclass
class Worker:
    """A server process of its own, and one reader's connection to it."""

    port: int

    def __post_init__(self) -> None:
        self.connection = HTTPConnection(serving.HOST, self.port, timeout=60)

    def ask(self, path: str) -> tuple[int, str, str]:
        """Status, words, and how the cache came by them."""
        self.connection.request("GET", path, headers={"Host": "localhost"})
        response = self.connection.getresponse()
        return response.status, response.read().decode(), response.headers["Cache-Status"]

    def seconds_until(self, path: str, status: int) -> float:
        """From now until this worker is first asked and gives the answer."""
        began = asked_at = time.monotonic()
        while asked_at < began + 30:
            asked_at = time.monotonic()
            if self.ask(path)[0] == status:
                return asked_at - began
        return float("inf")


def test_a_withdrawal_is_gone_from_every_worker_process_within_a_second(
    room: Newsroom, live: Page, redis_server: RedisServer
) -> None:
    """From one that asks the database for the epoch, and from one that leaves copies of it."""
    path, second = path_of(live), f"{path_of(room.home)}second/"
    environment = {
        "DJANGO_SETTINGS_MODULE": "hub.settings.test",
        "DATABASE_URL": serving.database_url(),
        "PUBLISHED_CACHE_MEGABYTES": "4",
    }
    with ExitStack() as stack:
        servers = [
            serving.granian("hub.wsgi:application", workers=1, variables=environment | shared)
            for shared in ({}, {"CACHE_URL": redis_server.url})
        ]
        both = stack.enter_context(ThreadPoolExecutor(2))
        workers = [Worker(port) for port in both.map(stack.enter_context, servers)]

        def ask(path: str) -> list[tuple[int, str, str]]:
            return list(both.map(lambda worker: worker.ask(path), workers))

        def seconds(path: str, status: int) -> float:
            return max(both.map(lambda worker: worker.seconds_until(path, status), workers))

        assert all("What was approved." in text for _, text, _ in ask(path))
        assert [how for _, _, how in ask(path)] == ["hub; hit", "hub; hit"]

        room.pharmacist.post("reviews:withdraw", live.pk, reason="A dose was wrong.")
        assert seconds(path, 410) < 1
        assert not any("What was approved." in text for _, text, _ in ask(path))

        draft = room.editor.write(factories.standard(slug="second", lead="Approved while others read."))
        waiting = room.editor.submit(draft)
        assert [status for status, _, _ in ask(second)] == [404, 404]
        room.approve(waiting)
        assert seconds(second, 200) < 1
        for worker in workers:
            worker.connection.close()
        assert "cmdstat_set" in redis_server.client.info("commandstats"), "it left copies"
