"""The list of study summaries, narrowed by medicine, condition, design and certainty.  A fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page as Leaf
from django.db.models import Q
from django.http import HttpRequest

from pages.listings import StudyRow, studies_with_drugs
from pages.models import DrugOverviewPage, StudySummaryPage, Topic
from pages.models.studies import StudyConditionItem
from pages.search.queries import clean_query
from pages.vocabulary import Certainty, StudyDesign
from reviews.leafing import leaf_of

STUDIES_PER_PAGE = 20
# Medicines to choose from; of more, the name is typed.
MEDICINES_LISTED = 200
# Of the query string, beside the number of the page.
PARAMETERS = ("drug", "condition", "design", "certainty")


@dataclass(frozen=True)
class Select:
    """One question of the form: ``options`` are (value, words for it), of live studies only.

    Too many to choose from are None, and the answer is typed.
    """

    name: str
    label: str
    anyone: str
    options: list[tuple[str, str]] | None
    chosen: str


@dataclass(frozen=True)
class StudyList:
    leaf: Leaf
    rows: list[StudyRow]
    selects: list[Select]
    address: str

    @property
    def is_narrowed(self) -> bool:
        return any(select.chosen for select in self.selects)


def study_list(request: HttpRequest) -> StudyList:
    """What the query string asks for.  A value that nobody has leaves nothing, and is no error."""
    given = request.GET
    chosen = {name: clean_query(given.get(name, "")) for name in PARAMETERS}
    live = StudySummaryPage.objects.live()
    studies = live.defer_streamfields().order_by("title", "pk")
    if chosen["drug"]:
        named = Q(slug=chosen["drug"]) | Q(title__iexact=chosen["drug"])
        studies = studies.filter(drugs__in=DrugOverviewPage.objects.live().filter(named))
    if chosen["condition"]:
        studies = studies.filter(condition_items__tag__slug=chosen["condition"])
    for name in ("design", "certainty"):
        if chosen[name]:
            studies = studies.filter(**{name: chosen[name]})
    leaf = leaf_of(request, studies, STUDIES_PER_PAGE)
    return StudyList(
        leaf,
        studies_with_drugs(leaf.object_list),
        [
            Select("drug", "Medicine", "Any medicine", _drugs(), chosen["drug"]),
            Select("condition", "Condition", "Any condition", _conditions(), chosen["condition"]),
            Select("design", "Design", "Any design", _used("design", StudyDesign.choices), chosen["design"]),
            Select(
                "certainty", "Certainty", "Any certainty", _used("certainty", Certainty.choices), chosen["certainty"]
            ),
        ],
        "?" + urlencode({name: value for name, value in chosen.items() if value}),
    )


def _drugs() -> list[tuple[str, str]] | None:
    studied = StudySummaryPage.drugs.through.objects.filter(studysummarypage__live=True).values("drugoverviewpage")
    drugs = DrugOverviewPage.objects.live().filter(pk__in=studied).order_by("title")
    listed = list(drugs.values_list("slug", "title")[: MEDICINES_LISTED + 1])
    return listed if len(listed) <= MEDICINES_LISTED else None


def _conditions() -> list[tuple[str, str]]:
    filed = StudyConditionItem.objects.filter(content_object__live=True).values("tag")
    return list(Topic.objects.filter(pk__in=filed).order_by("name").values_list("slug", "name"))


def _used(name: str, choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The values that a live study has, in the order of the vocabulary."""
    used = set(StudySummaryPage.objects.live().order_by().values_list(name, flat=True).distinct())
    return [(value, str(label)) for value, label in choices if value in used]
