"""Refusals: what happened, what was kept, what to do next."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import PermissionDenied

# How often each event happened in this process, for whoever watches (``hub.metrics``).
counted: Counter[str] = Counter()
_recorded: ContextVar[list["ReviewRefused"] | None] = ContextVar("refusals", default=None)


class ReviewRefused(PermissionDenied):
    """The gate said no.

    A ``PermissionDenied``, so that every Wagtail view and API answers it as a refusal and never as a fault.
    Wagtail's admin replaces the message of a ``PermissionDenied`` by a general one; ``RefusalMiddleware``
    shows this one, which it finds through :func:`recording`.
    """

    # Stable, for whoever watches the log.
    event_id = "HUB-REFUSED-1"

    def __init__(self, what: str, *, kept: str = "Nothing was changed.", next_step: str = "") -> None:
        self.what = what
        self.kept = kept
        self.next_step = next_step
        super().__init__(" ".join(part for part in (what, kept, next_step) if part))
        recorded = _recorded.get()
        if recorded is not None:
            recorded.append(self)


class NotEligible(ReviewRefused):
    """This person may not decide on this request."""

    event_id = "HUB-REFUSED-2"


class Moved(ReviewRefused):
    """What was shown is no longer what would be decided on."""

    event_id = "HUB-REFUSED-3"


class NewerRelease(ReviewRefused):
    """A newer release stored this, and this one cannot show all that it says (``reviews.unread``)."""

    event_id = "HUB-REFUSED-5"


class NotReady(ReviewRefused):
    """The draft cannot be submitted as it stands; ``problems`` says why, one sentence each."""

    event_id = "HUB-REFUSED-4"

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(
            "This draft cannot be submitted yet: " + " ".join(problems),
            kept="Your draft is saved.",
            next_step="Mend these points and submit again.",
        )


@contextmanager
def recording() -> Iterator[list[ReviewRefused]]:
    """Collect the refusals raised inside the block."""
    refusals: list[ReviewRefused] = []
    token = _recorded.set(refusals)
    try:
        yield refusals
    finally:
        _recorded.reset(token)
