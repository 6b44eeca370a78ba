import json
import sys
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Page

from pages.models.base import ReviewedContentPage
from reviews import findings, rechecking


class Command(BaseCommand):
    help = (
        "Run the content rules over the newest draft of the pages named, or of every reviewed page. With --live, over "
        "what is public, and keep for “My work” and the report on consistency what nobody has answered: run it every "
        "night, and after a change of the rules. Exit status 1 when a rule blocks. Changes no page."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pages", metavar="PAGE_ID", nargs="*", type=int, help="default: every reviewed page")
        parser.add_argument("--live", action="store_true", help="check all live pages, and keep what is found")
        parser.add_argument("--json", action="store_true", help="print the findings as one JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["live"]:
            if options["pages"] or options["json"]:
                raise CommandError("--live is about all live pages: name none, and read what it found in the report.")
            self._check_live()
        else:
            self._check_drafts(options)

    def _check_live(self) -> None:
        checked = rechecking.recheck()
        self.stdout.write(
            f"{checked.pages} live pages: {checked.opened} new findings, {checked.resolved} resolved, "
            f"{checked.blocking} that would block ({findings.rule_set_version()})."
        )
        if checked.blocking:
            sys.exit(1)

    def _check_drafts(self, options: dict[str, Any]) -> None:
        found = [(page, finding) for page in self._drafts(options["pages"]) for finding in findings.find(page)]
        if options["json"]:
            rows = [{"page": page.pk, "title": page.title, **finding.as_json()} for page, finding in found]
            self.stdout.write(json.dumps(rows, indent=1, ensure_ascii=False))
        else:
            for page, finding in found:
                self.stdout.write(f"{page.pk} {page.title}: {finding.severity} {finding.rule} {finding.message}")
        blocking = sum(finding.severity == "block" for _, finding in found)
        if not options["json"]:
            self.stdout.write(f"{len(found)} findings, {blocking} of them blocking ({findings.rule_set_version()}).")
        if blocking:
            sys.exit(1)

    def _drafts(self, ids: list[int]) -> Iterator[Page]:
        """The newest draft of each page, in the order of the tree.  Raises ``CommandError`` for an unknown page."""
        pages = Page.objects.order_by("path")
        if ids:
            pages = pages.filter(pk__in=ids)
            missing = sorted(set(ids) - set(pages.values_list("pk", flat=True)))
            if missing:
                raise CommandError(f"There is no page {missing[0]}. Nothing was checked.")
        for page in pages.iterator(chunk_size=100):
            if issubclass(page.specific_class or Page, ReviewedContentPage):
                yield page.get_latest_revision_as_object()
            elif ids:
                raise CommandError(f"Page {page.pk}, “{page.title}”, is a container without words: name another.")
