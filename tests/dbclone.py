"""Databases for tests, without flushing: migrate once per run, then copy.

Append-only triggers refuse TRUNCATE and DELETE, and a flush would delete what migrations seeded (the root
page, the groups, the workflow). So one *template* is migrated per run; each xdist worker works on a copy of
it, in which ordinary tests roll back; and a test that needs real commits gets a fresh copy, dropped
afterwards. A copy costs 0.1 to 0.3 seconds.

Nothing outside the databases made here is touched: of the database that DATABASE_URL names only the server is
used (PostgreSQL), or only the kind (SQLite).
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import sqlite3
from abc import ABC, abstractmethod
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class DatabaseCopies(ABC):
    """The template of this run and the copies that one worker makes of it.

    ``shared`` is a folder that all workers of the run see; ``worker`` the name of this one.
    """

    def __init__(self, shared: Path, worker: str) -> None:
        self.shared = shared
        self.worker = worker
        self.run = hashlib.sha256(str(shared).encode()).hexdigest()[:8]
        self._count = 0
        self._made: list[str] = []

    def prepare(self) -> None:
        """Migrate the template unless another worker has done it; then work on this worker's own copy."""
        done = self.shared / f"{connection.vendor}.migrated"
        with _only_one(self.shared / f"{connection.vendor}.lock"):
            if not done.exists():
                self._make_template()
                done.touch()
        self.own = self._new_copy()
        _use(self.own)

    @contextmanager
    def fresh(self) -> Iterator[None]:
        """A copy of its own for the block, with real commits; the worker's own copy again after it."""
        with self.kept() as name, self.using(name):
            yield

    @contextmanager
    def kept(self) -> Iterator[str]:
        """A copy that several tests use one after the other, each with :meth:`using`; dropped after the block."""
        name = self._new_copy()
        try:
            yield name
        finally:
            self._drop(name)
            self._made.remove(name)

    @contextmanager
    def using(self, name: str) -> Iterator[None]:
        """The block runs on that copy; the worker's own copy again after it."""
        _use(name)
        try:
            yield
        finally:
            _use(self.own)

    def remove(self) -> None:
        """Drop every copy that this worker made. The template goes with the server or the folder."""
        connections.close_all()
        for name in self._made:
            self._drop(name)
        self._made.clear()

    def _new_copy(self) -> str:
        # A new name each time: a connection left behind in another thread must not meet a database replaced
        # below it.
        self._count += 1
        name = self._copy(f"hub_test_{self.run}_{self.worker}_{self._count}")
        self._made.append(name)
        return name

    @abstractmethod
    def _make_template(self) -> None: ...

    @abstractmethod
    def _copy(self, label: str) -> str:
        """Copy the template and return the copy's NAME setting."""

    @abstractmethod
    def _drop(self, name: str) -> None: ...


class PostgresCopies(DatabaseCopies):
    """Copies by ``CREATE DATABASE … TEMPLATE``."""

    def __init__(self, shared: Path, worker: str) -> None:
        super().__init__(shared, worker)
        parameters = connection.get_connection_params()
        self._server: dict[str, Any] = {
            key: parameters[key] for key in ("host", "port", "user", "password", "sslmode") if key in parameters
        }
        self._template = f"hub_test_{self.run}_template"

    def _make_template(self) -> None:
        self._execute("CREATE DATABASE {}", self._template)
        _use(self._template)
        call_command("migrate", verbosity=0)
        connections.close_all()

    def _copy(self, label: str) -> str:
        connections.close_all()
        self._execute("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", label, self._template)
        return label

    def _drop(self, name: str) -> None:
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(**self._server, dbname="postgres", autocommit=True) as server:
            server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


class SqliteCopies(DatabaseCopies):
    """Copies of a file."""

    @property
    def _template(self) -> Path:
        return self.shared / "template.sqlite3"

    def _make_template(self) -> None:
        _use(str(self._template))
        call_command("migrate", verbosity=0)
        connections.close_all()
        with closing(sqlite3.connect(self._template)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _copy(self, label: str) -> str:
        path = self.shared / f"{label}.sqlite3"
        shutil.copyfile(self._template, path)
        return str(path)

    def _drop(self, name: str) -> None:
        for path in self.shared.glob(f"{name.rpartition('/')[2]}*"):
            path.unlink(missing_ok=True)


def copies(shared: Path, worker: str) -> DatabaseCopies:
    """The right kind for the database of the settings."""
    kind = PostgresCopies if connection.vendor == "postgresql" else SqliteCopies
    return kind(shared, worker)


def _use(name: str) -> None:
    """Point Django at another database and forget what was remembered of the last one."""
    connections.close_all()
    # One dictionary, which the connections of all threads share.
    connections.settings["default"]["NAME"] = name
    forget()


def forget() -> None:
    """Empty the caches that hold rows of a database."""
    from wagtail.models import Site

    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
    cache.clear()


@contextmanager
def _only_one(path: Path) -> Iterator[None]:
    """Hold a lock that all workers of the run respect."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
