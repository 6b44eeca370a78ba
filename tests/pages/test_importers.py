"""Importing files: always drafts, always by somebody, one transaction for each file."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from pages.importers import importing, keeping, reading
from pages.importers.importing import Imported
from pages.importers.reading import LABELS, STUDIES
from pages.importers.refusals import ImportRefused
from pages.models import DoseFormPage, DrugOverviewPage, SourceMaterial, StudySummaryPage
from reviews.contributions import contributors_since_approval
from tests import factories, shared
from tests.editorial import Newsroom, person
from tests.pages import importer_files as made
from tests.pages.importer_files import product


def import_label(room: Newsroom, data: bytes) -> Imported:
    (imported,) = importing.import_file(data, "label.xml", LABELS, room.editor.user)
    return imported


def import_study(room: Newsroom, data: bytes) -> Imported:
    (imported,) = importing.import_file(data, "study.json", STUDIES, room.editor.user)
    return imported


def draft_of(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()


def test_a_label_becomes_drafts_by_the_importing_person(room: Newsroom) -> None:
    overview, form = import_label(room, made.label()).made

    for page in (overview, form):
        stored = Page.objects.get(pk=page.pk)
        assert not stored.live
        assert stored.owner == room.editor.user
        assert [who["user"] for who in contributors_since_approval(stored, draft_of(page), None)] == [
            room.editor.user.pk
        ]
    drug, tablet = draft_of(overview), draft_of(form)
    assert isinstance(drug, DrugOverviewPage)
    assert (drug.inn, drug.unii, drug.lead) == ("examplol", "BBBBBBBBBB", "")
    assert isinstance(tablet, DoseFormPage)
    assert [(row.value, row.unit, row.per) for row in tablet.strengths.all()] == [(50, "mg", "tablet")]
    for draft in (drug, tablet):
        (reference,) = draft.references.all()
        reference.clean()
        assert (reference.set_id, reference.label_version) == (made.SET_ID, "3")
        assert str(reference.label_effective_on) == "2026-01-02"


def test_no_sentence_of_a_label_gets_into_a_field(room: Newsroom) -> None:
    for page in import_label(room, made.label()).made:
        assert "sleepy" not in json.dumps(draft_of(page).serializable_data(), default=str)

    (source,) = SourceMaterial.objects.all()
    assert "sleepy" in json.dumps(source.sections)
    assert (source.identifier, source.version, source.imported_by) == (made.SET_ID, "3", room.editor.user)
    assert len(source.sha256) == 64


def test_a_trial_becomes_a_draft_with_its_numbers(room: Newsroom) -> None:
    drug = import_label(room, made.label()).made[0]
    (page,) = import_study(room, made.trial_file()).made

    draft = draft_of(page)
    assert isinstance(draft, StudySummaryPage)
    assert not Page.objects.get(pk=page.pk).live
    assert (draft.nct_id, draft.design, draft.participants) == ("NCT00000001", "randomised-trial", 40)
    (result,) = draft.results
    assert [(arm["events"], arm["total"]) for arm in result.value["arms"]] == [(5, 20), (9, 19)]
    assert draft.harms[0].value["rows"][0][0] == "Serious adverse events"
    assert [linked.pk for linked in draft.drugs.all()] == [drug.pk]
    assert [reference.key for reference in draft.references.all()] == ["nct00000001"]


def test_an_article_becomes_a_draft_with_its_citation(room: Newsroom) -> None:
    draft = draft_of(import_study(room, made.article()).made[0])

    assert (draft.pmid, draft.doi) == ("123456", "10.1000/example.1")
    assert draft.references.get().citation.startswith("Doe J.")


def test_the_same_file_is_imported_once(room: Newsroom) -> None:
    import_label(room, made.label())

    again = import_label(room, made.label())

    assert not again.is_new
    assert "Already imported" in again.notes[0]
    assert "Already imported" in import_label(room, made.label() + b"\n").notes[0]
    assert DrugOverviewPage.objects.count() == SourceMaterial.objects.count() == 1


def test_a_newer_label_makes_a_draft_that_shows_what_changed(room: Newsroom) -> None:
    overview = import_label(room, made.label()).made[0]
    before = Page.objects.get(pk=overview.pk).latest_revision_id

    newer = import_label(
        room, made.label(products=product(value="50") + product(value="75"), version="10", warning="Sleep.")
    )

    assert newer.renewed is not None
    assert Page.objects.get(pk=overview.pk).latest_revision_id != before
    assert draft_of(overview).references.get().label_version == "10"
    assert draft_of(overview.get_children().get()).references.get().label_version == "10"
    after, old = SourceMaterial.objects.all()
    assert keeping.changed_facts(old, after) == (["Strength: 75 mg in 1, counted as examplol"], [])
    assert [title for title, _, _ in keeping.changed_sections(old, after)] == ["Warnings"]
    assert any("Warnings" in note for note in newer.notes)
    assert any("75 mg" in note for note in newer.notes)
    assert DrugOverviewPage.objects.count() == 1


def test_an_older_label_is_refused(room: Newsroom) -> None:
    import_label(room, made.label(version="10"))

    with pytest.raises(ImportRefused, match="older"):
        import_label(room, made.label(version="9"))


def test_a_newer_label_does_not_disturb_a_review(room: Newsroom) -> None:
    draft = room.editor.write(factories.drug())
    (facts,) = reading.read(made.label(), LABELS)
    keeping.keep(facts, draft, keeping.Origin("label.xml", "0" * 64, room.editor.user))
    room.editor.submit(draft)
    before = Page.objects.get(pk=draft.pk).latest_revision_id

    with pytest.raises(ImportRefused, match="in review"):
        import_label(room, made.label(version="10"))

    assert Page.objects.get(pk=draft.pk).latest_revision_id == before
    assert SourceMaterial.objects.count() == 1


def test_a_file_that_fails_half_way_makes_nothing(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    two = made.trial_file(made.trial("NCT00000001"), made.trial("NCT00000002"))
    pages = Page.objects.count()
    add = keeping.keep

    def fail_at_the_second(facts: Any, *args: Any) -> Any:
        if facts.nct_id.endswith("2"):
            raise ImportRefused("A test says no.")
        return add(facts, *args)

    monkeypatch.setattr(keeping, "keep", fail_at_the_second)
    with pytest.raises(ImportRefused):
        importing.import_file(two, "two.json", STUDIES, room.editor.user)

    assert Page.objects.count() == pages
    assert not SourceMaterial.objects.exists()


def test_who_may_not_add_pages_may_not_import(room: Newsroom) -> None:
    with pytest.raises(ImportRefused, match="may not add"):
        importing.import_file(made.label(), "label.xml", LABELS, person("passer-by").user)


def test_a_draft_beside_a_page_about_the_same_drug_says_so(room: Newsroom) -> None:
    import_label(room, made.label())
    other = made.SET_ID.replace("a", "b")

    assert any("stands beside it" in note for note in import_label(room, made.label(set_id=other)).notes)


def test_the_rest_of_a_batch_goes_on_and_the_exit_status_says_so(room: Newsroom, tmp_path: Path) -> None:
    bad, good = tmp_path / "bad.xml", tmp_path / "good.xml"
    bad.write_bytes(b"<note/>")
    good.write_bytes(made.label())
    out, err = StringIO(), StringIO()

    with pytest.raises(CommandError, match="2 of 3 files refused"):
        call_command(
            "import_label", str(bad), str(tmp_path / "none.xml"), str(good), user="editor", stdout=out, stderr=err
        )

    assert "not a product label" in err.getvalue()
    assert "no such file" in err.getvalue()
    assert "examplol" in out.getvalue()
    assert DrugOverviewPage.objects.count() == 1


def test_an_import_needs_somebody_with_an_account(room: Newsroom, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Nobody"):
        call_command("import_label", str(tmp_path / "x.xml"), user="nobody")


def test_the_largest_real_files_become_drafts_that_can_be_edited(room: Newsroom) -> None:
    folders = {"spl": "import_label", "openfda": "import_label", "ctgov": "import_study", "pubmed": "import_study"}
    for folder, command in folders.items():
        largest = max(shared.files(f"data/{folder}"), key=lambda path: path.stat().st_size)
        call_command(command, str(largest), user="editor", stdout=StringIO())

    for source in SourceMaterial.objects.select_related("page"):
        assert not source.page.live
        before = source.page.latest_revision_id
        room.editor.edit(source.page, lead="In plain words.")
        assert draft_of(source.page).lead == "In plain words."
        assert Page.objects.get(pk=source.page_id).latest_revision_id != before
    assert SourceMaterial.objects.count() == len(folders)
