"""What whoever watches the hub is told: log lines, health, metrics, slow statements."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any
from urllib.request import urlopen

import pytest
from django.db import Error, connection
from django.db.backends.signals import connection_created
from django.db.migrations.executor import MigrationExecutor
from django.test import Client, override_settings

from hub import health, logs, metrics, slow_queries
from reviews import ledger, refusals
from tests.editorial import Newsroom


class Collected(logging.Handler):
    """Lines as the collector gets them, formatted while the request lasts."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[dict[str, Any]] = []
        self.setFormatter(logs.JsonFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(json.loads(self.format(record)))

    def of(self, logger: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["logger"] == logger]


@pytest.fixture
def collected() -> Iterator[Collected]:
    handler, root = Collected(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler
    root.removeHandler(handler)
    root.setLevel(before)


def test_a_request_is_one_line_with_its_id_and_without_what_was_asked(room: Newsroom, collected: Collected) -> None:
    answered = room.editor.client.get("/search/?q=my+secret+illness", HTTP_X_REQUEST_ID="proxy-0123456789")

    [line] = collected.of("hub.requests")
    assert answered["X-Request-ID"] == line["request_id"] == "proxy-0123456789"
    assert (line["path"], line["method"], line["status"], line["level"]) == ("/search/", "GET", 200, "INFO")
    assert line["milliseconds"] > 0
    assert "illness" not in json.dumps(collected.lines)


def test_an_id_that_could_break_a_line_is_replaced_and_probes_are_not_logged(db: None, collected: Collected) -> None:
    for forged in ("x", "a" * 65, 'id","level":"ERROR', "line\nbreak"):
        assert len(Client().get("/", headers={"X-Request-ID": forged})["X-Request-ID"]) == 32
    collected.lines.clear()
    Client().get("/health/live")
    assert not collected.lines


def test_the_person_is_a_number_and_a_fault_is_told_whole(room: Newsroom, collected: Collected) -> None:
    room.editor.client.get("/admin/")
    assert collected.of("hub.requests")[-1]["person"] == room.editor.user.pk
    try:
        int("broken")
    except ValueError:
        logging.getLogger("elsewhere").exception("it broke", extra={"event_id": "HUB-TEST-1"})
    [line] = collected.of("elsewhere")
    assert line["event_id"] == "HUB-TEST-1"
    assert "ValueError: invalid literal" in line["exception"]
    assert "request_id" not in line


def test_a_refusal_has_a_stable_id_and_is_counted_without_its_words(room: Newsroom, collected: Collected) -> None:
    before = refusals.counted["HUB-REFUSED-4"]
    draft = room.editor.write(_incomplete())

    room.editor.try_to_submit(draft)

    [line] = collected.of("reviews.refusals")
    assert (line["event_id"], line["refusal"]) == ("HUB-REFUSED-4", "NotReady")
    assert line["person"] == room.editor.user.pk
    assert "Half a page" not in json.dumps(line)
    assert refusals.counted["HUB-REFUSED-4"] == before + 1
    assert 'hub_refusals_total{event="HUB-REFUSED-4"}' in metrics.render(None)


def _incomplete() -> Any:
    from tests import factories

    return factories.drug(title="Half a page", unii="", key_facts=[])


def test_ready_says_no_until_the_tables_are_those_of_this_release(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    health._seen_migrated.clear()
    with monkeypatch.context() as patched:
        patched.setattr(MigrationExecutor, "migration_plan", lambda *args: [("0009_x", False)])
        answer = client.get("/health/ready")
        assert (answer.status_code, answer.json()["database"]) == (503, "migrations are not applied")
    assert client.get("/health/ready").status_code == 200
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *args: pytest.fail("it asks once"))
    assert client.get("/health/ready").status_code == 200


def test_each_worker_tells_its_numbers_on_a_port_of_its_own(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "_stored", lambda: iter(()))
    first = metrics.serve(0, None)
    second = metrics.serve(first.server_port, lambda: {"hits": 3, "bytes": 10})
    try:
        assert second.server_port > first.server_port
        with urlopen(f"http://{metrics.HOST}:{second.server_port}/metrics", timeout=10) as answer:
            text = answer.read().decode()
            assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    finally:
        for server in (first, second):
            server.shutdown()
            server.server_close()
    assert "# TYPE hub_cache_hits_total counter\nhub_cache_hits_total 3\n" in text
    assert "# TYPE hub_cache_bytes gauge\nhub_cache_bytes 10\n" in text
    assert '# TYPE hub_epoch_reads_total counter\nhub_epoch_reads_total{from="database"} ' in text
    assert 'hub_epoch_reads_total{from="copy"} ' in text
    assert "hub_process_info" in text


def test_the_ledger_is_among_the_numbers_and_its_absence_is_no_fault(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "close", lambda: None)
    assert f"hub_ledger_entries {ledger.head().sequence}\n" in metrics.render(None)

    def away() -> None:
        raise Error("gone")

    monkeypatch.setattr(ledger, "head", away)
    assert "hub_ledger_entries" not in metrics.render(None)


def test_no_port_is_shared_and_none_left_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "MOST_WORKERS", 1)
    first = metrics.serve(0, None)
    try:
        with pytest.raises(OSError, match=r"."):
            metrics.serve(first.server_port, None)
    finally:
        first.shutdown()
        first.server_close()


def test_a_slow_statement_is_logged_without_its_values(db: None, collected: Collected) -> None:
    with (
        override_settings(SLOW_QUERY_MS=1e-9),
        connection.execute_wrapper(slow_queries._timed),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT %s", ["my secret illness"])
    [line] = collected.of("hub.slow_queries")
    assert (line["event_id"], line["statement"]) == ("HUB-SLOW-1", "SELECT %s")
    assert "illness" not in json.dumps(collected.lines)


def test_statements_are_timed_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[Any] = []
    monkeypatch.setattr(connection_created, "connect", lambda *args, **kwargs: connected.append(args))
    slow_queries.connect()
    assert not connected
    with override_settings(SLOW_QUERY_MS=100):
        slow_queries.connect()
    assert connected

    class Opened:
        execute_wrappers: list[Any] = []

    for _ in range(2):
        slow_queries._watch(None, Opened())  # type: ignore[arg-type]
    assert Opened.execute_wrappers == [slow_queries._timed]
