"""Bad input gets a clear message and loses nothing; it never gets a fault."""

from __future__ import annotations

import datetime
import html
import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from pages.models import StandardPage
from reviews.models import ReviewRequest
from reviews.selftest.form_data import page_form_data
from tests import factories
from tests.editorial import Newsroom, Response, fresh, public_text, what_was_said

pytestmark = pytest.mark.django_db
NUL = "\x00"
LONE_SURROGATE = "\ud83d"


def post(room: Newsroom, page: Page, **changes: Any) -> Response:
    """Save the newest draft of ``page`` as the editor, with inputs changed by name."""
    draft = fresh(page).get_latest_revision_as_object()
    data = page_form_data(draft, room.editor.user) | changes
    return room.editor.client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def shown(response: Response) -> str:
    """The text of the screen, as a person reads it."""
    assert response.status_code < 500
    return html.unescape(response.content.decode())


def assert_refused_with_everything_typed(response: Response, message: str, *typed: str) -> None:
    text = shown(response)
    assert response.status_code == 200, "the form is shown again"
    assert message in text
    for words in typed:
        assert words in text


def test_an_empty_change_note_is_asked_for_and_the_draft_stays(room: Newsroom) -> None:
    page = room.editor.write(factories.standard(lead="Written with care."))
    for note in ("", "   "):
        response = room.editor.try_to_submit(page, note)
        assert "Say" in shown(response)
        assert response.status_code == 200
    assert ReviewRequest.objects.open_for(page.pk) is None
    assert fresh(page).get_latest_revision_as_object().lead == "Written with care."


@pytest.mark.parametrize("value", ["0", "-5", "0.00001", "fifty", "1e999", "NaN", "Infinity"])
def test_a_strength_that_is_no_amount_is_refused(room: Newsroom, value: str) -> None:
    page = room.editor.write(factories.dose_form(), room.editor.write(factories.drug()))
    revision = page.latest_revision_id
    response = post(room, page, **{"strengths-0-value": value, "lead": "Typed for an hour."})
    text = shown(response)
    assert response.status_code == 200
    assert "Typed for an hour." in text
    assert value in text
    assert any(
        message in text
        for message in ("Enter a number greater than 0.", "Enter a number.", "Ensure that there are no more than")
    )
    assert fresh(page).latest_revision_id == revision


@pytest.mark.parametrize("number", ["NCT0416607", "NCT041660711", "NCT0416607x", "NCT0416607１"])
def test_a_trial_number_of_the_wrong_length_is_refused(room: Newsroom, number: str) -> None:
    page = room.editor.write(factories.study())
    response = post(room, page, nct_id=number, lead="Typed for an hour.")
    text = shown(response)
    assert response.status_code == 200
    assert "Typed for an hour." in text
    assert "is not a valid ClinicalTrials.gov number" in text or "at most 11 characters" in text
    assert fresh(page).get_latest_revision_as_object().nct_id == "NCT04166071"


def test_a_go_live_date_in_the_past_is_refused(room: Newsroom) -> None:
    page = room.editor.write(factories.standard())
    yesterday = (timezone.now() - datetime.timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    response = post(room, page, go_live_at=yesterday, lead="Typed for an hour.")
    assert_refused_with_everything_typed(
        response, "The go-live date must be in the future.", "Typed for an hour.", yesterday
    )
    assert fresh(page).go_live_at is None


def test_an_approval_after_the_go_live_date_publishes_at_once(room: Newsroom) -> None:
    """The date was in the future when it was typed."""
    soon = timezone.now() + datetime.timedelta(minutes=5)
    page = room.editor.write(factories.standard(lead="On time.", go_live_at=soon))
    waiting = room.editor.submit(page)
    assert waiting.revision.content["go_live_at"]
    assert public_text(page) == ""


def test_a_paste_of_two_megabytes_is_refused_and_kept(room: Newsroom) -> None:
    page = room.editor.write(factories.standard())
    paste = "word " * (2 * 1024 * 1024 // 5)
    response = post(room, page, lead=paste)
    assert_refused_with_everything_typed(response, "at most 500 characters", paste.strip()[:5000])
    assert fresh(page).get_latest_revision_as_object().lead == page.lead


def test_a_paste_of_two_megabytes_into_prose_is_refused_and_kept(room: Newsroom) -> None:
    page = room.editor.write(factories.standard())
    words = "word " * (2 * 1024 * 1024 // 5)
    draft = fresh(page)
    draft.body = [factories.text(words)]
    data = page_form_data(draft, room.editor.user)
    response = room.editor.client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    text = shown(response)
    assert response.status_code == 200
    assert words.strip()[:5000] in text
    assert "characters" in text
    assert fresh(page).latest_revision_id == page.latest_revision_id


def test_a_form_larger_than_the_server_takes_is_no_fault(room: Newsroom, settings: Any) -> None:
    page = room.editor.write(factories.standard())
    response = post(room, page, lead="x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1))
    assert response.status_code in {400, 413}
    assert fresh(page).latest_revision_id == page.latest_revision_id


def test_an_emoji_in_every_field_is_kept(room: Newsroom) -> None:
    emoji = "💊👩🏽‍⚕️"
    page = room.editor.write(
        factories.standard(title=f"Title {emoji}", lead=f"Lead {emoji}", body=[factories.text(emoji)])
    )
    waiting = room.editor.submit(page, f"Note {emoji}")
    room.approve(waiting)
    assert waiting.change_note == f"Note {emoji}"
    text = html.unescape(public_text(page))
    for words in (f"Title {emoji}", f"Lead {emoji}", f">{emoji}</p>"):
        assert words in text


def with_words(value: str, words: str) -> str:
    """``value`` with ``words`` at its end; inside the text, where the value is what the rich text editor posts."""
    if not value.startswith("{"):
        return value + words
    content = json.loads(value)
    for block in content["blocks"]:
        block["text"] += words
    return json.dumps(content)


def texts(data: dict[str, Any]) -> dict[str, str]:
    """What a person types; not the counts and keys that the browser adds."""
    added = ("comment_notifications", "-id", "_FORMS", "-count", "-order", "-deleted", "-type", "-ORDER", "-DELETE")
    return {
        name: value
        for name, value in data.items()
        if isinstance(value, str) and value != "on" and not name.endswith(added)
    }


def one_of_each_kind(names: Iterable[str]) -> list[str]:
    """The first of the inputs whose names differ by the number of their row or block alone."""
    return list({re.sub(r"\d+", "N", name): name for name in sorted(names, reverse=True)}.values())


@pytest.mark.untraced  # it asks the same code for every input
def test_an_emoji_in_every_input_of_a_long_form_is_no_fault(room: Newsroom) -> None:
    parent = room.editor.write(factories.drug())
    for page in (parent, room.editor.write(factories.dose_form(), parent), room.editor.write(factories.study())):
        typed = page_form_data(fresh(page), room.editor.user)
        changed = {name: with_words(value, " 💊") for name, value in texts(typed).items()}
        response = room.editor.client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), typed | changed)
        assert response.status_code == 200
        assert "💊" in shown(response)


@pytest.mark.parametrize("field", ["title", "slug", "lead", "seo_title", "search_description"])
def test_a_nul_in_a_field_is_refused_and_nothing_typed_is_lost(room: Newsroom, field: str) -> None:
    page = room.editor.write(factories.standard())
    changes = {"search_description": "Typed for an hour.", field: f"Before{NUL}after"}
    response = post(room, page, **changes, expire_at="")
    text = shown(response)
    assert response.status_code == 200
    assert field == "search_description" or "Typed for an hour." in text
    assert "Null characters are not allowed." in text or "valid “slug”" in text
    assert fresh(page).latest_revision_id == page.latest_revision_id


@pytest.mark.parametrize("bad", [NUL, LONE_SURROGATE], ids=["NUL", "half a pair"])
def test_rich_text_that_no_database_takes_is_refused_and_nothing_typed_is_lost(room: Newsroom, bad: str) -> None:
    """A browser posts rich text as JSON, in which half an emoji travels well."""
    page = room.editor.write(factories.standard())
    typed = page_form_data(fresh(page), room.editor.user)
    name = "body-0-value-text"
    response = post(room, page, **{name: with_words(typed[name], f"Before{bad}after"), "lead": "Typed for an hour."})
    text = shown(response)
    assert response.status_code == 200
    assert "Typed for an hour." in text
    assert "It explains medicines." in text
    assert "Null characters are not allowed." in text or "cannot be stored" in text
    assert fresh(page).latest_revision_id == page.latest_revision_id


@pytest.mark.untraced
def test_a_nul_in_any_input_changes_nothing_and_is_no_fault(room: Newsroom) -> None:
    """One input at a time: fields, child rows, streams, rich text, choices, dates."""
    page = room.editor.write(factories.dose_form(), room.editor.write(factories.drug()))
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = page_form_data(fresh(page), room.editor.user)
    typed = texts(data)
    for name in one_of_each_kind(typed):
        response = room.editor.client.post(address, data | {name: with_words(typed[name], NUL)})
        assert response.status_code == 200, name
    assert NUL not in json.dumps(fresh(page).latest_revision.content, ensure_ascii=False)
    assert fresh(page).latest_revision_id == page.latest_revision_id


@pytest.mark.untraced
@pytest.mark.parametrize("bad", [NUL, "many", "-1", None], ids=["NUL", "word", "minus one", "gone"])
def test_what_the_browser_adds_to_a_form_changes_nothing_and_is_no_fault_when_it_is_mangled(
    room: Newsroom, bad: str | None
) -> None:
    """Counts, places, kinds and keys of blocks and rows, one at a time."""
    page = room.editor.write(factories.standard())
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = page_form_data(fresh(page), room.editor.user)
    for name in one_of_each_kind(data.keys() - texts(data).keys()):
        mangled = {**data, name: f"{data[name]}{bad}"} if bad == NUL else {**data, name: bad}
        response = room.editor.client.post(address, {key: value for key, value in mangled.items() if value is not None})
        assert response.status_code in {200, 302, 400}, name
        if response.status_code == 400:
            assert "Nothing was saved" in shown(response)
    assert NUL not in json.dumps(fresh(page).latest_revision.content, ensure_ascii=False)


def test_bytes_that_are_no_text_become_replacement_characters(room: Newsroom) -> None:
    """A form cannot carry half an emoji: what is no UTF-8 arrives as U+FFFD and is seen on the screen."""
    page = room.editor.write(factories.standard())
    draft = fresh(page).get_latest_revision_as_object()
    data = page_form_data(draft, room.editor.user) | {"lead": b"Before\xed\xa0\xbdafter"}
    response = room.editor.client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        urlencode(data, doseq=True),
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code == 302
    assert fresh(page).get_latest_revision_as_object().lead == "Before\ufffd\ufffd\ufffdafter"


def test_a_nul_at_the_desk_is_refused_and_nothing_typed_is_lost(room: Newsroom) -> None:
    page = room.editor.write(factories.standard())
    response = room.editor.try_to_submit(page, f"Typed for an hour.{NUL}")
    assert "Typed for an hour." in shown(response)
    assert "Null characters are not allowed." in shown(response)
    assert ReviewRequest.objects.open_for(page.pk) is None
    waiting = room.editor.submit(page)
    for answer in (
        room.pharmacist.approve(waiting, comment=f"Looks{NUL} good."),
        room.pharmacist.approve(waiting, password=f"secret{NUL}"),
        room.pharmacist.request_changes(waiting, f"Say{NUL} more."),
        room.editor.post("reviews:recall", waiting.pk, comment=f"Slip{NUL}."),
    ):
        assert answer.status_code == 200
        assert "Null characters are not allowed." in shown(answer), what_was_said(answer)
    assert room.pharmacist.approve(waiting, shown_digest=f"{waiting.digest}{NUL}").status_code == 200
    assert ReviewRequest.objects.open_for(page.pk) == waiting


def test_a_nul_in_a_new_page_is_refused_and_nothing_typed_is_lost(room: Newsroom) -> None:
    page = factories.standard()
    page.owner = room.editor.user
    data = page_form_data(page, room.editor.user) | {"title": f"New{NUL}", "lead": "Typed for an hour."}
    address = reverse("wagtailadmin_pages:add", args=["pages", "standardpage", room.home.pk])
    response = room.editor.client.post(address, data)
    assert response.status_code == 200
    assert "Typed for an hour." in shown(response)
    assert not StandardPage.objects.exists()


@pytest.mark.parametrize("field", ["title", "slug", "seo_title"])
def test_a_title_of_300_characters_is_refused_and_kept(room: Newsroom, field: str) -> None:
    page = room.editor.write(factories.standard())
    response = post(room, page, **{field: "a" * 300, "lead": "Typed for an hour."})
    assert_refused_with_everything_typed(response, "at most 255 characters", "a" * 300, "Typed for an hour.")
    assert fresh(page).latest_revision_id == page.latest_revision_id


@pytest.mark.parametrize("bad", ["\x00", "%ff", "%ed%a0%bd", "x" * 5000], ids=["NUL", "no UTF-8", "surrogate", "long"])
def test_a_strange_question_to_the_public_search_is_no_fault(room: Newsroom, bad: str) -> None:
    client = room.editor.client
    client.logout()
    assert client.get("/search/", {"q": bad}).status_code < 500
    assert client.get(f"/search/?q={bad if bad.startswith('%') else ''}").status_code < 500
