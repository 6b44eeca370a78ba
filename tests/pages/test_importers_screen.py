"""The upload screen and the source material beside a page."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Page

from pages.importers import importing, uploads
from pages.importers.reading import LABELS
from pages.models import DrugOverviewPage, SourceMaterial
from tests import factories
from tests.editorial import Newsroom, Person, person
from tests.pages import importer_files as made


def upload(who: Person, *files: bytes, kind: str = "label") -> Any:
    chosen = [SimpleUploadedFile(f"file-{number}.xml", data) for number, data in enumerate(files, 1)]
    return who.post("importing:upload", kind=kind, uploads=chosen)


def imported(room: Newsroom, data: bytes) -> Page:
    (found,) = importing.import_file(data, "label.xml", LABELS, room.editor.user)
    return found.made[0] if found.made else found.renewed


def test_the_screen_shows_what_would_be_made_before_anything_is(room: Newsroom) -> None:
    pages = Page.objects.count()

    shown = upload(room.editor, made.label(), b"<note/>").content.decode()

    assert "Examplol: tablet" in shown
    assert "50 mg per tablet" in " ".join(BeautifulSoup(shown, "html.parser").get_text().split())
    assert "not a product label" in shown
    assert Page.objects.count() == pages
    assert not SourceMaterial.objects.exists()


def test_the_second_step_makes_the_drafts_once_and_reports(room: Newsroom) -> None:
    upload(room.editor, made.label(), b"<note/>")

    report = room.editor.post("importing:make").content.decode()

    overview = DrugOverviewPage.objects.get()
    assert reverse("wagtailadmin_pages:edit", args=[overview.pk]) in report
    assert (overview.owner, overview.live) == (room.editor.user, False)
    assert room.editor.post("importing:make").status_code == 302
    assert DrugOverviewPage.objects.count() == 1


def test_studies_are_uploaded_too(room: Newsroom) -> None:
    assert "Examplol for pain" in upload(room.editor, made.trial_file(), kind="study").content.decode()

    assert "New draft, Study summary" in room.editor.post("importing:make").content.decode()


def test_a_known_file_is_not_offered_again(room: Newsroom) -> None:
    imported(room, made.label())

    shown = upload(room.editor, made.label()).content.decode()

    assert "Already imported" in shown
    assert "There is nothing to make." in shown


def test_the_screen_foresees_that_a_newer_label_renews_a_page(room: Newsroom) -> None:
    imported(room, made.label())

    assert "Version 4 follows version 3" in upload(room.editor, made.label(version="4")).content.decode()
    assert "older" in upload(room.editor, made.label(version="2")).content.decode()


def test_files_too_large_together_are_sent_to_the_command(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MAX_WAITING", 10)

    assert "too large together" in upload(room.editor, made.label()).content.decode()
    assert room.editor.post("importing:make").status_code == 302


def test_who_may_not_add_pages_sees_no_import(room: Newsroom) -> None:
    for outsider in (room.pharmacist, person("passer-by")):
        assert "Import labels" not in outsider.client.get(reverse("importing:upload"), follow=True).content.decode()
        upload(outsider, made.label())
        outsider.post("importing:make")

    assert not SourceMaterial.objects.exists()


def test_source_material_stands_beside_the_page_for_editors_and_reviewers_only(room: Newsroom) -> None:
    overview = imported(room, made.label())
    form = overview.get_children().get()

    for page in (overview, form):
        for reader in (room.editor, room.pharmacist):
            shown = reader.get("importing:beside", page.pk).content.decode()
            assert "It can make people sleepy." in shown
            assert made.SET_ID in shown
    assert "Source material" in room.editor.get("wagtailadmin_pages:edit", overview.pk).content.decode()
    outsider = person("passer-by").client.get(reverse("importing:beside", args=[overview.pk]), follow=True)
    assert "sleepy" not in outsider.content.decode()


def test_what_changed_in_a_newer_label_is_shown_word_by_word(room: Newsroom) -> None:
    overview = imported(room, made.label())
    imported(room, made.label(version="4", warning="It can make people dizzy."))

    shown = room.editor.get("importing:beside", overview.pk).content.decode()

    assert "<del" in shown
    assert "<ins" in shown
    assert "dizzy" in shown
    assert "What changed since the version before" in shown


def test_the_source_stands_beside_the_fields_of_what_was_imported_and_of_nothing_else(room: Newsroom) -> None:
    page = imported(room, made.label())
    other = room.editor.write(factories.standard())

    assert "Toggle source material" in room.editor.get("wagtailadmin_pages:edit", page.pk).content.decode()
    assert "Toggle source material" not in room.editor.get("wagtailadmin_pages:edit", other.pk).content.decode()
    shown = room.editor.get("importing:sections", page.pk).content.decode()
    assert "version 3" in shown
    assert "<details" in shown
    assert "nothing is kept beside it" in room.editor.get("importing:sections", other.pk).content.decode()
    assert person("stranger").get("importing:sections", page.pk).status_code == 302
