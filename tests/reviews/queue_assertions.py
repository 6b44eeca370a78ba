"""What a person finds in the queue, on screen and in a spreadsheet."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from reviews.models import Absence, ReviewRequest
from tests.editorial import Person


def shown(person: Person, screen: str = "reviews:desk", **query: Any) -> list[str]:
    """Titles in the queue, in order."""
    return [request.revision.object_str for request in person.get(screen, **query).context["object_list"]]


def spreadsheet(person: Person, screen: str = "reviews:desk", **query: Any) -> list[dict[str, str]]:
    """The rows of the CSV file, by heading."""
    response = person.get(screen, **{**query, "export": "csv"})
    return list(csv.DictReader(io.StringIO(response.getvalue().decode())))


def hand_in(person: Person, page: Page, parent: Page, number: int = 1, **fields: Any) -> ReviewRequest:
    """Rows of submissions as the service writes them, without the work of making each; the last of them."""
    draft = page if page.pk else parent.add_child(instance=page)
    row = {
        "page": draft,
        "revision": draft.latest_revision or draft.save_revision(user=person.user),
        "digest": "0" * 64,
        "contributors": [{"user": person.user.pk, "name": person.user.username, "via": "wrote"}],
        "submitted_by": person.user,
        "submitted_by_name": person.user.username,
        "change_note": "First version.",
        "rule_set_version": "none",
        **fields,
    }
    return ReviewRequest.objects.bulk_create([ReviewRequest(**row) for _ in range(number)])[-1]


def away(person: Person, cover: Person, start: int = 0, end: int = 3) -> Absence:
    """Away from ``start`` to ``end``, in days from today."""
    today = timezone.localdate()
    return Absence.objects.create(
        person=person.user,
        cover=cover.user,
        starts_on=today + datetime.timedelta(days=start),
        ends_on=today + datetime.timedelta(days=end),
    )
