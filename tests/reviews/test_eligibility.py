"""Nobody approves their own work, and nothing but group and appointment makes a reviewer."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Revision

from reviews import services
from reviews.eligibility import why_not, why_not_a_reviewer
from reviews.models import LedgerEntry, ReviewerProfile, ReviewRequest
from reviews.refusals import ReviewRefused
from tests import factories
from tests.editorial import Newsroom, fresh, person


@pytest.fixture
def waiting(room: Newsroom) -> ReviewRequest:
    return room.editor.submit(room.editor.write(factories.standard()))


def test_an_appointed_reviewer_who_wrote_nothing_may_decide(room: Newsroom, waiting: ReviewRequest) -> None:
    assert why_not(room.pharmacist.user, waiting) == []


def test_the_group_without_an_appointment_gives_nothing(waiting: ReviewRequest) -> None:
    joined = person("joined", "Clinical reviewers")
    assert why_not(joined.user, waiting) == ["Nobody has appointed you as a clinical reviewer."]


def test_an_appointment_without_the_group_gives_nothing(room: Newsroom, waiting: ReviewRequest) -> None:
    room.pharmacist.user.groups.clear()
    assert why_not(room.pharmacist.user, waiting) == ["You are not in the group “Clinical reviewers”."]


def test_a_superuser_is_no_reviewer(room: Newsroom, waiting: ReviewRequest) -> None:
    assert why_not(room.admin.user, waiting)


def test_an_inactive_account_decides_nothing(room: Newsroom) -> None:
    room.pharmacist.user.is_active = False
    assert why_not_a_reviewer(room.pharmacist.user) == ["This account is not active."]


def test_an_appointment_counts_on_its_last_day_and_not_after(room: Newsroom) -> None:
    today = timezone.localdate()
    for days, expected in ((0, True), (-1, False)):
        appoint(room, valid_until=today + datetime.timedelta(days=days))
        assert (why_not_a_reviewer(room.pharmacist.user) == []) is expected


def test_a_contributor_since_the_last_approval_may_not_decide(room: Newsroom) -> None:
    draft = room.editor.write(factories.standard())
    room.pharmacist.edit(draft, lead="Said by the pharmacist.")
    room.editor.edit(draft, lead="Said by the editor again.")
    waiting = room.editor.submit(draft)
    assert why_not(room.pharmacist.user, waiting) == [
        "You wrote part of this version, so somebody else must review it."
    ]
    assert why_not(room.physician.user, waiting) == []


def test_who_wrote_an_approved_version_may_review_the_next(room: Newsroom) -> None:
    draft = room.editor.write(factories.standard())
    room.pharmacist.edit(draft, lead="Said by the pharmacist.")
    room.physician.approve(room.editor.submit(draft))
    room.editor.edit(draft, lead="Said by the editor.")
    assert why_not(room.pharmacist.user, room.editor.submit(draft, "New lead.")) == []


def test_who_wrote_text_that_was_brought_back_may_not_decide(room: Newsroom) -> None:
    draft = room.editor.write(factories.standard())
    room.pharmacist.edit(draft, lead="Said by the pharmacist.")
    words = fresh(draft).latest_revision
    room.physician.approve(room.editor.submit(draft))
    room.editor.edit(draft, lead="Something else.")
    room.physician.approve(room.editor.submit(draft, "Changed."))
    words.as_object().save_revision(user=room.editor.user, previous_revision=words)
    waiting = room.editor.submit(draft, "Brought back.")
    assert "You wrote part of this version" in why_not(room.pharmacist.user, waiting)[0]


def test_a_revision_without_an_author_refuses_everybody(room: Newsroom) -> None:
    draft = room.editor.write(factories.standard())
    Revision.objects.create(
        content_object=draft, base_content_type=draft.get_base_content_type(), content=draft.serializable_data()
    )
    room.editor.edit(draft, lead="Said by the editor.")
    waiting = room.editor.submit(draft)
    assert why_not(room.pharmacist.user, waiting) == [
        "Nobody knows who wrote part of this version. Save it again under a name and resubmit."
    ]


def test_a_request_without_any_author_refuses_everybody(room: Newsroom, waiting: ReviewRequest) -> None:
    waiting.contributors = []
    assert why_not(room.pharmacist.user, waiting) == ["This version has no known author."]


def appoint(room: Newsroom, **changes: object) -> ReviewerProfile:
    facts = {
        "by": room.admin.user,
        "profession": "Pharmacist",
        "registration_body": "Register for tests",
        "registration_number": "TEST-2",
        "valid_until": timezone.localdate(),
    }
    return services.appoint(room.pharmacist.user, **(facts | changes))


def test_an_appointment_is_an_entry_in_the_ledger(room: Newsroom) -> None:
    profile = appoint(room)
    entry = LedgerEntry.objects.latest("sequence")
    assert profile.entry == entry
    assert '"registration_number":"TEST-2"' in entry.body


def test_nobody_appoints_themself(room: Newsroom) -> None:
    with pytest.raises(ReviewRefused, match="Nobody can appoint themself"):
        appoint(room, by=room.pharmacist.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewerProfile.objects.create(
            user=room.editor.user,
            appointed_by=room.editor.user,
            valid_until=timezone.localdate(),
            entry=LedgerEntry.objects.get(pk=0),
        )


def test_only_an_administrator_appoints(room: Newsroom) -> None:
    with pytest.raises(ReviewRefused, match="Only an administrator"):
        appoint(room, by=room.editor.user)
    administrator = person("administrator", "Administrators")
    assert appoint(room, by=administrator.user).in_date()
    assert Group.objects.get(name="Clinical reviewers") in room.pharmacist.user.groups.all()
