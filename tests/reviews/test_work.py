"""My work: an author finds what is theirs to do, in a fixed number of queries, and what can be done about it."""

from __future__ import annotations

import datetime
import html
import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from reviews import findings, rechecking, remarks, services
from reviews.findings import Finding
from reviews.models import Decision, Notice, NoticePreference, StandingFinding
from reviews.refusals import ReviewRefused
from tests import factories
from tests.editorial import Newsroom, Person, Response, person, what_was_said
from tests.reviews.queue_assertions import spreadsheet

NEW_RULE = Finding("NEW-1", "block", "Say how long it keeps.", "lead")


def words(response: Response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def titles(who: Person, *stage: str, **query: Any) -> list[str]:
    screen = "reviews:work_stage" if stage else "reviews:work"
    return sorted(page.draft_title for page in who.get(screen, *stage, **query).context["object_list"])


def actions(who: Person) -> str:
    return words(who.get("reviews:work"))


@pytest.fixture
def desk(room: Newsroom) -> Newsroom:
    """The editor with a page on every list but those of live pages."""
    room.editor.write(factories.standard(title="A draft"))
    room.editor.submit(room.editor.write(factories.standard(title="In the queue")))
    back = room.editor.submit(room.editor.write(factories.standard(title="Sent back")))
    room.pharmacist.request_changes(back, "Say when to take it.")
    return room


@pytest.fixture
def newer_rule(monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    """What a rule finds on every page; it was registered after the pages were approved."""
    found: list[Finding] = []
    monkeypatch.setattr(findings, "_rules", [*findings._rules, lambda page: found])
    return found


def test_each_page_stands_on_the_list_of_what_is_to_be_done(desk: Newsroom) -> None:
    assert titles(desk.editor) == ["A draft", "In the queue", "Sent back"]
    assert titles(desk.editor, "drafts") == ["A draft"]
    assert titles(desk.editor, "in-review") == ["In the queue"]
    assert titles(desk.editor, "sent-back") == ["Sent back"]
    assert titles(desk.editor2) == []
    assert desk.editor.get("reviews:work_stage", "no-such-list").status_code == 404


def test_what_the_reviewer_asked_for_and_the_place_in_the_queue_stand_beside_the_page(desk: Newsroom) -> None:
    desk.editor2.submit(desk.editor2.write(factories.standard(title="Later")))
    said = actions(desk.editor)

    assert "“Say when to take it.”" in said
    assert "Number 1 of 2 in the queue." in said
    assert "Number 2 of 2" in actions(desk.editor2)
    assert "Never approved." in said


def test_whoever_had_a_hand_in_a_submission_sees_it_too(desk: Newsroom) -> None:
    draft = Page.objects.get(title="A draft").specific
    desk.editor2.edit(draft, lead="Two of us wrote this.")

    assert titles(desk.editor2, "drafts") == ["A draft"]
    desk.editor.submit(draft)
    assert titles(desk.editor2, "in-review") == ["A draft"]


def test_an_approved_page_is_work_again_only_when_somebody_goes_on(room: Newsroom, live: Page) -> None:
    assert titles(room.editor) == []
    room.editor.edit(live, lead="A better lead.")

    assert titles(room.editor, "drafts") == [live.title]
    assert titles(room.editor2) == []


def test_an_archived_page_is_nobodys_work(desk: Newsroom) -> None:
    for title in ("A draft", "Sent back"):
        services.archive(Page.objects.get(title=title).specific, desk.pharmacist.user, reason="Not needed.")

    assert titles(desk.editor) == ["In the queue"]


def test_live_pages_fall_due_for_who_wrote_them(room: Newsroom, live: Page) -> None:
    room.pharmacist.approve(
        _next_version(room, live), next_review_on=(timezone.localdate() + datetime.timedelta(days=10)).isoformat()
    )

    assert titles(room.editor, "due") == [live.title]
    assert "Due on" in actions(room.editor)


def _next_version(room: Newsroom, page: Page) -> Any:
    room.editor.edit(page, lead="A newer lead.")
    return room.editor.submit(page, "A newer lead.")


def test_open_comments_are_counted(desk: Newsroom) -> None:
    waiting = Decision.objects.get(outcome="changes-requested").request
    assert waiting is not None
    remarks.remark(waiting, desk.pharmacist.user, place="lead", text="Which dose?")

    assert "1 comment is open." in actions(desk.editor)


def test_the_list_leads_to_everything_that_can_be_done(desk: Newsroom, live: Page) -> None:
    desk.editor.edit(live, lead="A better lead.")
    said = actions(desk.editor)

    for action in ("Recall to edit", "Answer comments", "Submit", "Schedule", "Copy as new", "Ask for withdrawal"):
        assert action in said
    assert "What changed" in said
    assert "Withdraw " not in said
    assert 'href="#tab-address_and_schedule"' in desk.editor.get("wagtailadmin_pages:edit", live.pk).content.decode()


def test_whoever_may_withdraw_is_not_asked_to_ask(room: Newsroom, live: Page) -> None:
    room.pharmacist.edit(live, lead="The pharmacist writes too.")

    assert "Ask for withdrawal" not in actions(room.pharmacist)
    assert "Withdraw" in actions(room.pharmacist)


def test_the_list_is_searched_and_leaves_as_a_spreadsheet(desk: Newsroom) -> None:
    assert titles(desk.editor, q="queue") == ["In the queue"]
    assert "No page matches." in words(desk.editor.get("reviews:work", q="nothing of that name"))
    assert "You have nothing in hand." in words(desk.editor2.get("reviews:work"))
    rows = {row["Page"]: row for row in spreadsheet(desk.editor, "reviews:work")}
    assert rows["Sent back"]["State"] == "Changes requested"
    assert "Say when to take it." in rows["Sent back"]["What now"]


def test_the_number_of_queries_does_not_grow_with_the_work(desk: Newsroom) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.editor.get("reviews:work")
        return len(queries)

    desk.editor.get("reviews:work")
    before = count()
    for number in range(2):
        desk.editor.write(factories.standard(title=f"Another draft {number}"))
        desk.editor.submit(desk.editor.write(factories.standard(title=f"Another submission {number}")))
    assert (before, count()) == (24, 24)


def test_the_admin_home_says_how_much_there_is(desk: Newsroom) -> None:
    home = words(desk.editor.get("wagtailadmin_home"))

    assert "Changes requested (1)" in home
    assert "Drafts (1)" in home
    assert "“Say when to take it.”" in home
    assert "My work (" not in words(desk.editor2.get("wagtailadmin_home"))


# Comparing with the approved version while editing


def test_the_draft_is_compared_with_the_approved_version(room: Newsroom, live: Page) -> None:
    room.editor.edit(live, lead="What was approved: 500 mg.")
    shown = words(room.editor.get("reviews:draft_changes", live.pk))

    assert "500 mg" in shown
    assert "Approved: version 1" in shown
    assert "Changes since the approved version" in words(room.editor.get("wagtailadmin_pages:edit", live.pk))


def test_a_draft_of_a_page_that_was_never_approved_has_nothing_to_be_compared_with(room: Newsroom, draft: Page) -> None:
    response = room.editor.get("reviews:draft_changes", draft.pk)

    assert response.status_code == 302
    assert "all of the draft is new" in what_was_said(response)


def test_only_who_may_edit_a_reviewed_page_compares_its_draft(room: Newsroom, live: Page) -> None:
    stranger = person("stranger")

    assert stranger.get("reviews:draft_changes", live.pk).status_code == 302
    assert room.editor.get("reviews:draft_changes", room.home.pk).status_code == 302


# Asking for withdrawal


def test_everybody_who_may_withdraw_is_told_at_once(room: Newsroom, live: Page) -> None:
    response = room.editor.post("reviews:ask_for_withdrawal", live.pk, reason="The maximum dose is wrong.")

    told = Notice.objects.filter(kind="asked")
    assert {notice.person.username for notice in told} == {"pharmacist", "physician", "admin"}
    assert all("The maximum dose is wrong." in notice.body for notice in told)
    assert "3 people who may withdraw it were told" in what_was_said(response)
    live.refresh_from_db()
    assert live.live


def test_asking_again_tells_again(room: Newsroom, live: Page) -> None:
    for reason in ("First.", "It is worse than that."):
        services.ask_for_withdrawal(live, room.editor.user, reason=reason)

    assert Notice.objects.filter(kind="asked", person=room.pharmacist.user).count() == 2


def test_a_reason_is_needed_and_nothing_typed_is_lost(room: Newsroom, live: Page) -> None:
    assert "Say why it should be withdrawn." in words(
        room.editor.post("reviews:ask_for_withdrawal", live.pk, reason="")
    )
    assert "Ask now" in words(room.editor.get("reviews:ask_for_withdrawal", live.pk))
    assert not Notice.objects.filter(kind="asked").exists()


def test_nobody_asks_about_a_page_that_is_not_public(room: Newsroom, draft: Page) -> None:
    assert "not public" in what_was_said(room.editor.get("reviews:ask_for_withdrawal", draft.pk))
    with pytest.raises(ReviewRefused, match="not public"):
        services.ask_for_withdrawal(draft, room.editor.user, reason="No reason.")


def test_only_who_may_edit_the_page_asks(room: Newsroom, live: Page) -> None:
    stranger = person("stranger")

    assert stranger.get("reviews:ask_for_withdrawal", live.pk).status_code == 302
    with pytest.raises(ReviewRefused, match="may not edit"):
        services.ask_for_withdrawal(live, stranger.user, reason="I do not like it.")


def test_the_editor_of_a_live_page_offers_to_ask(room: Newsroom, live: Page) -> None:
    assert "Ask for withdrawal" in words(room.editor.get("wagtailadmin_pages:edit", live.pk))
    assert "Withdraw from the public" in words(room.pharmacist.get("wagtailadmin_pages:edit", live.pk))


# Live pages after a rule changed


def test_a_newer_rule_opens_work_and_takes_nothing_from_the_public(
    room: Newsroom, live: Page, newer_rule: list[Finding]
) -> None:
    assert rechecking.recheck().opened == 0
    newer_rule.append(NEW_RULE)

    assert rechecking.recheck() == (1, 1, 0, 1)
    assert titles(room.editor, "findings") == [live.title]
    assert "1 finding on the live version." in actions(room.editor)
    live.refresh_from_db()
    assert live.live


def test_whoever_wrote_a_live_page_is_told_once_of_what_a_newer_rule_finds_there(
    room: Newsroom, live: Page, newer_rule: list[Finding]
) -> None:
    room.editor2.edit(live, lead="A draft of somebody else.")
    get_user_model().objects.filter(pk=room.editor2.user.pk).update(is_active=False)
    newer_rule += [NEW_RULE, Finding("NEW-2", "acknowledge", "“What the page says”: is this so?", "lead")]
    rechecking.recheck()
    rechecking.recheck()
    told = Notice.objects.get(kind="standing")

    assert (told.person, told.kind, told.in_admin, told.by_email) == (room.editor.user, "standing", True, True)
    assert "2 findings" in told.body
    assert "(NEW-1, NEW-2). 1 would keep it" in told.body
    assert "What the page says" not in told.body
    assert told.url == reverse("reviews:work_stage", args=["findings"])


def test_who_does_not_want_to_be_told_of_findings_is_not(room: Newsroom, live: Page, newer_rule: list[Finding]) -> None:
    NoticePreference.objects.create(person=room.editor.user, kind="standing", email=False, in_admin=False)
    newer_rule.append(Finding("NEW-2", "acknowledge", "Is this so?", "lead"))
    rechecking.recheck()

    assert not Notice.objects.filter(kind="standing").exists()
    assert StandingFinding.objects.exists()


def test_a_finding_keeps_its_date_until_it_is_resolved(live: Page, newer_rule: list[Finding]) -> None:
    newer_rule.append(NEW_RULE)
    rechecking.recheck()
    first = StandingFinding.objects.get()

    assert rechecking.recheck() == (1, 0, 0, 1)
    assert StandingFinding.objects.get().found_at == first.found_at
    newer_rule.clear()
    assert rechecking.recheck() == (1, 0, 1, 0)
    assert not StandingFinding.objects.exists()


def test_what_a_reviewer_answered_is_not_asked_again_but_contradictions_stand(
    room: Newsroom, live: Page, newer_rule: list[Finding], monkeypatch: pytest.MonkeyPatch
) -> None:
    newer_rule.append(Finding("NEW-2", "acknowledge", "Is this so?", "lead"))
    newer_rule.append(Finding("NEW-3", "warn", "A long sentence.", "lead"))
    across = Finding("CROSS-9", "acknowledge", "Another page says otherwise.", "lead")
    monkeypatch.setattr(findings, "_across", [lambda page: [across]])
    room.editor.edit(live, lead="A newer lead.")
    room.approve(room.editor.submit(live, "A newer lead."))
    rechecking.recheck()

    assert [(row.rule, row.across) for row in StandingFinding.objects.all()] == [("CROSS-9", True)]


def test_the_report_lists_what_stands_and_can_be_narrowed_down(
    room: Newsroom, live: Page, newer_rule: list[Finding]
) -> None:
    assert "Nothing was found" in words(room.editor.get("reviews:consistency"))
    newer_rule += [NEW_RULE, Finding("NEW-2", "acknowledge", "Is this so?", "lead")]
    rechecking.recheck()

    shown = words(room.editor.get("reviews:consistency"))
    assert "Say how long it keeps." in shown
    assert "Would block" in shown
    only = room.editor.get("reviews:consistency", severity="acknowledge").context["object_list"]
    assert [finding.rule for finding in only] == ["NEW-2"]
    assert [row["Rule"] for row in spreadsheet(room.editor, "reviews:consistency", rule="NEW-1")] == ["NEW-1"]
    assert len(room.editor.get("reviews:consistency", page=live.pk).context["object_list"]) == 2
    assert "Consistency of live pages" in words(room.editor.get("wagtailadmin_home"))


def test_the_number_of_queries_does_not_grow_with_what_stands(room: Newsroom, live: Page) -> None:
    def count(number: int) -> int:
        row: dict[str, Any] = {"rule": "NEW-1", "severity": "block", "message": "Mend it.", "across": False}
        StandingFinding.objects.bulk_create(
            [StandingFinding(page=live, key=f"{number}-{each}", rule_set_version="1", **row) for each in range(number)]
        )
        with CaptureQueriesContext(connection) as queries:
            room.editor.get("reviews:consistency")
        return len(queries)

    count(2)
    assert count(1) == count(5)


def test_the_nightly_command_keeps_what_it_finds_and_its_status_says_what_blocks(
    live: Page, newer_rule: list[Finding], capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("check_content", live=True)
    assert "1 live pages: 0 new findings" in capsys.readouterr().out
    newer_rule.append(NEW_RULE)
    with pytest.raises(SystemExit):
        call_command("check_content", live=True)
    assert "1 new findings, 0 resolved, 1 that would block" in capsys.readouterr().out
