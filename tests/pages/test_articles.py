"""A plain article becomes a draft: its headings find their fields, its words stay, and it is refused as it stands."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from pages.articles import mapping, reading
from pages.articles.parts import Article, Kind, Part
from pages.importers.refusals import ImportRefused
from pages.models import DrugOverviewPage, SourceMaterial, StandardPage
from reviews.models import ReviewRequest
from tests import shared
from tests.editorial import Newsroom, fresh, person, what_was_said
from tests.fuzzing import bounded

TEXT = """About examplol
Examplol is a medicine. It blocks a receptor.

Pregnancy
Ask your doctor.

- Tell the midwife
- Take folic acid

A heading of nothing known
It stands somewhere.

Side effects
Nausea is common.

Frequently asked questions
Q1: Can I drink?
A1: Ask first.

Overdose"""
HTML = """<!doctype html><html><head><title>The site</title><script>alert(1)</script></head><body><nav>Menu</nav>
<article><h1>About examplol</h1><p>Examplol is a <b>medicine</b>.<br>It blocks a receptor.</p>
<h2>Pregnancy</h2><p>Ask your doctor.</p><ul><li>Tell the midwife</li><li>Take folic acid</li></ul>
<h3>In the first months</h3><p>Ask at once.</p>
<h2>Frequently asked questions</h2><h3>Can I drink?</h3><p>Ask first.</p>
<h2>Doses</h2><table><tr><th>Who</th><th>How much</th></tr><tr><td>Adults</td><td>50 mg</td></tr></table>
loose words <footer>Imprint</footer></article></body></html>"""
MARKUP = r"(?:<(?:p|h2|li|table|td)>|# |Q1: |\n|\w+ )+"
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paragraph(words: str, style: str = "", listed: bool = False) -> str:
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties += "<w:numPr/>" if listed else ""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def docx(body: str, **parts: str) -> bytes:
    """A Word document with what Word writes and this reads: the document, and names of styles in German."""
    styles = "".join(
        f'<w:style w:styleId="{ident}"><w:name w:val="{name}"/></w:style>'
        for ident, name in (("Titel", "Title"), ("berschrift1", "heading 1"), ("berschrift2", "heading 2"))
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {
            "word/document.xml": f'<w:document xmlns:w="{NAMESPACE}"><w:body>{body}</w:body></w:document>',
            "word/styles.xml": f'<w:styles xmlns:w="{NAMESPACE}">{styles}</w:styles>',
            **parts,
        }.items():
            archive.writestr(name, content)
    return file.getvalue()


WORD = docx(
    paragraph("About examplol", "Titel")
    + "<w:p><w:r><w:t>Examplol is a medicine.</w:t><w:br/><w:t>It blocks</w:t><w:delText>nothing</w:delText>"
    "<w:t xml:space='preserve'> a receptor.</w:t></w:r></w:p>"
    + paragraph("Pregnancy", "berschrift1")
    + paragraph("Ask your doctor.")
    + paragraph("Tell the midwife", listed=True)
    + paragraph("Take folic acid", listed=True)
    + paragraph("In the first months", "berschrift2")
    + paragraph("Ask at once.")
    + "<w:sdt><w:sdtContent>"
    + paragraph("Doses", "berschrift1")
    + f"<w:tbl><w:tr><w:tc>{paragraph('Who')}</w:tc><w:tc>{paragraph('How much')}</w:tc></w:tr>"
    f"<w:tr><w:tc>{paragraph('Adults')}</w:tc><w:tc>{paragraph('50 mg')}</w:tc></w:tr></w:tbl>"
    + "</w:sdtContent></w:sdt>"
)


def overview(source: str | bytes) -> tuple[DrugOverviewPage, str]:
    data = source.encode() if isinstance(source, str) else source
    mapped = mapping.drug_overview(reading.read(data))
    assert isinstance(mapped.page, DrugOverviewPage)
    return mapped.page, " ".join(mapped.told)


def raw(stream: Any) -> list[tuple[str, Any]]:
    return [(block["type"], block["value"]) for block in stream.get_prep_value()]


def texts(stream: Any) -> str:
    return " ".join(value["text"] if "text" in value else str(value) for _, value in raw(stream))


@pytest.mark.usefixtures("pages_in_memory")
class TestMapping:
    @pytest.mark.parametrize("source", [TEXT, HTML, WORD], ids=["text", "HTML", "Word"])
    def test_headings_find_their_fields_and_words_stay(self, source: str | bytes) -> None:
        page, told = overview(source)

        assert page.title == "About examplol"
        assert page.lead == "Examplol is a medicine. It blocks a receptor."
        assert raw(page.pregnancy)[0] == ("subheading", "Pregnancy")
        advice = "<p>Ask your doctor.</p><ul><li>Tell the midwife</li><li>Take folic acid</li></ul>"
        assert advice in texts(page.pregnancy)
        assert "“Pregnancy” stands under “Pregnancy”." in told
        assert page.inn == ""

    def test_what_has_no_field_is_kept_and_told(self) -> None:
        page, told = overview(TEXT)

        assert "It stands somewhere." in texts(page.how_it_works)
        assert "“A heading of nothing known” has no field of its own" in told
        assert "until you make rows of it under “Side effects”" in told

    def test_a_heading_with_nothing_under_it_chooses_no_field(self) -> None:
        page, _ = overview(TEXT)

        assert not page.overdose
        assert raw(page.how_it_works)[-1] == ("subheading", "Overdose")

    @pytest.mark.parametrize("source", [TEXT, HTML])
    def test_questions_become_questions(self, source: str) -> None:
        page, told = overview(source)

        ((kind, question),) = raw(page.questions)
        assert (kind, question["question"], question["answer"]) == ("question", "Can I drink?", "<p>Ask first.</p>")
        assert "1 questions" in told

    @pytest.mark.parametrize("source", [HTML, WORD])
    def test_a_deeper_heading_stays_with_the_one_above_and_a_table_is_one(self, source: str | bytes) -> None:
        page, _ = overview(source)

        assert ("subheading", "In the first months") in raw(page.pregnancy)
        tables = [value for kind, value in raw(page.how_it_works) if kind == "table"]
        assert [(table["caption"], len(table["rows"])) for table in tables] == [("", 1)]

    def test_scripts_menus_and_imprints_are_no_words_of_an_article(self) -> None:
        page, _ = overview(HTML)

        assert "loose words" in texts(page.how_it_works)
        assert not {"alert(1)", "Menu", "Imprint", "The site"} & set(texts(page.how_it_works).split("<p>"))

    def test_markup_in_plain_text_is_shown_and_not_obeyed(self) -> None:
        page, _ = overview(f"Title\nA paragraph that is longer than a lead. {'x' * 500}\n1 < 2 & <b>bold</b>")

        assert page.lead == ""
        assert "1 &lt; 2 &amp; &lt;b&gt;bold&lt;/b&gt;" in texts(page.how_it_works)

    def test_marked_headings_and_a_repeated_title_are_known(self) -> None:
        page, _ = overview("# Title\n\nTitle\nThe lead.\n\n## Missed dose\nTake it later.")

        assert (page.title, page.lead) == ("Title", "The lead.")
        assert "Take it later." in texts(page.missed_dose)

    def test_a_long_article_is_cut_into_blocks_that_fit(self) -> None:
        page, _ = overview("Title\nLead.\n" + "\n".join(["word " * 900 + "end."] * 10))

        assert [len(value["text"]) <= 20_000 for _, value in raw(page.how_it_works)] == [True, True, True]

    def test_a_standard_page_takes_all_of_it(self) -> None:
        mapped = mapping.standard_page(Article("About us", (Part(Kind.HEADING, "Who"), Part(Kind.PARAGRAPH, "Two."))))

        assert isinstance(mapped.page, StandardPage)
        assert raw(mapped.page.body)[0] == ("subheading", "Who")
        assert mapped.page.lead == ""

    @bounded(100)
    @given(st.one_of(st.text(max_size=300), st.binary(max_size=200), st.from_regex(MARKUP)))
    def test_no_input_breaks_it(self, source: str | bytes) -> None:
        try:
            page, _ = overview(source.encode("utf-8", "replace") if isinstance(source, str) else source)
        except ImportRefused:
            return
        assert page.title


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no article"),
        (b"Only a title", "no article"),
        (b"%PDF-1.7", "a PDF"),
        (b"\xd0\xcf\x11\xe0old", "an old Word document"),
        (b"{\\rtf1 text", "an RTF document"),
        ("Zürich\nZürich".encode("latin-1"), "not UTF-8"),
        (b"x" * 300_000, "longer than"),
        (b"PK\x03\x04 broken", "broken or locked"),
        (docx("<w:p/>"), "no article"),
        (docx("").replace(b"word/document.xml", b"word/documint.xml"), "no Word document"),
        (WORD[:400], "broken or locked"),
    ],
)
def test_whatever_is_no_article_is_refused_with_a_reason(data: bytes, why: str) -> None:
    with pytest.raises(ImportRefused, match=why):
        reading.read(data)


def test_a_word_document_with_entities_or_of_endless_size_is_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document xmlns:w="x"><w:body>&a;</w:body></w:document>'
    with pytest.raises(ImportRefused, match="entities"):
        reading.read(docx("", **{"word/document.xml": bomb}))
    with pytest.raises(ImportRefused, match="unpacks to more"):
        reading.read(docx("", **{"word/document.xml": " " * (20 * 1024 * 1024 + 1)}))


def test_both_seed_texts_become_drafts_that_are_refused_for_review(room: Newsroom) -> None:
    for number, path in enumerate(shared.files("seeds")):
        chosen: dict[str, Any] = {"target": "drug"}
        chosen |= {"upload": SimpleUploadedFile(path.name, path.read_bytes())} if number else {"text": path.read_text()}
        report = room.editor.post("importing:article", **chosen).content.decode()
        page = DrugOverviewPage.objects.order_by("-pk").first()

        assert page is not None
        assert "Mend before you submit" in report
        assert "Where its words went" in report
        assert (page.live, page.owner) == (False, room.editor.user)
        assert "Every drug overview needs it" in what_was_said(room.editor.try_to_submit(page))
        assert not ReviewRequest.objects.filter(page=page).exists()
        assert fresh(page).get_latest_revision_as_object().how_it_works


def test_the_words_as_they_came_are_kept_beside_the_draft(room: Newsroom) -> None:
    room.editor.post("importing:article", target="standard", text=TEXT)

    kept = SourceMaterial.objects.get()
    assert (kept.kind, kept.identifier, kept.imported_by) == ("article", "About examplol", room.editor.user)
    assert "Take folic acid" in kept.sections[0]["text"]
    again = room.editor.post("importing:article", target="standard", text=TEXT)
    assert "Already imported" in what_was_said(again)
    assert StandardPage.objects.filter(title="About examplol").count() == 1


def test_one_article_at_a_time_by_whoever_may_make_pages(room: Newsroom) -> None:
    both = {"text": TEXT, "upload": SimpleUploadedFile("a.txt", TEXT.encode())}
    for chosen in ({}, both):
        assert "Paste the article, or choose one file." in what_was_said(
            room.editor.post("importing:article", target="drug", **chosen)
        )
    assert "a PDF" in what_was_said(
        room.editor.post("importing:article", target="drug", upload=SimpleUploadedFile("a.pdf", b"%PDF-1.7"))
    )
    assert person("stranger").get("importing:article").status_code == 302
    assert "Plain article" in room.editor.get("importing:upload").content.decode()
    assert not SourceMaterial.objects.exists()
