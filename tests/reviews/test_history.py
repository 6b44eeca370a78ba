"""History for ever: what anybody relied on is neither deleted nor switched off; group 4 of GATE.md."""

from __future__ import annotations

import contextlib
import io

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision, Task, Workflow, WorkflowPage, WorkflowTask

from pages.models import HubImage, StandardPage
from pages.models.standard import StandardReference
from reviews import services
from reviews.models import Absence, ClinicalReviewTask, Decision, ReviewRequest, VerificationRun
from reviews.refusals import ReviewRefused
from reviews.services import require_profession
from tests import factories
from tests.editorial import Newsroom, fresh, public_text, what_was_said


@pytest.fixture
def live_page(room: Newsroom) -> StandardPage:
    return room.publish(factories.standard(lead="Approved words."))


def records(page: Page) -> tuple[int, ...]:
    """How much history there is."""
    return (
        Revision.page_revisions.filter(object_id=str(page.pk)).count(),
        Decision.objects.filter(page=page).count(),
        ReviewRequest.objects.filter(page=page).count(),
        PageLogEntry.objects.filter(page=page.pk).count(),
    )


def test_purging_revisions_keeps_what_was_submitted(room: Newsroom, live_page: StandardPage) -> None:
    """Row 4.01."""
    for words in ("A draft.", "Another draft.", "The newest draft."):
        room.editor.edit(live_page, lead=words)
    before = records(live_page)
    call_command("purge_revisions", stdout=io.StringIO())
    assert Revision.objects.filter(pk=live_page.live_revision_id).exists()
    assert records(live_page)[1:] == before[1:]
    assert "Approved words." in public_text(live_page)


def test_purged_drafts_leave_their_author_a_contributor(room: Newsroom, live_page: StandardPage) -> None:
    room.pharmacist.edit(live_page, lead="By the pharmacist.")
    room.editor.edit(live_page, lead="By the editor.")
    call_command("purge_revisions", stdout=io.StringIO())
    waiting = room.editor.submit(live_page, "New words.")
    assert {person["name"] for person in waiting.contributors} == {"editor", "pharmacist"}


@pytest.mark.parametrize("who", ["editor", "admin"])
def test_nobody_deletes_a_page_that_was_submitted(room: Newsroom, live_page: StandardPage, who: str) -> None:
    """Rows 4.03 and 4.04."""
    before = records(live_page)
    response = getattr(room, who).post("wagtailadmin_pages:delete", live_page.pk)
    assert response.status_code in (302, 403)
    assert records(live_page) == before
    assert "Approved words." in public_text(live_page)


def test_a_parent_is_not_deleted_over_a_reviewed_page(room: Newsroom, live_page: StandardPage) -> None:
    """Row 4.05."""
    before = records(live_page)
    response = room.admin.post("wagtailadmin_pages:delete", room.home.pk)
    assert response.status_code == 302
    assert records(live_page) == before
    with pytest.raises(ReviewRefused, match="so it is kept"), transaction.atomic():
        room.home.delete()


def test_deleting_by_queryset_is_refused_with_the_way_out(live_page: StandardPage) -> None:
    """Row 4.07."""
    with pytest.raises(ReviewRefused, match="Withdraw a page"), transaction.atomic():
        Page.objects.filter(pk=live_page.pk).delete()


def test_revisions_and_log_entries_cannot_be_deleted_or_changed(live_page: StandardPage) -> None:
    """Rows 4.08, 4.09, 4.13 and 4.14."""
    with pytest.raises(ProtectedError), transaction.atomic():
        live_page.live_revision.delete()
    for attempt in (
        lambda: Revision.objects.filter(pk=live_page.live_revision_id)._raw_delete(using="default"),
        lambda: PageLogEntry.objects.filter(page=live_page.pk).delete(),
        lambda: PageLogEntry.objects.filter(page=live_page.pk).update(action="wagtail.edit"),
    ):
        with pytest.raises(IntegrityError, match="Review gate"), transaction.atomic():
            attempt()


@pytest.mark.parametrize("who", ["editor", "pharmacist"])
def test_people_with_a_history_are_deactivated(room: Newsroom, live_page: StandardPage, who: str) -> None:
    """Rows 3.08, 3.09 and 4.16."""
    user = getattr(room, who).user
    with pytest.raises(ReviewRefused, match="Deactivate a person"), transaction.atomic():
        user.delete()
    response = room.admin.client.post(reverse("wagtailusers_users:delete", args=[user.pk]))
    assert response.status_code == 302
    assert "Deactivate a person" in what_was_said(response)
    assert type(user).objects.filter(pk=user.pk).exists()


def test_the_content_type_of_a_reviewed_page_is_part_of_the_gate(live_page: StandardPage) -> None:
    """Row 4.18."""
    content_type = ContentType.objects.get_for_model(StandardPage)
    with pytest.raises((ProtectedError, IntegrityError, ReviewRefused)), transaction.atomic():
        content_type.delete()
    with pytest.raises(IntegrityError, match="Review gate"), transaction.atomic():
        ContentType.objects.filter(pk=content_type.pk).update(model="homepage")


def test_no_log_entry_is_made_up_afterwards(room: Newsroom, live_page: StandardPage) -> None:
    """Row 4.15: every revision has its entry from the start, so there is nothing to date back."""
    room.editor.submit(room.editor.write(factories.standard()))
    before = PageLogEntry.objects.count()
    call_command("create_log_entries_from_revisions", stdout=io.StringIO())
    assert PageLogEntry.objects.count() == before


def test_fixtree_deletes_no_page_whose_words_are_missing(room: Newsroom, live_page: StandardPage) -> None:
    """Row 4.19: a live page's words cannot go, and a page that was submitted stays without them too."""
    with pytest.raises(IntegrityError, match="Review gate"), transaction.atomic():
        StandardPage.objects.filter(pk=live_page.pk)._raw_delete("default")
    sent_back = room.editor.write(factories.standard())
    room.pharmacist.request_changes(room.editor.submit(sent_back))
    StandardReference.objects.filter(page=sent_back.pk)._raw_delete("default")
    StandardPage.objects.filter(pk=sent_back.pk)._raw_delete("default")
    before = records(sent_back)
    with contextlib.suppress(StandardPage.DoesNotExist, ReviewRefused), transaction.atomic():
        call_command("fixtree", interactive=False, stdout=io.StringIO())
    assert Page.objects.filter(pk=sent_back.pk).exists()
    assert records(sent_back) == before


def parts() -> list[Model]:
    task = ClinicalReviewTask.objects.get()
    workflow = Workflow.objects.get(name="Clinical review")
    return [
        Group.objects.get(name="Clinical reviewers"),
        task,
        Task.objects.get(pk=task.pk),
        workflow,
        WorkflowTask.objects.get(workflow=workflow),
        WorkflowPage.objects.get(workflow=workflow),
    ]


def test_no_part_of_the_review_machinery_is_deleted(db: None) -> None:
    for part in parts():
        with pytest.raises(ReviewRefused, match="cannot be taken away"), transaction.atomic():
            part.delete()


def test_no_part_of_the_review_machinery_is_switched_off(room: Newsroom) -> None:
    """Row 1.39 and its relatives."""
    waiting = room.editor.submit(room.editor.write(factories.standard()))
    for part in (ClinicalReviewTask.objects.get(), Workflow.objects.get(name="Clinical review")):
        part.active = False
        with pytest.raises(ReviewRefused, match="cannot be switched off"), transaction.atomic():
            part.save()
        with pytest.raises(ReviewRefused), transaction.atomic():
            type(part).objects.get(pk=part.pk).deactivate(user=room.admin.user)
    assert waiting.is_open
    group = Group.objects.get(name="Clinical reviewers")
    group.name = "Anybody"
    with pytest.raises(ReviewRefused, match="keeps its name"):
        group.save()


def test_the_tree_keeps_its_review_workflow(room: Newsroom) -> None:
    """Row 1.37."""
    workflow_page = WorkflowPage.objects.get(workflow__name="Clinical review")
    workflow_page.workflow = Workflow.objects.get(name="Moderators approval")
    with pytest.raises(ReviewRefused, match="keeps the review workflow"):
        workflow_page.save()


def test_other_workflows_and_groups_are_free(db: None) -> None:
    Workflow.objects.get(name="Moderators approval").delete()
    group = Group.objects.create(name="Translators")
    group.name = "Interpreters"
    group.save()
    group.delete()
    assert not Group.objects.filter(name="Interpreters").exists()


def test_a_picture_on_a_submitted_page_is_kept_as_it_is(room: Newsroom) -> None:
    from wagtail.images.tests.utils import get_test_image_file

    image = HubImage.objects.create(title="Tablet", file=get_test_image_file())
    picture = ("picture", {"image": image, "alt_text": "A tablet", "caption": ""})
    page = room.publish(factories.standard(body=[picture]))
    with pytest.raises(IntegrityError, match="Review gate"), transaction.atomic():
        HubImage.objects.update(title="Other")
    with pytest.raises(IntegrityError, match="Review gate"), transaction.atomic():
        HubImage.objects.filter(pk=image.pk)._raw_delete(using="default")
    image.title = "Other"
    with pytest.raises(ReviewRefused, match="never change"), transaction.atomic():
        image.save()
    with pytest.raises(ReviewRefused, match="so it is kept"), transaction.atomic():
        image.delete()
    assert fresh(page).live


def test_the_admin_home_says_when_integrity_was_checked(room: Newsroom, live_page: StandardPage) -> None:
    def home() -> str:
        return room.admin.get("wagtailadmin_home").content.decode()

    assert "was not compared with its approvals yet" in home()
    call_command("verify_publications", stdout=io.StringIO())
    assert "were what was" in home()
    run = VerificationRun.objects.latest()
    VerificationRun.objects.create(
        started_at=run.started_at, finished_at=run.finished_at, pages=1, problem_count=1, problems=["page: changed"]
    )
    assert "page: changed" in home()


def test_every_record_has_a_name_that_people_can_read(room: Newsroom, waiting: ReviewRequest) -> None:
    today = timezone.localdate()
    services.assign(waiting, room.physician.user, room.pharmacist.user)
    Absence.objects.create(person=room.pharmacist.user, starts_on=today, ends_on=today, cover=room.physician.user)
    room.pharmacist.approve(waiting, password="wrong")
    require_profession("Nurse", room.admin.user)
    named = [row for model in apps.get_app_config("reviews").get_models() for row in model._base_manager.all()[:1]]
    assert len(named) >= 10
    assert not [str(row) for row in named if " object (" in str(row)]


def test_the_history_offers_what_this_person_can_do(room: Newsroom, live: Page) -> None:
    people = (room.editor, room.pharmacist, room.admin)
    editor, pharmacist, admin = (person.get("reviews:history", live.pk).content.decode() for person in people)
    assert reverse("reviews:archive", args=[live.pk]) not in editor
    assert "Reaffirm" in pharmacist
    assert "Reaffirm" not in admin
    room.admin.post("reviews:archive", live.pk, reason="Replaced.")
    assert "Take out of the archive" in room.admin.get("reviews:history", live.pk).content.decode()
