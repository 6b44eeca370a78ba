from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from reviews.notices import daily, outbox
from reviews.services.reader_reports import forget_senders


class Command(BaseCommand):
    help = (
        "Mail the notices that wait, those again that a mail server did not take. Safe to run every minute; with "
        "--daily, once a day or more often, also tell what falls due and send what goes out as one mail a day."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--daily", action="store_true", help="tell what falls due, and send the daily mails")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["daily"]:
            with transaction.atomic():
                daily.tell_what_falls_due()
        forget_senders(timezone.now())
        sent = outbox.send(digests=options["daily"])
        while more := outbox.send():
            sent += more
        if options["verbosity"] > 1 or options["daily"]:
            self.stdout.write(f"{sent} notice{'' if sent == 1 else 's'} sent.")
