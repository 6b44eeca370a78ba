"""Storing the same words in a new form: recorded, checked word for word, and attested again by a reviewer."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page

from reviews import services, verification
from reviews.models import Decision, Notice, Outcome
from reviews.refusals import ReviewRefused
from reviews.stamps import stamp_for
from tests.editorial import PASSWORD, Newsroom, appoint, fresh, public_text, what_was_said

Content = dict[str, Any]


def into_insets(content: Content) -> Content:
    """What a renaming of the block “text” and of its field would need."""
    for block in content["body"]:
        if block["type"] == "text":
            block["type"] = "inset"
            block["value"] = {"body": block["value"]["text"], "sources": block["value"]["sources"]}
    return content


def with_other_words(content: Content) -> Content:
    content["body"][0]["value"]["text"] = "<p>It sells medicines.</p>"
    return content


def with_another_lead(content: Content) -> Content:
    return content | {"lead": "Other words."}


def without_words(content: Content) -> Content:
    return content | {"body": []}


def restamp(room: Newsroom, page: Page, convert: Any = into_insets) -> Decision | None:
    return services.restamp(page, convert, room.admin.user, reason="The block has a new name.", migration="0042")


def reaffirm(room: Newsroom, page: Page) -> Any:
    due = timezone.localdate() + datetime.timedelta(days=200)
    return room.physician.post("reviews:reaffirm", page.pk, next_review_on=due, comment="", password=PASSWORD)


def test_the_public_reads_the_same_words_in_the_new_form_under_the_same_version(room: Newsroom, live: Page) -> None:
    before = Decision.objects.standing(live.pk)
    decision = restamp(room, live)
    assert before is not None
    assert decision is not None
    assert fresh(live).body[0].block_type == "inset"
    assert fresh(live).get_latest_revision_as_object().body[0].block_type == "inset"
    assert fresh(live).latest_revision_id == decision.revision_id
    assert "It explains medicines." in public_text(live)
    assert decision.version == before.version
    assert decision.acknowledged == {"migration": "0042", "old_digest": before.digest, "new_digest": decision.digest}
    stamp = stamp_for(fresh(live))
    assert stamp is not None
    assert (stamp.reviewed_by, stamp.digest) == (before.decided_by_name, decision.digest), (
        "the approval is the reviewer's"
    )
    assert verification.verify() == []


def test_the_old_form_is_kept_and_never_published_again(room: Newsroom, live: Page) -> None:
    approval = Decision.objects.last_approval(live.pk)
    assert approval is not None
    assert approval.revision is not None
    restamp(room, live)
    kept = type(approval.revision).objects.get(pk=approval.revision_id)
    assert '"type": "text"' in kept.content["body"]
    services.withdraw(live, room.pharmacist.user, reason="A check.")
    room.physician.post("reviews:restore", live.pk, approval.pk, reason="It still holds.", password=PASSWORD)
    assert fresh(live).body[0].block_type == "inset"


@pytest.mark.parametrize("convert", [with_other_words, with_another_lead, without_words])
def test_what_would_change_a_word_is_refused(room: Newsroom, live: Page, convert: Any) -> None:
    before = public_text(live)
    with pytest.raises(ReviewRefused, match="would change what the page says"):
        restamp(room, live, convert)
    assert public_text(live) == before
    assert not Decision.objects.filter(outcome=Outcome.RESTAMPED).exists()


def test_nothing_is_recorded_when_nothing_changes(room: Newsroom, live: Page) -> None:
    restamp(room, live)
    assert restamp(room, live) is None


def test_a_page_in_review_or_never_approved_is_refused(room: Newsroom, live: Page, draft: Page) -> None:
    with pytest.raises(ReviewRefused, match="live, approved"):
        restamp(room, draft)
    room.editor.edit(live, lead="What is in review.")
    room.editor.submit(live, "A new lead.")
    with pytest.raises(ReviewRefused, match="in review"):
        restamp(room, live)


def test_a_draft_that_was_begun_before_keeps_its_words_and_its_authors(room: Newsroom, live: Page) -> None:
    room.editor2.edit(live, lead="Begun before.")
    assert fresh(live).get_latest_revision_as_object().lead == "Begun before."
    restamp(room, live)
    assert fresh(live).get_latest_revision_as_object().lead == "Begun before."
    waiting = room.editor.submit(live, "A new lead.")
    assert room.editor2.user.pk in {person["user"] for person in waiting.contributors}


def test_it_waits_on_the_desk_until_a_reviewer_who_had_no_hand_in_it_reaffirms(room: Newsroom, live: Page) -> None:
    restamp(room, live)
    assert "Stored in a new form" in room.physician.get("reviews:due").content.decode()
    appoint(room.editor, room.admin)
    due = timezone.localdate() + datetime.timedelta(days=200)
    refused = room.editor.post("reviews:reaffirm", live.pk, next_review_on=due, password=PASSWORD)
    assert "You wrote part of this version" in what_was_said(refused)
    reaffirm(room, live)
    assert "Stored in a new form" not in room.physician.get("reviews:due").content.decode()
    stamp = stamp_for(fresh(live))
    assert stamp is not None
    assert stamp.reviewed_by == "physician"


def test_what_the_code_does_not_understand_is_not_published(room: Newsroom, live: Page) -> None:
    def into_the_unknown(content: Content) -> Content:
        content["body"][0]["type"] = "carousel"
        return content

    before = public_text(live)
    with pytest.raises(ReviewRefused):
        restamp(room, live, into_the_unknown)
    assert public_text(live) == before


def test_the_command_does_every_live_page_and_says_what_it_did(room: Newsroom, live: Page) -> None:
    out = io.StringIO()
    options = {"user": "admin", "reason": "The block has a new name.", "stdout": out}
    call_command("restamp", f"{__name__}.into_insets", **options)
    assert f"page {live.pk}: version 1 is stored in the new form" in out.getvalue()
    assert fresh(live).body[0].block_type == "inset"
    call_command("restamp", f"{__name__}.into_insets", **options)
    assert "0 pages wait" in out.getvalue()


def test_the_command_names_what_it_refused_and_fails(room: Newsroom, live: Page) -> None:
    err = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("restamp", f"{__name__}.with_other_words", user="admin", reason="A try.", stderr=err)
    assert f"page {live.pk}: This would change what the page says in body" in err.getvalue()


@pytest.mark.parametrize(("convert", "user"), [("no.such.function", "admin"), (f"{__name__}.into_insets", "nobody")])
def test_the_command_says_what_it_was_not_given(room: Newsroom, convert: str, user: str) -> None:
    with pytest.raises(CommandError):
        call_command("restamp", convert, user=user, reason="A try.")


def test_the_desk_and_a_notice_ask_for_the_reaffirmation_of_a_new_form(room: Newsroom, live: Page) -> None:
    restamp(room, live)

    assert "Stored in a new form" in room.physician.get("reviews:due").content.decode()
    call_command("send_notices", daily=True, verbosity=0)
    told = Notice.objects.filter(kind="due").values_list("subject", flat=True)
    assert set(told) == {f"Stored in a new form: {live.title}"}
