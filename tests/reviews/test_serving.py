"""Ring 5: with every other ring taken away by hand, the public still reads what was approved."""

from __future__ import annotations

import logging

import pytest
from django.db import connection
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from pages.models import HubImage, StandardPage
from reviews import ledger, services, serving, signatures, triggers
from reviews.guards import approving_decision
from reviews.models import Decision
from tests import factories
from tests.editorial import PASSWORD, Newsroom, fresh, public, public_text


@pytest.fixture(autouse=True)
def _nothing_checked_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this process remembers of rows that another test rolled back."""
    monkeypatch.setattr(serving, "_rows_checked", {})


@pytest.fixture
def live_page(room: Newsroom) -> StandardPage:
    """Approved words, and a database whose triggers somebody dropped."""
    live = room.publish(factories.standard(lead="Take 50 mg once a day."))
    triggers.remove(connection)
    return live


def change(table: str, assignment: str, where: str, *values: str | int | bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {assignment} WHERE {where}", values)


def change_row(live_page: StandardPage) -> None:
    change("pages_standardpage", "lead = %s", "page_ptr_id = %s", "Take 500 mg once a day.", live_page.pk)


def change_revision(live_page: StandardPage) -> None:
    revision = live_page.live_revision
    revision.content["lead"] = "Take 500 mg once a day."
    type(revision).objects.filter(pk=revision.pk).update(content=revision.content)


def test_a_changed_row_is_not_what_the_public_reads(live_page: StandardPage, caplog: pytest.LogCaptureFixture) -> None:
    change_row(live_page)
    with caplog.at_level(logging.ERROR, "reviews.integrity"):
        text = public_text(live_page)
    assert "Take 50 mg once a day." in text
    assert "500 mg" not in text
    assert [record.event_id for record in caplog.records] == [serving.ROW_DIFFERS]  # type: ignore[attr-defined]


def test_a_changed_title_is_not_what_the_public_reads(live_page: StandardPage) -> None:
    change("wagtailcore_page", "title = %s", "id = %s", "Miracle cure", live_page.pk)
    assert f"<h1>{live_page.title}</h1>" in public_text(live_page)


def test_a_changed_revision_is_not_read_either(live_page: StandardPage, caplog: pytest.LogCaptureFixture) -> None:
    change_revision(live_page)
    with caplog.at_level(logging.ERROR, "reviews.integrity"):
        assert "Take 50 mg once a day." in public_text(live_page)
    assert [record.event_id for record in caplog.records] == [serving.REVISION_DIFFERS]  # type: ignore[attr-defined]


def test_when_nothing_is_as_approved_nothing_is_shown(live_page: StandardPage) -> None:
    change_row(live_page)
    change_revision(live_page)
    response = public(live_page)
    assert response.status_code == 503
    assert "500 mg" not in response.content.decode()


def test_a_page_made_live_by_hand_is_not_shown(room: Newsroom, live_page: StandardPage) -> None:
    draft = room.editor.write(factories.standard())
    change("wagtailcore_page", "live = %s, live_revision_id = %s", "id = %s", True, draft.latest_revision_id, draft.pk)
    assert public(draft).status_code == 503


def test_the_row_is_checked_once_per_content_state(live_page: StandardPage, caplog: pytest.LogCaptureFixture) -> None:
    change_row(live_page)
    with caplog.at_level(logging.ERROR, "reviews.integrity"):
        for _ in range(3):
            assert "Take 50 mg once a day." in public_text(live_page)
    assert len(caplog.records) == 1


def test_a_changed_picture_is_an_alarm_and_the_words_are_still_read(
    room: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    image = HubImage.objects.create(title="Tablet", file=get_test_image_file())
    picture = ("picture", {"image": image, "alt_text": "A tablet", "caption": ""})
    page = room.publish(factories.standard(body=[factories.text("Take 50 mg once a day."), picture]))
    with image.file.storage.open(image.file.name, "ab") as file:
        file.write(b"x")
    with caplog.at_level(logging.ERROR, "reviews.integrity"):
        assert "Take 50 mg once a day." in public_text(page)
    assert [record.event_id for record in caplog.records] == [serving.FILE_DIFFERS]  # type: ignore[attr-defined]


def test_a_withdrawn_page_says_so_and_why_and_nothing_of_its_text(room: Newsroom) -> None:
    page = room.publish(factories.standard(title="Old advice", lead="Take 50 mg once a day."))
    services.withdraw(page, room.pharmacist.user, reason="The dose was wrong.")
    room.editor.edit(page, title="A draft nobody approved")
    response = public(page)
    text = response.content.decode()
    assert response.status_code == 410
    assert "Old advice" in text
    assert "The dose was wrong." in text
    assert "50 mg" not in text
    assert "A draft nobody approved" not in text


def test_a_restored_page_is_read_again(room: Newsroom) -> None:
    page = room.publish(factories.standard(lead="Take 50 mg once a day."))
    decision = Decision.objects.standing(page.pk)
    assert decision is not None
    services.withdraw(page, room.pharmacist.user, reason="To check the dose.")
    services.restore(decision, signatures.sign(room.pharmacist.user, PASSWORD), reason="The dose was right.")
    assert "Take 50 mg once a day." in public_text(page)


def test_every_page_type_is_rendered_from_its_approved_revision(room: Newsroom) -> None:
    image = HubImage.objects.create(title="Tablet", file=get_test_image_file())
    drug = factories.named(factories.drug(), "Vivitrol")
    drug.drug_classes.add("Opioid antagonists")
    drug.who_can_take = [("picture", {"image": image, "alt_text": "A tablet", "caption": ""})]
    drug = room.publish(drug)
    form = room.publish(factories.dose_form(), drug)
    study = factories.study()
    study.drugs = [drug]
    study = room.publish(study)
    shown = serving.approved_page(fresh(drug))
    assert [name.name for name in shown.other_names.all()] == ["Vivitrol"]
    assert [topic.name for topic in shown.drug_classes.all()] == ["Opioid antagonists"]
    assert shown.url == drug.url
    assert "Vivitrol" in public_text(drug)
    assert "A tablet" in public_text(drug)
    assert "50 mg" in public_text(form)
    assert drug.title in public_text(study)


def test_every_reviewed_page_carries_its_digest_and_the_head_of_the_ledger(room: Newsroom) -> None:
    page = room.publish(factories.standard())
    text = public_text(page)
    decision = Decision.objects.standing(page.pk)
    assert decision is not None
    assert f'<meta name="hub:digest" content="{decision.digest}">' in text
    assert f'<meta name="hub:ledger" content="{ledger.head().hash}">' in text


def test_a_reader_whom_a_withdrawal_overtakes_is_told_of_it_and_nobody_is_alarmed(
    room: Newsroom, live: Page, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The row was read before the withdrawal, its decisions after."""
    ask = approving_decision

    def after_the_withdrawal(revision: int | None) -> Decision | None:
        monkeypatch.setattr(serving, "approving_decision", ask)
        room.pharmacist.post("reviews:withdraw", live.pk, reason="A dose was wrong.")
        return ask(revision)

    monkeypatch.setattr(serving, "approving_decision", after_the_withdrawal)
    answer = public(live)
    assert answer.status_code == 410
    assert "A dose was wrong." in answer.content.decode()
    assert [record for record in caplog.records if record.name == "reviews.integrity"] == []
