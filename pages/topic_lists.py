"""Medicines by class and by condition, and what is filed under one of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from django.core.paginator import Page as Leaf
from django.db.models import Count, Window
from django.db.models.functions import RowNumber

from pages.listings import StudyRow, live_drugs, live_study_pages, studies_with_drugs
from pages.models import DrugOverviewPage, Topic
from pages.models.drugs import DrugClassItem, DrugConditionItem
from pages.models.studies import StudyConditionItem
from pages.models.topics import TopicItem

# A class of a hundred medicines is one link away.
MEDICINES_SHOWN = 8
# Of one topic.  The other studies are in the list of studies, which can be narrowed to a condition.
MEDICINES_PER_PAGE = 50
STUDIES_SHOWN = 20


@dataclass(frozen=True)
class TopicLine:
    """A topic with (title, address) of some of its medicines, and how many medicines and studies it has."""

    topic: Topic
    medicines: list[tuple[str, str]]
    medicine_count: int
    study_count: int

    @property
    def more(self) -> int:
        return self.medicine_count - len(self.medicines)


@dataclass(frozen=True)
class TopicKind:
    heading: str
    anchor: str
    lines: list[TopicLine]


class _First(NamedTuple):
    """Keys of the medicines that are shown of a topic, by title, and how many it has."""

    pks: list[int]
    number: int


NO_MEDICINES = _First([], 0)


def _first_medicines(item: type[TopicItem]) -> dict[int, _First]:
    """By topic, of what is live.  One query."""
    of_topic = Window(RowNumber(), partition_by="tag", order_by=("content_object__title", "content_object"))
    ranked = (
        item._default_manager.filter(content_object__live=True)
        .annotate(rank=of_topic, number=Window(Count("pk"), partition_by="tag"))
        .filter(rank__lte=MEDICINES_SHOWN)
        .order_by("tag", "rank")
    )
    found: dict[int, _First] = {}
    for tag, drug, number in ranked.values_list("tag", "content_object", "number"):
        found.setdefault(tag, _First([], number)).pks.append(drug)
    return found


def topics_by_kind() -> list[TopicKind]:
    """Classes and conditions that have something live, by name.  Five queries, and no more rows than are shown."""
    of_studies = StudyConditionItem.objects.filter(content_object__live=True).values("tag").annotate(number=Count("pk"))
    studies: Counter[int] = Counter(dict(of_studies.values_list("tag", "number")))
    classes, conditions = _first_medicines(DrugClassItem), _first_medicines(DrugConditionItem)
    shown = {pk for topics in (classes, conditions) for first in topics.values() for pk in first.pks}
    drugs = {drug.pk: (drug.title, drug.get_url() or "") for drug in live_drugs().filter(pk__in=shown)}
    topics = list(Topic.objects.filter(pk__in={*studies, *classes, *conditions}).order_by("name"))

    def line(topic: Topic, first: _First, study_count: int) -> TopicLine:
        return TopicLine(topic, [drugs[pk] for pk in first.pks if pk in drugs], first.number, study_count)

    kinds = [
        TopicKind("Classes", "classes", [line(topic, classes[topic.pk], 0) for topic in topics if topic.pk in classes]),
        TopicKind(
            "Conditions",
            "conditions",
            [
                line(topic, conditions.get(topic.pk, NO_MEDICINES), studies[topic.pk])
                for topic in topics
                if topic.pk in conditions or studies[topic.pk]
            ],
        ),
    ]
    return [kind for kind in kinds if kind.lines]


class MedicinesOfTopic:
    """Live medicines filed under a topic: those of the class by title, then those for the condition; to be sliced."""

    def __init__(self, topic: Topic) -> None:
        self._parts = [live_drugs().filter(**{f"{items}__tag": topic}) for items in ("class_items", "condition_items")]
        self._numbers = [part.count() for part in self._parts]

    def __len__(self) -> int:
        return sum(self._numbers)

    def __getitem__(self, asked: slice) -> list[list[DrugOverviewPage]]:
        """What of each part is in the slice."""
        found, before = [], 0
        for part, number in zip(self._parts, self._numbers, strict=True):
            start, stop = (min(max(end - before, 0), number) for end in (asked.start, asked.stop))
            found.append(list(part.order_by("title", "pk")[start:stop]) if start < stop else [])
            before += number
        return found


@dataclass(frozen=True)
class TopicLists:
    in_class: list[DrugOverviewPage]
    for_condition: list[DrugOverviewPage]
    studies: list[StudyRow]
    study_count: int

    def __bool__(self) -> bool:
        return bool(self.in_class or self.for_condition or self.studies)

    @property
    def has_more_studies(self) -> bool:
        return self.study_count > len(self.studies)


def lists_of_topic(topic: Topic, leaf: Leaf) -> TopicLists:
    """The medicines of a ``leaf`` of ``MedicinesOfTopic``, and on the first the first studies.

    Five queries and, where there are studies, two more, whatever the number of pages.
    """
    in_class, for_condition = leaf.object_list
    filed = live_study_pages().filter(condition_items__tag=topic)
    shown = filed.order_by("title", "pk")[:STUDIES_SHOWN] if leaf.number == 1 else []
    rows = studies_with_drugs(shown)
    return TopicLists(in_class, for_condition, rows, filed.count() if rows else 0)
