"""Telling the story of the demonstration to an empty database, once."""

from __future__ import annotations

import datetime
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from hub.demo import accounts, clock
from hub.demo.story import Story
from pages.models import HomePage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class OtherContentError(Exception):
    """The database holds content that is not the demonstration's."""


def is_seeded() -> bool:
    """Whether the demonstration is in this database.  Raises ``OtherContentError`` when something else is."""
    home = HomePage.objects.exists()
    people = get_user_model().objects.filter(username__in=[account.username for account in accounts.ACCOUNTS]).count()
    if home and people == len(accounts.ACCOUNTS):
        return True
    if home or people:
        raise OtherContentError("This database already holds pages or people that are not the demonstration’s.")
    return False


def seed(say: Callable[[str], None] = lambda step: None) -> bool:
    """Tell the story unless it was told; ``say`` hears each step.  Returns whether anything was written.

    One transaction: a start that was interrupted leaves nothing behind, and the next one tells it from the
    beginning.
    """
    if is_seeded():
        return False
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    beginning = today - datetime.timedelta(days=Story.DAYS)
    with _quietly(), accounts.quick_passwords(), transaction.atomic(), clock.running(clock.Clock(beginning)) as wall:
        Story(wall, today, say).tell()
    return True


@contextmanager
def _quietly() -> Iterator[None]:
    """No log lines about what happened months ago."""
    before = logging.root.manager.disable
    logging.disable(max(before, logging.INFO))
    try:
        yield
    finally:
        logging.disable(before)
