"""The clinical review as a task of Wagtail's workflow: it pins, it locks, and it decides only through services."""

from __future__ import annotations

from django.db import models, transaction
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState, WorkflowState

from reviews.deletion import keep
from reviews.locks import InReviewLock
from reviews.persons import Person
from reviews.refusals import ReviewRefused


class ReviewTaskState(TaskState):
    """The state of one review, bound to the request that pinned it."""

    request = models.OneToOneField("reviews.ReviewRequest", on_delete=keep, related_name="task_state")
    exclude_fields_in_copy = ["request"]

    class Meta:
        verbose_name = "clinical review state"

    @transaction.atomic
    def cancel(self, user: Person | None = None, resume: bool = False, comment: str = "") -> TaskState:
        """Every cancellation of an open review, by whatever button, is a recorded recall.

        One that meets a decision under way waits for it, and then there is nothing left to recall.
        """
        from reviews import services
        from reviews.services.locking import lock_page

        lock_page(self.request.page_id)
        if self.request.is_open:
            services.record_recall(self.request, user, comment)
        return super().cancel(user=user, resume=resume, comment=comment)


class ClinicalReviewTask(AbstractGroupApprovalTask):
    """Approval by one clinical reviewer who did not write what is approved."""

    task_state_class = ReviewTaskState
    lock_class = InReviewLock

    class Meta:
        verbose_name = "clinical review task"
        verbose_name_plural = "clinical review tasks"

    def start(self, workflow_state: WorkflowState, user: Person | None = None) -> TaskState:
        """Bind the task to the request that ``services.submit`` made; there is no other way in."""
        from reviews.models.requests import ReviewRequest

        request = ReviewRequest.objects.open().filter(page_id=workflow_state.object_id, task_state__isnull=True).first()
        if request is None:
            raise ReviewRefused(
                "This page was not submitted.",
                kept="The draft is kept as it was.",
                next_step="Use “Submit for review” and say what changed.",
            )
        return self.task_state_class.objects.create(
            workflow_state=workflow_state,
            task=self,
            revision=request.revision,
            request=request,
            status=TaskState.STATUS_IN_PROGRESS,
        )

    def on_action(self, task_state: TaskState, user: Person, action_name: str, **kwargs: object) -> None:
        """Wagtail's own buttons carry no signature, so they decide nothing."""
        raise ReviewRefused(
            "A clinical decision needs your signature.",
            kept="Nothing was decided.",
            next_step="Open the review screen, read what changed, and sign there.",
        )

    def get_actions(self, obj: Page, user: Person) -> list[tuple[str, str, bool]]:
        return []

    def user_can_access_editor(self, obj: Page, user: Person) -> bool:
        return self._user_in_groups(user)

    def locked_for_user(self, obj: Page, user: Person) -> bool:
        return True

    def user_can_lock(self, obj: Page, user: Person) -> bool:
        return False

    def get_task_states_user_can_moderate(self, user: Person, **kwargs: object) -> models.QuerySet[TaskState]:
        if not self._user_in_groups(user):
            return TaskState.objects.none()
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)

    def deactivate(self, user: Person | None = None) -> None:
        raise ReviewRefused(
            "The clinical review task cannot be switched off.",
            kept="Every page in review stays in review.",
            next_step="To change who reviews, appoint a reviewer or end an appointment.",
        )

    @classmethod
    def get_description(cls) -> str:
        return "An appointed clinical reviewer who did not write the content approves it"
