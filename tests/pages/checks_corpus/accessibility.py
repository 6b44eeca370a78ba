"""Links, pictures and tables that everybody can use; and doses against the table of a dose form."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from pages.checks.passages import Passage, rich_passages
from pages.models import DosingRow
from tests import factories
from tests.pages.checks_corpus.cases import Cases

TABLE = {
    "caption": "Strengths",
    "columns": ["Form", "Strength"],
    "rows": [["Tablet", "50 mg"]],
    "first_cell_is_header": True,
}


def linked(words: str) -> list[Passage]:
    return list(rich_passages(f'<p>See <a href="https://example.org/">{words}</a> first.</p>'))


def pictured(alt: str) -> list[Passage]:
    return [Passage(alt, "alt", "body.1.alt_text", "Body")]


def table(case: dict[str, Any]) -> Page:
    return factories.standard(body=[("table", TABLE | case)])


def dosed(words: str) -> Page:
    """A tablet of 50 mg whose table lists 25 to 100 mg."""
    page = factories.dose_form(how_to_take=[factories.text(words, "label-us")])
    page.dosing = [
        DosingRow(
            indication="Gout", minimum=25, usual=50, maximum=100, unit="mg", frequency="once a day", sources="label-us"
        )
    ]
    return page


CORPUS = {
    "A11Y-LINK": Cases(
        hits=["click here", "here", "Read more", "link", "https://example.org/", "this page", "", "more…"],
        passes=[
            "the label of the tablets",
            "Read more about naltrexone",
            "heredity",
            "links between genes",
            "ReVia",
            "NHS page",
        ],
        build=linked,
    ),
    "A11Y-ALT": Cases(
        hits=["", "tablet.jpg", "image", "Picture of a tablet", "IMG_1234", "a photo", "untitled", "—"],
        passes=[
            "A white round tablet",
            "Bar chart: 10 of 100 felt sick",
            "How to hold the inhaler",
            "Imaging of the liver",
            "x",
            "Logo of the hub",
        ],
        build=pictured,
    ),
    "A11Y-TABLE": Cases(
        hits=[
            *({"caption": ""}, {"caption": " "}, {"columns": ["Form", ""]}, {"columns": []}, {"rows": [["Tablet"]]}),
            *({"columns": ["", "Strength"], "first_cell_is_header": False}, {"rows": [["a", "b"], ["a", "b", "c"]]}),
        ],
        passes=[
            *({}, {"columns": ["", "Strength"]}, {"rows": [["a", "b"], ["c", ""]]}, {"caption": "x"}),
            *({"columns": ["One"], "rows": [["a"]]}, {"first_cell_is_header": False}),
        ],
        build=table,
    ),
    "NUM-07-TWICE": Cases(
        hits=[
            ["The typical dose is 50 mg.", "Usual doses are 50-100 mg."],
            ["Typical oral dosage is 50 milligrams daily.", "Typical naltrexone doses are 50-100 mg daily."],
            ["The usual dose is 5 mL.", "The usual dose is 10 mL."],
            ["The recommended dose is 1,000 mg, and the usual dose is 500 mg. The usual dose is 500 mg."],
            ["The standard dose is 2.5 mg. The normal dose is 25 mg."],
            ["The usual dose is 10 units.", "Rest.", "The usual daily dose is 100 units."],
        ],
        passes=[
            ["The usual dose is 50 mg.", "The typical dose is 50 milligrams."],
            ["The usual dose is 50 mg."],
            ["The usual dose is 50 mg or 5 mL.", "The usual dose is 5 mL."],
            ["The highest dose is 100 mg.", "The usual dose is 50 mg."],
            ["The usual dose is 25 to 50 mg.", "The usual dose is 25–50 mg."],
            ["No dose is usual."],
        ],
        build=lambda lines: [Passage(line, "text", "body", "Body") for line in lines],
    ),
    "NUM-07": Cases(
        hits=[
            *(
                "Take 500 mg once a day.",
                "Take 150 mg a day.",
                "The dose is 5 mg.",
                "Use 2.5 mg twice.",
                "Take 2 g a day.",
            ),
            *("The usual dose is 20 mg.", "Take 50 micrograms once a day."),
        ],
        passes=[
            *(
                "Take 50 mg once a day.",
                "Take 25 to 100 mg a day.",
                "Do not cut 500 mg tablets to take less.",
                "It has 500 mg.",
            ),
            *("Take it with 200 mL of water.", "The tablet has 5 mg. Take it once.", "Take 0.05 g a day."),
        ],
        build=dosed,
    ),
}
