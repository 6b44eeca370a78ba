"""Two people at once, in every order: two threads with connections of their own, let on statement by statement.

A *schedule* such as ``[3, 5]`` lets the first run three statements, then the second five, then both to their ends.
Whoever waits for a lock gives the turn away, as in the database, so that each schedule is one exact interleaving
and a failure happens again when it is run again.  Nothing here sleeps: the threads wait for each other.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

Act = Callable[[], Any]

# Nothing takes this long unless something is stuck.
PATIENCE = 20.0
# How often a thread that has not come to its next statement is asked whether it waits for a lock.
LOOK_AGAIN = 0.002
TO_THE_END = 1_000_000


class Stuck(AssertionError):
    """Neither thread gets any further."""


@dataclass
class Statement:
    """One statement of a thread: its first word, and which transaction it ran in (None: in one of its own)."""

    verb: str
    transaction: int | None


@dataclass
class Told:
    """What became of one thread: what it returned or raised, what it ran, whether it waited for the other's lock."""

    result: Any = None
    error: Exception | None = None
    statements: list[Statement] = field(default_factory=list)
    waited: bool = False


class _Actor(threading.Thread):
    """Runs ``act`` on a connection of its own and stops before every statement until it is let on."""

    def __init__(self, act: Act, turn: threading.Condition) -> None:
        super().__init__(daemon=True)
        self.act = act
        self.turn = turn
        self.told = Told()
        self.allowed = 0
        self.at_gate = False
        self.ended = False
        self.holds_transaction = False
        self.session: int | None = None
        self._transactions = 0

    def run(self) -> None:
        try:
            connection.ensure_connection()
            if connection.vendor == "postgresql":
                self.session = connection.connection.info.backend_pid
            with connection.execute_wrapper(self._gate):
                self.told.result = self.act()
        except Exception as error:
            self.told.error = error
        finally:
            connection.close()
            with self.turn:
                self.ended = True
                self.turn.notify_all()

    def _gate(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        verb = sql.split(maxsplit=1)[0].upper()
        with self.turn:
            self.told.statements.append(Statement(verb, self._transaction()))
            self.holds_transaction = connection.in_atomic_block
            self.at_gate = True
            self.turn.notify_all()
            if not self.turn.wait_for(lambda: self.allowed, PATIENCE):
                raise Stuck("nobody let this thread on")
            self.allowed -= 1
            self.at_gate = False
        result = execute(sql, params, many, context)
        self.holds_transaction = self.holds_transaction or verb == "BEGIN"
        return result

    def _transaction(self) -> int | None:
        """A number for each transaction; the mark goes when it ends."""
        if not connection.in_atomic_block:
            return None
        if all(hook[1] is not _mark for hook in connection.run_on_commit):
            self._transactions += 1
            connection.on_commit(_mark)
        return self._transactions


def _mark() -> None:
    """Only its presence among the hooks of a transaction means something."""


def interleave(first: Act, second: Act, schedule: Sequence[int]) -> tuple[Told, Told]:
    """Run both by ``schedule`` and then to their ends.  Raises :class:`Stuck` when an end is not reached."""
    turn = threading.Condition()
    one, two = _Actor(first, turn), _Actor(second, turn)
    one.start()
    two.start()
    actor, other = one, two
    for steps in itertools.chain(schedule, itertools.repeat(TO_THE_END)):
        if one.ended and two.ended:
            break
        _let_on(actor, other, steps)
        actor, other = other, actor
    return one.told, two.told


def _let_on(actor: _Actor, other: _Actor, steps: int) -> None:
    """Let ``actor`` run ``steps`` statements, or until it ends or waits for a lock of ``other``.

    When both wait for each other the database ends one of them.
    """

    def paused() -> bool:
        return actor.ended or (actor.at_gate and not actor.allowed)

    with actor.turn:
        actor.allowed = steps
        actor.turn.notify_all()
        for _ in range(int(PATIENCE / LOOK_AGAIN)):
            if actor.turn.wait_for(paused, LOOK_AGAIN):
                return
            if _waits_for(actor, other) and not _waits_for(other, actor):
                # When the lock comes free it stops before its next statement.
                actor.allowed = 0
                actor.told.waited = True
                return
    raise Stuck(f"a thread neither ended nor waited for the other: {actor.told.statements[-3:]}")


def _waits_for(actor: _Actor, other: _Actor) -> bool:
    if actor.at_gate or actor.ended or other.ended:
        return False
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s = ANY (pg_blocking_pids(%s))", [other.session, actor.session])
            return bool(cursor.fetchone()[0])
    # SQLite lets one writer in: whoever else wants to write waits for the end of the other's transaction.
    last = actor.told.statements[-1:]
    return other.holds_transaction and bool(last) and last[0].verb != "SELECT"


def every_interruption(run: Callable[[int], tuple[Told, Told]], *, stride: int = 1) -> int:
    """Call ``run(k)``, which interrupts its first thread before statement ``k``, for every k that matters.

    ``stride`` leaves statements out where no lock was met.  Returns how many interruptions were tried.
    """
    k = tried = 0
    while True:
        interrupted, other = run(k)
        tried += 1
        if k >= len(interrupted.statements):
            return tried
        k = min(_next(interrupted.statements, other.waited, k, stride), len(interrupted.statements))


def _next(statements: Sequence[Statement], waited: bool, k: int, stride: int) -> int:
    """Once the other waited for a lock of this transaction, it would wait at the same statement wherever the rest of
    the transaction is interrupted: its last statement is tried once more and what lies between is not."""
    transaction = statements[k].transaction
    if not waited or transaction is None:
        return k + stride
    last = max(i for i, statement in enumerate(statements) if statement.transaction == transaction)
    return last if last > k else k + 1
