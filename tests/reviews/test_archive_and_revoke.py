"""Archiving a page, and revoking an approval: what leaves the public, what is kept, what cannot come back."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import Page

from reviews import publication, services, signatures
from reviews.models import Decision, Outcome, ReviewRequest
from reviews.refusals import ReviewRefused
from tests import factories
from tests.editorial import PASSWORD, Newsroom, Response, fresh, public, public_text, what_was_said
from tests.reviews.assertions import assert_public_is_approved


def archive(room: Newsroom, page: Page) -> Response:
    return room.admin.post("reviews:archive", page.pk, reason="Replaced by another page.")


def restore(room: Newsroom, page: Page, approval: Decision) -> Response:
    address = ("reviews:restore", page.pk, approval.pk)
    return room.physician.post(*address, reason="It still holds.", password=PASSWORD)


def approvals(page: Page) -> list[Decision]:
    return list(Decision.objects.for_page(page.pk).approvals().order_by("version"))


def second_version(room: Newsroom, page: Page) -> Page:
    room.editor.edit(page, lead="The second words.")
    return room.approve(room.editor.submit(page, "Better words."))


def test_an_archived_page_leaves_the_public_with_its_reason_and_keeps_every_version(room: Newsroom, live: Page) -> None:
    archive(room, live)
    answer = public(live)
    assert answer.status_code == 410
    assert "archived on" in answer.content.decode()
    assert "Replaced by another page." in answer.content.decode()
    assert not fresh(live).live
    assert [decision.outcome for decision in Decision.objects.for_page(live.pk)] == ["archived", "approved"]


def test_an_archived_page_is_left_out_of_the_explorer_and_locked_for_all(room: Newsroom, live: Page) -> None:
    archive(room, live)
    kept = room.publish(factories.standard(title="What we approved of late"))
    for query in ({}, {"q": "approved"}, {"q": "approved", "search_all": "1"}, {"ordering": "-title"}):
        found = room.admin.get("wagtailadmin_explore", room.home.pk, **query).content.decode()
        assert (kept.title in found, f">{live.title}<" in found.replace("\n", "")) == (True, False), query
    room.admin.edit(live, lead="Written all the same.")
    assert fresh(live).get_latest_revision_as_object().lead == "What was approved."
    assert "in the archive" in what_was_said(room.editor.try_to_submit(live))


def test_what_is_taken_out_of_the_archive_is_a_draft_until_a_version_is_restored(room: Newsroom, live: Page) -> None:
    archive(room, live)
    assert "in the archive" in what_was_said(restore(room, live, approvals(live)[0]))
    room.admin.post("reviews:unarchive", live.pk)
    assert public(live).status_code == 410
    restore(room, live, approvals(live)[0])
    assert "What was approved." in public_text(live)
    assert_public_is_approved()


def test_archiving_takes_the_pages_below_along(room: Newsroom) -> None:
    drug = room.publish(factories.drug())
    form = room.publish(factories.dose_form(), drug)
    archive(room, drug)
    assert public(form).status_code == 410
    assert Decision.objects.archived().count() == 2


def test_what_is_in_review_is_not_archived(room: Newsroom, waiting: ReviewRequest) -> None:
    page = waiting.page.specific
    assert "In review" in what_was_said(archive(room, page))
    assert "What was approved." in public_text(page)
    assert ReviewRequest.objects.open_for(page.pk) == waiting


def test_an_editor_neither_archives_nor_revokes(room: Newsroom, live: Page) -> None:
    room.editor.post("reviews:archive", live.pk, reason="I want to.")
    room.editor.post("reviews:revoke", live.pk, approvals(live)[0].pk, reason="I want to.")
    assert Decision.objects.for_page(live.pk).count() == 1
    assert "What was approved." in public_text(live)


def test_revoking_the_approval_of_what_is_public_withdraws_it_for_ever(room: Newsroom, live: Page) -> None:
    (approval,) = approvals(live)
    room.physician.post("reviews:revoke", live.pk, approval.pk, reason="The dose is wrong.")
    assert public(live).status_code == 410
    assert "The dose is wrong." in public(live).content.decode()
    assert "was revoked" in what_was_said(restore(room, live, approval))
    assert public(live).status_code == 410


def test_revoking_an_earlier_version_leaves_the_public_one(room: Newsroom, live: Page) -> None:
    page = second_version(room, live)
    first, second = approvals(page)
    room.physician.post("reviews:revoke", page.pk, first.pk, reason="Superseded by a warning.")
    assert "The second words." in public_text(page)
    assert "was revoked" in what_was_said(restore(room, page, first))
    assert Decision.objects.standing(page.pk) == second


def test_the_database_opens_no_window_for_a_revoked_approval(room: Newsroom, live: Page) -> None:
    (approval,) = approvals(live)
    services.revoke(approval, room.physician.user, reason="The dose is wrong.")
    with pytest.raises(Exception, match="nothing goes live without"):
        publication.publish(approval, user=room.admin.user)


@pytest.mark.parametrize("outcome", [Outcome.WITHDRAWN, Outcome.ARCHIVED])
def test_only_an_approval_is_revoked_or_restored(room: Newsroom, live: Page, outcome: Outcome) -> None:
    if outcome == Outcome.WITHDRAWN:
        decision = services.withdraw(live, room.admin.user, reason="A slip.")
    else:
        (decision,) = services.archive(live, room.admin.user, reason="A slip.")
    with pytest.raises(ReviewRefused, match="Only an approved version"):
        services.revoke(decision, room.admin.user, reason="No.")
    with pytest.raises(ReviewRefused, match="Only an approved version"):
        services.restore(decision, signatures.sign(room.physician.user, PASSWORD), reason="No.")


def test_the_history_offers_what_this_person_can_do(room: Newsroom, live: Page) -> None:
    page = second_version(room, live)
    seen = room.physician.get("reviews:history", page.pk).content.decode()
    assert seen.count("Revoke the approval") >= 2
    assert "Restore this version: version 1" in seen
    assert "Restore this version: version 2" not in seen
    assert "Restore this version" not in room.editor.get("reviews:history", page.pk).content.decode()
    assert Client().get(f"/admin/reviews/pages/{page.pk}/").status_code == 302


def test_the_page_editor_leads_to_the_history(room: Newsroom, live: Page) -> None:
    assert f"/admin/reviews/pages/{live.pk}/" in room.editor.get("wagtailadmin_pages:edit", live.pk).content.decode()


def test_restoring_an_earlier_version_takes_back_what_was_compared_with_the_later_one(
    room: Newsroom, live: Page
) -> None:
    """Its clinical changes were found against another version than the one that it would now replace."""
    second_version(room, live)
    room.editor.edit(live, lead="The third words.")
    waiting = room.editor.submit(live, "Third.")
    restore(room, live, approvals(live)[0])
    assert not waiting.is_open
    room.pharmacist.approve(waiting)
    assert "What was approved." in public_text(live)
    again = room.editor.submit(live, "Third, against the first.")
    assert again.compared_with is not None
    assert again.compared_with.version == 1


def test_what_is_archived_is_not_archived_again_and_what_is_not_cannot_leave_the_archive(
    room: Newsroom, live: Page
) -> None:
    with pytest.raises(ReviewRefused, match="not in the archive"):
        services.unarchive(live, room.admin.user)
    archive(room, live)
    with pytest.raises(ReviewRefused, match="in the archive already"):
        services.archive(live, room.admin.user, reason="Once more.")
    with pytest.raises(ReviewRefused, match="Only a clinical reviewer or an administrator"):
        services.unarchive(live, room.editor.user)
    assert [decision.outcome for decision in Decision.objects.for_page(live.pk)] == ["archived", "approved"]


def test_the_version_that_the_public_reads_is_not_restored_over_itself(room: Newsroom, live: Page) -> None:
    assert "the public reads now" in what_was_said(restore(room, live, approvals(live)[0]))
    assert len(Decision.objects.for_page(live.pk)) == 1
