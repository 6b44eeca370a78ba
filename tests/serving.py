"""Web servers on this machine and for a moment: production's, granian, over the database of the test."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
THREADS = "2"
START_SECONDS = 60


def database_url() -> str:
    """The address of the database that this test works on."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@contextmanager
def granian(application: str, workers: int, variables: Mapping[str, str]) -> Iterator[int]:
    """Serve ``module:name`` with so many worker processes; yields the port.  Stopped at the end of the block."""
    port = free_port()
    command = [
        *(str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", HOST, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", THREADS, "--no-ws", "--log-level", "error"),
        application,
    ]
    with process(command, port, variables):
        yield port


@contextmanager
def process(command: Sequence[str], port: int, variables: Mapping[str, str]) -> Iterator[None]:
    """A server, from when it listens on ``port`` to the end of the block.  Raises ``RuntimeError`` if it does not."""
    running = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **variables}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(port, running)
        yield
    finally:
        running.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(10)
        if running.poll() is None:
            running.kill()
            running.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
            raise RuntimeError(f"the server ended at once, with status {process.returncode}")
    raise RuntimeError(f"the server did not listen on port {port} within {START_SECONDS} seconds")
