"""Many rows at once, for tables that no model's ``save`` and no signal is interested in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection


def write(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert ``rows`` in one statement whose length does not grow with them.

    Values are numbers, words, bytes or None.  Every trigger of the table is fired, as by any other insert.
    """
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            told = json.dumps([dict(zip(columns, map(_told, row), strict=True)) for row in rows])
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {names}"  # noqa: S608  names of our own tables
                f" FROM json_populate_recordset(NULL::{table}, %s)",
                [told],
            )
        else:
            holes = ", ".join(["%s"] * len(columns))
            statement = f"INSERT INTO {table} ({names}) VALUES ({holes})"  # noqa: S608  names of our own tables
            cursor.executemany(statement, list(rows))


def _told(value: Any) -> Any:
    """PostgreSQL reads bytes from text in hexadecimal digits."""
    return f"\\x{value.hex()}" if isinstance(value, bytes) else value
