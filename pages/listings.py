"""Lists of live pages for templates.  Every public list starts from here, so none forgets ``live()``.

Each list takes a fixed number of queries, whatever its length.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Lower
from wagtail.models import Page
from wagtail.query import PageQuerySet

from pages import routing

if TYPE_CHECKING:
    from pages.models import DoseFormPage, DrugOverviewPage, StandardPage, StudySummaryPage, Topic
    from pages.models.base import Reference

# A home page shows a choice; the whole is one link away.
HOME_STUDIES = 4
HOME_TOPICS = 40


@dataclass(frozen=True)
class StudyRow:
    """A live study and the names of the live medicines it concerns."""

    page: StudySummaryPage
    url: str
    drugs: list[str]


def _light(model: type[Page]) -> PageQuerySet:
    """Live pages of a type, without the prose that no list shows."""
    return model.objects.live().defer_streamfields()


def live_drugs() -> QuerySet[DrugOverviewPage]:
    from pages.models import DrugOverviewPage

    return _light(DrugOverviewPage).order_by("title")


@dataclass(frozen=True)
class Neighbours:
    """The live medicines before and after one in the A to Z; None at either end."""

    previous: Page | None
    following: Page | None

    def __bool__(self) -> bool:
        return bool(self.previous or self.following)


def neighbours(page: DrugOverviewPage) -> Neighbours:
    """What stands beside ``page`` in the order of the A to Z, equal titles by key.  One query."""
    title = Lower(Value(page.title))
    comes_first = Q(sorted_by__lt=title) | Q(sorted_by=title, pk__lt=page.pk)
    drugs = Page.objects.live().exact_type(type(page)).annotate(sorted_by=Lower("title"))
    before = drugs.filter(comes_first).order_by("-sorted_by", "-pk")
    after = drugs.filter(~comes_first).exclude(pk=page.pk).order_by("sorted_by", "pk")
    nearest = Q(pk=Subquery(before.values("pk")[:1])) | Q(pk=Subquery(after.values("pk")[:1]))
    beside = drugs.filter(nearest).annotate(comes_first=ExpressionWrapper(comes_first, BooleanField()))
    found = {drug.comes_first: drug for drug in beside}
    return Neighbours(found.get(True), found.get(False))


def live_dose_forms(page: DrugOverviewPage) -> list[DoseFormPage]:
    """The live dose forms below an overview, each with its strengths.  Two queries."""
    from pages.models import DoseFormPage

    if page.pk is None:
        return []
    return list(_light(DoseFormPage).child_of(page).order_by("path").prefetch_related("strengths"))


def studies_with_drugs(studies: Iterable[StudySummaryPage]) -> list[StudyRow]:
    """Rows for studies, in their order, with the live medicines that each concerns.  One query beside their own."""
    from pages.models import StudySummaryPage

    studies = list(studies)
    names: dict[int, list[str]] = defaultdict(list)
    pairs = StudySummaryPage.drugs.through.objects.filter(
        studysummarypage_id__in=[study.pk for study in studies], drugoverviewpage__live=True
    ).order_by("drugoverviewpage__title")
    for study_id, title in pairs.values_list("studysummarypage_id", "drugoverviewpage__title"):
        names[study_id].append(title)
    return [StudyRow(study, study.get_url() or "", names[study.pk]) for study in studies]


def live_study_pages() -> QuerySet[StudySummaryPage]:
    from pages.models import StudySummaryPage

    return _light(StudySummaryPage).order_by("title")


def live_studies() -> list[StudyRow]:
    """All live study summaries by title.  Two queries."""
    return studies_with_drugs(live_study_pages())


def live_studies_named_by(references: Iterable[Reference]) -> QuerySet[StudySummaryPage]:
    """The live summaries of what these references name by number."""
    from pages.checks.relatives import named_by

    return live_study_pages().filter(named_by(references))


def live_studies_of(page: DrugOverviewPage) -> list[StudySummaryPage]:
    """The live studies that concern a medicine.  One query."""
    from pages.models import StudySummaryPage

    if page.pk is None:
        return []
    return list(_light(StudySummaryPage).filter(drugs=page.pk).order_by("title"))


def live_drugs_of(page: StudySummaryPage) -> list[DrugOverviewPage]:
    """The live medicines that a study concerns, as its own (perhaps unsaved) list names them."""
    return list(live_drugs().filter(pk__in=[drug.pk for drug in page.drugs.all()]))


def live_standard_pages() -> QuerySet[StandardPage]:
    from pages.models import StandardPage

    return _light(StandardPage).order_by("path")


def footer_pages(page: Page | None) -> Iterable[Page]:
    """The live pages about the hub: those of the home page that was passed on the way to ``page``, or one query."""
    from pages.models import HomePage, StandardPage

    for passed in [*routing.above(page), page]:
        if isinstance(passed, HomePage):
            return [child for child in passed.children if child.live and child.specific_class is StandardPage]
    return live_standard_pages()


def live_topics() -> QuerySet[Topic]:
    """Topics with at least one live page, by name.  A topic of drafts alone was approved by nobody."""
    from pages.models import Topic
    from pages.models.drugs import DrugClassItem, DrugConditionItem
    from pages.models.studies import StudyConditionItem

    drug_class, drug_condition, study_condition = (
        Exists(item.objects.filter(tag=OuterRef("pk"), content_object__live=True))
        for item in (DrugClassItem, DrugConditionItem, StudyConditionItem)
    )
    return Topic.objects.filter(drug_class | drug_condition | study_condition).order_by("name")


def home_lists() -> dict[str, object]:
    """What the home page leads to: medicines by letter, the newest studies, topics.  Five queries."""
    from pages.a_to_z import letters
    from pages.models import StudySummaryPage

    newest = _light(StudySummaryPage).order_by("-last_published_at", "title")[:HOME_STUDIES]
    return {
        "letters": letters(),
        "studies": studies_with_drugs(newest),
        "topics": live_topics()[:HOME_TOPICS],
    }
