"""Databases for tests, without flushing: migrate once per run, then copy.

Append-only triggers refuse TRUNCATE and DELETE, and a flush would delete what migrations seeded (the root
page, the groups, the workflow). So *templates* are made once per run: a migrated one, one with the people and the
tree that most tests begin with, one with an approved page as well, one with a submission of it, and one of the
demonstration. Each xdist worker works on copies of them, in which ordinary tests roll back; and a test that needs
real commits gets a fresh copy, dropped afterwards. A copy costs 0.1 to 0.3 seconds.

Migrating takes 15 seconds, so the migrated template is kept in pytest's cache under a key of everything that
makes it (``tests.migrated_cache``); a clean clone has none and migrates.

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
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import psycopg
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

from tests import migrated_cache
from tests.untraced import untraced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


class Template(StrEnum):
    """What a database holds before a test; each begins as a copy of the one before it."""

    MIGRATED = "migrated"
    STAFFED = "staffed"  # tests.editorial.staff
    FURNISHED = "furnished"  # tests.editorial.furnish
    SUBMITTED = "submitted"  # tests.editorial.hand_in
    TOLD = "told"  # hub.demo.seeding.seed on what was migrated; made when the first test asks for it


class DatabaseCopies(ABC):
    """The templates of this run and the copies that one worker makes of them.

    ``shared`` is a folder that all workers of the run see; ``worker`` the name of this one; ``cache`` the folder
    that outlives the run, or None.
    """

    def __init__(self, shared: Path, worker: str, cache: Path | None) -> None:
        self.shared = shared
        self.worker = worker
        self.cache = cache
        self.run = hashlib.sha256(str(shared).encode()).hexdigest()[:8]
        self._count = 0
        self._made: list[str] = []
        self._own: dict[Template, str] = {}

    def prepare(self) -> None:
        """Make the templates unless another worker has done it; then work on this worker's own copy."""
        self._once("made", self._make_templates)
        _prepared.append(self)
        self.work_on(_wanted[-1])

    def _once(self, what: str, make: Callable[[], None]) -> None:
        """The first worker that comes here makes it; the others wait until it is made."""
        done = self.shared / f"{connection.vendor}.{what}"
        with _only_one(done.with_suffix(f".{what}-lock")):
            if not done.exists():
                with untraced():
                    make()
                done.touch()

    def work_on(self, template: Template) -> None:
        """Use this worker's own copy of ``template``; it is made when it is first asked for."""
        if template not in self._own:
            self._own[template] = self._new_copy(template)
        self.own = self._own[template]
        if connection.settings_dict["NAME"] != self.own:
            _use(self.own)

    def _make_templates(self) -> None:
        kept = migrated_cache.file(self.cache, connection.vendor)
        self._create(Template.MIGRATED)
        _use(self._name(Template.MIGRATED))
        if not (kept and kept.exists() and self._load(kept)):
            call_command("migrate", verbosity=0)
            connections.close_all()
            if kept:
                self._save(kept)
        connections.close_all()
        from tests import editorial

        self._fill(Template.STAFFED, Template.MIGRATED, editorial.staff)
        self._fill(Template.FURNISHED, Template.STAFFED, editorial.furnish)
        self._fill(Template.SUBMITTED, Template.FURNISHED, editorial.hand_in)

    def _fill(self, template: Template, before: Template, fill: Callable[[], object]) -> None:
        """Make ``template``: a copy of the one ``before``, and what ``fill`` commits to it."""
        self._copy(before, self._name(template))
        _use(self._name(template))
        fill()
        connections.close_all()

    def _tell(self) -> None:
        from hub.demo import seeding

        self._fill(Template.TOLD, Template.MIGRATED, lambda: seeding.seed(lambda step: None))
        _use(self.own)

    @contextmanager
    def fresh(self, template: Template = Template.STAFFED) -> Iterator[None]:
        """A copy of its own for the block, with real commits; the worker's own copy again after it."""
        with self.kept(template) as name, self.using(name):
            yield

    @contextmanager
    def kept(self, template: Template = Template.STAFFED) -> Iterator[str]:
        """A copy that several tests use one after the other, each with :meth:`using`; dropped after the block."""
        name = self._new_copy(template)
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
        """Drop every copy that this worker made. The templates go with the server or the folder."""
        connections.close_all()
        for name in self._made:
            self._drop(name)
        self._made.clear()

    def _new_copy(self, template: Template) -> str:
        if template is Template.TOLD:
            self._once("told", self._tell)
        # A new name each time: a connection left behind in another thread must not meet a database replaced
        # below it.
        self._count += 1
        connections.close_all()
        name = self._copy(template, self._name(f"{self.worker}_{self._count}"))
        self._made.append(name)
        return name

    @abstractmethod
    def _name(self, label: str) -> str:
        """The NAME setting of the database with this label."""

    @abstractmethod
    def _create(self, template: Template) -> None:
        """An empty database."""

    @abstractmethod
    def _copy(self, template: Template, name: str) -> str:
        """Copy the template to ``name`` and return ``name``."""

    @abstractmethod
    def _drop(self, name: str) -> None: ...

    @abstractmethod
    def _save(self, kept: Path) -> None:
        """Keep the migrated template for later runs."""

    @abstractmethod
    def _load(self, kept: Path) -> bool:
        """Fill the migrated template with what was kept; False when that is not possible."""


class PostgresCopies(DatabaseCopies):
    """Copies by ``CREATE DATABASE … TEMPLATE``."""

    def __init__(self, shared: Path, worker: str, cache: Path | None) -> None:
        super().__init__(shared, worker, cache)
        parameters = connection.get_connection_params()
        self._server: dict[str, Any] = {
            key: parameters[key] for key in ("host", "port", "user", "password", "sslmode") if key in parameters
        }

    def _name(self, label: str) -> str:
        return f"hub_test_{self.run}_{label}"

    def _create(self, template: Template) -> None:
        self._execute("CREATE DATABASE {}", self._name(template))

    def _copy(self, template: Template, name: str) -> str:
        self._execute("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", name, self._name(template))
        return name

    def _drop(self, name: str) -> None:
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(**self._server, dbname="postgres", autocommit=True) as server:
            server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _save(self, kept: Path) -> None:
        migrated_cache.dump(self._server, self._name(Template.MIGRATED), kept)

    def _load(self, kept: Path) -> bool:
        return migrated_cache.restore(self._server, self._name(Template.MIGRATED), kept)


class SqliteCopies(DatabaseCopies):
    """Copies of a file."""

    def _name(self, label: str) -> str:
        return str(self.shared / f"{label}.sqlite3")

    def _create(self, template: Template) -> None:
        """SQLite makes the file when it is opened."""

    def _copy(self, template: Template, name: str) -> str:
        # What lies beside the file in the write-ahead log would not be copied.
        with closing(sqlite3.connect(self._name(template))) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(self._name(template), name)
        return name

    def _drop(self, name: str) -> None:
        for path in self.shared.glob(f"{name.rpartition('/')[2]}*"):
            path.unlink(missing_ok=True)

    def _save(self, kept: Path) -> None:
        self._copy(Template.MIGRATED, str(kept))

    def _load(self, kept: Path) -> bool:
        connections.close_all()
        shutil.copyfile(kept, self._name(Template.MIGRATED))
        return True


# The copies of this worker once they are prepared, and what its next test begins with.
_prepared: list[DatabaseCopies] = []
_wanted = [Template.STAFFED]


def begin_with(template: Template) -> None:
    """Let the next test begin with a copy of ``template``.  Call it while no connection is in a transaction."""
    _wanted[:] = [template]
    for prepared in _prepared:
        prepared.work_on(template)
        # What a test changed is rolled back; what was remembered of the change is not.
        forget()


def copies(shared: Path, worker: str, cache: Path | None = None) -> DatabaseCopies:
    """The right kind for the database of the settings."""
    kind = PostgresCopies if connection.vendor == "postgresql" else SqliteCopies
    return kind(shared, worker, cache)


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
