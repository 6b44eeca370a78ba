"""Fix and dismiss: an editor answers a finding beside the editor, and the reviewer reads what they said."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from wagtail.models import Page, PageLogEntry

from reviews import findings, services
from reviews.acknowledging import finding_key
from reviews.content import page_digest
from reviews.dismissals import words_at
from reviews.models import Contribution
from reviews.recording import fingerprint
from reviews.refusals import ReviewRefused
from tests import factories
from tests.editorial import Newsroom, Person, Response, fresh, person

RANGE = "Take 50-100 mg with water. It can halve the risk. Rest."


CONTENT = {
    "lead": "A",
    "body": [{"type": "list", "id": "b1", "value": [{"type": "item", "id": "i1", "value": {"text": "B"}}]}],
    "rows": [{"value": 50, "unit": "mg"}, {"value": 5, "unit": "mg"}],
}


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("lead", "A"),
        ("body.b1.i1.text", "B"),
        ("body.b1.i1.text.more", "B"),
        ("body.b1.i1.note", {"text": "B"}),
        ("rows.1.value", 5),
        ("rows.7", CONTENT["rows"]),
        ("", CONTENT),
    ],
)
def test_a_dismissal_holds_for_the_words_at_its_place(place: str, words: Any) -> None:
    assert words_at(CONTENT, place) == fingerprint(words)


@pytest.fixture
def faulty(room: Newsroom) -> Page:
    """A draft with a range to mend, and a relative risk that a reviewer is asked about."""
    return room.editor.write(factories.standard(body=[factories.text(RANGE)]))


def draft_of(page: Page) -> Page:
    return fresh(page).get_latest_revision_as_object()


def the(page: Page, rule: str) -> dict[str, Any]:
    return next(finding.as_json() for finding in findings.find(draft_of(page)) if finding.rule == rule)


def answer(who: Person, page: Page, act: str, rule: str, **facts: Any) -> Response:
    finding = the(page, rule)
    shown = {"key": finding_key(finding), "shown_digest": page_digest(draft_of(page)), "act": act}
    return who.post("reviews:findings", page.pk, **(shown | {"offset": finding.get("offset", "")} | facts))


def panel(who: Person, page: Page) -> str:
    shown = who.get("reviews:findings", page.pk).content.decode()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown)).split())


def body(page: Page) -> str:
    return str(draft_of(page).body[0].value["text"].source)


def said(response: Response) -> str:
    return response.content.decode()


def dismissals_shown(response: Response) -> set[str]:
    """The sentences that say so."""
    return set(re.findall(r">([^<>]* dismissed it on [^<>]*)<", html.unescape(said(response))))


class TestFix:
    def test_a_fix_is_a_new_draft_of_whoever_pressed_it_with_those_words_mended_only(
        self, room: Newsroom, faulty: Page
    ) -> None:
        before = fresh(faulty).latest_revision_id
        response = answer(room.editor2, faulty, "fix", "NUM-01")
        revision = fresh(faulty).latest_revision

        assert json.loads(response.content)["place"] == the(faulty, "NUM-03")["place"]
        assert re.sub(r"<.*?>", "", body(faulty)) == RANGE.replace("50-100", "50 to 100")
        assert (revision.pk != before, revision.user) == (True, room.editor2.user)
        assert Contribution.objects.filter(revision_id=revision.pk, user=room.editor2.user).exists()
        assert "NUM-01" not in panel(room.editor, faulty)
        logged = PageLogEntry.objects.get(action="reviews.fix_finding")
        assert (logged.data["before"], logged.data["after"]) == ("50-100 mg", "50 to 100 mg")

    def test_a_draft_that_was_saved_since_is_not_touched(self, room: Newsroom, faulty: Page) -> None:
        shown = page_digest(draft_of(faulty))
        room.editor2.edit(faulty, lead="A lead of somebody else.")
        response = answer(room.editor, faulty, "fix", "NUM-01", shown_digest=shown)

        assert (response.status_code, "saved again since" in said(response)) == (409, True)
        assert "50-100 mg" in body(faulty)

    def test_an_autosave_that_was_on_its_way_does_not_put_the_old_words_back(
        self, room: Newsroom, faulty: Page
    ) -> None:
        on_its_way, revision = draft_of(faulty), fresh(faulty).latest_revision
        answer(room.editor, faulty, "fix", "NUM-01")
        with pytest.raises(ReviewRefused, match="newer draft"):
            on_its_way.save_revision(user=room.editor.user, overwrite_revision=revision, clean=False)
        assert "50 to 100 mg" in body(faulty)

    def test_what_is_locked_or_gone_or_not_safe_is_refused_and_said(self, room: Newsroom, faulty: Page) -> None:
        assert "no longer stands" in said(answer(room.editor, faulty, "fix", "NUM-01", key="0" * 16))
        assert "cannot be mended by itself" in said(answer(room.editor, faulty, "fix", "NUM-03", offset=""))
        assert answer(room.editor, faulty, "burn", "NUM-01").status_code == 400
        assert "Fix" in panel(room.editor, faulty)
        Page.objects.filter(pk=faulty.pk).update(locked=True, locked_by=room.editor2.user)

        assert "Fix" not in panel(room.editor, faulty)
        assert "Dismiss" not in panel(room.editor, faulty)
        assert answer(room.editor, faulty, "fix", "NUM-01").status_code == 409
        assert "50-100 mg" in body(faulty)

    def test_nothing_is_offered_where_a_machine_could_only_guess(self, room: Newsroom) -> None:
        page = room.editor.write(factories.standard(body=[factories.text("Take 1.0 mg, or <b>50</b>-100 mg.")]))

        assert {"ISMP-01", "NUM-01"} <= {finding.rule for finding in findings.find(draft_of(page))}
        assert "Fix" not in panel(room.editor, page)


class TestDismiss:
    def test_the_reason_goes_to_the_reviewer_who_is_asked_all_the_same(self, room: Newsroom, faulty: Page) -> None:
        answer(room.editor, faulty, "fix", "NUM-01")
        shown = said(answer(room.editor, faulty, "dismiss", "NUM-03", reason="  The trial says so.  "))
        assert "Dismissed, until the words there change (1)" in shown
        assert "The trial says so." in shown
        before = room.editor.get("reviews:submit", faulty.pk)
        waiting = room.editor.submit(faulty)
        (kept,) = (finding for finding in waiting.findings if finding["rule"] == "NUM-03")
        screen = room.pharmacist.get("reviews:review", waiting.pk)

        assert kept["dismissed"]["reason"] == "The trial says so."
        assert kept["dismissed"]["by"] == room.editor.user.get_username()
        (sentence,) = dismissals_shown(before)
        assert re.fullmatch(r"editor dismissed it on [-0-9]+: “The trial says so.”", sentence)
        assert kept["message"] in html.unescape(said(before)).partition(sentence)[0].rpartition("<li>")[2]
        assert dismissals_shown(screen) == {sentence}, "the author reads before what the reviewer reads after"
        assert "no reason" in said(room.pharmacist.approve(waiting, **{f"finding_{finding_key(kept)}": ""}))
        # In review the page is frozen.
        assert answer(room.editor, faulty, "dismiss", "NUM-04", reason="Another.").status_code == 409

    def test_a_dismissed_finding_comes_back_when_the_words_there_change_and_only_then(
        self, room: Newsroom, faulty: Page
    ) -> None:
        answer(room.editor, faulty, "dismiss", "NUM-03", reason="The trial says so.")
        room.editor.edit(faulty, lead="Another lead.")
        assert "The trial says so." in panel(room.editor2, faulty)
        draft = draft_of(faulty)
        draft.body[0].value["text"].source = f"<p>{RANGE} Often.</p>"
        room.editor.edit(faulty, body=draft.body)

        assert "NUM-03" in panel(room.editor, faulty)
        assert "The trial says so." not in panel(room.editor, faulty)

    def test_a_dismissal_is_taken_back(self, room: Newsroom, faulty: Page) -> None:
        answer(room.editor, faulty, "dismiss", "NUM-03", reason="The trial says so.")
        assert "Dismissed" not in said(answer(room.editor2, faulty, "reopen", "NUM-03"))
        assert [*PageLogEntry.objects.filter(action__endswith="_finding").values_list("action", flat=True)] == [
            "reviews.reopen_finding",
            "reviews.dismiss_finding",
        ]

    def test_what_blocks_is_never_dismissed_and_nothing_without_a_reason(self, room: Newsroom, faulty: Page) -> None:
        assert "cannot be dismissed" in said(answer(room.editor, faulty, "dismiss", "NUM-01", reason="I know."))
        assert "Say why" in said(answer(room.editor, faulty, "dismiss", "NUM-03", reason=" "))
        assert "Dismissed" not in panel(room.editor, faulty)


def test_whoever_may_not_edit_answers_nothing(room: Newsroom, faulty: Page) -> None:
    stranger, key = person("stranger"), finding_key(the(faulty, "NUM-01"))
    with pytest.raises(ReviewRefused, match="may not edit"):
        services.fix_finding(faulty, stranger.user, key=key, shown_digest=page_digest(draft_of(faulty)))
    assert stranger.post("reviews:findings", faulty.pk, act="fix", key=key).status_code == 302
