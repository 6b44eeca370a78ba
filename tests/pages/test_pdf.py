"""The document of a page: the approved words and no others, and on every sheet what they are."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from page import validate_pdf_bytes
from wagtail.models import Page

from pages.machines import pdf, tagging
from tests import factories, media
from tests.editorial import Newsroom, Response, public_text

NEEDS_PANGO = pytest.mark.skipif(
    not pdf.is_possible(), reason=f"PDF cannot be tried: install the system's Pango (one of {pdf.LIBRARIES} is missing)"
)
ADDRESS = "http://testserver/drugs/examplol/"


@pytest.fixture
def drug(room: Newsroom) -> Page:
    page = room.publish(factories.drug(title="Examplol", slug="examplol"))
    room.editor.edit(page, lead="What nobody approved.")
    return page


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The HTML of whatever is written; nothing is."""
    taken: list[str] = []

    def write(html: str, address: str) -> bytes:
        taken.append(html)
        return b"%PDF-"

    monkeypatch.setattr(pdf, "is_possible", lambda: True)
    monkeypatch.setattr(pdf, "write", write)
    yield taken
    pdf._kept.clear()


def get(page: Page) -> Response:
    return Client().get(f"{page.url}page.pdf")


def words_on(sheet: Any) -> str:
    return "".join(box.text for box in sheet._page_box.descendants() if hasattr(box, "text"))


@NEEDS_PANGO
def test_every_sheet_says_what_was_approved_by_whom_and_when(drug: Page, given: list[str]) -> None:
    get(drug)
    stamp = drug.review_stamp
    document = pdf.laid_out(given[0], ADDRESS)
    written = document.write_pdf(**pdf.FORM, uncompressed_pdf=True)

    assert len(document.pages) > 1
    for sheet in document.pages:
        foot = words_on(sheet)
        assert stamp.digest in foot
        assert stamp.reviewed_by in foot
        assert "version 1" in foot
    assert words_on(document.pages[0]).count("Examplol") > 1
    # ISO 14289-1, and the structure that it asks for.
    assert b'pdfuaid:part="1"' in written
    assert b"/StructTreeRoot" in written


def test_a_document_is_made_of_what_was_approved(drug: Page, given: list[str]) -> None:
    response = get(drug)

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="examplol-version-1.pdf"'
    assert "A medicine that stands for any medicine." in given[0]
    assert "What nobody approved." not in given[0]
    assert "Report a problem" not in given[0]


def test_the_document_of_a_withdrawn_page_is_gone(room: Newsroom, drug: Page, given: list[str]) -> None:
    room.admin.post("reviews:withdraw", drug.pk, reason="An error in the doses.")

    assert get(drug).status_code == 410
    assert not given


def test_a_document_is_written_once_and_one_at_a_time(
    drug: Page, given: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pdf._writing:
        busy = get(drug)
    assert (busy.status_code, busy["Retry-After"]) == (503, "5")
    assert not given

    assert [get(drug).status_code for _ in range(3)] == [200, 200, 200]
    assert len(given) == 1
    monkeypatch.setattr(pdf, "KEPT", 1)
    pdf._written("something else", ADDRESS)
    assert list(pdf._kept.values()) == [b"%PDF-"]
    get(drug)
    assert len(given) == 3


@pytest.mark.parametrize("possible", [True, False])
def test_a_server_without_pango_says_so_and_offers_nothing(
    drug: Page, given: list[str], possible: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "is_possible", lambda: possible)

    assert ("page.pdf" in public_text(drug)) is possible
    response = get(drug)
    assert response.status_code == (200 if possible else 501)
    assert ("Pango" in response.content.decode()) is not possible


def test_a_library_that_cannot_be_loaded_is_no_failure_of_the_page(
    drug: Page, given: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(html: str, address: str) -> bytes:
        raise OSError("cannot load library")

    monkeypatch.setattr(pdf, "write", fail)

    response = get(drug)
    assert (response.status_code, "Pango" in response.content.decode()) == (501, True)
    assert not pdf._writing.locked()


@NEEDS_PANGO
def test_a_picture_comes_along_when_the_public_may_see_it(room: Newsroom) -> None:
    image = media.image()
    rendition = image.get_rendition("width-1200")
    url = f"http://testserver{rendition.url}"
    draft = room.editor.write(factories.standard(body=media.body(image)))
    with pytest.raises(ValueError, match="testserver"):
        pdf._picture(url, ADDRESS)
    room.approve(room.editor.submit(draft))

    with rendition.file.open("rb") as stored:
        assert pdf._picture(url, ADDRESS).read() == stored.read()


@NEEDS_PANGO
@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a.png",
        "file:///etc/passwd",
        "http://testserver/admin/",
        "http://testserver/no/such",
        "http://testserver:81/media/a.png",
        "data:image/png;base64,AAAA",
    ],
)
def test_nothing_is_fetched_for_a_document(url: str, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ValueError, match=r"."):
        pdf._picture(url, ADDRESS)

    assert "left out" in caplog.text


# What WeasyPrint tags otherwise than PDF/UA asks (pages.machines.tagging)

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9" {}="{}"></svg>'
HEARD, HIDDEN = DRAWING.format("aria-label", "3 of 10 people"), DRAWING.format("aria-hidden", "true")
SHEET = (
    '<!DOCTYPE html><html lang="en"><title>Examplol</title><meta name="description" content="A medicine.">'
    "<style>dl > div {{ display: grid }} i {{ position: absolute; opacity: 0 }}</style><h1>Examplol</h1>{}</html>"
)


@NEEDS_PANGO
@pytest.mark.parametrize(
    "body",
    {
        "rows of terms": "<dl><div><dt>Form</dt><dd>Tablet</dd></div><div><dt>Route</dt><dd>Mouth</dd></div></dl>",
        "items of paragraphs": "<ol><li><p>One.</p><p>Two.</p></li></ol>",
        "a link of several boxes": '<p><a href="https://example.org/"><span>1</span><b>2</b></a></p>',
        "a level left out": "<h3>Doses</h3><h3>Storage</h3>",
        "a heading of several boxes": "<h2><i>Important: </i>Doses</h2>",
        "a picture with words": HEARD,
        "a picture not to be heard": f"<ul><li>{HIDDEN} with food</li></ul>",
    }.items(),
    ids=lambda item: item[0],
)
def test_a_document_conforms_to_pdf_ua_whatever_it_is_made_of(body: tuple[str, str]) -> None:
    report = validate_pdf_bytes(pdf.write(SHEET.format(body[1]), ADDRESS), profile="ua1")

    assert [failure.message for failure in report.failures] == []


@NEEDS_PANGO
def test_a_heading_is_heard_once_and_a_term_is_the_label_of_what_is_said_of_it() -> None:
    body = "<h2><i>Important: </i>Doses</h2><dl><div><dt>Form</dt><dd>Tablet</dd><dd>Capsule</dd></div></dl>"
    document = pdf.laid_out(SHEET.format(body), ADDRESS)
    written = document.write_pdf(finisher=tagging.mend, uncompressed_pdf=True, **pdf.FORM)

    assert [written.count(b"/S /" + kind) for kind in (b"H2", b"Lbl", b"LBody")] == [1, 1, 2]


def test_words_after_a_picture_that_is_not_heard_are_kept() -> None:
    paragraphs = [ET.fromstring(f"<p>{before}{HIDDEN} d</p>") for before in ("a<b>b</b>c", "a")]
    for paragraph in paragraphs:
        tagging.describe_pictures(paragraph)

    assert ["".join(paragraph.itertext()) for paragraph in paragraphs] == ["abc d", "a d"]
