"""``manage.py rebuild_search``: what searches are looked up in, made anew from the live pages, or compared."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pages.search import indexing, outside


class Command(BaseCommand):
    help = "Makes the index of names, words and text anew from what is live; with --check, only compares the names."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; exit status 1 if names differ")
        parser.add_argument("--outside", action="store_true", help="only the index on the server of SEARCH_URL")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check()
            return
        if options["outside"] and not outside.is_named():
            raise CommandError("SEARCH_URL names no server. Nothing was changed.")
        if not options["outside"]:
            pages = indexing.rebuild(lambda done: self.stderr.write(f"{done} pages"))
            self.stdout.write(f"The search index holds {pages} live pages.")
        if outside.is_named():
            self._rebuild_outside()

    def _rebuild_outside(self) -> None:
        try:
            pages = outside.rebuild(indexing.SEARCHED, indexing.live_pages)
        except outside.ServerAway as away:
            raise CommandError(
                f"The server of SEARCH_URL did not take the words of pages: {away}. Its index is as it was, and while "
                "it does not answer words are looked for in the database."
            ) from away
        self.stdout.write(f"The index on the server of SEARCH_URL holds {pages} live pages.")

    def _check(self) -> None:
        found = list(indexing.differences())
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} differences. Run “manage.py rebuild_search”.")
        self.stdout.write("The names in the search index are those of the live pages.")
