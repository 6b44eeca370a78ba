"""Topics: drug classes and conditions that pages are filed under."""

import hashlib

from django.db import models
from django.urls import reverse
from modelcluster.contrib.taggit import ClusterTaggableManager
from taggit.models import ItemBase, TagBase


class Topic(TagBase):
    """A drug class or condition.  Once a submitted page is filed under it, its name stays (``reviews.guards``)."""

    class Meta:
        verbose_name = "topic"
        verbose_name_plural = "topics"

    reviewed_fields = ("name", "slug")

    def review_fingerprint(self) -> str:
        return hashlib.sha256(f"{self.slug}\n{self.name}".encode()).hexdigest()

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])


class TopicItem(ItemBase):
    """One topic on one page; each page type has its own concrete table, so that the topics are in its revisions."""

    tag = models.ForeignKey(Topic, related_name="%(app_label)s_%(class)s_items", on_delete=models.PROTECT)

    class Meta:
        abstract = True


def topics(through: str, verbose_name: str, related_name: str) -> ClusterTaggableManager:
    return ClusterTaggableManager(through=through, blank=True, verbose_name=verbose_name, related_name=related_name)
