"""Assigning, handing over, days away: who is expected to decide, and who may say so."""

from __future__ import annotations

import datetime

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from reviews import services
from reviews.eligibility import could_approve, why_not
from reviews.models import Absence, Assignment, ReviewRequest
from reviews.services import require_profession
from tests import factories
from tests.editorial import Newsroom, Response, appoint, what_was_said
from tests.reviews.queue_assertions import hand_in, shown

BULK = reverse("wagtail_bulk_action", args=["reviews", "reviewrequest", "assign"])


def assign(room: Newsroom, waiting: ReviewRequest, assignee: object = "", note: str = "") -> Response:
    return room.pharmacist.post("reviews:assign", waiting.pk, assignee=assignee, note=note)


def test_a_reviewer_assigns_hands_over_with_a_note_and_takes_back(room: Newsroom, waiting: ReviewRequest) -> None:
    said = what_was_said(assign(room, waiting, room.physician.user.pk, "The dose is for you."))
    assert "assigned to physician" in said
    assert shown(room.physician, "reviews:desk_mine") == [waiting.revision.object_str]
    newest = Assignment.objects.filter(request=waiting).first()
    assert newest is not None
    assert (newest.note, newest.assigned_by) == ("The dose is for you.", room.pharmacist.user)
    assert "selected" in room.pharmacist.get("reviews:assign", waiting.pk).content.decode()
    assert "assigned to nobody in particular" in what_was_said(assign(room, waiting))
    assert shown(room.physician, "reviews:desk_mine") == []


def test_only_people_who_could_approve_are_offered_with_their_profession(
    room: Newsroom, waiting: ReviewRequest
) -> None:
    offered = room.pharmacist.get("reviews:assign", waiting.pk).context["form"]["assignee"]
    labels = [str(label) for _, label in offered.field.choices]
    assert labels == ["Nobody in particular", "pharmacist, Pharmacist", "physician, Physician"]
    own = hand_in(room.physician, waiting.page, room.home)
    refused = assign(room, own, room.physician.user.pk)
    assert "Select a valid choice" in what_was_said(refused)
    assert not Assignment.objects.exists()


def test_who_could_approve_is_who_has_no_reason_against_it(room: Newsroom, waiting: ReviewRequest) -> None:
    def agree(request: ReviewRequest) -> set[str]:
        everybody = get_user_model().objects.all()
        eligible = {person.username for person in everybody if not why_not(person, request)}
        assert {person.username for person in could_approve(request)} == eligible
        return eligible

    assert agree(waiting) == {"pharmacist", "physician"}
    assert agree(hand_in(room.physician, waiting.page, room.home)) == {"pharmacist"}
    assert agree(hand_in(room.editor, waiting.page, room.home, contributors=[])) == set()
    unknown = [{"user": None, "name": "somebody unknown", "via": "wrote"}]
    assert agree(hand_in(room.editor, waiting.page, room.home, contributors=unknown)) == set()
    require_profession("Physician", room.admin.user)
    room.pharmacist.approve(waiting)
    assert agree(waiting) == {"physician"}
    appoint(room.physician, room.admin, days=-1)
    assert agree(waiting) == set(), "the newest appointment counts, and it ended"
    appoint(room.physician, room.admin)
    assert agree(waiting) == {"physician"}
    room.physician.user.groups.clear()
    assert agree(waiting) == set()
    get_user_model().objects.filter(pk=room.pharmacist.user.pk).update(is_active=False)
    assert agree(hand_in(room.editor, waiting.page, room.home)) == set()


def test_an_editor_assigns_nothing_and_what_is_decided_stays_with_who_decided(
    room: Newsroom, waiting: ReviewRequest
) -> None:
    assert room.editor.post("reviews:assign", waiting.pk, assignee=room.physician.user.pk).status_code == 302
    assert room.editor.client.post(f"{BULK}?id={waiting.pk}", {"assignee": room.physician.user.pk}).status_code == 302
    services.recall(waiting, room.editor.user)
    assert "decided meanwhile" in what_was_said(assign(room, waiting, room.physician.user.pk))
    assert not Assignment.objects.exists()


def test_ticked_submissions_are_assigned_and_those_that_cannot_be_are_named(
    room: Newsroom, waiting: ReviewRequest
) -> None:
    own = hand_in(room.physician, factories.standard(title="Of the physician"), room.home)
    address = f"{BULK}?id={waiting.pk}&id={own.pk}&next={reverse('reviews:desk')}"
    assert "Of the physician" in room.pharmacist.client.get(address).content.decode()
    response = room.pharmacist.client.post(address, {"assignee": room.physician.user.pk, "note": ""})
    assert response["Location"] == reverse("reviews:desk")
    said = what_was_said(response)
    assert "1 submission is assigned to physician." in said
    assert "“Of the physician” was not assigned." in said
    assert shown(room.physician, "reviews:desk_mine") == [waiting.revision.object_str]


def test_all_in_the_listing_is_nothing_because_nobody_saw_it(room: Newsroom, waiting: ReviewRequest) -> None:
    room.pharmacist.client.post(f"{BULK}?id=all", {"assignee": room.physician.user.pk})
    assert not Assignment.objects.exists()


# Days away


def days(start: int, end: int, **more: object) -> dict[str, object]:
    today = timezone.localdate()
    return {
        "starts_on": (today + datetime.timedelta(days=start)).isoformat(),
        "ends_on": (today + datetime.timedelta(days=end)).isoformat(),
        **more,
    }


def test_a_reviewer_sets_changes_and_removes_their_own_days_away(room: Newsroom) -> None:
    physician = room.physician.user.pk
    room.pharmacist.post("reviews:absence_add", **days(0, 5, cover=physician, person=physician))
    (absence,) = Absence.objects.all()
    assert (absence.person, absence.cover) == (room.pharmacist.user, room.physician.user)
    listed = room.pharmacist.get("reviews:absences").content.decode()
    assert "Remove days away of pharmacist" in listed
    room.pharmacist.post("reviews:absence", absence.pk, **days(0, 9, cover=physician))
    absence.refresh_from_db()
    assert absence.ends_on == timezone.localdate() + datetime.timedelta(days=9)
    assert "Remove" in room.pharmacist.get("reviews:absence_remove", absence.pk).content.decode()
    room.pharmacist.post("reviews:absence_remove", absence.pk)
    assert not Absence.objects.exists()


def test_days_away_end_after_they_begin_are_ahead_and_somebody_else_covers(room: Newsroom) -> None:
    physician, pharmacist = room.physician.user.pk, room.pharmacist.user.pk
    for wrong, message in (
        (days(5, 2, cover=physician), "The last day away is before the first."),
        (days(-5, -2, cover=physician), "These days have passed."),
        (days(0, 2, cover=pharmacist), "Select a valid choice."),
        (days(0, 2, cover=room.editor.user.pk), "Select a valid choice."),
    ):
        refused = room.pharmacist.post("reviews:absence_add", **wrong)
        assert message in refused.content.decode(), wrong
    assert not Absence.objects.exists()


def test_an_administrator_sets_anybodys_and_others_neither_see_nor_change_them(room: Newsroom) -> None:
    people = {"person": room.pharmacist.user.pk, "cover": room.physician.user.pk}
    room.admin.post("reviews:absence_add", **days(0, 5, **people))
    (absence,) = Absence.objects.all()
    assert absence.person == room.pharmacist.user
    assert "pharmacist" not in str(list(room.physician.get("reviews:absences").context["object_list"]))
    assert room.physician.post("reviews:absence_remove", absence.pk).status_code == 404
    assert room.editor.get("reviews:absences").status_code == 302
    assert Absence.objects.exists()
