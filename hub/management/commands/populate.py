"""A large site to measure: the demonstration, and as many invented medicines as one asks for."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from hub.demo.confinement import require_development

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

WIDTH = 30


class Command(BaseCommand):
    help = (
        "Fill the demonstration with invented medicines (four approved pages each), for measurements, and compare all "
        "of it with its approvals. A second run adds what is missing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--drugs", type=int, required=True, metavar="N", help="how many invented medicines")

    def handle(self, *, drugs: int, **options: Any) -> None:
        require_development()
        call_command("demo", seed_only=True, stdout=self.stdout)
        # The models can be imported only now that the settings are known to be those of development.
        from hub.demo import populating
        from hub.demo.speed import rare_garbage_collection
        from reviews import verification

        began, used = time.monotonic(), time.process_time()
        with rare_garbage_collection():
            made = populating.populate(drugs, lambda done, total: self._bar("Writing", done, total))
        seconds, cpu = time.monotonic() - began, time.process_time() - used
        if made:
            self.stdout.write(
                f"{made} pages in {seconds:.1f} seconds ({cpu:.1f} of this process): {made / seconds:.0f} a second."
            )
        problems = verification.verify(lambda done, total: self._bar("Comparing", done, total))
        for problem in problems:
            self.stdout.write(str(problem))
        if problems:
            raise CommandError(f"{len(problems)} things are not as they were decided.")
        self.stdout.write("Everything public is what was approved.")

    def _bar(self, what: str, done: int, total: int) -> None:
        if self.stdout.isatty() or done == total:
            filled = WIDTH * done // (total or 1)
            end = "\n" if done == total else ""
            self.stdout.write(f"\r  {what:<9} [{'#' * filled:<{WIDTH}}] {done} of {total} pages", ending=end)
            self.stdout.flush()
