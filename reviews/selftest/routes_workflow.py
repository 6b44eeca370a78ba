"""GATE.md, groups 1 and 2: Wagtail's workflow, which is advice."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from reviews.models import ClinicalReviewTask
from reviews.selftest.routes import Routes
from reviews.selftest.routes_admin import PUBLISH
from reviews.selftest.scene import UNAPPROVED, Scene
from reviews.selftest.visitors import Visitor

routes = Routes()


def workflow() -> Workflow:
    return Workflow.objects.filter(workflow_tasks__task__in=ClinicalReviewTask.objects.values("pk")).distinct().get()


@routes.route("1.37", "no workflow on the tree")
def without_assignment(scene: Scene) -> None:
    assigned = WorkflowPage.objects.filter(workflow=workflow())
    scene.tries(assigned.delete, lambda: assigned._raw_delete(assigned.db))  # noqa: SLF001  past all signals
    for who in (scene.administrator, scene.superuser):
        who.edit(scene.live, PUBLISH, **scene.words())
        who.edit(scene.draft, {"action-submit": "1"}, **scene.words())


@routes.route("1.39", "the review task, switched off while a page is in review")
def disable_task(scene: Scene) -> None:
    task = ClinicalReviewTask.objects.first()
    scene.tries(
        lambda: scene.superuser.post("wagtailadmin_workflows:disable_task", task.pk),
        lambda: task.deactivate(user=scene.superuser.user),
    )


@routes.route("1.39a", "the workflow, switched off while a page is in review")
def disable_workflow(scene: Scene) -> None:
    review = workflow()
    scene.tries(
        lambda: scene.superuser.post("wagtailadmin_workflows:disable", review.pk),
        lambda: review.deactivate(user=scene.superuser.user),
    )


def submit_without_task(scene: Scene, who: Visitor) -> None:
    ClinicalReviewTask.objects.update(active=False)
    for name in ("live", "draft"):
        who.edit(scene.page(name), {"action-submit": "1"}, **scene.words())
        scene.tries(partial(workflow().start, scene.page(name), who.user))


@routes.route("1.40", "a workflow without an active task, submitted by somebody who may publish in stock Wagtail")
def submit_without_task_as_publisher(scene: Scene) -> None:
    for who in (scene.administrator, scene.superuser):
        submit_without_task(scene, who)


@routes.route("1.41", "a workflow without an active task, submitted by an editor")
def submit_without_task_as_editor(scene: Scene) -> None:
    submit_without_task(scene, scene.writer)


@routes.route("1.60", "a workflow finished in code")
def finish_in_code(scene: Scene) -> None:
    state = WorkflowState.objects.get(pk=scene.reviewed.current_workflow_state.pk)
    task_state = state.current_task_state.specific
    user = scene.superuser.user
    scene.tries(
        lambda: state.finish(user=user),
        lambda: task_state.task.specific.on_action(task_state, user, "approve"),
        lambda: task_state.approve(user=user),
    )


@routes.route("1.61", "Wagtail's own approval buttons")
def approval_buttons(scene: Scene) -> None:
    page = scene.reviewed
    state = page.current_workflow_task_state
    for who in (scene.reviewer, scene.superuser):
        for action in ("approve", "reject"):
            who.post("wagtailadmin_pages:workflow_action", page.pk, action, state.pk, comment="")


def layout_task(scene: Scene) -> None:
    """A second task behind the clinical review, for the people who may edit the section."""
    task = GroupApprovalTask.objects.create(name="Layout", active=True)
    task.groups.add(Group.objects.get(pk=scene.second_writer.user.groups.get().pk))
    WorkflowTask.objects.create(workflow=workflow(), task=task, sort_order=99)


@routes.route("2.17", "two tasks: the last approver edits, and approves what the reviewer never saw")
def edit_behind_the_review(scene: Scene) -> list[str]:
    layout_task(scene)
    seen = {scene.reviewed.live_revision_id, scene.waiting.revision_id}
    scene.approve(scene.waiting)
    who = scene.second_writer
    scene.tries(lambda: scene.rewrite(scene.reviewed, by=who))
    state = scene.reviewed.current_workflow_task_state
    if state is not None:
        who.post("wagtailadmin_pages:workflow_action", scene.reviewed.pk, "approve", state.pk, comment="")
    # The approval itself moved what it should; only what nobody approved may not be public.
    scene.from_here()
    is_read = UNAPPROVED in scene.read(scene.address(scene.reviewed)).content.decode()
    return ["words that no reviewer saw are live"] if is_read or scene.reviewed.live_revision_id not in seen else []
