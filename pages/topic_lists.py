"""Medicines by class and by condition."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from pages.listings import live_drugs
from pages.models import Topic
from pages.models.drugs import DrugClassItem, DrugConditionItem
from pages.models.studies import StudyConditionItem

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


def topics_by_kind() -> list[TopicKind]:
    """Classes and conditions that have something live, by name.  Five queries."""
    drugs = {drug.pk: (drug.title, drug.get_url() or "") for drug in live_drugs()}
    studies: Counter[int] = Counter(
        StudyConditionItem.objects.filter(content_object__live=True).values_list("tag", flat=True)
    )
    under: dict[type, dict[int, list[int]]] = {DrugClassItem: defaultdict(list), DrugConditionItem: defaultdict(list)}
    for item, found in under.items():
        for tag, drug in item.objects.values_list("tag", "content_object"):  # type: ignore[attr-defined]
            if drug in drugs:
                found[tag].append(drug)
    wanted = {*studies, *under[DrugClassItem], *under[DrugConditionItem]}
    topics = list(Topic.objects.filter(pk__in=wanted).order_by("name"))

    def line(topic: Topic, pages: list[int], study_count: int) -> TopicLine:
        medicines = sorted(drugs[page] for page in pages)
        return TopicLine(topic, medicines[:MEDICINES_SHOWN], len(medicines), study_count)

    classes, conditions = under[DrugClassItem], under[DrugConditionItem]
    kinds = [
        TopicKind("Classes", "classes", [line(topic, classes[topic.pk], 0) for topic in topics if topic.pk in classes]),
        TopicKind(
            "Conditions",
            "conditions",
            [
                line(topic, conditions.get(topic.pk, []), studies[topic.pk])
                for topic in topics
                if topic.pk in conditions or studies[topic.pk]
            ],
        ),
    ]
    return [kind for kind in kinds if kind.lines]
