"""What people do with mouse and keyboard at the desk."""

from __future__ import annotations

from playwright.sync_api import Locator, expect
from playwright.sync_api import Page as Tab
from wagtail.models import Page

from reviews.models import ReviewRequest
from tests.editorial import PASSWORD, Person, fresh


def sign_in(tab: Tab, person: Person) -> Tab:
    """Through the form, as anybody must; other tests find people signed in."""
    tab.goto("/admin/login/")
    tab.locator("[name=username]").fill(person.user.username)
    tab.locator("[name=password]").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    tab.wait_for_url("**/admin/")
    return tab


def open_editor(tab: Tab, address: str) -> None:
    """Open a page form and wait until Wagtail listens to what is typed."""
    tab.goto(address)
    tab.locator("form[data-w-unsaved-has-edits-value]").wait_for()


def required(tab: Tab, label: str) -> Locator:
    """A field of the page editor that must not stay empty."""
    return tab.get_by_role("textbox", name=f"{label}*", exact=True)


def type_into(field: Locator, words: str) -> None:
    """Replace what stands in a field, key by key, and leave it with Tab."""
    field.click()
    field.press("ControlOrMeta+a")
    field.press_sequentially(words)
    field.press("Tab")


def wait_for_autosave(tab: Tab) -> None:
    tab.locator(".w-autosave-indicator__state--saved").wait_for()


def add_block(stream: Locator, words: str, kind: str = "") -> None:
    """Add a block at the end of a StreamField and write into its rich text.

    ``kind`` is chosen from the list that opens where a stream holds several kinds.
    """
    stream.locator(".c-sf-add-button").last.click()
    if kind:
        stream.page.get_by_role("option", name=kind, exact=True).click()
    text = stream.locator(".public-DraftEditor-content").last
    text.click()
    text.press_sequentially(words)


def press_in_footer(tab: Tab, button: str) -> None:
    """Press one of the buttons that fold out at the foot of the editor."""
    footer = tab.get_by_role("navigation", name="Actions (footer)")
    footer.get_by_role("button", name="Actions").click()
    tab.get_by_role("button", name=button).click()


def submit(tab: Tab, change_note: str) -> None:
    """From an open editor: save, give the change note, submit."""
    press_in_footer(tab, "Save and submit for review")
    tab.wait_for_url("**/submit/")
    tab.get_by_label("What changed, and why?").press_sequentially(change_note)
    tab.get_by_role("button", name="Submit for review").click()
    said(tab, "was submitted for review")


def approve(tab: Tab, waiting: ReviewRequest) -> None:
    """From the queue: open the submission, sign."""
    tab.goto("/admin/reviews/")
    tab.get_by_role("link", name=waiting.revision.object_str, exact=True).click()
    sign(tab)
    said(tab, "was approved and signed")


def sign(tab: Tab) -> None:
    """Tick every clinical change and the checklist, then sign."""
    password = tab.get_by_label("Your password, as your signature")
    password.wait_for()
    for box in tab.locator("[name=clinical_changes], [name=checklist]").all():
        box.check()
    password.press_sequentially(PASSWORD)
    tab.get_by_role("button", name="Sign and approve").click()


def said(tab: Tab, words: str) -> None:
    """The message above the page says so."""
    expect(tab.locator(".messages")).to_contain_text(words)


def waiting_for(page: Page) -> ReviewRequest:
    waiting = ReviewRequest.objects.open_for(page.pk)
    assert waiting is not None
    return waiting


def address_of(page: Page) -> str:
    return fresh(page).get_url() or "/"
