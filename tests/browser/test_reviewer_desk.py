"""The reviewer's four minutes, by mouse and by keyboard alone, in a real browser."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, expect
from playwright.sync_api import Page as Tab
from wagtail.models import Comment, Page

from reviews import findings
from reviews.findings import Finding
from reviews.models import Decision, ReviewRequest
from reviews.services import require_profession
from tests import factories
from tests.browser import desk
from tests.editorial import PASSWORD, Newsroom, public_text

pytestmark = pytest.mark.browser

Tabs = Callable[..., Tab]


def body(*sentences: str) -> list[Any]:
    return [factories.text(sentence) for sentence in sentences]


@pytest.fixture
def doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = [lambda page: [Finding("TEST-01", "acknowledge", "This promises a cure.", "lead")]]
    monkeypatch.setattr(findings, "_rules", rule)


@pytest.fixture
def changed(room: Newsroom) -> ReviewRequest:
    """Two doses differ from the approved version."""
    page = room.publish(factories.standard(title="About doses", body=body("Adults take 50 mg.", "Children take 5 mg.")))
    room.editor.edit(page, body=body("Adults take 500 mg.", "Children take 10 mg."))
    return room.editor.submit(page, "New doses.")


def focus(tab: Tab, target: Locator) -> Locator:
    """Press Tab until ``target`` has the focus, as somebody without a mouse does."""
    for _ in range(300):
        if target.evaluate("element => element === document.activeElement"):
            return target
        tab.keyboard.press("Tab")
    raise AssertionError("the keyboard does not get there")


def test_an_approval_with_two_doses_and_a_finding_by_keyboard_alone(
    doubtful: None, room: Newsroom, changed: ReviewRequest, tab_of: Tabs
) -> None:
    tab = tab_of(room.pharmacist)
    tab.goto(f"/admin/reviews/{changed.pk}/")
    boxes = tab.locator("[name=clinical_changes]")
    expect(boxes).to_have_count(2)
    for number in range(2):
        focus(tab, boxes.nth(number))
        tab.keyboard.press("Space")
    focus(tab, tab.get_by_label("Why may it stand? This promises a cure."))
    tab.keyboard.type("The source says so.")
    for box in tab.locator("[name=checklist]").all():
        focus(tab, box)
        tab.keyboard.press("Space")
    focus(tab, tab.get_by_label("Your password, as your signature"))
    tab.keyboard.type(PASSWORD)
    tab.keyboard.press("Enter")
    desk.said(tab, "was approved and signed")
    decision = Decision.objects.get(request=changed)
    assert len(decision.acknowledged["clinical_changes"]) == 2
    assert list(decision.acknowledged["findings"].values()) == ["The source says so."]
    assert "Adults take 500 mg." in public_text(changed.page)


def test_a_dose_that_was_not_ticked_keeps_the_page_from_the_public(
    room: Newsroom, changed: ReviewRequest, tab_of: Tabs
) -> None:
    tab = tab_of(room.pharmacist)
    tab.goto(f"/admin/reviews/{changed.pk}/")
    tab.locator("[name=clinical_changes]").first.check()
    for box in tab.locator("[name=checklist]").all():
        box.check()
    tab.get_by_label("Your password, as your signature").fill(PASSWORD)
    tab.get_by_role("button", name="Sign and approve").click()
    desk.said(tab, "1 of 2 clinical changes are not ticked")
    expect(tab.locator("[name=clinical_changes]").first).to_be_checked()
    assert "Adults take 50 mg." in public_text(changed.page)


def test_comments_on_two_blocks_are_answered_and_the_page_is_approved(
    room: Newsroom, changed: ReviewRequest, tab_of: Tabs
) -> None:
    reviewer = tab_of(room.pharmacist)
    for number, words in ((1, "Why ten times?"), (2, "Which age?")):
        reviewer.goto(f"/admin/reviews/{changed.pk}/")
        place = reviewer.get_by_label("About")
        place.select_option(index=[*range(place.locator("option").count())][-3 + number])
        reviewer.locator("#id_comment_text").fill(words)
        reviewer.get_by_role("button", name="Comment only").click()
        desk.said(reviewer, "Nothing was decided")
    reviewer.get_by_label("What should change?").fill("See my comments.")
    reviewer.get_by_role("button", name="Request changes").click()
    desk.said(reviewer, "Changes were requested")
    assert Comment.objects.count() == 2

    room.editor.edit(changed.page, body=body("Adults take 50 mg.", "Children of 6 take 10 mg."))
    again = room.editor.submit(changed.page, "The old dose for adults; an age.")
    editor = tab_of(room.editor)
    editor.goto(f"/admin/reviews/{again.pk}/")
    editor.get_by_placeholder("Reply").first.fill("A slip: it is 50 mg again.")
    editor.get_by_role("button", name="Reply").first.click()
    desk.said(editor, "Your reply is beside the comment")

    reviewer.goto(f"/admin/reviews/{again.pk}/")
    expect(reviewer.get_by_text("A slip: it is 50 mg again.")).to_be_visible()
    reviewer.get_by_role("button", name="Resolve").first.click()
    desk.said(reviewer, "The comment is resolved")
    desk.sign(reviewer)
    desk.said(reviewer, "was approved and signed")
    assert "Children of 6 take 10 mg." in public_text(changed.page)


def test_a_page_that_still_holds_is_reaffirmed_with_one_signature(room: Newsroom, tab_of: Tabs) -> None:
    page = room.publish(factories.standard(title="About doses"))
    due = timezone.localdate() + datetime.timedelta(days=10)
    room.physician.post("reviews:reaffirm", page.pk, next_review_on=due, comment="", password=PASSWORD)
    tab = tab_of(room.pharmacist)
    tab.goto("/admin/reviews/due/")
    tab.get_by_role("link", name="Reaffirm About doses").click()
    tab.get_by_label("Your password, as your signature").fill(PASSWORD)
    tab.get_by_role("button", name="Sign and reaffirm").click()
    desk.said(tab, "was reaffirmed and signed")
    newest = Decision.objects.for_page(page.pk).first()
    assert newest is not None
    assert (newest.outcome, newest.decided_by) == ("reaffirmed", room.pharmacist.user)


def test_a_second_profession_signs_before_the_public_reads(
    room: Newsroom, changed: ReviewRequest, tab_of: Tabs
) -> None:
    for profession in ("Pharmacist", "Physician"):
        require_profession(profession, room.admin.user, clinical_kind="quantity")
    first = tab_of(room.pharmacist)
    first.goto(f"/admin/reviews/{changed.pk}/")
    desk.sign(first)
    desk.said(first, "It is published when this profession has signed too: Physician")
    assert "Adults take 50 mg." in public_text(changed.page)
    second = tab_of(room.physician)
    second.goto(f"/admin/reviews/{changed.pk}/")
    expect(second.get_by_text("Still needed: Physician.")).to_be_visible()
    desk.sign(second)
    desk.said(second, "was approved and signed")
    assert "Adults take 500 mg." in public_text(changed.page)


def test_a_reordered_list_is_shown_as_moves_alone(room: Newsroom, tab_of: Tabs) -> None:
    page: Page = room.publish(factories.standard(title="About doses", body=body("First.", "Second.", "Third.")))
    blocks = page.get_latest_revision_as_object().body.get_prep_value()
    room.editor.edit(page, body=json.dumps(blocks[::-1]))
    waiting = room.editor.submit(page, "Another order.")
    tab = tab_of(room.pharmacist)
    tab.goto(f"/admin/reviews/{waiting.pk}/")
    expect(tab.get_by_text("No dose, number, negation, warning or identifier differs")).to_be_visible()
    expect(tab.locator(".comparison").get_by_text("moved").first).to_be_visible()
    expect(tab.locator(".comparison :is(ins, del)").filter(has_text="Second.")).to_have_count(0)
