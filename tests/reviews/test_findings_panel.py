"""Findings beside the editor: what hinders, what the reviewer will ask, and where it stands, before it is submitted."""

from __future__ import annotations

import html
import re

import pytest

from tests import factories
from tests.editorial import Newsroom, Response


def text(response: Response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_the_editor_of_a_reviewed_page_has_the_panel_and_an_index_page_has_not(room: Newsroom) -> None:
    draft = room.editor.write(factories.standard(body=[factories.text("Take 50-100 mg with water.")]))
    assert "Mend before you submit" in text(room.editor.get("wagtailadmin_pages:edit", draft.pk))
    assert "Mend before you submit" not in text(room.admin.get("wagtailadmin_pages:edit", room.home.pk))


def test_what_is_asked_for_again_is_about_the_newest_draft(room: Newsroom) -> None:
    draft = room.editor.write(factories.standard(body=[factories.text("Take 50-100 mg with water.")]))
    found = room.editor.get("reviews:findings", draft.pk)
    assert "NUM-01" in text(found)
    assert 'data-findings-place="body.' in found.content.decode()
    room.editor.edit(draft, body=[factories.text("Take 50 to 100 mg with water.")])
    assert "NUM-01" not in text(room.editor.get("reviews:findings", draft.pk))


def test_a_draft_that_can_be_submitted_says_so(room: Newsroom) -> None:
    draft = room.editor.write(factories.standard())
    shown = text(room.editor.get("reviews:findings", draft.pk))
    assert "Mend before you submit" not in shown
    assert "Minutes to read" in shown


def test_findings_on_a_draft_are_for_those_who_may_edit_it(room: Newsroom, draft: object) -> None:
    stranger = type(room.editor)(room.editor.user)
    stranger.client.logout()
    response = stranger.get("reviews:findings", draft.pk)  # type: ignore[attr-defined]
    assert response.status_code == 302
    assert "What nobody approved" not in response.content.decode()


@pytest.mark.parametrize("number", [0, 1])
def test_a_page_that_is_not_reviewed_or_does_not_exist_has_no_findings(room: Newsroom, number: int) -> None:
    address = room.home.pk if number else 999_999
    assert room.admin.get("reviews:findings", address).status_code in {302, 404}
