"""A PostgreSQL server of one test alone, which may crash or have replicas; Django works on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock
from urllib.parse import urlsplit

import psycopg
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

from tests import dbclone, migrated_cache, pgtemp

NAME = "hub"


@contextmanager
def holding(
    copies: dbclone.DatabaseCopies,
    template: dbclone.Template,
    blocker: DjangoDbBlocker,
    folder: Path,
    **options: str,
) -> Iterator[pgtemp.Server]:
    """A server with what ``template`` holds.  What the block commits is kept; ``folder`` takes a dump on the way."""
    server = pgtemp.Server(**options)
    there = {"host": str(server.home), "user": "postgres"}
    with copies.kept(template) as name:
        here = {"host": connection.settings_dict["HOST"], "user": connection.settings_dict["USER"]}
        migrated_cache.dump(here, name, folder / "dump")
    with psycopg.connect(server.url, autocommit=True) as maintenance:
        maintenance.execute(f"CREATE DATABASE {NAME}")
    assert migrated_cache.restore(there, NAME, folder / "dump")
    other = {"HOST": there["host"], "USER": there["user"], "PORT": "", "NAME": NAME}
    with blocker.unblock(), mock.patch.dict(connections.settings["default"], other):
        connections.close_all()
        dbclone.forget()
        yield server
        connections.close_all()
    dbclone.forget()
    server.stop()


def database_url(server: pgtemp.Server) -> str:
    """The address of the database on it."""
    return urlsplit(server.url)._replace(path=f"/{NAME}").geturl()
