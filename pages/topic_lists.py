"""Medicines by class and by condition."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Window
from django.db.models.functions import RowNumber

from pages.listings import live_drugs
from pages.models import Topic
from pages.models.drugs import DrugClassItem, DrugConditionItem
from pages.models.studies import StudyConditionItem
from pages.models.topics import TopicItem

# A class of a hundred medicines is one link away.
MEDICINES_SHOWN = 8


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
