"""A scene that the tests of one module share: it is written once, and what a test does to it is rolled back.

``stage = scenes.stage(write)`` in a module makes the database, and its fixture ``room`` begins with ``scenes.on``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.dbclone import DatabaseCopies, Template
from tests.editorial import Newsroom, newsroom
from tests.untraced import untraced


def stage(write: Callable[[Newsroom], object]) -> Any:
    """A fixture for a module: the name of a copy of the furnished database in which ``write`` was called."""

    @pytest.fixture(scope="module", name="stage")
    def fixture(database_copies: DatabaseCopies, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
        with database_copies.kept(Template.FURNISHED) as name:
            with django_db_blocker.unblock(), database_copies.using(name), untraced():
                write(newsroom())
            yield name

    return fixture


@contextmanager
def on(name: str, copies: DatabaseCopies, blocker: DjangoDbBlocker) -> Iterator[Newsroom]:
    """The people, in a transaction that is rolled back."""
    with blocker.unblock(), copies.using(name), transaction.atomic():
        yield newsroom()
        transaction.set_rollback(True)
