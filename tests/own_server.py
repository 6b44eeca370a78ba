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

NAME, USER = "hub", "postgres"


def holding(
    copies: dbclone.DatabaseCopies,
    template: dbclone.Template,
    blocker: DjangoDbBlocker,
    folder: Path,
    **options: str,
) -> pgtemp.Server:
    """A server with what ``template`` holds, to be stopped by the caller; ``folder`` takes a dump on the way."""
    server = pgtemp.Server(None, **options)
    with blocker.unblock(), copies.kept(template) as name:
        here = {"host": connection.settings_dict["HOST"], "user": connection.settings_dict["USER"]}
        migrated_cache.dump(here, name, folder / "dump")
    with psycopg.connect(server.url, autocommit=True) as maintenance:
        maintenance.execute(f"CREATE DATABASE {NAME}")
    assert migrated_cache.restore({"host": str(server.home), "user": USER}, NAME, folder / "dump")
    return server


@contextmanager
def used(server: pgtemp.Server, blocker: DjangoDbBlocker) -> Iterator[None]:
    """Within the block of one test Django works on it, and what is committed is kept."""
    other = {"HOST": str(server.home), "USER": USER, "PORT": "", "NAME": NAME}
    with blocker.unblock(), mock.patch.dict(connections.settings["default"], other):
        connections.close_all()
        dbclone.forget()
        yield
        connections.close_all()
    dbclone.forget()


def database_url(server: pgtemp.Server) -> str:
    """The address of the database on it."""
    return urlsplit(server.url)._replace(path=f"/{NAME}").geturl()
