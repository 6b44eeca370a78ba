"""Topics: drug classes and conditions that pages are filed under."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from modelcluster.contrib.taggit import ClusterTaggableManager
from taggit.models import ItemBase, TagBase


class Topic(TagBase):
    """A drug class or condition.

    The name stands on approved pages, so it never changes once made: a new name is a new topic.
    """

    class Meta:
        verbose_name = "topic"
        verbose_name_plural = "topics"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk:
            before = Topic.objects.filter(pk=self.pk).values_list("name", "slug").first()
            if before and before != (self.name, self.slug):
                raise ValidationError(
                    f"The topic “{before[0]}” stands on approved pages and cannot be renamed. "
                    "Nothing was changed. Make a new topic and put it on the pages instead."
                )
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])


class TopicItem(ItemBase):
    """One topic on one page; each page type has its own concrete table, so that the topics are in its revisions."""

    tag = models.ForeignKey(Topic, related_name="%(app_label)s_%(class)s_items", on_delete=models.PROTECT)

    class Meta:
        abstract = True


def topics(through: str, verbose_name: str, related_name: str) -> ClusterTaggableManager:
    return ClusterTaggableManager(through=through, blank=True, verbose_name=verbose_name, related_name=related_name)
