"""Ring 6: with the triggers dropped by hand, one changed character anywhere is found."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from wagtail.images.tests.utils import get_test_image_file

from pages.models import DrugOverviewPage, HubImage
from reviews import triggers, verification
from reviews.models import VerificationRun
from tests import factories, scenes
from tests.dbclone import Template
from tests.editorial import Newsroom


def write(room: Newsroom) -> None:
    """A live overview with a picture, a topic, a brand name, a dose form and a study."""
    image = HubImage.objects.create(title="Tablet", file=get_test_image_file())
    draft = factories.named(factories.drug(), "Vivitrol")
    draft.drug_classes.add("Opioid antagonists")
    draft.who_can_take = [("picture", {"image": image, "alt_text": "A tablet", "caption": ""})]
    live = room.publish(draft)
    room.publish(factories.dose_form(), live)
    study = factories.study()
    study.drugs = [live]
    room.publish(study)


stage, room = scenes.set_up(write, Template.STAFFED)


@pytest.fixture
def drug(room: Newsroom) -> Iterator[DrugOverviewPage]:
    """What is done to the picture's file is mended afterwards; the rest is rolled back."""
    file = Path(HubImage.objects.get().file.path)
    written = file.read_bytes()
    yield DrugOverviewPage.objects.get()
    file.write_bytes(written)


def verify() -> tuple[int, list[dict]]:
    """Exit status and findings of the command."""
    out = io.StringIO()
    try:
        call_command("verify_publications", json=True, stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def sql(statement: str, *values: str | int | bool) -> None:
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    triggers.install(connection)


def test_a_site_as_it_was_approved_passes(drug: DrugOverviewPage) -> None:
    assert verify() == (0, [])
    out = io.StringIO()
    call_command("verify_publications", stdout=out)
    assert "Everything public is what was approved." in out.getvalue()
    assert VerificationRun.objects.latest().pages == 3


def one_problem(kind: str) -> str:
    status, found = verify()
    assert status == 1
    assert [problem["kind"] for problem in found] == [kind], found
    return str(found[0]["what"])


def test_a_changed_row_is_named_by_field(drug: DrugOverviewPage) -> None:
    sql("UPDATE pages_drugoverviewpage SET inn = 'other' WHERE page_ptr_id = %s", drug.pk)
    assert one_problem("page") == "the live row differs from the approved version in inn"


def test_a_changed_title_is_found(drug: DrugOverviewPage) -> None:
    sql("UPDATE wagtailcore_page SET title = 'Other' WHERE id = %s", drug.pk)
    assert "title" in one_problem("page")


def test_a_changed_child_row_is_found(drug: DrugOverviewPage) -> None:
    sql("UPDATE pages_othername SET name = 'Other' WHERE page_id = %s", drug.pk)
    assert "other_names" in one_problem("page")


def test_a_drug_taken_from_a_study_is_found(drug: DrugOverviewPage) -> None:
    sql("DELETE FROM pages_studysummarypage_drugs")
    assert "drugs" in one_problem("page")


def test_a_changed_revision_is_found(drug: DrugOverviewPage) -> None:
    revision = drug.live_revision
    revision.content["lead"] = "Other."
    sql(
        "UPDATE wagtailcore_revision SET content = %s WHERE id = %s",
        json.dumps(revision.content, default=str),
        revision.pk,
    )
    status, found = verify()
    assert status == 1
    assert [problem["kind"] for problem in found] == ["page", "revision"]


def test_a_changed_decision_is_found(drug: DrugOverviewPage) -> None:
    sql("UPDATE reviews_decision SET decided_by_name = 'Somebody' WHERE page_id = %s", drug.pk)
    assert "decided_by_name" in one_problem("decision")


def test_a_changed_change_note_is_found(drug: DrugOverviewPage) -> None:
    sql("UPDATE reviews_reviewrequest SET change_note = 'Other' WHERE page_id = %s", drug.pk)
    assert "submission" in one_problem("decision")


def test_a_changed_ledger_entry_is_found(drug: DrugOverviewPage) -> None:
    sql("UPDATE reviews_ledgerentry SET body = REPLACE(body, 'Pharmacist', 'Physician') WHERE sequence = 1")
    kinds = {problem["kind"] for problem in verify()[1]}
    assert kinds == {"ledger", "decision"}


def test_a_changed_appointment_is_found(drug: DrugOverviewPage) -> None:
    sql("UPDATE reviews_reviewerprofile SET valid_until = '2099-01-01' WHERE profession = 'Pharmacist'")
    assert "valid_until" in one_problem("decision")


def test_a_changed_file_is_found(drug: DrugOverviewPage) -> None:
    image = HubImage.objects.get()
    with image.file.storage.open(image.file.name, "ab") as file:
        file.write(b"x")
    assert one_problem("file") == f"pages.hubimage:{image.pk} is not what was approved"


def test_a_missing_file_is_found(drug: DrugOverviewPage) -> None:
    image = HubImage.objects.get()
    image.file.storage.delete(image.file.name)
    assert "is not what was approved" in one_problem("file")


def test_a_missing_picture_is_found(drug: DrugOverviewPage) -> None:
    image = HubImage.objects.get()
    sql("DELETE FROM pages_hubimage WHERE id = %s", image.pk)
    assert "is not what was approved" in one_problem("file")


def test_a_renamed_topic_is_found(drug: DrugOverviewPage) -> None:
    sql("UPDATE pages_topic SET name = 'Miracle cures'")
    assert "pages.topic" in one_problem("file")


def test_a_page_made_live_by_hand_is_found(room: Newsroom, drug: DrugOverviewPage) -> None:
    draft = room.editor.write(factories.standard())
    sql("UPDATE wagtailcore_page SET live = %s WHERE id = %s", True, draft.pk)
    assert one_problem("page") == "it is live without an approval that stands"


def test_missing_triggers_are_found(drug: DrugOverviewPage) -> None:
    triggers.remove(connection)
    assert "triggers are gone" in one_problem("triggers")


def test_a_lost_decision_is_found(drug: DrugOverviewPage) -> None:
    sql("UPDATE reviews_ledgerentry SET kind = 'decision' WHERE sequence = 0")
    status, found = verify()
    assert status == 1
    assert "the record of ledger entry 0 is gone" in [problem["what"] for problem in found]


def test_children_are_loaded_with_one_query_a_table(room: Newsroom, drug: DrugOverviewPage) -> None:
    from django.test.utils import CaptureQueriesContext

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            pages = list(verification.live_pages(DrugOverviewPage))
            verification.load_children(DrugOverviewPage, pages)
        return len(captured)

    before = queries()
    room.publish(factories.named(factories.drug(), "Other"))
    assert queries() == before
