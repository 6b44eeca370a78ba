"""A bounded place in memory: what was not asked for the longest goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, Protocol, TypeVar


class Kept(Protocol):
    @property
    def size(self) -> int: ...

    @property
    def until(self) -> float: ...


K = TypeVar("K", bound=Kept)


class Shelf(Generic[K]):
    """Entries of at most ``limit`` bytes in all, each until its time is over; safe for threads."""

    def __init__(self, limit: int, now: Callable[[], float]) -> None:
        self._limit = limit
        self._now = now
        self._entries: OrderedDict[Hashable, K] = OrderedDict()
        self._lock = threading.Lock()
        self.size = 0
        self.evicted = 0

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Hashable) -> K | None:
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            if entry.until <= self._now():
                self._remove(key)
                return None
            self._entries.move_to_end(key)
            return entry

    def put(self, key: Hashable, entry: K) -> None:
        """What alone is larger than the shelf is not kept."""
        if entry.size > self._limit:
            return
        with self._lock:
            if key in self._entries:
                self._remove(key)
            self._entries[key] = entry
            self.size += entry.size
            while self.size > self._limit:
                self._remove(next(iter(self._entries)))
                self.evicted += 1

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()
            self.size = 0

    def _remove(self, key: Hashable) -> None:
        self.size -= self._entries.pop(key).size
