"""Facets: results narrowed by type, topic, licensing status and certainty of the evidence, and how many each leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.http import QueryDict
from wagtail.models import Page
from wagtail.query import PageQuerySet

from pages.models import DoseFormPage, DrugOverviewPage, Indication, StandardPage, StudySummaryPage
from pages.models.drugs import DrugClassItem, DrugConditionItem
from pages.models.studies import StudyConditionItem
from pages.search.queries import clean_query
from pages.vocabulary import Certainty, LicensingStatus

# What readers call each type.  Containers are left out: their titles are reviewed by nobody.
KINDS: dict[type[Page], str] = {
    DrugOverviewPage: "Medicine",
    DoseFormPage: "Dose form",
    StudySummaryPage: "Study summary",
    StandardPage: "About this hub",
}
TYPES: dict[str, type[Page]] = {
    "medicine": DrugOverviewPage,
    "dose-form": DoseFormPage,
    "study": StudySummaryPage,
    "about": StandardPage,
}
FILED = (DrugClassItem, DrugConditionItem, StudyConditionItem)
MAX_TOPICS = 12


@dataclass(frozen=True)
class Narrowing:
    """What is left of the results; an empty string leaves all.  Unknown values leave nothing, and are no error."""

    type: str = ""
    topic: str = ""
    status: str = ""
    certainty: str = ""

    @classmethod
    def of(cls, given: QueryDict) -> Narrowing:
        return cls(**{name: clean_query(given.get(name, "")) for name in PARAMETERS})

    def __bool__(self) -> bool:
        return bool(self.type or self.topic or self.status or self.certainty)

    def chosen(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value}

    def pages(self) -> PageQuerySet:
        """The live pages that are left."""
        types = [TYPES[self.type]] if self.type in TYPES else list(KINDS)
        pages = Page.objects.live().type(*types)
        if self.type and self.type not in TYPES:
            return pages.none()
        if self.topic:
            pages = pages.filter(pk__in=_filed_under(self.topic))
        if self.status:
            pages = pages.filter(pk__in=Indication.objects.filter(status=self.status).values("page"))
        if self.certainty:
            pages = pages.filter(pk__in=StudySummaryPage.objects.filter(certainty=self.certainty).values("pk"))
        return pages


def _filed_under(slug: str) -> list[int]:
    return [
        pk
        for item in FILED
        for pk in item.objects.filter(tag__slug=slug, content_object__live=True).values_list(
            "content_object", flat=True
        )
    ]


# Of the query string, beside the query and the number of the page.
PARAMETERS = tuple(field.name for field in fields(Narrowing))


@dataclass(frozen=True)
class Choice:
    label: str
    count: int
    is_chosen: bool
    # The query string that chooses it, or takes the choice back.
    address: str


@dataclass(frozen=True)
class Facet:
    heading: str
    choices: list[Choice]


def facets(query: str, narrowing: Narrowing, results: Iterable[int]) -> list[Facet]:
    """What the results can be narrowed by: every value that one of them has.  At most four queries."""
    pages = list(results)
    types = _types(pages)
    has = {value for value, _, _ in types}
    counted = [
        ("type", "Type", types),
        ("topic", "Topic", _topics(pages)),
        ("status", "Licensing status of a use", _statuses(pages) if "medicine" in has else []),
        ("certainty", "Certainty of the evidence", _certainties(pages) if "study" in has else []),
    ]
    return [
        Facet(heading, [_choice(query, narrowing, name, *value) for value in values])
        for name, heading, values in counted
        if len(values) > 1 or (values and getattr(narrowing, name))
    ]


# Value, words for it, and how many results have it.
Counted = list[tuple[str, str, int]]


def _choice(query: str, narrowing: Narrowing, name: str, value: str, label: str, count: int) -> Choice:
    chosen = narrowing.chosen()
    is_chosen = chosen.get(name) == value
    others = {key: one for key, one in chosen.items() if key != name}
    return Choice(label, count, is_chosen, address(query, others if is_chosen else others | {name: value}))


def address(query: str, chosen: Mapping[str, str]) -> str:
    return "?" + urlencode({"q": query, **chosen})


def _types(pages: list[int]) -> Counted:
    models = ContentType.objects.get_for_models(*TYPES.values(), for_concrete_models=True)
    counts = Counter(Page.objects.filter(pk__in=pages).order_by().values_list("content_type", flat=True))
    return [(name, KINDS[model], counts[models[model].pk]) for name, model in TYPES.items() if counts[models[model].pk]]


def _topics(pages: list[int]) -> Counted:
    columns = ("tag__slug", "tag__name", "content_object")
    classes, *others = (item.objects.filter(content_object__in=pages).values_list(*columns) for item in FILED)
    # A union has each row once: a page under a topic as its class and its condition is one page.
    counts = Counter((slug, name) for slug, name, _ in classes.union(*others))
    most = sorted(counts.items(), key=lambda counted: (-counted[1], counted[0]))[:MAX_TOPICS]
    return [(slug, name, count) for (slug, name), count in most]


def _statuses(pages: list[int]) -> Counted:
    pairs = set(Indication.objects.filter(page__in=pages).order_by().values_list("page", "status"))
    counts = Counter(status for _, status in pairs)
    return [(value, str(label), counts[value]) for value, label in LicensingStatus.choices if counts[value]]


def _certainties(pages: list[int]) -> Counted:
    counts = Counter(StudySummaryPage.objects.filter(pk__in=pages).order_by().values_list("certainty", flat=True))
    return [(value, str(label), counts[value]) for value, label in Certainty.choices if counts[value]]
