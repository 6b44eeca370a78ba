"""Readers of one address: so many connections that stay open, each asking again as soon as it is answered.

One thread on the machine of the server.  What it costs itself is in every measurement alike, so ratios of fast servers
come out nearer to 1 than they are.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

HOST = "127.0.0.1"
CHUNK = 1 << 18
# Whoever does not answer within this is broken, not slow.
PATIENCE_SECONDS = 60


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
    missing: int = 0
    socket: socket.socket = field(init=False)

    def __post_init__(self) -> None:
        self.socket = socket.create_connection((HOST, self.port), timeout=PATIENCE_SECONDS)

    def ask(self, length: int) -> None:
        self.missing, self.began = length, time.perf_counter()
        self.socket.sendall(self.request)

    def read(self) -> bool:
        """Whether the answer is whole now."""
        chunk = self.socket.recv(CHUNK)
        if not chunk or (self.missing > 0 and len(chunk) > self.missing):
            raise RuntimeError("the server closed the connection, or answered something else than before")
        self.missing -= len(chunk)
        return self.missing == 0

    def length_of_answer(self) -> int:
        """Ask once and read headers and body: how many bytes every answer has.  Raises unless it is a 200."""
        self.socket.sendall(self.request)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self.socket.recv(CHUNK)
        head = received.split(b"\r\n\r\n")[0]
        status, *headers = head.decode("latin-1").lower().split("\r\n")
        if " 200 " not in f"{status} ":
            raise RuntimeError(f"nothing to time: {status}")
        body = next(int(line.split(":")[1]) for line in headers if line.startswith("content-length:"))
        length = len(head) + 4 + body
        missing = length - len(received)
        while missing:
            missing -= len(self.socket.recv(missing))
        return length


def load(port: int, path: str, *, seconds: float, connections: int, headers: Mapping[str, str]) -> Load:
    """Read ``path`` for so many seconds; each connection is answered at least once."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n".encode()
    readers = [Connection(request, port) for _ in range(connections)]
    try:
        lengths = [reader.length_of_answer() for reader in readers]
        return _load(readers, lengths[-1], seconds)
    finally:
        for reader in readers:
            reader.socket.close()


def _load(readers: list[Connection], length: int, seconds: float) -> Load:
    latencies: list[float] = []
    with selectors.DefaultSelector() as selector:
        for reader in readers:
            selector.register(reader.socket, selectors.EVENT_READ, reader)
        began = time.perf_counter()
        for reader in readers:
            reader.ask(length)
        waiting = len(readers)
        while waiting:
            for ready, _ in selector.select(PATIENCE_SECONDS):
                reader = ready.data
                if reader.read():
                    now = time.perf_counter()
                    latencies.append(now - reader.began)
                    if now - began < seconds:
                        reader.ask(length)
                    else:
                        waiting -= 1
        return Load(time.perf_counter() - began, sorted(latencies))
