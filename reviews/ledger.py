"""The ledger: appending.  Every entry names the hash of the one before it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from reviews.digests import canonical_json
from reviews.models.ledger_entries import LedgerEntry

GENESIS = 0
NO_HASH = "0" * 64
# Sent inside the transaction; of bulk_create, Django sends nothing.
appended = Signal()


def append(kind: str, facts: dict[str, Any]) -> LedgerEntry:
    """Add one entry, inside the caller's transaction."""
    [entry] = append_all(kind, [facts])
    return entry


def append_all(kind: str, all_facts: Iterable[dict[str, Any]]) -> list[LedgerEntry]:
    """Add an entry for each, in this order, inside the caller's transaction.

    Appends wait for each other on the row of the first entry (SQLite lets one writer in anyway), so that the
    chain never forks; the unique previous hash would refuse a fork even so.
    """
    with transaction.atomic(durable=False):
        LedgerEntry.objects.select_for_update().get(pk=GENESIS)
        last = LedgerEntry.objects.latest("sequence")
        entries = []
        for facts in all_facts:
            last = LedgerEntry(**entry_values(last.sequence + 1, kind, facts, last.hash))
            entries.append(last)
        stored = LedgerEntry.objects.bulk_create(entries)
    appended.send(sender=LedgerEntry)
    return stored


def entry_values(sequence: int, kind: str, facts: dict[str, Any], previous_hash: str) -> dict[str, Any]:
    """Column values of an entry; its hash is the SHA-256 of its body."""
    now = timezone.now()
    body = canonical_json(
        {
            "sequence": sequence,
            "kind": kind,
            "recorded_at": now.isoformat(),
            "previous_hash": previous_hash,
            "facts": facts,
        }
    )
    return {
        "sequence": sequence,
        "kind": kind,
        "body": body,
        "previous_hash": previous_hash,
        "hash": hashlib.sha256(body.encode()).hexdigest(),
        "recorded_at": now,
    }


def lines() -> Iterator[str]:
    """The whole ledger as JSON Lines: ``{"body": {…}, "hash": "…"}``, oldest first."""
    for entry in LedgerEntry.objects.order_by("sequence").iterator(chunk_size=1000):
        yield f'{{"body":{entry.body},"hash":"{entry.hash}"}}'


def head() -> LedgerEntry:
    """The newest entry; whoever keeps its hash can tell later whether anything before it was changed."""
    return LedgerEntry.objects.latest("sequence")
