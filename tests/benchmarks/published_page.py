"""A published page for many readers: from the cache, as a file, and as Django renders it for each.

Granian with two workers in front of the hub; nginx with the page as a file, where there is an nginx; and granian with
an application that does nothing but send those bytes.  The uncached page comes from the same workers as the cached
one: a request with an ``Authorization`` header passes the cache, and Django takes no notice of it.  Sides take turns,
so that all meet the same machine.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from tests import factories, serving
from tests.benchmarks.load import Load, load
from tests.benchmarks.results import Result, Size
from tests.editorial import newsroom

WORKERS = 2
CONNECTIONS = 12
TURN_SECONDS = 0.5
# At least half of nginx's throughput, a p99 of at most twice nginx's, and 300 times the uncached throughput.
GOAL, GOAL_P99, GOAL_UNCACHED = 2, 2, 1 / 300
PAST_THE_CACHE = {"Authorization": "none"}

NGINX = """
daemon off; pid {folder}/pid; worker_processes {workers}; error_log stderr crit;
events {{ worker_connections 512; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=10;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  types {{ text/html html; }}
  server {{ listen {host}:{port}; root {folder}; location / {{ try_files /page.html =404; }} }}
}}
"""


@dataclass
class Side:
    """Something that is measured: where it listens, and what its turns gave."""

    port: int
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    turns: list[Load] = field(default_factory=list)

    def turn(self) -> None:
        self.turns.append(
            load(self.port, self.path, seconds=TURN_SECONDS, connections=CONNECTIONS, headers=self.headers)
        )

    @property
    def microseconds(self) -> float:
        return median(turn.microseconds_each for turn in self.turns)

    @property
    def p99(self) -> float:
        return median(turn.p99_milliseconds for turn in self.turns)


def measure(size: Size) -> Iterator[Result]:
    """Microseconds per request of all workers together, and milliseconds that 99 in 100 readers wait at most."""
    path = newsroom().publish(factories.drug()).get_url_parts()[2]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hub-page-")))
        hub = stack.enter_context(_hub())
        page = folder / "page.html"
        page.write_bytes(_body(hub, path))
        same_bytes = stack.enter_context(
            serving.granian("tests.benchmarks.same_bytes:application", WORKERS, {"SAME_BYTES": str(page)})
        )
        cached, uncached, plain = Side(hub, path), Side(hub, path, PAST_THE_CACHE), Side(same_bytes, path)
        nginx = Side(stack.enter_context(_nginx(folder)), path) if shutil.which("nginx") else None
        sides = [cached, plain, uncached, *([nginx] if nginx else [])]
        for number in range(size.rounds):
            for side in sides if number % 2 else reversed(sides):
                side.turn()
    yield from _results(cached, uncached, plain, nginx)


def _results(cached: Side, uncached: Side, plain: Side, nginx: Side | None) -> Iterator[Result]:
    each = ", ".join(
        f"{name} {1_000_000 / side.microseconds:.0f}"
        for name, side in (("cached", cached), ("same bytes on granian", plain), ("uncached", uncached))
    )
    sys.stdout.write(f"published-page: requests a second: {each}\n")
    if nginx:
        yield Result("published-page", cached.microseconds, "µs", nginx.microseconds, GOAL)
        yield Result("published-page-p99", cached.p99, "ms", nginx.p99, GOAL_P99)
    else:
        sys.stdout.write("published-page: no nginx on this machine; the goals are held against the same bytes\n")
        yield Result("published-page-nginx", 0, "found")
        yield Result("published-page", cached.microseconds, "µs", plain.microseconds, GOAL)
        yield Result("published-page-p99", cached.p99, "ms", plain.p99, GOAL_P99)
    yield Result("published-page-same-bytes", plain.microseconds, "µs")
    yield Result("published-page-to-uncached", cached.microseconds, "µs", uncached.microseconds, GOAL_UNCACHED)


@contextmanager
def _hub() -> Iterator[int]:
    variables = {"DATABASE_URL": serving.database_url(), "PUBLISHED_CACHE_MEGABYTES": "16"}
    with serving.granian("hub.wsgi:application", WORKERS, variables) as port:
        yield port


def _body(port: int, path: str) -> bytes:
    """The page; asked for by many at once, so that every worker has loaded what it needs."""

    def get(_: int) -> bytes:
        connection = HTTPConnection(serving.HOST, port, timeout=60)
        connection.request("GET", path, headers={"Host": "localhost", **PAST_THE_CACHE})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}; there is nothing to time")
        return body

    with ThreadPoolExecutor(CONNECTIONS) as readers:
        return list(readers.map(get, range(CONNECTIONS)))[-1]


@contextmanager
def _nginx(folder: Path) -> Iterator[int]:
    port = serving.free_port()
    configuration = folder / "nginx.conf"
    configuration.write_text(NGINX.format(folder=folder, workers=WORKERS, host=serving.HOST, port=port))
    # Its workers run as another account when it is started as root.
    folder.chmod(0o755)
    with serving.process(["nginx", "-p", str(folder), "-c", str(configuration)], port, {}):
        yield port
