"""GATE.md group 3: who is a clinical reviewer, on the day, with their own signature."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page

from reviews import services
from reviews.refusals import NotEligible, ReviewRefused
from reviews.signatures import Signature, WrongProof, sign
from tests.editorial import PASSWORD, Newsroom, Person, appoint, person
from tests.reviews.assertions import nothing_moves, refusal
from tests.reviews.eligibility_assertions import assert_may_not_approve

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.reviews.urls_api_v3")]


def test_nobody_makes_themself_a_reviewer(room: Newsroom, draft: Page) -> None:
    """3.10: the group alone gives nothing, and nobody appoints themself."""
    administrator = person("administrator", "Administrators")
    groups = Group.objects.filter(name__in=["Administrators", "Clinical reviewers"]).values_list("pk", flat=True)
    data = {
        "username": "administrator",
        "email": "administrator@example.org",
        "first_name": "A",
        "last_name": "B",
        "groups": list(groups),
        "is_active": "on",
    }
    administrator.post("wagtailusers_users:edit", administrator.user.pk, **data)
    administrator.user.groups.add(Group.objects.get(name="Clinical reviewers"))
    said = refusal(
        administrator.post(
            "reviews:appoint",
            person=administrator.user.pk,
            profession="Physician",
            registration_body="Own",
            registration_number="1",
            valid_until=(timezone.localdate() + datetime.timedelta(days=30)).isoformat(),
            conflicts_of_interest="None declared",
        )
    )
    assert "Nobody can appoint themself." in said
    assert_may_not_approve(administrator, room.editor.submit(draft), "Nobody has appointed you")


def account(who: Person, **changes: str) -> dict[str, str]:
    """Of the account page, for somebody who is called Ada Lovelace there."""
    name = {"first_name": "Ada", "last_name": "Lovelace", "email": who.user.email} | changes
    theme = {"theme": "system", "contrast": "system", "density": "default", "keyboard_shortcuts": "true"}
    local = {"preferred_language": "", "current_time_zone": ""}
    panels = {"name_email": name, "theme": theme, "locale": local}
    return {f"{panel}-{field}": value for panel, fields in panels.items() for field, value in fields.items()}


def test_a_reviewer_takes_no_other_name_to_sign_with(room: Newsroom, draft: Page) -> None:
    """Not in GATE.md: the registration beside the name was checked for the name that the appointed person had."""
    for who in (room.pharmacist, room.editor):
        who.post("wagtailadmin_account", **account(who))
    response = room.pharmacist.post("wagtailadmin_account", **account(room.pharmacist, last_name="Curie"))
    assert "Ask an administrator to change it." in refusal(response)
    room.editor.post("wagtailadmin_account", **account(room.editor, last_name="Curie"))
    names = get_user_model().objects.filter(username__in=["pharmacist", "editor"]).values_list("username", "last_name")
    assert dict(names) == {"pharmacist": "Lovelace", "editor": "Curie"}
    room.approve(room.editor.submit(draft))
    assert draft.review_decisions.get().decided_by_name == "Ada Lovelace"


def test_an_administrator_makes_no_superuser_and_takes_no_superusers_account(room: Newsroom) -> None:
    """1.49, 5.17: what is left to superusers is left to nobody else."""
    administrator = person("administrator", "Administrators")
    password = "another horse battery staple"
    for who, change in (
        (room.editor, {"is_superuser": "on"}),
        (administrator, {"is_superuser": "on"}),
        (room.admin, {"password1": password, "password2": password}),
    ):
        name = who.user.username
        data = {"username": name, "email": f"{name}@example.org", "first_name": "A", "last_name": "B"}
        response = administrator.post("wagtailusers_users:edit", who.user.pk, **data, is_active="on", **change)
        if who is not administrator:
            assert "Only a superuser" in refusal(response)
    superusers = get_user_model().objects.filter(is_superuser=True)
    assert [one.username for one in superusers] == ["admin"]
    assert superusers.get().check_password(PASSWORD)
    room.admin.post("wagtailusers_users:edit", room.editor.user.pk, **data | {"username": "editor"}, is_active="on")
    room.editor.user.refresh_from_db()
    assert room.editor.user.get_full_name() == "A B"


def test_a_reviewer_counts_on_the_day_of_the_decision(room: Newsroom, draft: Page) -> None:
    """An appointment that ended, a group that was left, an account that was closed."""
    waiting = room.editor.submit(draft)
    room.physician.user.groups.clear()
    room.physician.user.groups.add(Group.objects.get(name="Editors"))
    assert_may_not_approve(room.physician, waiting, "You are not in the group")
    appoint(room.pharmacist, room.admin, days=-1)
    assert_may_not_approve(room.pharmacist, waiting, "Your appointment ended")


def test_a_closed_account_decides_nothing(room: Newsroom, draft: Page) -> None:
    waiting = room.editor.submit(draft)
    signature = sign(room.pharmacist.user, PASSWORD)
    get_user_model().objects.filter(pk=room.pharmacist.user.pk).update(is_active=False)
    with nothing_moves(draft):
        assert room.pharmacist.approve(waiting).status_code == 302
        with pytest.raises(NotEligible, match="not active"):
            services.approve(
                waiting,
                signature,
                shown_digest=waiting.digest,
                next_review_on=timezone.localdate() + datetime.timedelta(days=30),
            )


def test_the_signature_is_the_persons_own_and_fresh(room: Newsroom, draft: Page) -> None:
    waiting = room.editor.submit(draft)
    due = timezone.localdate() + datetime.timedelta(days=30)
    old = timezone.now() - datetime.timedelta(hours=1)
    good = sign(room.pharmacist.user, PASSWORD)
    with nothing_moves(draft):
        assert "The password is not right" in refusal(room.pharmacist.approve(waiting, password="wrong"))
        assert "Enter your password to sign." in refusal(room.pharmacist.approve(waiting, password=""))
        for forged in (
            Signature(user=room.pharmacist.user, signed_at=timezone.now(), proof=object()),
            Signature(user=room.pharmacist.user, signed_at=old, proof=good.proof),
        ):
            with pytest.raises(WrongProof):
                services.approve(waiting, forged, shown_digest=waiting.digest, next_review_on=due)


def test_only_a_reviewer_or_an_administrator_withdraws(room: Newsroom, live: Page) -> None:
    with nothing_moves(live):
        for who in (room.editor, person("stranger")):
            assert who.post("reviews:withdraw", live.pk, reason="Because.").status_code < 500
        with pytest.raises(ReviewRefused):
            services.withdraw(live, room.editor.user, reason="Because.")
        assert refusal(room.pharmacist.post("reviews:withdraw", live.pk, reason=" "))
