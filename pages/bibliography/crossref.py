"""Works as CrossRef answers them in JSON, alone or in a list."""

from __future__ import annotations

from typing import Any

from pages.bibliography.facts import ReferenceFacts, article
from pages.bibliography.ris import initials
from pages.importers.json_paths import at, records
from pages.importers.plain import words

_DATES = ("issued", "published", "published-print", "published-online", "created")


def works(answer: Any) -> list[dict[str, Any]]:
    """The works in an answer; none when it is something else."""
    message = answer.get("message", answer) if isinstance(answer, dict) else answer
    listed = message.get("items") if isinstance(message, dict) and "items" in message else message
    found = listed if isinstance(listed, list) else [listed]
    return [work for work in found if isinstance(work, dict) and words(work.get("DOI")) and "title" in work]


def reference(work: dict[str, Any]) -> ReferenceFacts:
    authors = [_name(author) for author in records(work.get("author"))]
    return article(
        authors=[name for name in authors if name],
        title=_first(work.get("title")),
        year=next((year for date in _DATES if (year := _year(work.get(date)))), ""),
        journal=_first(work.get("short-container-title")) or _first(work.get("container-title")),
        volume=words(work.get("volume")),
        issue=words(work.get("issue")),
        pages=words(work.get("page")) or words(work.get("article-number")),
        doi=words(work.get("DOI")),
        pmid=words(work.get("PMID")),
        url=words(work.get("URL")),
    )


def _first(value: Any) -> str:
    """CrossRef gives titles as lists, its citation format as text."""
    return words(value[0]) if isinstance(value, list) and value else words(value)


def _year(date: Any) -> str:
    parts = at(date, "date-parts")
    year = parts[0][0] if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0] else ""
    return words(year)


def _name(author: dict[str, Any]) -> str:
    return words(f"{words(author.get('family'))} {initials(words(author.get('given')))}") or words(author.get("name"))
