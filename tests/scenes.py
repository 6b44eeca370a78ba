"""A scene that the tests of one module share: it is written once, and what a test does to it is rolled back.

    stage, room = scenes.set_up(write)

gives a module both fixtures: ``stage`` is the database in which ``write`` was called, and a test that asks for
``room`` finds it as it was written, with its people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.dbclone import DatabaseCopies, Template
from tests.editorial import Newsroom, newsroom
from tests.untraced import untraced


def set_up(write: Callable[[Newsroom], object], begins_with: Template = Template.FURNISHED) -> tuple[Any, Any]:
    """Two fixtures: ``stage``, the name of the module's copy, and one that gives a test the people in it."""

    @pytest.fixture(scope="module", name="stage")
    def stage(database_copies: DatabaseCopies, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
        with database_copies.kept(begins_with) as name:
            with django_db_blocker.unblock(), database_copies.using(name), untraced():
                write(newsroom())
            yield name

    @pytest.fixture
    def room(stage: str, database_copies: DatabaseCopies, django_db_blocker: DjangoDbBlocker) -> Iterator[Newsroom]:
        with django_db_blocker.unblock(), database_copies.using(stage), transaction.atomic():
            yield newsroom()
            transaction.set_rollback(True)

    return stage, room
