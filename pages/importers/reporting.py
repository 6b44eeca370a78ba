"""What an import found and made, in lines of plain text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pages.importers.facts import LabelFacts, StudyFacts

if TYPE_CHECKING:
    from pages.importers.importing import Imported
    from pages.importers.reading import Facts


def summary(facts: Facts) -> str:
    """What was read, in one line."""
    source = facts.provenance
    head = f"{source.identifier} version {source.version}"
    if isinstance(facts, LabelFacts):
        strengths = sum(len(product.strengths) for product in facts.products)
        return (
            f"{head}: {facts.inn}, UNII {facts.unii or 'none'}, dose forms {len(facts.products)}, "
            f"strengths {strengths}, sections {len(facts.sections)}, not understood {len(facts.not_understood)}"
        )
    return _study(head, facts)


def _study(head: str, facts: StudyFacts) -> str:
    return (
        f"{head}: {facts.design or 'design not stated'}, participants {facts.participants}, arms {len(facts.arms)}, "
        f"results {len(facts.results)}, sections {len(facts.sections)}, not understood {len(facts.not_understood)}"
    )


def lines(imported: Imported) -> Iterator[str]:
    """The whole report on one label or record."""
    yield summary(imported.facts)
    for page in imported.made:
        yield f"  new draft {page.pk}: {page.specific_class._meta.verbose_name} “{page.title}”"
    if imported.renewed is not None:
        yield f"  new draft of page {imported.renewed.pk}: “{imported.renewed.title}”"
    for note in imported.notes:
        yield f"  {note}"
    if imported.is_new:
        for remark in imported.facts.not_understood:
            yield f"  not understood: {remark}"
