"""The review screen: what it puts before the reviewer, what it asks for, and what it refuses to overlook."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from wagtail.models import Comment, Page

from reviews import findings, remarks
from reviews.findings import Finding
from reviews.models import Decision, ReviewRequest
from reviews.refusals import ReviewRefused
from tests import factories
from tests.editorial import Newsroom, Response, fresh, person, public_text, what_was_said

LONG = " ".join(["Take 50 mg once a day with water."] * 285)


def text(response: Response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def body(*sentences: str) -> list[Any]:
    return [factories.text(sentence) for sentence in sentences]


@pytest.fixture
def doses(room: Newsroom) -> Page:
    return room.publish(factories.standard(body=body("Take 50 mg once a day. Do not take it with milk.")))


@pytest.fixture
def changed(room: Newsroom, doses: Page) -> ReviewRequest:
    """A dose that is ten times as high, and a prohibition that is gone."""
    room.editor.edit(doses, body=body("Take 500 mg once a day. Take it with milk."))
    return room.editor.submit(doses, "A few words.")


@pytest.fixture
def doubtful(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """A content rule that leaves every standard page to the reviewer's judgement."""
    rule = [lambda page: [Finding("TEST-01", "acknowledge", "This promises a cure.", "lead")]]
    monkeypatch.setattr(findings, "_rules", rule)


def review(room: Newsroom, waiting: ReviewRequest) -> Response:
    return room.pharmacist.get("reviews:review", waiting.pk)


def test_a_tenfold_dose_and_a_dropped_not_stand_at_the_top(room: Newsroom, changed: ReviewRequest) -> None:
    first, second, *_ = changed.clinical_changes
    assert "50 mg" in first["sentence"]
    assert "500 mg" in first["sentence"]
    assert first["multiple"] == "x10"
    assert (second["kind"], second["action"]) == ("negation", "removed")
    shown = text(review(room, changed))
    assert shown.index("x10") < shown.index("Old and new side by side")


def test_an_approval_that_overlooks_a_clinical_change_is_refused_and_keeps_what_was_ticked(
    room: Newsroom, changed: ReviewRequest
) -> None:
    first = changed.clinical_changes[0]["key"]
    response = room.pharmacist.approve(changed, clinical_changes=[first], comment="Typed at length.")
    assert f"of {len(changed.clinical_changes)} clinical changes are not ticked" in text(response)
    assert "Typed at length." in response.content.decode()
    assert re.search(rf'value="{first}"[^>]*checked', response.content.decode())
    assert changed.is_open
    room.pharmacist.approve(changed)
    assert "500 mg" in public_text(changed.page)


def test_what_was_ticked_is_kept_with_the_decision(room: Newsroom, changed: ReviewRequest) -> None:
    room.pharmacist.approve(changed)
    decision = Decision.objects.get(request=changed)
    assert decision.acknowledged["clinical_changes"] == [change["key"] for change in changed.clinical_changes]
    assert len(decision.acknowledged["checklist"]) == len(changed.page.specific.review_checklist)


def test_a_tick_for_another_change_counts_for_nothing(room: Newsroom, changed: ReviewRequest) -> None:
    response = room.pharmacist.approve(changed, clinical_changes=["0" * 64])
    assert response.status_code == 200
    assert changed.is_open


def test_a_finding_needs_a_reason(room: Newsroom, doubtful: None) -> None:
    waiting = room.editor.submit(room.editor.write(factories.standard()))
    unanswered = {name: " " for name in review(room, waiting).context["approval_form"].fields if "finding_" in name}
    assert len(unanswered) == 1
    assert "This promises a cure." in text(review(room, waiting))
    assert "1 findings have no reason" in text(room.pharmacist.approve(waiting, **unanswered))
    assert waiting.is_open
    room.pharmacist.approve(waiting)
    assert list(Decision.objects.get(request=waiting).acknowledged["findings"].values()) == ["It may stand."]


def test_the_checklist_is_gone_through_as_a_whole(room: Newsroom, waiting: ReviewRequest) -> None:
    for ticked in ([], [0]):
        assert "checklist" in what_was_said(room.pharmacist.approve(waiting, checklist=ticked))
    assert waiting.is_open


def test_a_first_version_asks_for_no_ticks_because_all_of_it_is_read(room: Newsroom) -> None:
    waiting = room.editor.submit(room.editor.write(factories.standard(body=body("Take 50 mg once a day."))))
    assert waiting.clinical_changes == []
    assert "all of it is new" in text(review(room, waiting))


def test_a_withdrawn_page_says_that_approval_makes_it_public_again(room: Newsroom, changed: ReviewRequest) -> None:
    room.physician.post("reviews:withdraw", changed.page_id, reason="An error in the doses.")
    assert "your approval makes it public again" in text(review(room, changed))


def test_who_waits_on_a_page_is_named(room: Newsroom) -> None:
    overview = room.editor.write(factories.drug())
    form = room.editor.write(factories.dose_form(), overview)
    waiting = room.editor.submit(overview)
    room.editor.submit(form)
    assert f"Others wait on it {form.title}" in text(review(room, waiting))


# Comments


def test_a_comment_decides_nothing_and_stands_beside_its_block_for_the_editor(
    room: Newsroom, changed: ReviewRequest
) -> None:
    block = changed.revision.as_object().body[0]
    place = f"body.{block.id}"
    room.pharmacist.post("reviews:review", changed.pk, verdict="comment", place=place, text="Why ten times?")
    assert changed.is_open
    comment = Comment.objects.get()
    assert (comment.contentpath, comment.user, comment.page_id) == (place, room.pharmacist.user, changed.page_id)
    assert "Why ten times?" in text(room.editor.get("reviews:review", changed.pk))


def test_the_editor_answers_and_the_reviewer_resolves(room: Newsroom, changed: ReviewRequest) -> None:
    room.pharmacist.post("reviews:review", changed.pk, verdict="comment", place="lead", text="Why?")
    comment = Comment.objects.get()
    room.editor.post("reviews:remark", changed.pk, comment.pk, text="The label says so.")
    assert "The label says so." in text(review(room, changed))
    room.pharmacist.post("reviews:remark", changed.pk, comment.pk, resolve="1")
    assert "The label says so." not in text(review(room, changed))
    assert Comment.objects.get().resolved_by == room.pharmacist.user


def test_an_empty_or_misplaced_comment_is_refused(room: Newsroom, changed: ReviewRequest) -> None:
    empty = room.pharmacist.post("reviews:review", changed.pk, verdict="comment", place="lead", text=" ")
    assert "Write your comment." in text(empty)
    room.pharmacist.post("reviews:review", changed.pk, verdict="comment", place="nowhere", text="Here.")
    assert not Comment.objects.exists()


def test_a_comment_of_another_page_cannot_be_answered_here(room: Newsroom, changed: ReviewRequest) -> None:
    other = Comment.objects.create(page=room.home, user=room.admin.user, text="Elsewhere.", contentpath="title")
    assert room.pharmacist.post("reviews:remark", changed.pk, other.pk, resolve="1").status_code == 404
    assert Comment.objects.get().resolved_at is None


def test_a_stranger_neither_answers_nor_resolves_a_comment(room: Newsroom, changed: ReviewRequest) -> None:
    room.pharmacist.post("reviews:review", changed.pk, verdict="comment", place="lead", text="Why?")
    comment = Comment.objects.get()
    with pytest.raises(ReviewRefused, match="people who may edit this page"):
        remarks.reply(changed, comment, person("stranger").user, "Because.")
    assert not comment.replies.exists()


def test_a_comment_changes_nothing_that_is_signed(room: Newsroom, changed: ReviewRequest) -> None:
    room.pharmacist.post("reviews:review", changed.pk, verdict="comment", place="lead", text="Fine by me.")
    room.physician.approve(changed)
    assert fresh(changed.page).live_revision_id == changed.revision_id


# Speed


def test_a_review_takes_ten_queries_beyond_the_frame_however_long_the_page(
    room: Newsroom, django_assert_num_queries: Any
) -> None:
    short = room.editor.submit(room.editor.write(factories.standard()))
    long = room.editor.submit(room.editor.write(factories.standard(body=body(*[LONG] * 2))))
    frame = 9
    review(room, short)
    for waiting in (short, long):
        with django_assert_num_queries(frame + 10):
            review(room, waiting)
