"""Wagtail's own e-mails about workflows, which tell superusers of every submission: not about reviewed pages.

Other workflows of a site keep theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.dispatch import Signal
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from reviews.guards import is_reviewed


def silence() -> None:
    """Take the place of Wagtail's receivers, by the names under which it connects them.

    A name is connected once: whether Wagtail's app is ready before this one or after it makes no difference.
    """
    from wagtail.admin import signal_handlers as stock

    for signal, sender, name, notifier in (
        (
            task_submitted,
            TaskState,
            "group_approval_task_submitted_email_notification",
            stock.task_submission_email_notifier,
        ),
        (
            workflow_submitted,
            WorkflowState,
            "workflow_state_submitted_email_notification",
            stock.workflow_submission_email_notifier,
        ),
        (
            workflow_rejected,
            WorkflowState,
            "workflow_state_rejected_email_notification",
            stock.workflow_rejection_email_notifier,
        ),
        (
            workflow_approved,
            WorkflowState,
            "workflow_state_approved_email_notification",
            stock.workflow_approval_email_notifier,
        ),
    ):
        _replace(signal, sender, name, notifier)


def _replace(signal: Signal, sender: type, name: str, notifier: Callable[..., Any]) -> None:
    def receive(instance: TaskState | WorkflowState, **kwargs: Any) -> None:
        if not _is_about_a_reviewed_page(instance):
            notifier(instance=instance, **kwargs)

    signal.disconnect(sender=sender, dispatch_uid=name)
    signal.connect(receive, sender=sender, dispatch_uid=name, weak=False)


def _is_about_a_reviewed_page(instance: TaskState | WorkflowState) -> bool:
    workflow_state = instance.workflow_state if isinstance(instance, TaskState) else instance
    subject = workflow_state.content_object
    return isinstance(subject, Page) and is_reviewed(subject)
