"""One file, one transaction: all its drafts with their source material, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from pages.importers import files, keeping, reading, renewing, writing, writing_studies
from pages.importers.facts import LabelFacts
from pages.importers.reading import Facts, Readers
from pages.importers.refusals import ImportRefused
from pages.models import DrugIndexPage, DrugOverviewPage, SourceMaterial, StudyIndexPage, StudySummaryPage
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
    found, known = _read(data, readers)
    if known is not None:
        return [known]
    origin = keeping.Origin(name, files.digest(data), user)
    try:
        with transaction.atomic():
            return [_import(facts, origin) for facts in found]
    except ReviewRefused as refusal:
        raise ImportRefused(str(refusal)) from refusal


def outlook(data: bytes, readers: Readers, user: Person) -> list[Imported]:
    """What ``import_file`` would make, as unsaved pages.  Raises ImportRefused where that would; writes nothing."""
    found, known = _read(data, readers)
    return [known] if known is not None else [_foresee(facts, user) for facts in found]


def _read(data: bytes, readers: Readers) -> tuple[tuple[Facts, ...], Imported | None]:
    """(what the file says, that it was imported before)."""
    known = SourceMaterial.objects.filter(sha256=files.digest(data)).select_related("page").first()
    found = reading.read(data, readers)
    if known is None:
        return found, None
    return found, Imported(found[0], (), notes=(f"Already imported: this file is the source of “{known.page}”.",))


def _known(facts: Facts, before: SourceMaterial | None) -> Imported | None:
    if before is None or before.version != facts.provenance.version:
        return None
    note = f"Already imported: version {before.version} is the source of “{before.page}”."
    return Imported(facts, (), notes=(note,))


def _import(facts: Facts, origin: keeping.Origin) -> Imported:
    before = keeping.newest(facts.provenance.identifier)
    if known := _known(facts, before):
        return known
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


def _foresee(facts: Facts, user: Person) -> Imported:
    before = keeping.newest(facts.provenance.identifier)
    if known := _known(facts, before):
        return known
    if before is not None:
        page = renewing.renewable(facts.provenance, before, user)
        return Imported(facts, (), renewed=page, notes=(renewing.follows(facts.provenance, before),))
    if isinstance(facts, LabelFacts):
        writing.parent_for(DrugIndexPage, user)
        made = writing.label_pages(facts)
    else:
        writing.parent_for(StudyIndexPage, user)
        made = [writing_studies.study_page(facts)]
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
