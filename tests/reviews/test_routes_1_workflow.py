"""GATE.md group 1, Wagtail's workflow screens: a workflow is advice, the decision is what publishes."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from reviews.models import ClinicalReviewTask, Decision, ReviewRequest
from tests.editorial import Newsroom, Person, fresh, person, public, public_text
from tests.reviews.assertions import assert_public_is_approved, nothing_moves, refusal

pytestmark = pytest.mark.django_db
PUBLISH = {"action-publish": "1"}


def clinical_workflow() -> Workflow:
    return Workflow.objects.get(name="Clinical review")


def test_without_a_workflow_on_the_tree_publishing_is_still_refused(room: Newsroom, live: Page, draft: Page) -> None:
    """1.37."""
    root = Page.objects.get(depth=1)
    room.admin.get("wagtailadmin_home")  # logged in before the refusal takes its transaction with it
    with transaction.atomic():
        said = refusal(room.admin.post("wagtailadmin_workflows:remove", root.pk, clinical_workflow().pk))
    assert "belongs to clinical review and cannot be taken away" in said
    assert WorkflowPage.objects.filter(page=root).exists()
    WorkflowPage.objects.filter(page=root)._raw_delete("default")
    assert not WorkflowPage.objects.filter(page=root).exists()
    with nothing_moves(live, draft):
        for page in (live, draft):
            room.admin.edit(page, PUBLISH, lead="Not approved.")
            room.admin.edit(page, {"action-submit": "1"}, lead="Not approved.")
    waiting = room.editor.submit(draft)
    with nothing_moves(live, draft):
        refusal(room.admin.edit(draft, PUBLISH, lead="Not approved."))
    room.approve(waiting)
    assert "Not approved." in public_text(draft), "submitted as it stood and approved by a reviewer"


def test_the_review_task_cannot_be_switched_off(room: Newsroom, live: Page, waiting: ReviewRequest) -> None:
    """1.39."""
    task = ClinicalReviewTask.objects.get()
    with nothing_moves(live), transaction.atomic():
        said = refusal(room.admin.post("wagtailadmin_workflows:disable_task", task.pk))
    assert "cannot be switched off" in said
    assert "Every page in review stays in review." in said
    task.refresh_from_db()
    assert task.active
    room.approve(waiting)
    assert "What is in review." in public_text(live)


def test_switching_the_workflow_off_publishes_nothing(room: Newsroom, live: Page, waiting: ReviewRequest) -> None:
    """1.39, its neighbour: the workflow instead of the task."""
    with transaction.atomic():
        room.admin.post("wagtailadmin_workflows:disable", clinical_workflow().pk)
    assert_public_is_approved()
    assert "What was approved." in public_text(live)
    assert "What is in review." not in public_text(live)
    decided = Decision.objects.filter(request=waiting).first()
    assert decided is None or decided.outcome == "recalled", "ending a review is on record"


@pytest.mark.parametrize("who", ["1.40 administrator", "1.40 superuser", "1.41 editor"])
def test_a_workflow_without_an_active_task_publishes_nothing(
    room: Newsroom, live: Page, draft: Page, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = {
        "administrator": lambda: person("administrator", "Administrators"),
        "superuser": lambda: room.admin,
        "editor": lambda: room.editor,
    }
    somebody: Person = people[who.split()[1]]()
    ClinicalReviewTask.objects.update(active=False)
    with nothing_moves(live, draft):
        for page in (live, draft):
            somebody.edit(page, {"action-submit": "1"}, lead="Not approved.")
            try:
                clinical_workflow().start(fresh(page), somebody.user)
            except PermissionDenied as refused:
                assert "approval of a clinical reviewer" in str(refused)  # noqa: PT017
    assert public(draft).status_code == 404
    response = somebody.try_to_submit(draft)
    assert response.status_code < 500
    assert_public_is_approved()
    assert public(draft).status_code == 404


def test_submitting_without_an_active_task_still_waits_for_a_reviewer(room: Newsroom, draft: Page) -> None:
    """1.40: the review request stands by itself."""
    ClinicalReviewTask.objects.update(active=False)
    response = room.editor.try_to_submit(draft)
    assert response.status_code < 500
    waiting = ReviewRequest.objects.open_for(draft.pk)
    assert public(draft).status_code == 404
    assert waiting is not None or refusal(response)


@pytest.fixture
def second_task() -> GroupApprovalTask:
    """The layout editors, who look after the clinical reviewer."""
    group = Group.objects.create(name="Layout")
    editors = Group.objects.get(name="Editors")
    group.permissions.set(editors.permissions.all())
    for given in GroupPagePermission.objects.filter(group=editors):
        GroupPagePermission.objects.create(group=group, page=given.page, permission=given.permission)
    task = GroupApprovalTask.objects.create(name="Layout", active=True)
    task.groups.add(group)
    WorkflowTask.objects.create(workflow=clinical_workflow(), task=task, sort_order=1)
    return task


def workflow_action(who: Person, page: Page, action: str = "approve") -> Any:
    state = fresh(page).current_workflow_task_state
    return who.post("wagtailadmin_pages:workflow_action", page.pk, action, state.pk, comment="")


def test_after_a_second_task_the_approved_words_are_published(
    room: Newsroom, live: Page, waiting: ReviewRequest, second_task: GroupApprovalTask
) -> None:
    """2.17: the last approver edits, and approves what the reviewer never saw."""
    layout = person("layout", "Layout")
    room.pharmacist.approve(waiting)
    layout.edit(live, lead="Not approved.")
    if fresh(live).current_workflow_task_state is not None:
        assert workflow_action(layout, live).status_code < 500
    assert_public_is_approved()
    assert "What is in review." in public_text(live)
    assert "Not approved." not in public_text(live)
    assert fresh(live).live_revision_id == waiting.revision_id


def test_wagtails_own_approval_screens_decide_nothing(room: Newsroom, live: Page, waiting: ReviewRequest) -> None:
    for who in (room.admin, room.pharmacist, room.editor):
        for action in ("approve", "reject"):
            with nothing_moves(live):
                assert workflow_action(who, live, action).status_code < 500
                state = fresh(live).current_workflow_task_state
                response = who.get("wagtailadmin_pages:collect_workflow_action_data", live.pk, action, state.pk)
                assert response.status_code < 500


def test_finishing_the_workflow_in_code_publishes_nothing(room: Newsroom, live: Page, waiting: ReviewRequest) -> None:
    state = WorkflowState.objects.get(pk=fresh(live).current_workflow_state.pk)
    task_state = state.current_task_state.specific
    for finish in (
        lambda: state.finish(user=room.admin.user),
        lambda: task_state.task.specific.on_action(task_state, room.admin.user, "approve"),
    ):
        with nothing_moves(live), pytest.raises(PermissionDenied):
            finish()


def test_another_page_as_home_page_shows_approved_words_only(room: Newsroom, live: Page, draft: Page) -> None:
    """1.49: only a superuser reaches the sites, and no page gains a word by it."""
    site = Site.objects.get()
    data = {"hostname": "localhost", "port": 80, "site_name": "", "root_page": draft.pk, "is_default_site": "on"}
    administrator = person("administrator", "Administrators")
    with nothing_moves(live, draft):
        assert refusal(administrator.post("wagtailsites:edit", site.pk, **data))
    assert Site.objects.get().root_page_id == room.home.pk
    words = public_text(live)
    room.admin.post("wagtailsites:edit", site.pk, **(data | {"root_page": live.pk}))
    assert_public_is_approved()
    assert "What was approved." in words
    room.admin.post("wagtailsites:edit", site.pk, **data)
    assert "What nobody approved." not in public(draft).content.decode()
