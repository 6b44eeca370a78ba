"""``manage.py rebuild_search``: what searches are looked up in, made anew from the live pages, or compared."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pages.search import indexing


class Command(BaseCommand):
    help = "Makes the index of names, words and text anew from what is live; with --check, only compares the names."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; exit status 1 if names differ")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check()
            return
        pages = indexing.rebuild(lambda done: self.stderr.write(f"{done} pages"))
        self.stdout.write(f"The search index holds {pages} live pages.")

    def _check(self) -> None:
        found = list(indexing.differences())
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} differences. Run “manage.py rebuild_search”.")
        self.stdout.write("The names in the search index are those of the live pages.")
