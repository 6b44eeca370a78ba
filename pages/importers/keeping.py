"""Source material: kept once per version, and compared with the version before."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pages.importers.plain import shorten, words
from pages.importers.reading import Facts
from pages.models import SourceMaterial

if TYPE_CHECKING:
    from wagtail.models import Page

    from reviews.persons import Person


@dataclass(frozen=True)
class Origin:
    """The file, and who imports it."""

    file_name: str
    sha256: str
    user: Person


def keep(facts: Facts, page: Page, origin: Origin) -> SourceMaterial:
    source = facts.provenance
    return SourceMaterial.objects.create(
        page_id=page.pk,
        kind=source.kind,
        identifier=source.identifier,
        version=source.version,
        effective_on=source.effective_on,
        sha256=origin.sha256,
        file_name=shorten(words(origin.file_name), 255),
        imported_by=origin.user,
        sections=[dataclasses.asdict(section) for section in facts.sections],
        facts=[list(fact) for fact in facts.further],
        not_understood=list(facts.not_understood),
    )


def newest(identifier: str) -> SourceMaterial | None:
    """The version of this label or record that was imported last."""
    return SourceMaterial.objects.filter(identifier=identifier).select_related("page").first()


def changed_sections(before: SourceMaterial, after: SourceMaterial) -> list[tuple[str, str, str]]:
    """(title, old text, new text) of each section that differs; "" for one that is not in that version."""
    old, new = _by_place(before), _by_place(after)
    return [
        (new.get(place, old.get(place, ("", "")))[0], old.get(place, ("", ""))[1], new.get(place, ("", ""))[1])
        for place in dict.fromkeys((*new, *old))
        if old.get(place, ("", ""))[1] != new.get(place, ("", ""))[1]
    ]


def changed_facts(before: SourceMaterial, after: SourceMaterial) -> tuple[list[str], list[str]]:
    """(facts that only the newer version states, facts that only the older one did)."""
    old, new = (dict.fromkeys(f"{name}: {value}" for name, value in source.facts) for source in (before, after))
    return [fact for fact in new if fact not in old], [fact for fact in old if fact not in new]


def _by_place(source: SourceMaterial) -> dict[tuple[str, int], tuple[str, str]]:
    """Sections by code and, where a code comes several times, by their number among these."""
    found: dict[tuple[str, int], tuple[str, str]] = {}
    seen: dict[str, int] = {}
    for section in source.sections:
        code = section["code"]
        seen[code] = seen.get(code, 0) + 1
        found[code, seen[code]] = (section["title"], section["text"])
    return found
