"""A clock for seeding only: events happen at the moment they are dated.

This is honest because it is confined to demonstration data: the command refuses production settings, the
accounts and registrations are visibly fictitious, and every page carries a banner that says so.  Nothing but
what ``django.utils.timezone`` calls the time is replaced, and only inside the block: services, guards and
triggers are the real ones and run in the order of the dates, so that the ledger only ever moves forward.
"""

from __future__ import annotations

import datetime
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest import mock

if TYPE_CHECKING:
    from collections.abc import Iterator


class Clock:
    """Time that stands still until somebody moves it on."""

    def __init__(self, start: datetime.datetime) -> None:
        self.now = start

    def move_to(self, moment: datetime.datetime) -> None:
        """Later only: events are told in their order."""
        if moment < self.now:
            raise ValueError(f"The demonstration went back in time, from {self.now} to {moment}.")
        self.now = moment

    def tick(self, seconds: float = 15) -> None:
        self.now += datetime.timedelta(seconds=seconds)


@contextmanager
def running(clock: Clock) -> Iterator[Clock]:
    """``timezone.now()`` tells the time of ``clock`` inside the block.

    Not the function is replaced but the class it asks: model fields hold the function itself as a default.
    """

    class SameAsDatetime(type):
        def __instancecheck__(cls, instance: Any) -> bool:
            return isinstance(instance, datetime.datetime)

    class DatetimeOfClock(datetime.datetime, metaclass=SameAsDatetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Any:
            return clock.now.astimezone(tz)

    with mock.patch("django.utils.timezone.datetime", DatetimeOfClock):
        yield clock
