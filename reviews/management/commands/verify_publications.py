import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from reviews import verification


class Command(BaseCommand):
    help = (
        "Compare every live page, everything it shows, and the whole ledger with what was decided. "
        "Exit status 1 and a line per finding when something differs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the findings as one JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        found = verification.verify(self._progress)
        if self.stderr.isatty():
            self.stderr.write("")
        if options["json"]:
            self.stdout.write(json.dumps([problem.as_json() for problem in found], indent=1))
        else:
            for problem in found:
                self.stdout.write(str(problem))
        if found:
            sys.exit(1)
        if not options["json"]:
            self.stdout.write(self.style.SUCCESS("Everything public is what was approved."))

    def _progress(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            filled = 40 * done // max(total, 1)
            self.stderr.write(f"\r[{'#' * filled:<40}] {done:,} of {total:,} live pages", ending="")
            self.stderr.flush()
