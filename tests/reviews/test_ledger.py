"""The ledger: one chain, never forked, never changed."""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from reviews import ledger, recording, services, verify_ledger
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
    assert facts["submission"]["contributors"] == [room.editor.user.pk]


def test_the_ledger_quotes_nobody(room: Newsroom) -> None:
    waiting = room.editor.submit(room.editor.write(factories.standard()), "Secret note.")
    room.pharmacist.request_changes(waiting, "Secret comment.")
    published = "".join(ledger.lines())
    assert "Secret" not in published
    assert recording.fingerprint("Secret comment.") in published


def test_a_reason_for_withdrawal_is_public(room: Newsroom) -> None:
    page = room.publish(factories.standard())
    services.withdraw(page, room.pharmacist.user, reason="A wrong dose.")
    assert "A wrong dose." in ledger.head().body


def exported() -> list[str]:
    out = io.StringIO()
    call_command("export_ledger", stdout=out)
    return out.getvalue().splitlines()


def test_the_exported_ledger_verifies_without_our_software(room: Newsroom, tmp_path: Path) -> None:
    room.publish(factories.standard())
    file = tmp_path / "ledger.jsonl"
    file.write_text("\n".join(exported()))
    script = Path(verify_ledger.__file__)
    result = subprocess.run([sys.executable, "-I", script, file], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
    assert ledger.head().hash in result.stdout
    call_command("verify_ledger", str(file), stdout=io.StringIO())


def test_the_offline_script_is_short_and_needs_nothing() -> None:
    source = Path(verify_ledger.__file__).read_text()
    assert len(source.splitlines()) < 100
    imports = {line.split()[1].split(".")[0] for line in source.splitlines() if line.startswith(("import ", "from "))}
    assert imports <= sys.stdlib_module_names


@pytest.mark.parametrize(
    "tamper",
    [
        pytest.param(lambda ls: [ls[0], ls[1].replace("Pharmacist", "Physician"), *ls[2:]], id="altered"),
        pytest.param(lambda ls: [ls[0], *ls[2:]], id="removed"),
        pytest.param(lambda ls: [ls[0], ls[2], ls[1], *ls[3:]], id="reordered"),
        pytest.param(lambda ls: [*ls[:2], ls[1], *ls[2:]], id="inserted"),
        pytest.param(lambda ls: ls[1:], id="cut at the start"),
        pytest.param(lambda ls: [*ls[:2], "{", *ls[2:]], id="garbled"),
        pytest.param(lambda ls: [], id="empty"),
        pytest.param(lambda ls: [*ls, "3"], id="not an object"),
    ],
)
def test_any_tampering_is_found(room: Newsroom, tmp_path: Path, tamper: Callable[[list[str]], list[str]]) -> None:
    room.publish(factories.standard())
    file = tmp_path / "ledger.jsonl"
    file.write_text("\n".join(tamper(exported())))
    with pytest.raises(CommandError):
        call_command("verify_ledger", str(file), stdout=io.StringIO())


def test_a_ledger_cut_at_the_end_is_found_by_whoever_kept_the_head(room: Newsroom) -> None:
    room.publish(factories.standard())
    shorter = exported()[:-1]
    assert verify_ledger.problems(shorter) == []
    assert verify_ledger.problems(shorter, ledger.head().hash)


def test_anybody_can_fetch_the_ledger(room: Newsroom) -> None:
    room.publish(factories.standard())
    machine: Any = Client().get("/ledger.jsonl")
    assert machine["content-type"] == "application/x-ndjson"
    text = b"".join(machine.streaming_content).decode()
    assert verify_ledger.problems(text.splitlines(), ledger.head().hash) == []
    person = Client().get("/ledger/").content.decode()
    assert ledger.head().hash in person
    assert "Pharmacist, Register for tests no. TEST-1" in person
    assert Client().get("/ledger/?page=99").status_code == 200
