import json
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reviews.selftest import running


class Command(BaseCommand):
    help = (
        "Try every known way round the review gate on throw-away pages, and take it all back. "
        "One line per route; exit status 1 when one is open or could not be tried."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("rows", nargs="*", metavar="ROW", help="only these routes, such as 1.01")
        parser.add_argument("--json", action="store_true", help="print the outcomes as one JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        outcomes = []
        for outcome in running.run(options["rows"]):
            outcomes.append(outcome)
            if not options["json"]:
                self._print(outcome)
        if options["json"]:
            self.stdout.write(json.dumps([outcome.as_json() for outcome in outcomes], indent=1))
        else:
            self._sum_up(outcomes, time.monotonic() - started)
        if not outcomes:
            raise CommandError("No route has that number, so nothing was tried.")
        if any(outcome.verdict != running.CLOSED for outcome in outcomes):
            sys.exit(1)

    def _print(self, outcome: running.Outcome) -> None:
        for reason in outcome.reasons:
            self.stderr.write(f"{outcome.row}: {reason}")
        self.stdout.write(f"{outcome.row:<6} {outcome.title}: {outcome.verdict}")

    def _sum_up(self, outcomes: list[running.Outcome], seconds: float) -> None:
        verdicts = [outcome.verdict for outcome in outcomes]
        errors = verdicts.count(running.ERROR)
        not_tried = f", {errors} could not be tried" if errors else ""
        self.stdout.write(f"Tried in {seconds:.1f} seconds; everything was taken back.")
        self.stdout.write(
            f"{verdicts.count(running.CLOSED)} routes closed, {verdicts.count(running.OPEN)} open{not_tried}"
        )
