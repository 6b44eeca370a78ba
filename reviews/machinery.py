"""The gate's own parts in Wagtail's workflow: they cannot be deleted, switched off or taken from the tree.

None of that would publish anything (``workflows.publish_approved`` sees to it), but it would leave editors with
nowhere to submit to and reviewers without their task.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from wagtail.models import Task, Workflow, WorkflowPage, WorkflowTask

from reviews.eligibility import REVIEWERS_GROUP
from reviews.models.tasks import ClinicalReviewTask
from reviews.refusals import ReviewRefused


def is_part(instance: models.Model) -> bool:
    """Whether the review of pages depends on this object."""
    if isinstance(instance, Group):
        return Group.objects.filter(pk=instance.pk, name=REVIEWERS_GROUP).exists()
    if isinstance(instance, Task):
        return ClinicalReviewTask.objects.filter(pk=instance.pk).exists()
    if isinstance(instance, WorkflowTask):
        return ClinicalReviewTask.objects.filter(pk=instance.task_id).exists()
    if isinstance(instance, WorkflowPage):
        return instance.page.depth == 1 and is_part(instance.workflow)
    return (
        isinstance(instance, Workflow)
        and instance.workflow_tasks.filter(task__in=ClinicalReviewTask.objects.values("pk")).exists()
    )


@receiver(pre_delete, dispatch_uid="reviews.guard_machinery_deletion")
def guard_deletion(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
    if isinstance(instance, Group | Task | Workflow | WorkflowTask | WorkflowPage) and is_part(instance):
        raise ReviewRefused(
            f"The {instance._meta.verbose_name} “{instance}” belongs to clinical review and cannot be taken away.",
            kept="Every page in review stays in review.",
            next_step="To change who reviews, appoint a reviewer or end an appointment.",
        )


@receiver(pre_save, dispatch_uid="reviews.guard_machinery")
def guard_change(sender: type[models.Model], instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
    if raw or instance.pk is None:
        return
    if isinstance(instance, Task | Workflow) and not instance.active and is_part(instance):
        raise ReviewRefused(
            f"The {instance._meta.verbose_name} “{instance}” belongs to clinical review and cannot be switched off.",
            kept="Every page in review stays in review.",
        )
    if isinstance(instance, Group) and instance.name != REVIEWERS_GROUP and is_part(instance):
        raise ReviewRefused(f"The group “{REVIEWERS_GROUP}” keeps its name: being a reviewer depends on it.")
    if isinstance(instance, WorkflowPage) and not instance._state.adding and not is_part(instance):
        before = WorkflowPage.objects.filter(pk=instance.pk).first()
        if before is not None and is_part(before):
            raise ReviewRefused("The whole tree keeps the review workflow.")
