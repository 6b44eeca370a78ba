"""One file, one transaction: all its drafts with their source material, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from pages.importers import files, keeping, reading, renewing, writing, writing_studies
from pages.importers.facts import LabelFacts
from pages.importers.reading import Facts, Readers
from pages.importers.refusals import ImportRefused
from pages.models import DrugOverviewPage, SourceMaterial, StudySummaryPage
from reviews.refusals import ReviewRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet
    from wagtail.models import Page

    from reviews.persons import Person


@dataclass(frozen=True)
class Imported:
    """What became of one label or record of a file."""

    facts: Facts
    made: tuple[Page, ...]  # new pages, the main one first
    renewed: Page | None = None  # a page that had a draft added
    notes: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        return bool(self.made) or self.renewed is not None


def import_file(data: bytes, name: str, readers: Readers, user: Person) -> list[Imported]:
    """Make drafts, by ``user``, of everything in the file.  Raises ImportRefused, and then nothing was made."""
    sha256 = files.digest(data)
    known = SourceMaterial.objects.filter(sha256=sha256).select_related("page").first()
    found = reading.read(data, readers)
    if known is not None:
        return [Imported(found[0], (), notes=(f"Already imported: this file is the source of “{known.page}”.",))]
    origin = keeping.Origin(name, sha256, user)
    try:
        with transaction.atomic():
            return [_import(facts, origin) for facts in found]
    except ReviewRefused as refusal:
        raise ImportRefused(str(refusal)) from refusal


def _import(facts: Facts, origin: keeping.Origin) -> Imported:
    before = keeping.newest(facts.provenance.identifier)
    if before is not None and before.version == facts.provenance.version:
        return Imported(
            facts, (), notes=(f"Already imported: version {before.version} is the source of “{before.page}”.",)
        )
    if before is not None:
        page, notes = renewing.renew(facts, before, origin)
        return Imported(facts, (), renewed=page, notes=tuple(notes))
    made = (
        writing.write_label(facts, origin.user)
        if isinstance(facts, LabelFacts)
        else writing_studies.write_study(facts, origin.user)
    )
    keeping.keep(facts, made[0], origin)
    return Imported(facts, tuple(made), notes=tuple(_beside(facts, made[0])))


def _beside(facts: Facts, made: Page) -> Iterator[str]:
    """Pages that are about the same thing already: the new draft stands beside them until somebody chooses."""
    same: QuerySet[Page]
    if isinstance(facts, LabelFacts):
        same = DrugOverviewPage.objects.filter(inn__iexact=facts.inn)
    elif facts.nct_id:
        same = StudySummaryPage.objects.filter(nct_id=facts.nct_id)
    else:
        same = StudySummaryPage.objects.filter(pmid=facts.pmid)
    for page in same.exclude(pk=made.pk).order_by("pk"):
        yield f"Page {page.pk} “{page.title}” is about the same: this draft stands beside it."
