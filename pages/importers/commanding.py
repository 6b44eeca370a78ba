"""What the two import commands share: each file for itself, a report, and an exit status."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from pages.importers import files, importing, reporting
from pages.importers.reading import Readers
from pages.importers.refusals import ImportRefused


@contextmanager
def _without_log_lines() -> Iterator[None]:
    """The report is for a person; what was made stands in the audit log too."""
    before = logging.root.manager.disable
    logging.disable(max(before, logging.INFO))
    try:
        yield
    finally:
        logging.disable(before)


class ImportCommand(BaseCommand):
    """Exit status 1 if a file was refused; the other files are imported all the same."""

    readers: ClassVar[Readers]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", required=True, metavar="NAME", help="whose drafts these will be")
        parser.add_argument("files", nargs="+", metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model()._default_manager.filter(username=options["user"], is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody with the name “{options['user']}” has an active account. Nothing was imported.")
        with _without_log_lines():
            refused = [name for name in options["files"] if not self._import(name, user)]
        if refused:
            raise CommandError(
                f"{len(refused)} of {len(options['files'])} files refused: {', '.join(refused)}. "
                "The others were imported."
            )

    def _import(self, name: str, user: Any) -> bool:
        """Whether the file was not refused."""
        path = Path(name)
        self.stdout.write(f"{name}")
        try:
            found = importing.import_file(files.read_bytes(path), path.name, self.readers, user)
        except ImportRefused as refusal:
            self.stderr.write(f"  refused: {refusal}")
            return False
        for imported in found:
            for line in reporting.lines(imported):
                self.stdout.write(f"  {line}")
        return True
