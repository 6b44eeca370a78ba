"""Numbers of one worker process for Prometheus, on a port of its own that only this machine reaches.

Started when ``METRICS_PORT`` is set.  Each worker has its own numbers, so each takes the first port that is free from
there on: with two workers, 9100 and 9101.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from hub.published_cache.epoch import read_from
from hub.replica import reading
from reviews.refusals import counted

HOST = "127.0.0.1"
MOST_WORKERS = 32
# What only grows; the rest of what the cache tells is how things are now.
COUNTERS = {"hits", "misses", "fills", "passed", "not_modified", "evicted"}
logger = logging.getLogger(__name__)

Numbers = Callable[[], Mapping[str, float]]


def render(of_cache: Numbers | None) -> str:
    """Prometheus' text format, version 0.0.4."""
    return "".join(f"{line}\n" for line in _lines(of_cache() if of_cache else {}))


def _lines(of_cache: Mapping[str, float]) -> Iterator[str]:
    for name, value in of_cache.items():
        kind, suffix = ("counter", "_total") if name in COUNTERS else ("gauge", "")
        yield f"# TYPE hub_cache_{name}{suffix} {kind}"
        yield f"hub_cache_{name}{suffix} {value:g}"
    yield "# TYPE hub_epoch_reads_total counter"
    for where, number in read_from.items():
        yield f'hub_epoch_reads_total{{from="{where}"}} {number}'
    yield "# TYPE hub_reads_total counter"
    for where, number in reading.read_from.items():
        yield f'hub_reads_total{{from="{where}"}} {number}'
    yield "# TYPE hub_refusals_total counter"
    for event, number in sorted(counted.items()):
        yield f'hub_refusals_total{{event="{event}"}} {number}'
    yield from _stored()
    yield "# TYPE hub_process_info gauge"
    yield f'hub_process_info{{pid="{os.getpid()}"}} 1'


def _stored() -> Iterator[str]:
    """Decisions, the ledger and the tasks that wait: read now, because other workers write them too."""
    from django.db import Error, connection

    from hub import task_queue
    from reviews import ledger
    from reviews.models import Decision

    try:
        entry, decisions, tasks = ledger.head().sequence, Decision.objects.count(), task_queue.waiting()
    except Error:
        logger.exception("the database cannot be read for the metrics")
        return
    finally:
        connection.close()
    yield "# TYPE hub_ledger_entries gauge"
    yield f"hub_ledger_entries {entry}"
    yield "# TYPE hub_decisions gauge"
    yield f"hub_decisions {decisions}"
    if tasks is not None:
        yield "# TYPE hub_tasks_waiting gauge"
        yield f"hub_tasks_waiting {tasks.count}"
        yield "# TYPE hub_tasks_oldest_seconds gauge"
        yield f"hub_tasks_oldest_seconds {tasks.oldest.total_seconds():g}"


def serve(port: int, of_cache: Numbers | None) -> ThreadingHTTPServer:
    """Answer on the first free port from ``port`` on.  Raises ``OSError`` when none of 32 is free."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = render(of_cache).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Nothing: it is asked every few seconds."""

    server = _bound(port, Handler)
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    return server


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # Two workers must not share a port: half of the numbers would be of the other.
    allow_reuse_address = False
    allow_reuse_port = False


def _bound(first: int, handler: type[BaseHTTPRequestHandler]) -> ThreadingHTTPServer:
    for port in range(first, first + MOST_WORKERS):
        try:
            return _Server((HOST, port), handler)
        except OSError as error:
            taken = error
    raise taken
