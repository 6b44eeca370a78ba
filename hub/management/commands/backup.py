"""One file with everything: rows, uploaded files, and the head of the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from hub.archive import writing

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = "Write the database, the uploaded files and the ledger's head to one file, which restore reads anywhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="the file to write, such as hub.zip; it must not exist")

    def handle(self, *, path: Path, **options: Any) -> None:
        if path.exists():
            raise CommandError(f"{path} exists already, and is left as it is. Give another name.")
        try:
            manifest = writing.write(path)
        except OSError as error:
            raise CommandError(f"The backup was not made: {error}. Nothing half made was left.") from error
        head = manifest["ledger"]
        self.stdout.write(
            f"{path}: {len(manifest['tables'])} tables, {len(manifest['files'])} files.\n"
            f"The ledger ends with entry {head['sequence']}. Keep its hash elsewhere, for restore --head "
            f"{head['hash']}"
        )
