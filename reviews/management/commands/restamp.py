from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import import_string
from wagtail.models import Page

from reviews import services, triggers
from reviews.refusals import ReviewRefused


class Command(BaseCommand):
    help = (
        "Store the live version of reviewed pages in a new form that says the same words, after a change of the code. "
        "Exit status 1 when a page was refused; the others are done, and a second run does the rest."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("convert", help="dotted name of a function: content of a revision in, new content out")
        parser.add_argument("--user", required=True, help="username of the person who answers for it")
        parser.add_argument("--reason", required=True, help="kept with every decision")
        parser.add_argument("--page", type=int, action="append", help="only this page; may be given again")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            convert = import_string(options["convert"])
        except ImportError as error:
            raise CommandError(f"There is no function {options['convert']}: {error}") from error
        user = get_user_model()._default_manager.filter(username=options["user"], is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody with an active account is called {options['user']}.")
        done, refused = 0, 0
        for page in _live_pages(options["page"]):
            try:
                decision = services.restamp(page, convert, user, reason=options["reason"], migration=options["convert"])
            except ReviewRefused as refusal:
                refused += 1
                self.stderr.write(f"page {page.pk}: {refusal}")
                continue
            if decision is not None:
                done += 1
                self.stdout.write(f"page {page.pk}: version {decision.version} is stored in the new form")
        self.stdout.write(f"{done} pages wait on the desk to be reaffirmed; {refused} were refused.")
        if refused:
            raise SystemExit(1)


def _live_pages(only: list[int] | None) -> list[Page]:
    pages = [page for model in triggers.reviewed_models() for page in model.objects.filter(live=True).order_by("pk")]
    return [page for page in pages if only is None or page.pk in only]
