"""Whether each replica is one, and of this database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import Error, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from hub.preflight import Found, check
from hub.replica import ALIAS

# The cluster and the database in it are the same on a physical copy; a server that was not copied has others.
IDENTITY = (
    "SELECT (SELECT system_identifier FROM pg_control_system()),"
    " (SELECT oid FROM pg_database WHERE datname = current_database())"
)
LAST_ENTRY = "SELECT MAX(sequence) FROM reviews_ledgerentry"


@check("read replicas")
def replicas() -> Found:
    if ALIAS not in connections:
        return
    primary, last = _row(connection, IDENTITY), _row(connection, LAST_ENTRY)[0] or 0
    for host, copy in _hosts():
        try:
            yield from _looked_at(host, copy, primary, last)
        except Error as error:
            said = next(iter(str(error).splitlines()), "")
            yield (
                "missing",
                f"the replica {host} does not answer ({said}). The site stays up without it: the primary is read.",
            )
        finally:
            copy.close()


def _looked_at(host: str, copy: BaseDatabaseWrapper, primary: tuple[Any, ...], last: int) -> Found:
    if _row(copy, IDENTITY) != primary:
        yield (
            "unsafe",
            f"{host} is not a replica of this database: it was not copied from this server. Nothing is read there. "
            "Let DATABASE_REPLICA_URL name a copy that PostgreSQL keeps by streaming replication.",
        )
        return
    if not _row(copy, "SELECT pg_is_in_recovery()")[0]:
        yield (
            "unsafe",
            f"{host} takes writes, so it is the primary itself, or a replica that was made a primary and follows "
            "nobody any more. Let DATABASE_REPLICA_URL name a copy that PostgreSQL keeps by streaming replication.",
        )
    if behind := last - (_row(copy, LAST_ENTRY)[0] or 0):
        yield (
            "missing",
            f"the replica {host} lacks the newest {behind} of the ledger, so the primary is read. Nothing wrong is "
            "shown; see whether replication stands still (pg_stat_replication).",
        )


def _hosts() -> Iterator[tuple[str, BaseDatabaseWrapper]]:
    """Each host that the address names, with a connection to it alone."""
    named = connections.settings[ALIAS]
    hosts, ports = named["HOST"].split(","), str(named["PORT"]).split(",")
    for number, host in enumerate(hosts):
        alone = {"HOST": host, "PORT": ports[number] if len(ports) > 1 else ports[0]}
        copy = connections.create_connection(ALIAS)
        options = {**named["OPTIONS"], "pool": None}
        # What the address asks of a server would hide one that is not as it should be.
        options.pop("target_session_attrs", None)
        copy.settings_dict = {**named, **alone, "OPTIONS": options}
        yield host or "of DATABASE_REPLICA_URL", copy


def _row(asked: BaseDatabaseWrapper, statement: str) -> tuple[Any, ...]:
    with asked.cursor() as cursor:
        cursor.execute(statement)
        found: tuple[Any, ...] = cursor.fetchone()
    return found
