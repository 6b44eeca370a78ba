"""The page editor over HTTP: which buttons stand at its foot, and what stands above the form."""

from __future__ import annotations

import re

from django.urls import reverse
from wagtail.models import Page

from reviews.action_menu import SUBMIT
from reviews.models import ReviewRequest
from tests import factories
from tests.editorial import Newsroom, Person, fresh


def editor_of(person: Person, page: Page) -> str:
    response = person.get("wagtailadmin_pages:edit", page.pk)
    assert response.status_code == 200
    return response.content.decode()


def buttons(html: str) -> set[str]:
    return set(re.findall(r'name="(action-[a-z-]+)"', html))


def leads_to(html: str, screen: str, *arguments: int) -> bool:
    return f'href="{reverse(screen, args=arguments)}"' in html


def test_a_draft_can_be_saved_and_submitted_and_nothing_else(room: Newsroom, draft: Page) -> None:
    for person in (room.editor, room.pharmacist, room.admin):
        assert buttons(editor_of(person, draft)) == {SUBMIT}


def test_a_new_page_can_be_saved_and_submitted_and_nothing_else(room: Newsroom) -> None:
    for person in (room.editor, room.admin):
        response = person.get("wagtailadmin_pages:add", "pages", "standardpage", room.home.pk)
        assert buttons(response.content.decode()) == {SUBMIT}


def test_a_page_in_review_leads_to_the_review_and_the_recall(room: Newsroom, waiting: ReviewRequest) -> None:
    for person in (room.editor, room.pharmacist, room.admin):
        html = editor_of(person, waiting.page)
        assert not buttons(html)
        assert leads_to(html, "reviews:review", waiting.pk)
        assert leads_to(html, "reviews:recall", waiting.pk)
        assert "This page is in review, so nobody can change it." in html


def test_the_first_button_in_review_is_the_one_this_person_needs(room: Newsroom, waiting: ReviewRequest) -> None:
    def first(person: Person) -> str:
        footer = editor_of(person, waiting.page).split('<nav class="actions')[1]
        return re.search(r'href="([^"]+)"', footer)[1]  # type: ignore[index]

    assert first(room.pharmacist) == reverse("reviews:review", args=[waiting.pk])
    assert first(room.editor) == reverse("reviews:recall", args=[waiting.pk])


def test_only_who_may_withdraw_is_offered_it_and_only_for_a_live_page(room: Newsroom, live: Page, draft: Page) -> None:
    assert leads_to(editor_of(room.pharmacist, live), "reviews:withdraw", live.pk)
    assert leads_to(editor_of(room.admin, live), "reviews:withdraw", live.pk)
    assert not leads_to(editor_of(room.editor, live), "reviews:withdraw", live.pk)
    assert not leads_to(editor_of(room.pharmacist, draft), "reviews:withdraw", draft.pk)


def test_a_container_keeps_wagtails_own_verbs_without_its_workflow(room: Newsroom) -> None:
    found = buttons(editor_of(room.admin, room.home))
    assert "action-publish" in found
    assert not found & {SUBMIT, "action-submit", "action-cancel-workflow", "action-restart-workflow"}


def test_save_and_submit_saves_the_draft_and_asks_for_the_change_note(room: Newsroom, draft: Page) -> None:
    response = room.editor.edit(draft, {SUBMIT: "Save and submit for review"}, lead="Words just typed.")
    assert response["Location"] == reverse("reviews:submit", args=[draft.pk])
    assert fresh(draft).get_latest_revision_as_object().lead == "Words just typed."
    assert not ReviewRequest.objects.exists()


def test_save_and_submit_creates_a_page_and_asks_for_the_change_note(room: Newsroom) -> None:
    response = room.editor.create(factories.standard(slug="brand-new"), room.home, **{SUBMIT: "1"})
    created = Page.objects.get(slug="brand-new")
    assert response["Location"] == reverse("reviews:submit", args=[created.pk])
    assert not created.live


def test_save_and_submit_of_an_invalid_form_keeps_what_was_typed(room: Newsroom, draft: Page) -> None:
    response = room.editor.edit(draft, {SUBMIT: "1"}, title="", lead="Words just typed.")
    assert response.status_code == 200
    assert "Words just typed." in response.content.decode()
    assert fresh(draft).get_latest_revision_as_object().lead == draft.lead
    assert not ReviewRequest.objects.exists()


def test_the_editor_shows_the_reviewers_comment_until_the_page_is_submitted_again(
    room: Newsroom, waiting: ReviewRequest
) -> None:
    comment = "Say when to take it."
    assert comment not in editor_of(room.editor, waiting.page)
    room.pharmacist.request_changes(waiting, comment)
    html = editor_of(room.editor, waiting.page)
    assert "pharmacist asked for changes" in html
    assert comment in html
    room.editor.edit(waiting.page, lead="Take it in the morning.")
    room.editor.submit(waiting.page, "Says when.")
    assert comment not in editor_of(room.editor, waiting.page)


def test_saving_a_page_in_review_changes_nothing(room: Newsroom, waiting: ReviewRequest) -> None:
    room.editor.edit(waiting.page.specific, lead="Changed under the reviewer's eyes.")
    assert fresh(waiting.page.specific).get_latest_revision_as_object().lead == "What is in review."
