"""The admin's screens on a handful of pages and on a hundred thousand, with 60 and with 600 submissions waiting.

What a screen shows is bounded, so what it costs must be: at most 1.5 times as long on the large site.  The queue with
600 waiting may take 150 ms.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from django.urls import reverse
from wagtail.models import Page

from tests import factories
from tests.benchmarks import search_site
from tests.benchmarks.asking import milliseconds
from tests.benchmarks.results import Result, Size
from tests.editorial import Newsroom, Person, newsroom
from tests.reviews.queue_assertions import hand_in

FEW, MANY = 60, 600
GOAL, GOAL_QUEUE = 1.5, 150


def measure(size: Size) -> Iterator[Result]:
    if not search_site.is_possible("admin"):
        return
    room = newsroom()
    page = room.publish(factories.standard(title="With a history", slug="with-a-history"))
    room.editor.edit(page, lead="Take 500 mg once a day.")
    waiting = room.editor.submit(page, "A new lead.")
    screens = _screens(room, page, waiting.pk)
    hand_in(room.editor, page, room.home, FEW)
    small = {name: milliseconds(address, size.rounds, who.client) for name, (who, address) in screens.items()}
    search_site.build(size)
    hand_in(room.editor, page, room.home, MANY - FEW)
    sys.stdout.write(f"admin: {Page.objects.count()} pages, {MANY} in review\n")
    for name, (who, address) in screens.items():
        large = milliseconds(address, size.rounds, who.client)
        yield Result(f"admin-{name}", large, "ms", small[name], GOAL)
        if name == "queue":
            yield Result("admin-queue-600", large, "ms", goal=GOAL_QUEUE)


def _screens(room: Newsroom, page: Page, request: int) -> dict[str, tuple[Person, str]]:
    return {
        "home": (room.pharmacist, reverse("wagtailadmin_home")),
        "queue": (room.pharmacist, reverse("reviews:desk")),
        "review-screen": (room.pharmacist, reverse("reviews:review", args=[request])),
        "history": (room.pharmacist, reverse("reviews:history", args=[page.pk])),
        "due": (room.pharmacist, reverse("reviews:due")),
        "my-work": (room.editor, reverse("reviews:work")),
        "editor": (room.editor2, reverse("wagtailadmin_pages:edit", args=[page.pk])),
        "explorer": (room.editor, reverse("wagtailadmin_explore", args=[room.home.pk])),
    }
