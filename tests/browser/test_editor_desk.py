"""The editor's desk in a real browser: from a product label to the public, and every screen on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, expect
from playwright.sync_api import Page as Tab

from pages.importers import importing
from pages.importers.reading import LABELS
from pages.models import DrugOverviewPage
from reviews import rechecking
from tests import factories, shared
from tests.browser import desk
from tests.browser.axe import WAGTAILS_OWN, scrolls_sideways, violations
from tests.editorial import Newsroom, Person, fresh
from tests.pages import importer_files as made

pytestmark = pytest.mark.browser

Tabs = Callable[..., Tab]
# While something is chosen for it, Wagtail's rich text is read-only and keeps an attribute of what can be edited.
READ_ONLY_MEANWHILE = {("aria-allowed-attr", "public-DraftEditor-content")}
RIS = "TY  - JOUR\nAU  - Mitchell, Anna\nTI  - A title\nJO  - J Test\nPY  - 2020\nER  - "


def screens(room: Newsroom) -> list[tuple[Person, str]]:
    """Who opens what, with something of everything on the desk."""
    live = room.publish(factories.drug(title="Examplol"))
    room.editor.edit(live, lead="A better lead: 50 mg, not 5 mg.")
    back = room.editor.submit(room.editor.write(factories.study(title="A study")))
    room.pharmacist.request_changes(back)
    room.editor.submit(room.editor.write(factories.standard(title="About us")))
    (imported,) = importing.import_file(made.label(), "label.xml", LABELS, room.editor.user)
    rechecking.recheck()

    def at(name: str, *arguments: int | str) -> str:
        return reverse(name, args=arguments)

    return [
        (room.editor, at("wagtailadmin_home")),
        (room.editor, at("reviews:work")),
        (room.editor, at("reviews:work_stage", "sent-back")),
        (room.editor, at("reviews:draft_changes", live.pk)),
        (room.editor, at("reviews:ask_for_withdrawal", live.pk)),
        (room.editor, at("reviews:consistency")),
        (room.editor, at("importing:upload")),
        (room.editor, at("importing:article")),
        (room.editor, at("importing:beside", imported.made[0].pk)),
        (room.editor, at("wagtailadmin_pages:edit", imported.made[0].pk)),
        (room.pharmacist, at("reviews:desk_mine")),
    ]


def test_every_screen_of_the_editors_desk_can_be_used_by_everybody(room: Newsroom, tab_of: Tabs) -> None:
    found: dict[str, list[str]] = {}
    tabs: dict[str, Tab] = {}

    def look(tab: Tab, name: str) -> None:
        """Narrow in the dark."""
        expect(tab.locator("h1")).to_have_count(1)
        found[name] = violations(tab, allowed=WAGTAILS_OWN)
        if scrolls_sideways(tab):
            found[name].append("scrolls sideways")

    for who, address in screens(room):
        tab = tabs[who.user.username] = tabs.get(who.user.username) or tab_of(who)
        tab.emulate_media(color_scheme="dark")
        tab.set_viewport_size({"width": 320, "height": 900})
        tab.goto(address)
        look(tab, address)
    tab = tabs["editor"]
    tab.goto(reverse("importing:upload"))
    tab.get_by_label("Product labels: SPL XML or openFDA JSON").check()
    newer = {"name": "label.xml", "mimeType": "text/xml", "buffer": made.label(version="9")}
    tab.get_by_label("Files").set_input_files(newer)  # type: ignore[arg-type]
    tab.get_by_role("button", name="See what would be made").click()
    tab.get_by_text("Version 9 follows version 3").wait_for()
    look(tab, "preview of an import")
    tab.goto(reverse("importing:article"))
    tab.get_by_label("The article").fill("About examplol\nIt is promising.\n\nPregnancy\nTake 50-100 mg.")
    tab.get_by_role("button", name="Make a draft").click()
    tab.get_by_role("link", name="Open the draft").wait_for()
    look(tab, "what was made of an article")
    tab.get_by_role("link", name="Open the draft").click()
    tab.get_by_role("button", name="Toggle source material").click()
    tab.get_by_text("Where it comes from, and what changed").wait_for()
    look(tab, "source material beside the fields")
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_a_pasted_reference_becomes_a_row_and_is_cited_by_words_of_the_text(room: Newsroom, tab_of: Tabs) -> None:
    page = room.editor.write(factories.standard(title="How it works"))
    editor = tab_of(room.editor)
    desk.open_editor(editor, f"/admin/pages/{page.pk}/edit/")
    editor.get_by_role("tab", name="References").click()
    editor.get_by_label("Paste a reference").fill(RIS)
    editor.get_by_role("button", name="Make rows of it").click()
    expect(editor.get_by_text("Row “mitchell-2020” was made.")).to_be_visible()
    expect(editor.locator("[name=references-0-citation]")).to_have_value("Mitchell A. A title. J Test 2020.")
    desk.wait_for_autosave(editor)

    editor.get_by_role("tab", name="Text").click()
    text = editor.locator("[data-contentpath=body] .public-DraftEditor-content").first
    text.click()
    text.press("ControlOrMeta+a")
    editor.get_by_role("button", name="Cite a reference").first.click()
    dialog = editor.get_by_role("dialog", name="Which reference says so?")
    assert violations(editor, allowed=WAGTAILS_OWN | READ_ONLY_MEANWHILE) == []
    with editor.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url):
        dialog.get_by_role("button", name="mitchell-2020").press("Enter")
        expect(text.locator(".TooltipEntity")).to_have_text("It explains medicines.")
    desk.submit(editor, "With its source.")
    desk.approve(tab_of(room.pharmacist), desk.waiting_for(page))

    reader = tab_of()
    reader.goto(desk.address_of(page))
    expect(reader.locator("sup.cite a")).to_have_text("Reference [1]")
    reader.locator("sup.cite button").click()
    expect(reader.locator("#cited-mitchell-2020")).to_contain_text("Mitchell A. A title. J Test 2020.")


def test_sources_of_a_block_and_of_a_row_are_chosen_from_the_references_with_the_keyboard(
    room: Newsroom, tab_of: Tabs
) -> None:
    form = factories.dose_form(how_to_take=[factories.text("Swallow the tablet with water.", "label-eu")])
    page = room.editor.write(form, room.editor.write(factories.drug()))
    tab = tab_of(room.editor)
    desk.open_editor(tab, f"/admin/pages/{page.pk}/edit/")

    def choose(source: Locator, *ticks: str) -> None:
        """Open the list at a field and press Space on the ids named, then Enter."""
        button = source.locator("xpath=following-sibling::button[1]")
        button.press("Enter")
        dialog = tab.get_by_role("dialog", name="Which references say so?")
        expect(dialog.get_by_role("checkbox").first).to_be_focused()
        for tick in ticks:
            dialog.get_by_role("checkbox", name=re.compile(f"^{tick}")).press("Space")
        assert violations(tab, allowed=WAGTAILS_OWN) == []
        tab.keyboard.press("Enter")
        expect(dialog).to_have_count(0)
        expect(button).to_be_focused()

    tab.get_by_role("tab", name="Dosing").click()
    block = tab.locator("[name=how_to_take-0-value-sources]")
    expect(block).to_have_value("label-eu")
    # What is not under References stands in the list too, to be dropped.
    choose(block, "label-us: Example label, for tests.", "label-eu: this id is not under References")
    expect(block).to_have_value("label-us")
    row = tab.locator("[name=strengths-0-sources]")
    tab.get_by_role("tab", name="Product").click()
    choose(row, "label-us")
    expect(row).to_have_value("")
    choose(row, "label-us")
    desk.wait_for_autosave(tab)
    draft = fresh(page).get_latest_revision_as_object()
    assert draft.how_to_take[0].value["sources"] == "label-us"
    assert draft.strengths.all()[0].sources == "label-us"


# What the editor writes by hand; the other sections are there already, for a browser test types slowly.
BY_HAND = {
    "Key facts": ("key_facts", "It blocks opioids.", ""),
    "How it works": ("how_it_works", "It blocks the places where opioids act.", "Text"),
    "Overdose": ("overdose", "Call a poison centre.", "Text"),
}
WRITTEN = ("who_can_take", "urgent_help", "pregnancy", "breastfeeding", "fertility", "missed_dose", "stopping")


def test_a_label_becomes_a_public_page_by_following_the_findings(room: Newsroom, tab_of: Tabs) -> None:
    (label,) = shared.files("data/openfda", "label_naltrexone_tablets_*.json")
    editor = tab_of(room.editor)
    editor.goto(reverse("importing:upload"))
    editor.get_by_label("Product labels: SPL XML or openFDA JSON").check()
    editor.get_by_label("Files").set_input_files(label)
    editor.get_by_role("button", name="See what would be made").click()
    editor.get_by_role("button", name=re.compile("Make the drafts")).click()
    editor.get_by_role("heading", name="What was made").wait_for()
    page = DrugOverviewPage.objects.get()
    written: dict[str, Any] = {field: [factories.text("Ask your doctor.")] for field in WRITTEN}
    room.editor.edit(page, **written)

    desk.open_editor(editor, f"/admin/pages/{page.pk}/edit/")
    desk.type_into(desk.required(editor, "In short"), "A medicine that blocks opioids.")
    editor.get_by_role("button", name="Toggle findings").click()
    panel = editor.locator("[data-findings]")
    for label_of_field, (field, words, kind) in BY_HAND.items():
        panel.get_by_role("button", name=f"“{label_of_field}” is empty.").click()
        write(editor.locator(f"[data-contentpath={field}]"), words, kind)
    add_indication(editor, panel)
    panel.get_by_role("button", name="Give at least one identifier").click()
    expect(editor.locator("[name=atc_code]")).to_be_focused()
    editor.keyboard.insert_text("N07BB04")
    # Autosave brings the findings up to date.
    expect(panel).not_to_contain_text("Mend before you submit")
    editor.get_by_role("button", name="Toggle findings").click()
    desk.submit(editor, "First version, from the label.")

    desk.approve(tab_of(room.pharmacist), desk.waiting_for(page))
    reader = tab_of()
    reader.goto(desk.address_of(fresh(page)))
    expect(reader.get_by_text("It blocks the places where opioids act.")).to_be_visible()
    expect(reader.get_by_text("Alcohol dependence")).to_be_visible()


def write(stream: Locator, words: str, kind: str) -> None:
    """Add a block and write into it at once, as somebody who pastes."""
    stream.locator(".c-sf-add-button").last.click()
    if kind:
        stream.page.get_by_role("option", name=kind, exact=True).click()
    stream.locator(".public-DraftEditor-content").last.click()
    stream.page.keyboard.insert_text(words)


def add_indication(tab: Tab, panel: Locator) -> None:
    panel.get_by_role("button", name="“Indications” is empty.").click()
    tab.get_by_role("button", name="Add Indication").click()
    row = "indications-0"
    tab.locator(f"[name={row}-condition]").fill("Alcohol dependence")
    tab.locator(f"[name={row}-status]").select_option("licensed")
    tab.locator(f"[name={row}-jurisdiction]").select_option("US")
    tab.locator(f"[name={row}-sources]").fill("label-us")


def test_the_drugs_of_a_study_are_chosen_in_wagtails_page_chooser_with_the_keyboard(
    room: Newsroom, tab_of: Tabs
) -> None:
    for name in ("Naltrexone", "Nalmefene"):
        room.editor.write(factories.drug(title=name, slug=name.lower(), inn=name.lower()))
    study = room.editor.write(factories.study())
    tab = tab_of(room.editor)
    desk.open_editor(tab, f"/admin/pages/{study.pk}/edit/")
    tab.get_by_role("button", name="Add drugs").press("Enter")
    found = tab.locator(".modal-body")
    found.get_by_role("row", name="Nalmefene").get_by_role("checkbox").press("Space")
    found.get_by_role("button", name="Confirm selection").press("Enter")
    row = tab.get_by_role("checkbox", name="Nalmefene")
    expect(row).to_be_checked()
    desk.wait_for_autosave(tab)
    assert [drug.title for drug in fresh(study).get_latest_revision_as_object().drugs.all()] == ["Nalmefene"]
    assert violations(tab, allowed=WAGTAILS_OWN) == []
