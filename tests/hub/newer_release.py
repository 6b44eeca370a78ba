"""The newer release of a test, in a process of its own: a line of JSON in, what to do and with what; a line out.

Started in a copy of the project that has a field more (``tests.hub.test_two_releases``).
"""

# ruff: noqa: E402  Django comes first

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import django

django.setup()

from django.core.management import call_command
from django.test import Client
from wagtail.models import Page

from reviews import verification
from reviews.models import ReviewRequest
from tests.editorial import newsroom, what_was_said

alarms: list[str] = []


class Alarms(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        alarms.append(record.getMessage())


def ask(address: str) -> list[Any]:
    """Status, body and alarms."""
    alarms.clear()
    response = Client().get(address)
    return [response.status_code, response.content.decode(), list(alarms)]


def migrate() -> None:
    call_command("migrate", verbosity=0)


def edit(page: int, changes: dict[str, Any]) -> str:
    return what_was_said(newsroom().editor.edit(Page.objects.get(pk=page).specific, **changes))


def submit(page: int) -> int:
    return newsroom().editor.submit(Page.objects.get(pk=page).specific, "What is new.").pk


def approve(request: int) -> None:
    newsroom().approve(ReviewRequest.objects.get(pk=request))


def verify() -> list[str]:
    return [str(problem) for problem in verification.verify()]


if __name__ == "__main__":
    logging.getLogger("reviews").addHandler(Alarms(logging.WARNING))
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        sys.stdout.write(json.dumps(globals()[name](*arguments)) + "\n")
        sys.stdout.flush()
