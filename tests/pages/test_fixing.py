"""A fix changes the words that a finding names, wherever they stand, and no other."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.checks.fixing import fixed_html
from pages.checks.passages import rich_passages
from reviews import findings
from reviews.findings import Finding
from tests import factories
from tests.fuzzing import bounded


def fixed(page: Any, rule: str = "NUM-01") -> list[Finding]:
    """Mend every finding of ``rule``, one after the other; what is left of them."""
    while True:
        hits = [finding for finding in findings.find_alone(page) if finding.rule == rule]
        mends = [mend for finding in hits if (mend := findings.mending(page, finding)) is not None]
        if not mends:
            return hits
        mends[0]()


@pytest.mark.parametrize(
    ("source", "mended"),
    [
        ("<p>Take 5-10 mg.</p>", "<p>Take 5 to 10 mg.</p>"),
        ("<p> Rest.</p><p>Or<br/>take 5-10 mg now.</p>", "<p> Rest.</p><p>Or<br/>take 5 to 10 mg now.</p>"),
        ("<p>A &amp; B: <b>5-10 mg</b>, 5&lt;6.</p>", "<p>A &amp; B: <b>5 to 10 mg</b>, 5&lt;6.</p>"),
        ("<p>115-10 mgs, 5-10 mg</p>", "<p>115-10 mgs, 5 to 10 mg</p>"),
        ('<ul><li>No</li><li><a id="1">5-10 mg</a></li></ul>', '<ul><li>No</li><li><a id="1">5 to 10 mg</a></li></ul>'),
        ("<p><b>5</b>-10 mg</p>", None),
        ("<p>5-<br/>10 mg</p>", None),
    ],
)  # fmt: skip
def test_rich_text_keeps_everything_else_as_it_is(source: str, mended: str | None) -> None:
    words = seen(source)
    excerpt = "5-10 mg" if "5-10 mg" in words else "5-\n10 mg"
    finding = Finding("NUM-01", "block", "", "body", words.rindex(excerpt), len(excerpt), excerpt, "5 to 10 mg")

    assert fixed_html(source, finding) == mended


def test_words_that_moved_are_left_alone() -> None:
    finding = Finding("NUM-01", "block", "", "body", 3, 7, "5-10 mg", "5 to 10 mg")

    assert fixed_html("<p>Take 5-10 mg.</p>", finding) is None
    assert fixed_html("<p>No</p>", finding) is None


@pytest.mark.usefixtures("pages_in_memory")
class TestPlaces:
    def test_titles_fields_rows_blocks_and_cells_are_mended_where_they_stand(self) -> None:
        table = {
            "caption": "Doses of 5-10 mg",
            "columns": ["Day", "Dose"],
            "rows": [["1", "0 mg"], ["2", "5-10 mg"]],
            "first_cell_is_header": True,
            "sources": "",
        }
        page = factories.drug(title="Examplol 5-10 mg", how_it_works=[("table", table), factories.text("5-10 mg.")])
        page.indications.all()[0].condition = "Pain for 5-10 days"

        assert fixed(page) == []
        block = page.how_it_works[0].value
        assert page.title == "Examplol 5 to 10 mg"
        assert page.indications.all()[0].condition == "Pain for 5 to 10 days"
        assert (block["caption"], [*map(list, block["rows"])]) == (
            "Doses of 5 to 10 mg",
            [["1", "0 mg"], ["2", "5 to 10 mg"]],
        )
        stored = page.serializable_data()
        assert "5-10" not in str(stored)
        assert "5 to 10 mg" in stored["how_it_works"]

    @pytest.mark.parametrize(
        "place",
        ["body", "body.9.text", "body.0.nothing", "body.0.text.more", "nothing", "references.0", "references.4.key"],
    )
    def test_a_place_that_is_not_there_is_mended_by_nobody(self, place: str) -> None:
        page = factories.drug(how_it_works=[factories.text("5-10 mg.")])
        finding = Finding("NUM-01", "block", "", place.replace("body", "how_it_works"), 0, 7, "5-10 mg", "5 to 10 mg")

        assert findings.mending(page, finding) is None

    @pytest.mark.parametrize(
        ("words", "rule", "fix"),
        [
            ("1.0 mg", "ISMP-01", None),
            (".5 mg", "ISMP-02", None),
            ("10 U", "ISMP-03", None),
            ("1.50 mg", "ISMP-13", None),
            ("< 5 mg", "ISMP-11", None),
            ("one QD", "ISMP-05", None),
            ("this medication", "LANG-06", None),
            ("50mg", "ISMP-08", "50 mg"),
            ("50 µg", "ISMP-04", "50 micrograms"),
            ("1000 mg", "ISMP-10", "1,000 mg"),
            ("seven days", "NUM-06", "7 days"),
        ],
    )
    def test_a_machine_mends_notation_and_never_guesses_a_dose(self, words: str, rule: str, fix: str | None) -> None:
        page = factories.standard(lead=f"Take {words}.")
        (hit,) = (finding for finding in findings.find_alone(page) if finding.rule == rule and finding.place == "lead")

        assert hit.fix == fix
        assert (findings.mending(page, hit) is None) == (fix is None)


# Pieces that rules look for, and markup in every state.
PIECES = [
    *("5-10 mg", "50mg", ".5 mg", "1.0 mg", "1000 units", "10 IU", "50 µg", "5 cc", "7-10 days", "seven days", "5%"),
    *("1 in 10", "3 of 48 (6%)", "p = 0.2", "95% CI 1 to 2", "NCT 04166071", "doi:10.1/x", "common", "halve the risk"),
    *("<p>", "</p>", "<b>", "</b>", "<br/>", "<li>", "</li>", '<a href="/x">', "</a>", "&amp;", "&lt;", "&", "<"),
    *("\xa0", "5-", "QD", " ", ". ", ", ", "\n", "-", "–", "0", "9" * 30, "\u0661", "\U0001f48a", "\x00"),
]  # fmt: skip
TEXT = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=25).map("".join)


@pytest.mark.usefixtures("pages_in_memory")
@bounded(40)
@given(TEXT, TEXT)
def test_no_text_breaks_a_rule_and_every_fix_changes_the_words_it_names_alone(source: str, plain: str) -> None:
    page = factories.dose_form(title=plain, lead=plain, how_to_take=[("text", {"text": source, "sources": plain})])
    page.dosing.all()[0].indication = plain
    for finding in findings.find_alone(page):
        if finding.fix is None or not finding.place.startswith("how_to_take"):
            continue
        mended = fixed_html(source, finding)
        if mended is not None:
            before, after = (seen(html) for html in (source, mended))
            assert finding.offset is not None
            end = finding.offset + len(finding.excerpt)
            assert before[finding.offset : end] == finding.excerpt
            assert after == f"{before[: finding.offset]}{finding.fix}{before[end:]}"


def seen(source: str) -> str:
    """The visible text of a field, as the offset of a finding counts it."""
    return "\n".join(passage.text for passage in rich_passages(source) if passage.kind not in {"link", "alt"})
