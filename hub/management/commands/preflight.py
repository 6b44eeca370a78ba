"""Says in plain words what is missing or unsafe in this environment."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from hub import preflight

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = "Say what is missing or unsafe here; exit status 1 when something is unsafe."
    # They are among what is looked at.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="as a JSON list of {level, subject, what}")

    def handle(self, *, json: bool, **options: Any) -> None:
        findings = preflight.run()
        self.stdout.write(_as_json(findings) if json else "\n".join(map(str, findings)))
        if unsafe := [finding for finding in findings if finding.level == "unsafe"]:
            if not json:
                self.stdout.write(f"\n{len(unsafe)} things are unsafe. Mend them before the site is public.")
            sys.exit(1)


def _as_json(findings: list[preflight.Finding]) -> str:
    return json.dumps([finding.as_json() for finding in findings], indent=2, ensure_ascii=False)
