"""From the editor's keyboard to the public, and back, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from pages.models import StandardPage
from reviews.models import Decision, ReviewRequest
from tests import factories
from tests.browser import desk
from tests.editorial import Newsroom, fresh

pytestmark = pytest.mark.browser

Tabs = Callable[..., Tab]


def test_what_an_editor_writes_is_public_when_another_person_approved_it(room: Newsroom, tab_of: Tabs) -> None:
    editor = desk.sign_in(tab_of(viewport={"width": 1280, "height": 1000}), room.editor)
    desk.open_editor(editor, f"/admin/pages/add/pages/standardpage/{room.home.pk}/")
    desk.type_into(desk.required(editor, "Title"), "How we review")
    desk.type_into(desk.required(editor, "In short"), "Two people read every page.")
    desk.add_block(editor.locator("#panel-child-text-body-section"), "Nobody approves their own words.", kind="Text")
    desk.wait_for_autosave(editor)
    desk.submit(editor, "First version.")
    page = StandardPage.objects.get(title="How we review")
    waiting = desk.waiting_for(page)

    editor.goto(f"/admin/reviews/{waiting.pk}/")
    expect(editor.get_by_role("heading", name="You cannot approve this submission")).to_be_visible()
    expect(editor.get_by_role("button", name="Sign and approve")).to_have_count(0)

    reader = tab_of()
    reader.goto("/")
    assert not fresh(page).live

    desk.approve(tab_of(room.pharmacist), waiting)
    reader.goto(desk.address_of(page))
    expect(reader.get_by_role("heading", level=1)).to_have_text("How we review")
    expect(reader.get_by_text("Nobody approves their own words.")).to_be_visible()


def test_a_drug_overview_with_a_new_key_fact_goes_through_review(room: Newsroom, tab_of: Tabs) -> None:
    page = room.publish(factories.drug(title="Examplol", slug="examplol"))
    editor = tab_of(room.editor)
    desk.open_editor(editor, f"/admin/pages/{page.pk}/edit/")
    desk.add_block(editor.locator("[data-contentpath=key_facts]"), "Swallow it with water.")
    desk.wait_for_autosave(editor)
    desk.submit(editor, "One more key fact.")

    reader = tab_of()
    reader.goto(desk.address_of(page))
    expect(reader.get_by_text("Swallow it with water.")).to_have_count(0)

    reviewer = tab_of(room.physician)
    desk.approve(reviewer, desk.waiting_for(page))
    with reviewer.context.expect_page() as opened:
        reviewer.get_by_role("link", name="View live page").click()
    expect(opened.value.get_by_text("Swallow it with water.")).to_be_visible()
    reader.reload()
    expect(reader.get_by_text("Swallow it with water.")).to_be_visible()


def test_an_editor_reads_what_should_change_and_submits_again(room: Newsroom, tab_of: Tabs) -> None:
    page = room.editor.write(factories.standard(title="About doses"))
    first = room.editor.submit(page)
    reviewer = tab_of(room.pharmacist)
    reviewer.goto(f"/admin/reviews/{first.pk}/")
    reviewer.get_by_label("What should change?").press_sequentially("Say when to take it.")
    reviewer.get_by_role("button", name="Request changes").click()
    desk.said(reviewer, "Changes were requested")

    editor = tab_of(room.editor)
    editor.goto("/admin/")
    editor.get_by_role("region", name="Changes were requested").get_by_role("link", name="About doses").click()
    desk.said(editor, "Say when to take it.")
    desk.open_editor(editor, editor.url)
    desk.type_into(desk.required(editor, "In short"), "Take it in the morning.")
    desk.submit(editor, "It says when.")

    desk.approve(reviewer, desk.waiting_for(page))
    reader = tab_of()
    reader.goto(desk.address_of(page))
    expect(reader.get_by_text("Take it in the morning.")).to_be_visible()


def test_a_recalled_page_can_be_edited_again(room: Newsroom, tab_of: Tabs) -> None:
    page = room.editor.write(factories.standard(title="About doses"))
    waiting = room.editor.submit(page)
    editor = tab_of(room.editor)
    editor.goto(f"/admin/pages/{page.pk}/edit/")
    desk.said(editor, "This page is in review")
    expect(editor.get_by_role("button", name="Save draft")).to_have_count(0)
    editor.locator(".messages").get_by_role("link", name="Recall to edit").click()
    editor.get_by_role("button", name="Recall to edit").click()
    desk.said(editor, "The submission was recalled")

    desk.open_editor(editor, f"/admin/pages/{page.pk}/edit/")
    desk.type_into(desk.required(editor, "In short"), "Corrected.")
    editor.get_by_role("button", name="Save draft").click()
    desk.said(editor, "has been updated")
    assert fresh(page).get_latest_revision_as_object().lead == "Corrected."
    assert Decision.objects.get(request=waiting).outcome == "recalled"


def test_an_approval_in_a_stale_tab_is_refused_and_nothing_is_public(room: Newsroom, tab_of: Tabs) -> None:
    page = room.editor.write(factories.standard(title="About doses", lead="Take 50 mg."))
    seen = room.editor.submit(page)
    stale = tab_of(room.pharmacist)
    stale.goto(f"/admin/reviews/{seen.pk}/")

    room.editor.recall(seen)
    room.editor.edit(page, lead="Take 500 mg.")
    again = room.editor.submit(page, "Another dose.")

    desk.sign(stale)
    desk.said(stale, "Nothing was decided")
    desk.said(stale, "This submission was decided meanwhile: Recalled by editor")
    assert not Decision.objects.filter(outcome="approved").exists()
    assert not fresh(page).live
    stale.get_by_role("link", name="A newer submission of this page waits for review").click()
    expect(stale.frame_locator("iframe").get_by_text("Take 500 mg.")).to_be_visible()
    assert ReviewRequest.objects.open_for(page.pk) == again


def test_nothing_is_lost_when_the_page_form_is_not_valid(room: Newsroom, tab_of: Tabs) -> None:
    page = room.editor.write(factories.standard(title="About doses"))
    editor = tab_of(room.editor)
    desk.open_editor(editor, f"/admin/pages/{page.pk}/edit/")
    desk.type_into(desk.required(editor, "In short"), "Words just typed.")
    desk.type_into(desk.required(editor, "Title"), " ")
    desk.press_in_footer(editor, "Save and submit for review")
    desk.said(editor, "could not be saved")
    expect(desk.required(editor, "In short")).to_have_value("Words just typed.")
    assert not ReviewRequest.objects.exists()
