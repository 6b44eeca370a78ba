"""Trying every route and judging it by what it moved, never by whether it was told no."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, field

from django.db import IntegrityError, connection, transaction

from reviews.models import PublicationWindow
from reviews.selftest import isolation, scene
from reviews.selftest.routes import Route, groups

CLOSED, OPEN, ERROR = "closed", "OPEN", "ERROR"


@dataclass(frozen=True)
class Outcome:
    """``reasons`` say what got through, or why the route could not be tried."""

    row: str
    title: str
    verdict: str
    reasons: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def run(only: Collection[str] = ()) -> Iterator[Outcome]:
    """Try every route, or those with the numbers ``only``.

    Each group has a transaction of its own, so that nobody waits longer than that for a lock.
    """
    # The addresses of the site are looked up before the settings point to ours.
    from reviews.selftest import urls  # noqa: F401

    with isolation.apart_from_the_site():
        for routes in groups():
            chosen = [route for route in routes if _exists_here(route) and (not only or route.row in only)]
            if not chosen:
                continue
            yield from _try_together(chosen)


def _try_together(chosen: list[Route]) -> list[Outcome]:
    outcomes: list[Outcome] = []
    try:
        with scene.made() as made:
            outcomes += [try_route(route, made) for route in chosen]
    except Exception as error:  # without pages and people nothing can be tried
        outcomes += [_not_tried(route, error) for route in chosen[len(outcomes) :]]
    return outcomes


def _not_tried(route: Route, error: Exception) -> Outcome:
    return Outcome(route.row, route.title, ERROR, [f"{type(error).__name__}: {error}"])


def _exists_here(route: Route) -> bool:
    return route.vendor in {"", connection.vendor}


def try_route(route: Route, made: scene.Scene) -> Outcome:
    """Try one route in a savepoint, and take back whatever it did."""
    pages, before, addresses = dict(made.pages), made.before, made.addresses
    try:
        with transaction.atomic():
            reasons = [*_attempt(route, made), *_moved(made)]
            transaction.set_rollback(True)
    except Exception as error:
        return _not_tried(route, error)
    finally:
        made.pages, made.before, made.addresses = pages, before, addresses
    return Outcome(route.row, route.title, OPEN if reasons else CLOSED, reasons)


def _moved(made: scene.Scene) -> list[str]:
    try:
        return made.moved()
    except Exception as error:
        return [f"what was there cannot be read any more: {type(error).__name__}: {error}"]


def _attempt(route: Route, made: scene.Scene) -> list[str]:
    """The attempt and the end of its transaction: a window that was left open takes everything with it."""
    savepoint = transaction.savepoint()
    got_through = list(route.attempt(made) or ())
    try:
        with transaction.atomic():
            connection.check_constraints(table_names=[PublicationWindow._meta.db_table])
    except IntegrityError:
        transaction.savepoint_rollback(savepoint)
        return []
    transaction.savepoint_commit(savepoint)
    return got_through
