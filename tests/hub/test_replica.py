"""Reads from a real replica by streaming replication: behind, gone, back, and never asked when something is decided."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from unittest import mock

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoDbBlocker
from wagtail.models import Page

from hub import preflight, published_cache
from hub.models import PublicChange
from hub.published_cache import epoch
from hub.replica import ALIAS, reading
from hub.settings import databases
from reviews import serving
from reviews.models import Decision
from tests import dbclone, own_server, pgtemp, wsgi
from tests.editorial import PASSWORD, Newsroom, approved, newsroom

pytestmark = [
    pytest.mark.untraced,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no replicas"),
]
GONE_AFTER = 1.0
PATIENCE = 20.0


@dataclass
class Pair:
    primary: pgtemp.Server
    standby: pgtemp.Server

    def on_standby(self, statement: str) -> Any:
        with psycopg.connect(own_server.database_url(self.standby), autocommit=True) as there:
            row = there.execute(statement).fetchone()
            return row[0] if row else None

    def until(self, statement: str, wanted: Any) -> None:
        """Ask the replica until it says so."""
        deadline = time.monotonic() + PATIENCE
        while (said := self.on_standby(statement)) != wanted:
            assert time.monotonic() < deadline, f"{statement} said {said}, not {wanted}"
            threading.Event().wait(0.01)

    def pause(self) -> None:
        self.caught_up()
        self.on_standby("SELECT pg_wal_replay_pause()")
        self.until("SELECT pg_get_wal_replay_pause_state()", "paused")

    def caught_up(self) -> None:
        """The replica has what was committed here: the epoch, in one value."""
        both = epoch.STATEMENT.replace("SELECT ", "SELECT concat(", 1) + ")"
        with connection.cursor() as cursor:
            cursor.execute(both)
            [[held]] = cursor.fetchall()
        self.until(both, held)

    def go_on(self) -> None:
        self.on_standby("SELECT pg_wal_replay_resume()")
        self.caught_up()


@pytest.fixture(scope="module")
def servers(
    database_copies: dbclone.DatabaseCopies,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Pair]:
    """A server with a live page, and its replica."""
    folder = tmp_path_factory.mktemp("replica")
    primary = own_server.holding(
        database_copies, dbclone.Template.FURNISHED, django_db_blocker, folder, **pgtemp.REPLICATED
    )
    standby = pgtemp.Server(primary, **pgtemp.REPLICATED)
    yield Pair(primary, standby)
    standby.stop()
    primary.stop()


@pytest.fixture
def pair(servers: Pair, django_db_blocker: DjangoDbBlocker) -> Iterator[Pair]:
    """Django as DATABASE_REPLICA_URL sets it up, in a process that has not yet seen the replica fail."""
    with (
        own_server.used(servers.primary, django_db_blocker),
        mock.patch.dict(connections.settings),
        mock.patch.object(reading, "state", reading.Replica()),
        override_settings(DATABASE_ROUTERS=["hub.replica.router.ReplicaRouter"], PUBLISHED_CACHE_MEGABYTES=4),
    ):
        connections.settings[ALIAS] = databases.replica(
            own_server.database_url(servers.standby), connections.settings["default"], ""
        )
        yield servers
        connections.close_all()
        # Of a test that asked for none.
        with suppress(AttributeError):
            del connections[ALIAS]


@pytest.fixture
def room(pair: Pair) -> Newsroom:
    pair.caught_up()
    return newsroom()


@pytest.fixture
def live(room: Newsroom) -> Page:
    return approved()


@contextmanager
def unseen_withdrawal(pair: Pair, room: Newsroom, live: Page) -> Iterator[None]:
    """Within the block ``live`` is withdrawn, and the replica does not know; after it, it is public everywhere."""
    pair.pause()
    try:
        room.pharmacist.post("reviews:withdraw", live.pk, reason="A dose was wrong.")
        yield
    finally:
        pair.go_on()
        first = Decision.objects.for_page(live.pk).get(outcome="approved")
        room.pharmacist.post("reviews:restore", live.pk, first.pk, reason="It was right.", password=PASSWORD)
        pair.caught_up()


class Site:
    """One worker: its cache, its replica's rules, and Django."""

    def __init__(self) -> None:
        self.application = published_cache.published(WSGIHandler())

    def ask(self, address: str, **headers: str) -> tuple[int, str]:
        answered = wsgi.ask(self.application, address, **headers)
        return answered.status, answered.text

    def read_from(self, address: str, **headers: str) -> tuple[str, str]:
        """“replica”, “primary”, or “neither” when nothing might have been read from a replica; and what was said."""
        before = reading.read_from.copy()
        status, body = self.ask(address, **headers)
        assert status == 200, f"{address}: {status}"
        return next(iter(reading.read_from - before), "neither"), body


def test_everything_public_is_read_from_the_replica_and_files_health_and_people_are_not(
    room: Newsroom, live: Page
) -> None:
    site = Site()
    public = (
        "/",
        live.get_url_parts()[2],
        "/search/?q=approved",
        "/feeds/updates.atom",
        "/sitemap.xml",
        "/api/v2/pages/",
    )
    assert {address: site.read_from(address)[0] for address in public} == dict.fromkeys(public, "replica")
    for address in ("/health/ready", "/admin/login/"):
        assert site.read_from(address)[0] == "neither"
    key = room.editor.client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={key}"}
    for address in ("/", f"/admin/pages/{live.pk}/edit/", reverse("reviews:work")):
        assert site.read_from(address, **cookie)[0] == "neither"


def test_a_withdrawal_is_gone_within_a_second_though_the_replica_still_shows_the_page(
    pair: Pair, room: Newsroom, live: Page
) -> None:
    path, lists = live.get_url_parts()[2], ("/", "/search/?q=approved", "/feeds/updates.atom", "/api/v2/pages/")
    sites = [Site(), Site()]
    assert all(live.title in site.read_from(path)[1] for site in sites)
    with unseen_withdrawal(pair, room, live):
        decided = time.monotonic()
        for site in sites:
            asked = time.monotonic()
            while site.ask(path)[0] != 410:
                assert asked - decided < GONE_AFTER
                asked = time.monotonic()

        assert pair.on_standby(f"SELECT live FROM wagtailcore_page WHERE id = {live.pk}")
        for site in (*sites, Site()):
            assert site.ask(path)[0] == 410
            for address in lists:
                whence, body = site.read_from(address)
                assert (whence, "What was approved." in body) == ("primary", False), address
    assert Site().read_from(path)[0] == "replica"


def test_what_is_kept_under_an_epoch_was_rendered_from_a_database_that_held_it(pair: Pair, room: Newsroom) -> None:
    """The epoch that a page will be kept under counts, not one that is read later and may be an older copy."""
    site, old = Site(), epoch.ask(connection)
    pair.pause()
    try:
        with transaction.atomic():
            PublicChange.objects.create()
        with mock.patch.object(epoch.Epoch, "current", side_effect=[epoch.ask(connection), old]):
            assert site.read_from("/")[0] == "primary"
    finally:
        pair.go_on()


def test_readers_are_answered_from_the_primary_while_the_replica_is_away_and_from_it_when_it_is_back(
    pair: Pair, room: Newsroom, live: Page, caplog: pytest.LogCaptureFixture
) -> None:
    site, ended = Site(), threading.Event()
    answers: list[int] = []

    def read(name: int) -> None:
        try:
            while not ended.is_set():
                answers.append(site.ask(f"/search/?q=approved+{name}+{len(answers)}")[0])
        finally:
            connections.close_all()

    def wait_for(counted: str) -> None:
        before, deadline = reading.read_from[counted], time.monotonic() + PATIENCE
        while reading.read_from[counted] < before + 3:
            assert time.monotonic() < deadline, f"nothing is read from the {counted}"
            ended.wait(0.005)

    seconds = [0.0]
    with mock.patch.object(reading, "state", reading.Replica(lambda: seconds[0])), ThreadPoolExecutor(2) as threads:
        readers = [threads.submit(read, number) for number in range(2)]
        try:
            wait_for("replica")
            pair.standby.crash()
            wait_for("primary")
            pair.standby.start()
            seconds[0] += reading.REST_SECONDS
            wait_for("replica")
        finally:
            ended.set()
        for reader in readers:
            reader.result()
    assert {*answers} == {200}
    assert [record.event_id for record in caplog.records if hasattr(record, "event_id")] == [reading.AWAY]


def test_a_replica_that_fails_in_the_middle_of_a_page_costs_the_reader_nothing(
    pair: Pair, live: Page, caplog: pytest.LogCaptureFixture
) -> None:
    shown = serving.approved_page
    cut: list[int] = []

    def cut_off(page: Page) -> Page:
        if not cut:
            cut.append(pair.on_standby("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                                       " WHERE datname = 'hub' AND pid <> pg_backend_pid()"))  # fmt: skip
        return shown(page)

    with mock.patch.object(serving, "approved_page", side_effect=cut_off):
        status, body = Site().ask(live.get_url_parts()[2])
    assert (status, live.title in body, cut) == (200, True, [1])
    assert reading.AWAY in caplog.text


def test_a_replica_that_stays_behind_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    seconds = [0.0]
    replica = reading.Replica(lambda: seconds[0])
    for seconds[0], told in ((0.0, 0), (9.0, 0), (11.0, 1), (30.0, 1)):
        replica.holds(False)
        assert caplog.text.count(reading.BEHIND) == told
    replica.holds(True)
    seconds[0] = 60.0
    replica.holds(False)
    assert caplog.text.count(reading.BEHIND) == 1


def test_reports_and_their_exports_are_counted_on_the_replica_unless_it_is_behind(
    pair: Pair, room: Newsroom, live: Page
) -> None:
    site = Site()
    key = room.pharmacist.client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={key}"}
    for name in ("turnaround", "decisions_by_reviewer", "changes_by_rule", "overdue"):
        for query in ("", "?export=csv", "?export=xlsx"):
            address = reverse(f"reviews:{name}") + query
            with CaptureQueriesContext(connections[ALIAS]) as there, CaptureQueriesContext(connection) as here:
                whence, _ = site.read_from(address, **cookie)
            assert whence == "replica"
            assert any('FROM "reviews_decision"' in query["sql"] for query in there)
            # Who asks and what they may is read where it is decided.
            assert {
                word for query in there for word in ("django_session", "users_user", "auth_") if word in query["sql"]
            } == set()
            assert any("django_session" in query["sql"] for query in here)
    _, table = site.read_from(reverse("reviews:turnaround") + "?export=csv", **cookie)
    assert live.title in table

    by_reviewer = reverse("reviews:decisions_by_reviewer")
    assert site.read_from(by_reviewer, **cookie)[0] == "replica"
    with unseen_withdrawal(pair, room, live):
        assert site.read_from(by_reviewer, **cookie)[0] == "primary"


def test_who_writes_reads_the_primary_from_then_on_and_a_transaction_there_always(room: Newsroom) -> None:
    people = get_user_model().objects
    with reading.within(scope := reading.Scope(lambda: epoch.ask(connection), reports_only=False)):
        read = people.get(username="editor")
        assert read._state.db == ALIAS
        with transaction.atomic():
            assert people.get(username="editor")._state.db == "default"
        assert people.get(username="editor")._state.db == ALIAS
        read.first_name = "Written"
        read.save()
        assert people.get(username="editor").first_name == "Written"
        assert people.get(username="editor")._state.db == "default"
        assert scope.ended()
    assert people.get(username="editor")._state.db == "default"


def found() -> str:
    return "\n".join(str(finding) for finding in preflight.run() if finding.subject == "read replicas")


def test_preflight_says_what_is_wrong_with_a_replica(pair: Pair, room: Newsroom) -> None:
    assert found() == "good     read replicas: as it should be."

    def named(*urls: str) -> Any:
        entry = databases.replica(urls[0], connections.settings["default"], "")
        hosts = [str(psycopg.conninfo.conninfo_to_dict(url)["host"]) for url in urls]
        return mock.patch.dict(connections.settings[ALIAS], {**entry, "HOST": ",".join(hosts)})

    good, itself = own_server.database_url(pair.standby), own_server.database_url(pair.primary)
    with named(good, itself):
        assert f"unsafe   read replicas: {pair.primary.home} takes writes" in found()
    with named("postgresql://postgres@%2Fnowhere/hub"):
        assert "missing  read replicas: the replica /nowhere does not answer" in found()
    with named(os.environ["DATABASE_URL"]):
        assert "is not a replica of this database" in found()
    with unseen_withdrawal(pair, room, approved()):
        assert "lacks the newest 1 of the ledger" in found()


def test_the_address_may_name_several_hosts_and_must_be_of_postgresql() -> None:
    primary = {
        "ENGINE": databases.POSTGRESQL,
        "NAME": "hub",
        "USER": "hub_web",
        "PASSWORD": "x",
        "HOST": "a",
        "PORT": "",
    }
    found = databases.replica("postgresql://reader@b:5433,c:5434/?load_balance_hosts=random", primary, "2")
    assert (found["HOST"], found["PORT"], found["USER"], found["NAME"]) == ("b,c", "5433,5434", "reader", "hub")
    assert found["OPTIONS"]["load_balance_hosts"] == "random"
    assert found["OPTIONS"]["pool"]["max_size"] == 2
    assert "default_transaction_read_only=on" in found["OPTIONS"]["options"]
    for address in ("mysql://b/hub", "postgresql://b:x/hub?nonsense=1", "b"):
        with pytest.raises(ImproperlyConfigured, match="DATABASE_REPLICA_URL"):
            databases.replica(address, primary, "")
    with pytest.raises(ImproperlyConfigured, match="DATABASE_REPLICA_URL"):
        databases.replica("postgresql://b/hub", {"ENGINE": databases.SQLITE}, "")
