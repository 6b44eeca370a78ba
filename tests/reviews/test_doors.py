"""Screens of the desk turn away whoever has no business there, and say so; nothing is changed by asking."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.models import Comment, Page

from reviews.models import ApprovalRequirement, Decision, ReviewRequest
from tests.editorial import Newsroom, Person, person, what_was_said


def seen_by(who: Person, screen: str, *args: object) -> str:
    response = who.get(f"reviews:{screen}", *args)
    assert response.status_code == 200
    return str(response.content.decode())


def turned_away(who: Person, screen: str, *args: object) -> bool:
    response = who.get(f"reviews:{screen}", *args)
    return bool(response.status_code == 302 and response.url == reverse("wagtailadmin_home"))


@pytest.mark.parametrize("screen", ["history", "ask_for_withdrawal", "withdraw", "archive"])
def test_a_page_that_is_not_reviewed_has_no_screens_of_the_gate(room: Newsroom, screen: str) -> None:
    assert turned_away(room.pharmacist, screen, room.home.pk)


def test_what_was_never_public_is_not_withdrawn(room: Newsroom, draft: Page) -> None:
    assert turned_away(room.pharmacist, "withdraw", draft.pk)
    assert turned_away(room.admin, "withdraw", draft.pk)


def test_only_a_clinical_reviewer_is_offered_to_restore_a_version(room: Newsroom, live: Page) -> None:
    approval = Decision.objects.for_page(live.pk).approvals().get()

    assert turned_away(room.editor, "restore", live.pk, approval.pk)
    assert turned_away(room.admin, "restore", live.pk, approval.pk)
    assert room.physician.get("reviews:restore", live.pk, approval.pk).status_code == 200


@pytest.mark.parametrize(
    ("shown", "permission", "offered"),
    [
        ("reviewers", "view_reviewerprofile", "Appoint a clinical reviewer"),
        ("requirements", "view_approvalrequirement", "Set a rule"),
    ],
)
def test_who_may_look_at_appointments_and_rules_is_not_offered_to_change_them(
    room: Newsroom, shown: str, permission: str, offered: str
) -> None:
    auditor = person("auditor", "Editors")
    auditor.user.user_permissions.add(Permission.objects.get(codename=permission))

    assert offered in room.admin.get(f"reviews:{shown}").content.decode()
    assert offered not in seen_by(auditor, shown)


def test_the_screen_that_sets_a_rule_asks_before_it_sets_it(room: Newsroom) -> None:
    shown = seen_by(room.admin, "require")

    assert "Set the rule" in shown
    assert reverse("reviews:requirements") in shown
    assert not ApprovalRequirement.objects.exists()


def test_a_page_with_one_version_is_compared_with_nothing(room: Newsroom, live: Page) -> None:
    assert "Choose two different versions" in what_was_said(room.pharmacist.get("reviews:compare", live.pk))
    assert "Compare two versions" not in room.pharmacist.get("reviews:history", live.pk).content.decode()


def test_an_empty_reply_to_a_comment_says_so_and_changes_nothing(room: Newsroom, waiting: ReviewRequest) -> None:
    room.pharmacist.post("reviews:review", waiting.pk, verdict="comment", place="lead", text="Is this right?")
    comment = Comment.objects.get()

    response = room.editor.post("reviews:remark", waiting.pk, comment.pk, text="  ")

    assert "Write a reply first" in what_was_said(response)
    assert not comment.replies.exists()
