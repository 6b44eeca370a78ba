"""The calendar of pages that fall due: the format by RFC 5545, and a feed for reviewers alone."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from reviews.icalendar import OCTETS, Day, calendar, escaped, folded
from reviews.models import NoticeSettings, ReviewerProfile
from tests.editorial import Newsroom, Person, appoint
from tests.reviews.test_due import reaffirm

NOW = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
DUE = Day(
    "review-of-page-7@hub", datetime.date(2026, 12, 31), "Review due: Metformin", "https://hub/admin/pages/7/edit/"
)


def test_a_calendar_is_lines_that_end_in_crlf_with_one_event_a_day() -> None:
    assert calendar("Reviews", [DUE], now=NOW).split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//reviews//calendar of reviews//EN",
        "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:Reviews",
        "BEGIN:VEVENT",
        "UID:review-of-page-7@hub",
        "DTSTAMP:20261121T083000Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:Review due: Metformin",
        "URL:https://hub/admin/pages/7/edit/",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A, B; C", r"A\, B\; C"),
        (r"back\slash", r"back\\slash"),
        ("two\nlines\r\nthree\rfour", r"two\nlines\nthree\nfour"),
        ("no\x00 bells\x07", "no bells"),
        ("“5 µg” – naïve", "“5 µg” – naïve"),
    ],
)
def test_text_is_escaped(text: str, value: str) -> None:
    assert escaped(text) == value


def test_a_title_or_an_address_begins_no_property_of_its_own() -> None:
    planted = Day(
        "u", DUE.on, "Title\r\nATTACH:https://elsewhere.example", "https://hub/\r\nATTACH:https://elsewhere.example"
    )
    assert not re.search(r"(?m)^ATTACH", calendar("Reviews", [planted], now=NOW))


@pytest.mark.parametrize("text", ["x" * 200, "µ" * 100, "x" + "💊" * 60, "x" * OCTETS, ""])
def test_a_line_is_folded_at_75_octets_between_characters(text: str) -> None:
    lines = folded(text).encode().split(b"\r\n")
    assert all(len(line) <= OCTETS for line in lines)
    assert all(line.startswith(b" ") for line in lines[1:])
    assert (lines[0] + b"".join(line[1:] for line in lines[1:])).decode() == text
    for line in lines:
        line.decode()


def address_of(person: Person) -> str:
    person.post("reviews:calendar")
    shown = person.get("reviews:calendar").content.decode()
    match = re.search(r'value="http://localhost(/admin/reviews/calendar/[^"]+\.ics)"', shown)
    assert match is not None, shown
    return match[1]


def test_a_calendar_program_without_a_session_reads_what_falls_due(room: Newsroom, live: Page) -> None:
    on = timezone.localdate() + datetime.timedelta(days=200)
    reaffirm(room.pharmacist, live, on)
    response = Client().get(address_of(room.physician))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    text = response.content.decode()
    assert f"DTSTART;VALUE=DATE:{on:%Y%m%d}" in text
    assert f"SUMMARY:Review due: {live.title}" in text
    assert f"URL:http://localhost{reverse('wagtailadmin_pages:edit', args=[live.pk])}" in text
    assert "In your calendar" in room.physician.get("reviews:due").content.decode()


def test_an_address_that_was_replaced_or_made_up_finds_nothing(room: Newsroom, live: Page) -> None:
    old = address_of(room.physician)
    new = address_of(room.physician)
    assert Client().get(new).status_code == 200
    for address in (old, new.replace(".ics", "x.ics"), "/admin/reviews/calendar/1.ics"):
        assert Client().get(address).status_code == 404


def test_the_calendar_ends_with_the_appointment_and_is_for_reviewers_alone(room: Newsroom, live: Page) -> None:
    address = address_of(room.physician)
    appoint(room.physician, room.admin, days=-1)
    assert not ReviewerProfile.objects.all()[0].in_date()
    assert Client().get(address).status_code == 404
    for person in (room.editor, room.physician, room.admin):
        assert person.post("reviews:calendar").status_code in {302, 403}
        assert "In your calendar" not in person.get("reviews:due").content.decode()
    assert not NoticeSettings.objects.filter(person=room.editor.user).exists()


def test_a_reviewer_is_not_reminded_of_what_they_wrote(room: Newsroom, live: Page) -> None:
    room.physician.edit(live, lead="By the physician.")
    room.approve(room.editor.submit(live, "A new lead."))
    assert live.title not in Client().get(address_of(room.physician)).content.decode()
    assert live.title in Client().get(address_of(room.pharmacist)).content.decode()
