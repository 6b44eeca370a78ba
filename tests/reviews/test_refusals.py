"""A refusal says what happened, what was kept and what to do, wherever it comes from."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations import Migration
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState, Workflow, WorkflowPage, WorkflowState

from pages.models import HubImage, StandardPage
from reviews import ledger, migration_signals, services, triggers, verify_ledger
from reviews.locks import InReviewLock
from reviews.middleware import RefusalMiddleware, as_refusal
from reviews.models import ClinicalReviewTask, Contribution, Decision, LedgerEntry, VerificationRun
from reviews.refusals import ReviewRefused
from reviews.workflows import publish_approved
from tests import factories
from tests.editorial import Newsroom, fresh, person, public_text

BY_THE_DATABASE = IntegrityError("Review gate: live content changes only through review. Save a draft.\nCONTEXT: …")


def asked(path: str = "/admin/pages/", **headers: str) -> HttpRequest:
    request = RequestFactory().get(path, headers=headers)
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def middleware() -> RefusalMiddleware:
    return RefusalMiddleware(lambda request: HttpResponse())


def said(request: HttpRequest) -> list[str]:
    return [str(message).strip() for message in get_messages(request)]


def test_a_refusal_by_the_database_is_a_message_and_no_fault() -> None:
    request = asked(referer="http://testserver/admin/pages/7/edit/")
    response: Any = middleware().process_exception(request, BY_THE_DATABASE)
    assert response.url == "http://testserver/admin/pages/7/edit/"
    assert said(request) == ["Live content changes only through review. Save a draft. Nothing was changed."]


def test_a_refusal_leads_nowhere_else() -> None:
    response: Any = middleware().process_exception(asked(referer="https://elsewhere.example/"), BY_THE_DATABASE)
    assert response.url == "/admin/"


@pytest.mark.parametrize(
    "request_",
    [
        asked("/api/v3/pages/"),
        asked(accept="application/json"),
        asked(**{"x-requested-with": "XMLHttpRequest"}),
    ],
    ids=["API", "JSON", "script"],
)
def test_a_program_is_answered_in_plain_text(request_: HttpRequest) -> None:
    response: Any = middleware().process_exception(request_, BY_THE_DATABASE)
    assert response.status_code == 403
    assert "only through review" in response.content.decode()


def test_the_same_refusal_is_said_once() -> None:
    request = asked()
    for _ in range(2):
        middleware().process_exception(request, ReviewRefused("No.", kept=""))
    assert said(request) == ["No."]


def test_a_protected_key_is_a_refusal_and_a_fault_stays_a_fault() -> None:
    assert "is kept" in str(as_refusal(ProtectedError("foreign keys", set())))
    assert as_refusal(IntegrityError("duplicate key")) is None
    assert middleware().process_exception(asked(), ValueError()) is None


def test_a_person_does_not_unpublish_a_reviewed_page(room: Newsroom) -> None:
    page = room.publish(factories.standard())
    with pytest.raises(ReviewRefused, match="Withdraw it and give the reason"):
        page.unpublish(user=room.admin.user)
    with pytest.raises(ReviewRefused, match="withdraw it with a reason"):
        page.unpublish(set_expired=True)
    assert fresh(page).live, "an expiry date is approved with the content, and this page has none"


def test_a_draft_saved_by_a_script_names_its_author_and_schedules_nothing(room: Newsroom) -> None:
    draft = room.editor.write(factories.standard())
    with pytest.raises(ReviewRefused, match="names its author"):
        draft.save_revision()
    with pytest.raises(ReviewRefused, match="Only an approved version can be scheduled"):
        draft.save_revision(user=room.editor.user, approved_go_live_at=timezone.now())
    revision = draft.latest_revision
    revision.approved_go_live_at = timezone.now()
    with pytest.raises(ReviewRefused, match="Only an approved version can be scheduled"):
        revision.save()


def test_a_frozen_revision_is_not_saved_over_and_none_is_added_in_review(room: Newsroom) -> None:
    waiting = room.editor.submit(room.editor.write(factories.standard()))
    with pytest.raises(ReviewRefused, match="never changes"):
        waiting.revision.save()
    page = waiting.page.specific
    with pytest.raises(ReviewRefused, match="in review, so no new version"):
        Revision.objects.create(content_object=page, user=room.editor.user, content=page.serializable_data())


def test_a_page_without_any_draft_is_not_submitted(room: Newsroom) -> None:
    page = room.home.add_child(instance=factories.standard(owner=room.editor.user))
    with pytest.raises(ReviewRefused, match="There is no draft"):
        services.submit(page, room.editor.user, change_note="First.")


def test_a_picture_that_is_gone_is_named(room: Newsroom) -> None:
    from wagtail.images.tests.utils import get_test_image_file

    from reviews import references

    image = HubImage.objects.create(title="Tablet", file=get_test_image_file())
    assert not references.is_frozen(HubImage())
    with pytest.raises(ReviewRefused, match="does not exist any more"):
        references._in_bulk(ContentType.objects.get_for_model(HubImage), {str(image.pk), "999999"})


def test_a_workflow_without_a_submission_starts_nothing(room: Newsroom) -> None:
    draft = room.editor.write(factories.standard())
    with pytest.raises(ReviewRefused, match="was not submitted"), transaction.atomic():
        draft.get_workflow().start(draft, room.editor.user)
    assert not WorkflowState.objects.exists()


def test_a_workflow_that_ends_without_a_decision_publishes_nothing(room: Newsroom) -> None:
    waiting = room.editor.submit(room.editor.write(factories.standard()))
    with pytest.raises(ReviewRefused, match="without the approval"):
        publish_approved(waiting.task_state.workflow_state, user=room.admin.user)
    assert public_text(waiting.page.specific) == ""


def test_what_is_not_reviewed_finishes_as_wagtail_does(room: Newsroom) -> None:
    home = room.home.specific
    home.save_revision(user=room.admin.user)
    workflow = Workflow.objects.get(name="Moderators approval")
    state = WorkflowState(
        content_type=home.get_content_type(),
        base_content_type=home.get_base_content_type(),
        object_id=str(home.pk),
        workflow=workflow,
    )
    state.content_object = Page.objects.get(pk=home.pk)
    publish_approved(state, user=room.admin.user)
    assert Page.objects.get(pk=home.pk).live_revision_id == home.latest_revision_id


def test_a_tree_without_an_assignment_still_submits_to_clinical_review(room: Newsroom) -> None:
    draft = room.editor.write(factories.standard())
    WorkflowPage.objects.all()._raw_delete(using="default")
    waiting = room.editor.submit(draft)
    assert waiting.task_state.status == TaskState.STATUS_IN_PROGRESS


def test_a_missing_workflow_is_said_and_keeps_the_draft(room: Newsroom) -> None:
    from wagtail.models import WorkflowTask

    draft = room.editor.write(factories.standard())
    WorkflowPage.objects.all()._raw_delete(using="default")
    WorkflowTask.objects.all()._raw_delete(using="default")
    with pytest.raises(ReviewRefused, match="review workflow is missing"):
        services.submit(draft, room.editor.user, change_note="First.")


def test_without_a_workflow_a_decision_still_ends_the_review(room: Newsroom) -> None:
    waiting = room.editor.submit(room.editor.write(factories.standard()))
    WorkflowState.objects.filter(object_id=str(waiting.page_id)).update(status=WorkflowState.STATUS_CANCELLED)
    services.request_changes(waiting, room.pharmacist.user, comment="Say more.")
    assert not waiting.is_open
    second = room.editor.submit(waiting.page.specific, "Said more.")
    WorkflowState.objects.filter(object_id=str(waiting.page_id)).update(status=WorkflowState.STATUS_CANCELLED)
    services.recall(second, room.editor.user)
    assert not second.is_open


def test_the_task_shows_its_states_to_reviewers_only(room: Newsroom) -> None:
    waiting = room.editor.submit(room.editor.write(factories.standard()))
    task = ClinicalReviewTask.objects.get()
    assert [state.pk for state in task.get_task_states_user_can_moderate(room.pharmacist.user)] == [
        waiting.task_state.pk
    ]
    assert not task.get_task_states_user_can_moderate(room.admin.user).exists()
    assert not task.user_can_lock(waiting.page, room.admin.user)
    assert "did not write" in ClinicalReviewTask.get_description()
    page = waiting.page.specific
    assert not page.permissions_for_user(room.admin.user).can_set_view_restrictions()


def test_the_lock_of_a_page_that_was_just_decided_has_no_buttons(room: Newsroom) -> None:
    page = room.publish(factories.standard())
    lock = InReviewLock(page)
    assert lock.get_message(room.editor.user) == lock.words


def test_somebody_without_pages_sees_no_desk(room: Newsroom) -> None:
    from django.contrib.auth.models import Permission

    waiting = room.editor.submit(room.editor.write(factories.standard()))
    visitor = person("visitor")
    visitor.user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    for name, *args in (("reviews:desk",), ("reviews:review", waiting.pk), ("reviews:recall", waiting.pk)):
        assert visitor.get(name, *args).status_code == 302


def test_administrators_find_the_appointments(room: Newsroom) -> None:
    administrator = person("administrator", "Administrators")
    for name in ("reviews:desk", "reviews:reviewers"):
        assert administrator.get(name).status_code == 200


def test_a_stamp_needs_an_approval(room: Newsroom) -> None:
    page = room.publish(factories.standard())
    page.live_revision_id = -1
    assert page.review_stamp is None


def test_records_name_themselves(room: Newsroom) -> None:
    page = room.publish(factories.standard())
    assert str(LedgerEntry.objects.get(pk=0)).startswith("0 opened ")
    assert str(Contribution.objects.filter(page=page).first()) == "editor wrote a revision"
    assert "Approved by pharmacist" in str(Decision.objects.get(page=page))
    now = timezone.now()
    assert "2 problems" in str(VerificationRun(started_at=now, finished_at=now, pages=1, problem_count=2))


def test_both_dialects_are_written_from_the_same_rules() -> None:
    sqlite, postgresql = list(triggers.statements("sqlite")), list(triggers.statements("postgresql"))
    assert len(sqlite) == len(triggers.expected("sqlite"))
    assert len(postgresql) == 2 * len(triggers.expected("postgresql"))
    assert not any("IS DISTINCT FROM" in statement for statement in sqlite)
    assert all("reviews_gate_" in statement for statement in sqlite + postgresql)


def test_only_sqlite_puts_its_triggers_away_while_it_migrates(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    sender: Any = None
    for vendor, expected in (("postgresql", 0), ("sqlite", 1)):
        removed: list[Any] = []
        monkeypatch.setattr(triggers, "remove", removed.append)
        monkeypatch.setattr(migration_signals, "connections", {"default": SimpleNamespace(vendor=vendor)})
        migration_signals.before_migrate(sender, "default", plan=[(Migration("0099_more", "reviews"), False)])
        assert len(removed) == expected


def test_the_offline_script_says_what_it_found(
    room: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ledger.jsonl"
    lines = list(ledger.lines())
    for text, status, words in (("\n".join(lines), 0, "whole and in order"), ("\n".join(lines[1:]), 1, "should")):
        file.write_text(text)
        monkeypatch.setattr(sys, "argv", ["verify_ledger.py", str(file)])
        assert verify_ledger.main() == status
        assert words in capsys.readouterr().out


def test_a_ledger_that_cannot_be_read_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_ledger", str(tmp_path / "nothing.jsonl"))


def test_the_command_shows_its_progress_and_its_findings(room: Newsroom) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    page = room.publish(factories.standard())
    out, err = io.StringIO(), Terminal()
    call_command("verify_publications", stdout=out, stderr=err)
    assert "1 of 1 live pages" in err.getvalue()
    triggers.remove(connection)
    StandardPage.objects.filter(pk=page.pk).update(lead="Changed.")
    triggers.install(connection)
    with pytest.raises(SystemExit):
        call_command("verify_publications", stdout=out, stderr=err)
    assert f"page: page {page.pk}: the live row differs from the approved version in lead" in out.getvalue()
