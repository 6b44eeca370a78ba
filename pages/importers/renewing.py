"""A newer version of a source that is known already: a draft that names it, and a list of what changed in it.

Nothing that people wrote is touched.  The draft's reference row moves to the new version, so that whoever works on
the page sees that it is due; the changed sections stand in the source material.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.importers import writing, writing_studies
from pages.importers.facts import LabelFacts, Provenance
from pages.importers.keeping import changed_facts, changed_sections, keep
from pages.importers.refusals import ImportRefused

if TYPE_CHECKING:
    from wagtail.models import Page

    from pages.importers.keeping import Origin
    from pages.importers.reading import Facts
    from pages.models import SourceMaterial
    from reviews.persons import Person


def is_newer(after: Provenance, before: SourceMaterial) -> bool:
    """Versions are whole numbers (labels) or days written from the year down (records)."""
    return _rank(after.version) > _rank(before.version)


def renewable(source: Provenance, before: SourceMaterial, user: Person) -> Page:
    """The page that gets the new draft.  Raises ImportRefused for an older version, or when ``user`` may not edit."""
    page = before.page.specific
    if not is_newer(source, before):
        raise ImportRefused(
            f"Version {source.version} is older than version {before.version}, from which “{page}” was imported."
        )
    if not page.permissions_for_user(user).can_edit():
        raise ImportRefused(f"{user.get_username()} may not edit “{page}”.", "Ask an administrator.")
    return page


def follows(source: Provenance, before: SourceMaterial) -> str:
    return f"Version {source.version} follows version {before.version} of “{before.page}”."


def renew(facts: Facts, before: SourceMaterial, origin: Origin) -> tuple[Page, list[str]]:
    """(the page with its new draft, what to tell).  Raises ImportRefused for an older version."""
    source = facts.provenance
    page = renewable(source, before, origin.user)
    _state_version(page, facts, origin)
    for each in page.get_children().specific():
        if any(_is_of(row, source) for row in each.get_latest_revision_as_object().references.all()):
            _state_version(each, facts, origin)
    after = keep(facts, page, origin)
    notes = [follows(source, before)]
    if before.kind != after.kind:
        return page, [*notes, "The two files are of different formats, so their sections cannot be compared."]
    stated, dropped = changed_facts(before, after)
    notes += [f"Stated now: {fact}." for fact in stated] + [f"No longer stated: {fact}." for fact in dropped]
    changed = [title or "Untitled section" for title, _, _ in changed_sections(before, after)]
    return page, [*notes, f"Sections that changed: {'; '.join(changed)}." if changed else "No section changed."]


def _state_version(page: Page, facts: Facts, origin: Origin) -> None:
    draft = page.get_latest_revision_as_object()
    rows = list(draft.references.all())
    for row in rows:
        if not _is_of(row, facts.provenance):
            continue
        if isinstance(facts, LabelFacts):
            writing.state_version(row, facts)
        else:
            writing_studies.state_record(row, facts)
    draft.references = rows
    draft.save_revision(user=origin.user, log_action=True, clean=False)


def _is_of(row: object, source: Provenance) -> bool:
    return source.identifier in (getattr(row, name) for name in ("set_id", "nct_id", "pmid"))


def _rank(version: str) -> tuple[int, str]:
    return (int(version), "") if version.isascii() and version.isdigit() else (0, version)
