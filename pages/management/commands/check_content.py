import json
import sys
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Page

from pages.models.base import ReviewedContentPage
from reviews import findings


class Command(BaseCommand):
    help = (
        "Run the content rules over the newest draft of the pages named, or of every reviewed page. "
        "Exit status 1 when a rule blocks.  Changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pages", metavar="PAGE_ID", nargs="*", type=int, help="default: every reviewed page")
        parser.add_argument("--json", action="store_true", help="print the findings as one JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
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
