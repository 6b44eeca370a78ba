"""What an editor said of findings that hinder nothing: set aside with a reason, until the words there change.

The audit log keeps who dismissed what and why, and is never rewritten.  A dismissal answers nothing for the reviewer:
the reason goes along with the submission and stands beside the finding, to be acknowledged or not.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localtime
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry

from reviews.acknowledging import finding_key
from reviews.content import schema_of
from reviews.contributions import display_name
from reviews.digests import canonical
from reviews.findings import Finding
from reviews.persons import Person
from reviews.recording import fingerprint

DISMISSED, REOPENED = "reviews.dismiss_finding", "reviews.reopen_finding"


@dataclass(frozen=True)
class Dismissal:
    """Why, by whom and when a finding was set aside."""

    reason: str
    by: str
    at: datetime.datetime

    def as_json(self) -> dict[str, str]:
        return {"reason": self.reason, "by": self.by, "on": localtime(self.at).date().isoformat()}


def may_be_dismissed(finding: Finding) -> bool:
    """What blocks is mended, never set aside."""
    return finding.severity != "block"


def dismissals_on(draft: Page) -> dict[str, Dismissal]:
    """The dismissals in force on ``draft`` as it is in memory, by finding key.  One query."""
    entries = PageLogEntry.objects.filter(page=draft.pk, action__in=(DISMISSED, REOPENED)).order_by("pk")
    newest = {entry.data["key"]: entry for entry in entries}
    if not newest:
        return {}
    content = _content(draft)
    return {
        key: Dismissal(entry.data["reason"], entry.data["by"], entry.timestamp)
        for key, entry in newest.items()
        if entry.action == DISMISSED and entry.data["words"] == words_at(content, entry.data["place"])
    }


def with_reasons(draft: Page, found: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as a submission keeps them, each with what the editor said of it, if anything."""
    dismissed = dismissals_on(draft)
    plain = [(finding.as_json(), may_be_dismissed(finding)) for finding in found]
    return [
        facts | {"dismissed": dismissed[key].as_json()} if free and (key := finding_key(facts)) in dismissed else facts
        for facts, free in plain
    ]


def record(draft: Page, user: Person, finding: Finding, *, reason: str) -> None:
    """Write down that ``user`` set ``finding`` aside; without a reason, that it stands again."""
    facts = finding.as_json()
    data = {
        "key": finding_key(facts),
        **{name: facts[name] for name in ("rule", "place", "message")},
        "words": words_at(_content(draft), finding.place),
        "reason": reason,
        "by": display_name(user),
    }
    log(instance=draft, action=DISMISSED if reason else REOPENED, user=user, data=data)


def _content(draft: Page) -> dict[str, Any]:
    return canonical(schema_of(draft), draft.serializable_data())


def words_at(content: Mapping[str, Any], place: str) -> str:
    """Fingerprint of what stands at ``place``, or in the innermost part on the way to it: without a place, of all."""
    found: Any = content
    for step in filter(None, place.split(".")):
        inner = _inside(found, step)
        if inner is None:
            break
        found = inner
    return fingerprint(found)


def _inside(value: Any, step: str) -> Any:
    """A part of a field, block or row.  Children of streams and lists of blocks have an id and a value of their own."""
    if isinstance(value, Mapping):
        return value.get(step)
    for number, child in enumerate(value if isinstance(value, list) else ()):
        is_block = isinstance(child, Mapping) and child.keys() == {"type", "value", "id"}
        if step == str((child["id"] if is_block else None) or number):
            return child["value"] if is_block else child
    return None
