"""Other live pages that a page can contradict, with the words that were approved.

A page that was never stored has none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import F, Q, TextField, Value
from wagtail.models import Page

from pages.models import DoseFormPage, DrugOverviewPage, StudySummaryPage
from pages.models.base import Reference
from reviews.serving import from_revision


def approved(pages: Any) -> list[Page]:
    """The live ones of a queryset as their revision says them, in the order of the tree."""
    found = pages.filter(live=True, live_revision__isnull=False).select_related("live_revision").order_by("path")
    return [from_revision(page, page.live_revision) for page in found]


def of_the_same_medicine(page: Page) -> list[Page]:
    """Overview and dose forms of the medicine, and other overviews of it; without ``page`` itself.

    At most two queries when there are none, and besides one for each page and kind of row that refers to others.
    """
    if not page.path:
        return []
    if isinstance(page, DrugOverviewPage):
        below = DoseFormPage.objects.filter(path__startswith=page.path)
        beside = DrugOverviewPage.objects.filter(inn__iexact=page.inn).exclude(pk=page.pk)
        return [*approved(beside), *approved(below)]
    if isinstance(page, DoseFormPage):
        above = page.path[: -page.steplen]
        siblings = DoseFormPage.objects.filter(path__startswith=above).exclude(pk=page.pk)
        return [*approved(DrugOverviewPage.objects.filter(path=above)), *approved(siblings)]
    return []


def named_in_interactions(page: DrugOverviewPage) -> list[Page]:
    """Overviews of the medicines that the interactions of ``page`` name.  One query when they name none."""
    if not page.path or not len(page.interactions):
        return []
    named = " ; ".join(str(child.value.get("what") or "") for child in page.interactions)
    text = Value(named, output_field=TextField())
    others = DrugOverviewPage.objects.exclude(pk=page.pk).exclude(inn="").alias(named=text)
    return [other for other in approved(others.filter(named__icontains=F("inn"))) if mentions(named, other.inn)]


def mentions(text: str, name: str) -> bool:
    return re.search(rf"(?i)(?<!\w){re.escape(name)}(?!\w)", text) is not None


def medicine_of(page: Page) -> int | None:
    """The key of the overview that ``page`` is, or stands below.  One query for a dose form."""
    if isinstance(page, DrugOverviewPage):
        return page.pk
    above = DrugOverviewPage.objects.filter(path=page.path[: -page.steplen])
    return above.values_list("pk", flat=True).first() if isinstance(page, DoseFormPage) else None


def cited_studies(page: Page, keys: Collection[str]) -> list[tuple[Reference, StudySummaryPage]]:
    """Live summaries of what the references with these ids name by number.  One query; none without numbers."""
    rows = of_other_studies(page, [row for row in page.references.all() if row.key in keys])
    if not rows or not page.path:
        return []
    studies = approved(StudySummaryPage.objects.filter(named_by(rows)))
    return [
        (row, study) for study in studies if isinstance(study, StudySummaryPage) for row in rows if is_of(row, study)
    ]


_NUMBERS = ("nct_id", "doi", "pmid")


def of_other_studies(page: Page, references: Iterable[Reference]) -> list[Reference]:
    """Those that name an article or registration, other than the one that ``page`` itself sums up."""
    return [
        row
        for row in references
        if any(getattr(row, name) for name in _NUMBERS)
        and not (isinstance(page, StudySummaryPage) and is_of(row, page))
    ]


def named_by(references: Iterable[Reference]) -> Q:
    """Summaries of what these references name, as a condition; of nothing when they name nothing."""
    wanted = Q(pk__in=[])
    for name in _NUMBERS:
        wanted |= Q(**{f"{name}__in": {value for row in references if (value := getattr(row, name))}})
    return wanted


def is_of(reference: Reference, study: StudySummaryPage) -> bool:
    return any(getattr(reference, name) and getattr(reference, name) == getattr(study, name) for name in _NUMBERS)
