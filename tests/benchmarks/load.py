"""Readers of one address: so many connections that stay open, each asking again as soon as it is answered.

One thread on the machine of the server.  What it costs itself is in every measurement alike, so ratios of fast servers
come out nearer to 1 than they are.
"""

from __future__ import annotations

import re
import selectors
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

HOST = "127.0.0.1"
CHUNK = 1 << 18
# Whoever does not answer within this is broken, not slow.
PATIENCE_SECONDS = 60
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Load:
    """Requests answered in so many seconds, and the latency of each in seconds, sorted."""

    seconds: float
    latencies: list[float]

    @property
    def microseconds_each(self) -> float:
        return self.seconds / len(self.latencies) * 1_000_000

    @property
    def p99_milliseconds(self) -> float:
        return self.latencies[int(len(self.latencies) * 0.99)] * 1000


@dataclass
class Connection:
    request: bytes
    port: int
    began: float = 0.0
    received: bytes = b""
    # Bytes of the body still to come; None before the headers are whole.
    missing: int | None = None
    socket: socket.socket = field(init=False)

    def __post_init__(self) -> None:
        self.socket = socket.create_connection((HOST, self.port), timeout=PATIENCE_SECONDS)

    def ask(self) -> None:
        self.received, self.missing, self.began = b"", None, time.perf_counter()
        self.socket.sendall(self.request)

    def read(self) -> bool:
        """Whether the answer is whole now.  Raises ``RuntimeError`` unless it is a 200 of a known length."""
        chunk = self.socket.recv(CHUNK)
        if not chunk:
            raise RuntimeError("the server closed the connection")
        if self.missing is None:
            self.received += chunk
            head, end, body = self.received.partition(b"\r\n\r\n")
            if not end:
                return False
            length = LENGTH.search(head)
            if b" 200 " not in head[:16] or not length:
                raise RuntimeError(f"nothing to time: {head[:200]!r}")
            self.missing = int(length[1]) - len(body)
        else:
            self.missing -= len(chunk)
        return self.missing <= 0


def load(port: int, path: str, *, seconds: float, connections: int, headers: Mapping[str, str]) -> Load:
    """Read ``path`` for so many seconds; each connection is answered at least once."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n".encode()
    readers = [Connection(request, port) for _ in range(connections)]
    try:
        return _load(readers, seconds)
    finally:
        for reader in readers:
            reader.socket.close()


def _load(readers: list[Connection], seconds: float) -> Load:
    latencies: list[float] = []
    with selectors.DefaultSelector() as selector:
        for reader in readers:
            selector.register(reader.socket, selectors.EVENT_READ, reader)
        began = time.perf_counter()
        for reader in readers:
            reader.ask()
        waiting = len(readers)
        while waiting:
            for ready, _ in selector.select(PATIENCE_SECONDS):
                reader = ready.data
                if reader.read():
                    now = time.perf_counter()
                    latencies.append(now - reader.began)
                    if now - began < seconds:
                        reader.ask()
                    else:
                        waiting -= 1
        return Load(time.perf_counter() - began, sorted(latencies))
