"""Reads a backup into an empty database, of whichever kind, and compares everything with its approval."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from hub.archive import ArchiveRefused, reading

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = "Restore a backup into an empty, migrated database; refuses one that is damaged or not as it was approved."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="a file that backup wrote")
        parser.add_argument("--head", default="", metavar="HASH", help="the ledger's newest hash, as kept elsewhere")

    def handle(self, *, path: Path, head: str, **options: Any) -> None:
        try:
            manifest = reading.restore(path, head)
        except ArchiveRefused as refusal:
            raise CommandError(f"{path} was not restored: {refusal}. Nothing was changed.") from refusal
        self.stdout.write(
            f"Restored {path} of {manifest['made_at']}. The ledger ends with entry {manifest['ledger']['sequence']}. "
            "Everything public is what was approved. Everybody signs in again."
        )
