from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reviews import verify_ledger


class Command(BaseCommand):
    help = "Check a copy of the ledger; the same check as reviews/verify_ledger.py, which needs no Django."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--head", default="", help="a hash that the ledger must hold")

    def handle(self, *args: Any, file: Path, head: str, **options: Any) -> None:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"The file cannot be read: {error}") from error
        found = verify_ledger.problems(lines, head)
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write(self.style.SUCCESS(f"{len(lines)} entries, whole and in order"))
