"""A calendar of whole days in the iCalendar format (RFC 5545); pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

PRODUCT = "-//reviews//calendar of reviews//EN"
# A line is at most this many octets without its end (RFC 5545, 3.1).
OCTETS = 75


@dataclass(frozen=True)
class Day:
    """One event of a whole day.  ``uid`` stays the same when the event moves to another day."""

    uid: str
    on: datetime.date
    summary: str
    url: str


def calendar(name: str, days: Iterable[Day], *, now: datetime.datetime) -> str:
    """The calendar ``name`` with an event for each of ``days``, as it was at ``now`` (which knows its zone)."""
    stamp = now.astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escaped(name)}",
        *(line for day in days for line in _event(day, stamp)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(day: Day, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(day.uid)}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}"
    # The end is the first day that is not part of it (3.6.1).
    yield f"DTEND;VALUE=DATE:{day.on + datetime.timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(day.summary)}"
    # An address is no text, so nothing in it is escaped (3.3.13); a break in it would begin another property.
    yield f"URL:{''.join(day.url.split())}"
    # Nobody is busy all day because a page falls due.
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """``text`` as a value (3.3.11): backslash, semicolon, comma and line breaks escaped, other controls left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(character for character in text if character == "\n" or character.isprintable())
    for character in "\\;,":
        text = text.replace(character, f"\\{character}")
    return text.replace("\n", "\\n")


def folded(line: str) -> str:
    """``line`` over as many lines as it takes, each after the first begun by a blank; no character is cut."""
    lines, octets = [""], 0
    for character in line:
        length = len(character.encode())
        if octets + length > OCTETS:
            lines.append(" ")
            octets = 1
        lines[-1] += character
        octets += length
    return "\r\n".join(lines)
