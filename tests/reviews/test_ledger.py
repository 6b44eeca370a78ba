"""The ledger: one chain, never forked, never changed."""

from __future__ import annotations

import hashlib
import itertools
import json

from reviews import ledger
from reviews.models import LedgerEntry
from tests import factories
from tests.editorial import Newsroom


def test_every_entry_names_the_hash_of_the_one_before(room: Newsroom) -> None:
    room.publish(factories.standard())
    entries = list(LedgerEntry.objects.all())
    assert entries[0].previous_hash == ledger.NO_HASH
    assert [entry.kind for entry in entries] == ["opened", "appointment", "appointment", "decision"]
    for before, entry in itertools.pairwise(entries):
        assert entry.previous_hash == before.hash
        assert entry.hash == hashlib.sha256(entry.body.encode()).hexdigest()
        assert json.loads(entry.body)["previous_hash"] == before.hash
        assert json.loads(entry.body)["sequence"] == entry.sequence


def test_an_entry_says_what_was_decided_and_by_whom(room: Newsroom) -> None:
    page = room.publish(factories.standard())
    facts = json.loads(LedgerEntry.objects.latest("sequence").body)["facts"]
    assert facts["outcome"] == "approved"
    assert facts["page"] == page.pk
    assert facts["decided_by_credentials"] == "Pharmacist, Register for tests no. TEST-1"
    assert facts["contributors"][0]["name"] == "editor"
    assert facts["change_note"] == "First version."
