"""Notices: who is told what; optional, after the transaction, and never in the way of a decision."""

from __future__ import annotations

import datetime
import io
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.dispatch import Signal
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, WorkflowState

from reviews import services
from reviews.models import Decision, Notice, ReviewRequest
from reviews.models.notices import GAPS
from reviews.notices import stock
from tests import factories
from tests.editorial import Newsroom, Person, appoint, reviewer
from tests.reviews.test_due import DAY, in_days, reaffirm

Commit = Callable[..., Any]


class NoServer:
    """A mail backend whose server is down."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.fail_silently = False

    def open(self) -> None:
        raise ConnectionRefusedError("no mail server")

    def close(self) -> None:
        raise AssertionError("what did not open is not closed")


class RefusesOneAddress(NoServer):
    """A mail backend whose server takes mail for everybody but the pharmacist."""

    def open(self) -> None:
        pass

    def close(self) -> None:
        pass

    def send_messages(self, messages: list[mail.EmailMessage]) -> int:
        if any("pharmacist" in address for message in messages for address in message.to):
            raise ValueError("no such mailbox")
        mail.outbox += messages
        return len(messages)


def addressed() -> dict[str, list[str]]:
    """Subjects of the mail that went out, by the name before the @."""
    by_person: dict[str, list[str]] = {}
    for message in mail.outbox:
        for address in message.to:
            by_person.setdefault(address.split("@")[0], []).append(str(message.subject))
    return by_person


def told(person: Person) -> list[str]:
    return list(Notice.objects.filter(person=person.user).values_list("subject", flat=True))


@contextmanager
def later(monkeypatch: pytest.MonkeyPatch, by: datetime.timedelta) -> Iterator[None]:
    now = timezone.now() + by
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: now)
        yield


def test_submitted_is_told_to_those_who_may_approve_and_to_nobody_else(
    room: Newsroom, draft: Page, django_capture_on_commit_callbacks: Commit
) -> None:
    room.physician.edit(draft, lead="A physician's word.")
    with django_capture_on_commit_callbacks(execute=True):
        room.editor.submit(draft, "First version.")
    assert addressed() == {"pharmacist": [f"Submitted for review: {draft.title}"]}
    assert told(room.physician) == [], "a contributor is not asked to review"
    assert "First version." in mail.outbox[0].body
    assert "http://localhost/admin/reviews/" in mail.outbox[0].body


def test_a_decision_is_told_to_every_contributor_with_the_comment(
    room: Newsroom, draft: Page, django_capture_on_commit_callbacks: Commit
) -> None:
    room.editor2.edit(draft, lead="Another hand.")
    waiting = room.editor.submit(draft)
    with django_capture_on_commit_callbacks(execute=True):
        room.pharmacist.request_changes(waiting, "Say when to take it.")
    assert addressed().keys() == {"editor", "editor2"}
    assert all("Say when to take it." in message.body for message in mail.outbox)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        room.approve(room.editor.submit(draft))
    assert addressed() == {name: [f"Approved: {draft.title}"] for name in ("editor", "editor2")}


def test_mail_about_a_submission_is_ours_alone_and_quotes_no_draft(
    room: Newsroom, draft: Page, django_capture_on_commit_callbacks: Commit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        waiting = room.editor.submit(draft)
    with django_capture_on_commit_callbacks(execute=True):
        room.pharmacist.request_changes(waiting)
    with django_capture_on_commit_callbacks(execute=True):
        room.approve(room.editor.submit(draft))
    ours = ("Submitted for review", "Changes requested", "Approved")
    assert {message.subject for message in mail.outbox} == {f"{what}: {draft.title}" for what in ours}
    assert "admin" not in addressed(), "Wagtail tells superusers of every submission"
    for message in mail.outbox:
        assert "What nobody approved." not in f"{message.subject} {message.body}"


def test_wagtails_mails_about_other_workflows_are_kept_whichever_app_is_ready_first() -> None:
    heard: list[Any] = []

    def notifier(instance: Any, **kwargs: Any) -> None:
        heard.append(instance)

    for wagtail_first in (True, False):
        signal = Signal()
        if wagtail_first:
            signal.connect(notifier, sender=WorkflowState, dispatch_uid="a name")
        stock._replace(signal, WorkflowState, "a name", notifier)
        signal.connect(notifier, sender=WorkflowState, dispatch_uid="a name")
        signal.send(WorkflowState, instance=WorkflowState(), user=None)
    assert len(heard) == 2, "each once"


def test_a_mail_server_that_is_down_loses_no_decision_and_gets_the_mail_later(
    room: Newsroom,
    waiting: ReviewRequest,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Commit,
) -> None:
    with override_settings(EMAIL_BACKEND="tests.reviews.test_notices.NoServer"):
        with django_capture_on_commit_callbacks(execute=True):
            room.approve(waiting)
        call_command("send_notices")
    assert Decision.objects.filter(request=waiting, outcome="approved").exists()
    decided = Notice.objects.get(kind="decided", request=waiting)
    assert decided.attempts == 1, "a run before the gap is over tries nothing"
    assert mail.outbox == []
    with later(monkeypatch, by=GAPS[0]):
        call_command("send_notices")
        call_command("send_notices")
    assert addressed() == {"editor": [f"Approved: {waiting.revision.object_str}"]}
    decided.refresh_from_db()
    assert decided.attempts == 2


def test_one_address_that_is_refused_stops_nobody_elses_mail(
    room: Newsroom, draft: Page, django_capture_on_commit_callbacks: Commit
) -> None:
    with (
        override_settings(EMAIL_BACKEND="tests.reviews.test_notices.RefusesOneAddress"),
        django_capture_on_commit_callbacks(execute=True),
    ):
        room.editor.submit(draft)
    assert addressed().keys() == {"physician"}
    assert list(Notice.objects.filter(emailed_at=None).values_list("person__username", flat=True)) == ["pharmacist"]


def test_attempts_come_ever_later_and_end(room: Newsroom, draft: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    room.editor.submit(draft)
    assert list(GAPS) == sorted(GAPS)
    with override_settings(EMAIL_BACKEND="tests.reviews.test_notices.NoServer"):
        for since in itertools.accumulate(GAPS, initial=datetime.timedelta()):
            with later(monkeypatch, by=since + datetime.timedelta(seconds=30)):
                call_command("send_notices")
    assert {notice.attempts for notice in Notice.objects.all()} == {len(GAPS) + 1}
    with later(monkeypatch, by=30 * DAY):
        call_command("send_notices")
    assert mail.outbox == []
    assert "Submitted for review" in room.pharmacist.get("reviews:notices").content.decode(), "it stays in the admin"


def test_what_is_rolled_back_is_told_to_nobody(room: Newsroom, draft: Page) -> None:
    blank = room.editor.try_to_submit(draft, change_note=" ")
    assert blank.status_code == 200
    assert not Notice.objects.exists()


def test_nobody_is_asked_any_more_for_what_is_decided_or_recalled(
    room: Newsroom, draft: Page, django_capture_on_commit_callbacks: Commit
) -> None:
    room.editor.recall(room.editor.submit(draft))
    room.approve(room.editor.submit(draft))
    assert not Notice.objects.filter(kind="submitted").unread_by(room.physician.user).exists()
    call_command("send_notices")
    assert addressed() == {"editor": [f"Approved: {draft.title}"]}


def test_an_assignment_is_told_to_the_assignee_alone(room: Newsroom, waiting: ReviewRequest) -> None:
    mail.outbox.clear()
    Notice.objects.all().delete()
    services.assign(waiting, room.physician.user, room.pharmacist.user, note="You know this drug.")
    call_command("send_notices")
    assert addressed() == {"physician": [f"Assigned to you: {waiting.revision.object_str}"]}
    assert "You know this drug." in mail.outbox[0].body
    services.assign(waiting, room.pharmacist.user, room.pharmacist.user)
    assert not Notice.objects.filter(kind="assigned", person=room.pharmacist.user).exists(), "they did it themself"
    services.assign(waiting, room.physician.user, room.pharmacist.user)
    assert Notice.objects.filter(kind="assigned").count() == 2, "theirs again is news"


@pytest.mark.parametrize("way", ["withdraw", "archive"])
def test_a_withdrawal_is_told_to_those_who_wrote_and_approved_what_was_public(
    room: Newsroom, live: Page, way: str
) -> None:
    room.physician.post(f"reviews:{way}", live.pk, reason="A wrong strength.")
    call_command("send_notices")
    assert addressed().keys() == {"editor", "pharmacist"}
    assert all("A wrong strength." in message.body for message in mail.outbox)


def test_fifty_reviewers_cost_a_submission_no_more_queries_than_two(
    room: Newsroom, live: Page, django_assert_max_num_queries: Any
) -> None:
    def queries() -> int:
        page = room.editor.write(factories.standard())
        with django_assert_max_num_queries(200) as counted:
            services.submit(page, room.editor.user, change_note="First version.")
        return len(counted)

    queries()
    with_two = queries()
    for number in range(10):
        reviewer(f"reviewer{number}", "Pharmacist", by=room.admin)
    assert queries() == with_two
    assert Notice.objects.filter(person__username="reviewer9").count() == 1


# What falls due


def daily() -> None:
    call_command("send_notices", "--daily", stdout=io.StringIO())


def test_a_page_that_falls_due_is_told_once_to_those_who_may_reaffirm_it_and_once_more_when_overdue(
    room: Newsroom, live: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.physician.edit(live, lead="By the physician.")
    room.approve(room.editor.submit(live, "A new lead."))
    reaffirm(room.pharmacist, live, in_days(20))
    mail.outbox.clear()
    for _ in range(2):
        daily()
    assert [subject.split()[0] for subject in addressed()["pharmacist"]] == ["Due"]
    about = Notice.objects.filter(kind="due")
    assert not about.filter(person=room.physician.user).exists(), "they wrote part of it, so they cannot reaffirm it"
    with later(monkeypatch, by=21 * DAY):
        daily()
        daily()
    assert [subject.split()[0] for subject in addressed()["pharmacist"]] == ["Due", "Overdue"]


def test_what_falls_due_comes_in_one_mail_and_is_tried_again_in_one(
    room: Newsroom, live: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    reaffirm(room.pharmacist, live, in_days(1))
    appoint(room.physician, room.admin, days=40)
    with override_settings(EMAIL_BACKEND="tests.reviews.test_notices.NoServer"):
        daily()
    assert "physician" not in addressed()
    with later(monkeypatch, by=GAPS[0]):
        call_command("send_notices")
    assert addressed()["physician"] == ["2 notices"]


def test_an_appointment_that_ends_is_told_at_60_30_and_7_days(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    appoint(room.physician, room.admin, days=61)
    for days in (0, 1, 1, 31, 54, 55):
        with later(monkeypatch, by=days * DAY):
            daily()
    mine = Notice.objects.filter(person=room.physician.user, kind="expiring")
    assert sorted(int(key.split(":")[2]) for key in mine.values_list("key", flat=True)) == [7, 30, 60]
    assert len(addressed()["physician"]) == 3
    assert "editor" not in addressed()


# Choosing


def choose(person: Person, **chosen: Any) -> Any:
    return person.post(
        "wagtailadmin_account",
        **{
            "name_email-first_name": "A",
            "name_email-last_name": "B",
            "name_email-email": person.user.email,
            "locale-preferred_language": "",
            "locale-current_time_zone": "",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
            "theme-keyboard_shortcuts": "true",
        },
        **{f"notices-{name}": value for name, value in chosen.items()},
    )


def test_each_kind_is_optional_by_mail_and_in_the_admin(room: Newsroom, draft: Page) -> None:
    choose(room.pharmacist, shown="True", email=["decided"], in_admin=["submitted"])
    choose(room.physician, shown="True", email=["submitted"], in_admin=[])
    room.editor.submit(draft)
    call_command("send_notices")
    assert addressed().keys() == {"physician"}
    assert draft.title in room.pharmacist.get("reviews:notices").content.decode()
    assert draft.title not in room.physician.get("reviews:notices").content.decode()


def test_a_form_without_the_choices_on_it_changes_none(room: Newsroom) -> None:
    choose(room.pharmacist, shown="True", email=["decided"], in_admin=[])
    choose(room.pharmacist)
    chosen = room.pharmacist.user.notice_preferences.filter(email=True)
    assert list(chosen.values_list("kind", flat=True)) == ["decided"]


def test_the_account_page_offers_our_choices_and_no_switch_that_does_nothing(room: Newsroom) -> None:
    text = room.editor.get("wagtailadmin_account").content.decode()
    assert "Notices about reviews" in text
    assert reverse("reviews:notices") in text
    assert "notifications-updated_comments_notifications" in text
    for gone in ("submitted", "approved", "rejected"):
        assert f"notifications-{gone}_notifications" not in text


def test_who_wants_one_mail_a_day_gets_it_from_the_daily_run(
    room: Newsroom, draft: Page, django_capture_on_commit_callbacks: Commit
) -> None:
    every = ["submitted", "decided"]
    choose(room.pharmacist, shown="True", email=every, in_admin=every, daily_digest="on")
    with django_capture_on_commit_callbacks(execute=True):
        room.editor.submit(draft)
        room.editor.submit(room.editor.write(factories.standard(title="Another page")))
    call_command("send_notices")
    assert addressed().keys() == {"physician"}
    daily()
    daily()
    assert addressed()["pharmacist"] == ["2 notices"]
    assert "Another page" in str(mail.outbox[-1].body)


# Reading


def test_the_admin_home_shows_what_is_unread_until_it_is_marked_as_read(room: Newsroom, draft: Page) -> None:
    waiting = room.editor.submit(draft)
    subject = f"Submitted for review: {draft.title}"
    assert subject in room.pharmacist.get("wagtailadmin_home").content.decode()
    assert subject not in room.editor.get("wagtailadmin_home").content.decode()
    mine = Notice.objects.get(person=room.pharmacist.user, request=waiting)
    room.physician.post("reviews:notices", notice=mine.pk)
    mine.refresh_from_db()
    assert mine.read_at is None, "nobody reads for somebody else"
    answer = room.pharmacist.post("reviews:notices", notice=mine.pk, next="https://elsewhere.example/")
    assert answer["Location"] == reverse("reviews:notices")
    assert subject not in room.pharmacist.get("wagtailadmin_home").content.decode()
    assert subject in room.pharmacist.get("reviews:notices").content.decode()
    room.physician.post("reviews:notices")
    assert not Notice.objects.unread_by(room.physician.user).exists()
