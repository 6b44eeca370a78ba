"""What the public reads of a page's history: versions that it has read before, whose approval stands."""

from __future__ import annotations

import datetime
import hashlib
import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, Revision

from reviews import ledger, services, signatures, triggers, verify_ledger
from reviews.comparison import reading
from reviews.models import Decision
from tests import factories, media, scenes
from tests.editorial import PASSWORD, Newsroom, Response, approved, fresh
from tests.pages.html import soup, words
from tests.reviews.test_publication import later
from tests.reviews.test_restamp import restamp

# The leads of the first version of the page that is there from the start, and of its second.
OLD, NEW = "What was approved.", "Take 50 mg once a day."
TOMORROW = timezone.now() + datetime.timedelta(days=1)


def read(page: Page, below: str = "history/") -> Response:
    return Client().get(f"{fresh(page).get_url()}{below}")


def text(page: Page, below: str = "history/", status: int = 200) -> str:
    response = read(page, below)
    assert response.status_code == status, below
    found: str = response.content.decode()
    return found


def another(room: Newsroom, page: Page, note: str, **changes: Any) -> Page:
    """The next version, approved."""
    room.editor.edit(page, **changes)
    return room.approve(room.editor.submit(page, note))


def approval(page: Page, version: int) -> Decision:
    return Decision.objects.for_page(page.pk).approvals().get(version=version)


def write(room: Newsroom) -> None:
    """A second version of the page that is there from the start."""
    another(room, approved(), "The label changed.", lead=NEW)


stage, room = scenes.set_up(write)


@pytest.fixture
def twice(room: Newsroom) -> Page:
    """A page whose second version the public reads."""
    return approved()


# The list


def test_the_history_tells_who_approved_each_version_when_and_why_it_changed(room: Newsroom, twice: Page) -> None:
    shown = text(twice)
    for number in (1, 2):
        signed = approval(twice, number)
        assert f"Version {number}" in shown
        assert signed.decided_by_credentials in shown
        assert signed.decided_by_name in shown
    assert "First version." in shown
    assert "The label changed." in shown
    assert '<meta name="robots" content="noindex">' in shown
    page = text(twice, "")
    assert f'href="{twice.url}history/"' in page
    assert f'href="{twice.url}history/2/verify/"' in page


def test_the_history_knows_nothing_of_what_was_not_approved(room: Newsroom, twice: Page) -> None:
    room.editor.edit(twice, lead="Draft words.", title="Draft title")
    room.pharmacist.request_changes(room.editor.submit(twice, "Sent-back note."), comment="Reviewers comment.")
    services.require_profession("Physician", room.admin.user)
    waiting = room.editor.submit(twice, "Waiting note.")
    room.pharmacist.approve(waiting)
    assert Decision.objects.filter(request=waiting).get().outcome == "cosigned"
    shown = text(twice)
    for said in ("Draft", "Sent-back note.", "Reviewers comment.", "Waiting note.", "Version 3"):
        assert said not in shown
    assert read(twice, "history/3/").status_code == 404


def test_an_approved_version_that_waits_for_its_date_is_not_known_before(room: Newsroom, twice: Page) -> None:
    another(room, twice, "Embargoed note.", lead="Embargoed words.", go_live_at=TOMORROW)
    assert "Embargoed" not in text(twice)
    for below in ("history/3/", "history/2/compare/3/", "history/3/verify/", "history/3/approved.json"):
        assert read(twice, below).status_code == 404, below
    assert "Embargoed" not in Client().get("/feeds/updates.atom").content.decode()
    with later():
        call_command("publish_scheduled")
    assert "Embargoed note." in Client().get("/feeds/updates.atom").content.decode()
    assert "Embargoed note." in text(twice)
    assert "Embargoed words." in text(twice, "history/3/")


def test_a_version_that_never_became_public_stays_unknown(room: Newsroom, twice: Page) -> None:
    another(room, twice, "Embargoed note.", lead="Embargoed words.", go_live_at=TOMORROW)
    services.withdraw(fresh(twice), room.pharmacist.user, reason="Not yet.")
    services.restore(approval(twice, 2), signatures.sign(room.pharmacist.user, PASSWORD), reason="It was right.")
    assert "Embargoed" not in text(twice)
    assert read(twice, "history/3/").status_code == 404


# One version


def test_an_old_version_is_shown_word_for_word_and_marked_as_old(twice: Page) -> None:
    shown = text(twice, "history/1/")
    assert OLD in shown
    assert NEW not in shown
    assert "old version of this page" in shown
    assert '<meta name="robots" content="noindex">' in shown
    assert f'<link rel="canonical" href="http://testserver{twice.url}">' in shown
    assert f'<meta name="hub:digest" content="{approval(twice, 1).digest}">' in shown
    assert "application/ld+json" not in shown
    assert read(twice, "history/1/")["X-Robots-Tag"] == "noindex"


def test_the_current_version_has_its_lasting_address_too(twice: Page) -> None:
    shown = text(twice, "history/2/")
    assert NEW in shown
    assert "the current version" in shown
    assert "Do not use it" not in shown


def test_a_version_that_does_not_exist_is_not_found(twice: Page) -> None:
    unknown = (
        "0/",
        "7/",
        f"{10**20}/",
        "x/",
        "1/compare/1/",
        "1/compare/9/",
        "7/verify/",
        "7/approved.json",
        "1/x.json",
    )
    assert {below: read(twice, f"history/{below}").status_code for below in unknown} == dict.fromkeys(unknown, 404)


def test_an_old_version_whose_stored_words_were_changed_is_not_shown(twice: Page) -> None:
    triggers.remove(connection)
    revision = approval(twice, 1).revision
    assert revision is not None
    Revision.objects.filter(pk=revision.pk).update(content=revision.content | {"lead": "Take 5000 mg."})
    for below in ("history/1/", "history/1/compare/2/", "history/1/verify/", "history/1/approved.json"):
        assert "5000" not in text(twice, below, 503), below
    assert NEW in text(twice, "history/2/")


def test_words_that_no_template_knows_any_more_are_shown_plainly(twice: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading.Reading, "is_outdated", True)
    shown = text(twice, "history/1/")
    assert OLD in shown
    assert "plain list" in shown


def test_outdated_is_what_says_something_in_a_field_or_block_that_is_gone() -> None:
    from pages.models import StandardPage

    block = json.dumps([{"type": "carousel", "value": "Words.", "id": "1"}])
    assert reading.Reading.of(StandardPage, {"title": "T", "body": block}).is_outdated
    assert reading.Reading.of(StandardPage, {"title": "T", "motto": "Words."}).is_outdated
    assert not reading.Reading.of(StandardPage, {"title": "T", "motto": ""}).is_outdated


def test_a_version_that_was_stored_anew_is_read_and_checked_in_its_new_form(room: Newsroom, twice: Page) -> None:
    form = restamp(room, twice)
    assert form is not None
    assert "It explains medicines." in text(twice, "history/2/")
    shown = text(twice, "history/2/verify/")
    assert form.digest in shown
    assert "stored in a new form" in shown
    assert hashlib.sha256(read(twice, "history/2/approved.json").content).hexdigest() == form.digest
    assert "The block has a new name." not in text(twice)
    assert "The label changed." in text(twice)


def test_pictures_of_an_old_version_are_described_and_stay_closed(room: Newsroom) -> None:
    picture = media.image(title="An old tablet")
    page = room.publish(factories.standard(body=media.body(picture)))
    assert "<img" in text(page, "")
    rendition = picture.get_rendition("width-1200")
    assert Client().get(rendition.url).status_code == 200
    another(room, page, "No picture.", body=[factories.text("Words alone.")])
    shown = text(page, "history/1/")
    assert "Picture: An old tablet" in shown
    assert "<img" not in shown
    assert Client().get(rendition.url).status_code == 404


# What may not be read


def closed(page: Page, number: int, *unread: str) -> None:
    for below in ("", "compare/2/", "verify/", "approved.json"):
        shown = text(page, f"history/{number}/{below}", 410)
        for said in unread:
            assert said not in shown, below


def test_a_revoked_version_is_never_shown(room: Newsroom, twice: Page) -> None:
    services.revoke(approval(twice, 1), room.physician.user, reason="The reviewer's own words.")
    closed(twice, 1, OLD, "The reviewer's own words.")
    shown = text(twice)
    assert "revoked" in shown
    assert "First version." not in shown
    assert "The reviewer's own words." not in shown
    assert NEW in text(twice, "history/2/")


def test_a_withdrawn_page_has_no_history_to_read(room: Newsroom, twice: Page) -> None:
    services.withdraw(fresh(twice), room.pharmacist.user, reason="The dose was wrong.")
    for below in ("history/", "history/1/", "history/2/", "history/1/compare/2/", "history/2/approved.json"):
        shown = text(twice, below, 410)
        assert "The dose was wrong." in shown
        assert OLD not in shown
        assert NEW not in shown
        assert "The label changed." not in shown


def test_an_archived_page_has_no_history_to_read(room: Newsroom, twice: Page) -> None:
    services.archive(fresh(twice), room.admin.user, reason="Not part of the site.")
    assert OLD not in text(twice, "history/1/", 410)


def test_a_withdrawal_closes_what_came_before_it(room: Newsroom, twice: Page) -> None:
    services.withdraw(fresh(twice), room.pharmacist.user, reason="The dose was wrong.")
    another(room, twice, "Mended.", lead="Take 5 mg once a day.")
    closed(twice, 1, OLD, "First version.")
    shown = text(twice)
    assert "The dose was wrong." in shown
    assert "The label changed." not in shown
    assert "Take 5 mg" in text(twice, "history/3/")


def test_what_a_reviewer_restored_may_be_read_again(room: Newsroom, twice: Page) -> None:
    services.withdraw(fresh(twice), room.pharmacist.user, reason="To check the dose.")
    services.restore(approval(twice, 1), signatures.sign(room.pharmacist.user, PASSWORD), reason="It was right.")
    assert "the current version" in text(twice, "history/1/")
    assert NEW not in text(twice, "history/2/", 410)


def test_a_draft_has_no_history(room: Newsroom) -> None:
    draft = room.editor.write(factories.standard())
    assert read(draft).status_code == 404


# Two versions


def test_a_dose_that_changed_cannot_be_missed(room: Newsroom, twice: Page) -> None:
    another(room, twice, "The label changed again.", lead="Take 500 mg once a day.")
    for below in ("history/2/compare/3/", "history/3/compare/2/"):
        shown = soup(text(twice, below))
        change = shown.select_one(".clinical-change--grave")
        assert change is not None
        assert [words(change.find(name)) for name in ("del", "ins", "strong")] == [
            "from 50 mg once a day",
            "to 500 mg once a day",
            "x10",
        ]
        assert "The label changed." in shown.get_text()


# Checking


def test_anybody_can_check_the_words_without_our_software(twice: Page) -> None:
    """As the page tells readers to: a hash of the file, the ledger, and the chain."""
    approved = read(twice, "history/1/approved.json").content
    fingerprint = hashlib.sha256(approved).hexdigest()
    shown = text(twice, "history/1/verify/")
    assert fingerprint in shown
    lines = b"".join(Client().get("/ledger.jsonl")).decode().splitlines()
    signed = [json.loads(line)["body"] for line in lines]
    entry = next(body for body in signed if body["facts"].get("digest") == fingerprint)
    assert entry["facts"]["decided_by_name"] == "pharmacist"
    assert f"No. {entry['sequence']}," in shown
    assert verify_ledger.problems(lines, ledger.head().hash) == []
    assert json.loads(approved)["content"]["lead"] == OLD


def test_the_program_that_checks_the_ledger_is_handed_out(room: Newsroom) -> None:
    program = Client().get("/ledger/verify_ledger.py").content.decode()
    namespace: dict[str, Any] = {"__name__": "checker"}
    exec(compile(program, "verify_ledger.py", "exec"), namespace)
    assert namespace["problems"](list(ledger.lines())) == []


def test_the_approved_words_hold_no_comment_of_staff(twice: Page) -> None:
    approved = json.loads(read(twice, "history/1/approved.json").content)["content"]
    assert not {"wagtail_admin_comments", "owner", "draft_title", "locked_by", "latest_revision"} & set(approved)


# Addresses


def test_no_page_takes_the_address_of_a_history(room: Newsroom) -> None:
    room.editor.create(factories.standard(title="Other", slug="history"), room.home)
    assert not Page.objects.filter(slug="history").exists()


def test_a_withdrawn_page_stays_where_readers_look_for_it(room: Newsroom, twice: Page) -> None:
    services.withdraw(twice, room.pharmacist.user, reason="The dose was wrong.")
    response = room.editor.edit(twice, slug="zzyzx-draft")
    assert "Keep that address" in response.content.decode()
    assert fresh(twice).slug == twice.slug
    moved = fresh(twice)
    moved.slug = "zzyzx-draft"
    with pytest.raises(ValidationError, match="Keep that address"):
        moved.save()


# Cost


def test_no_page_of_the_history_costs_more_for_more_versions(room: Newsroom, twice: Page) -> None:
    fixed = {"history/": 10, "history/1/": 12, "history/1/compare/2/": 14, "history/1/verify/": 14}
    assert {below: queries(twice, below) for below in fixed} == fixed
    another(room, twice, "Once more.", lead="Take 25 mg once a day.")
    assert queries(twice, "history/") == fixed["history/"]
    assert queries(twice, "history/1/compare/2/") == fixed["history/1/compare/2/"]


def queries(page: Page, below: str) -> int:
    """How many a second look takes, when addresses of sites are in the cache."""
    address = f"{page.url}{below}"
    Client().get(address)
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(address).status_code == 200
    return len(captured)
