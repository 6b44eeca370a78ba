"""What was to be done after a change, and was not."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from hub import cdn, old_addresses, task_queue


class Command(BaseCommand):
    help = (
        "Tell the CDN of changes that it was not told of, make the redirects of renamed pages that no task made, "
        "and put back tasks that a worker of another release did not know. "
        "Safe to run every minute."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        # First what takes a page from the public.
        cdn.tell()
        task_queue.take_up_again()
        made = old_addresses.make_redirects()
        if made and options["verbosity"] > 1:
            self.stdout.write(f"{made} redirect{'' if made == 1 else 's'} made.")
