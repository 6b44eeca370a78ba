from typing import Any

from django.core.management.base import BaseCommand

from reviews import ledger


class Command(BaseCommand):
    help = "Write the decision ledger to standard output as JSON Lines, oldest entry first."

    def handle(self, *args: Any, **options: Any) -> None:
        for line in ledger.lines():
            self.stdout.write(line)
