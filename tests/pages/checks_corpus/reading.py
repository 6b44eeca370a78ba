"""Sentences, reading grade, and how a page hangs together."""

from __future__ import annotations

from typing import Any

from pages.checks.passages import Passage
from tests.pages.checks_corpus.cases import Cases


def words(count: int) -> str:
    return " ".join(["Take", *["it"] * (count - 1)]) + "."


def article(case: Any) -> list[Passage]:
    """A title, then lines: “# ” begins a heading, “| ” a label, any other is a paragraph."""
    kinds = {"# ": "heading", "| ": "label"}
    lines = case.split("\n") if isinstance(case, str) else case
    passages = [Passage("About naltrexone", "title", "title", "Title")]
    for number, line in enumerate(lines):
        kind = kinds.get(line[:2], "text")
        text = line[2:] if kind != "text" else line
        passages.append(Passage(text, kind, f"body.{number}", "Body"))
    return passages


HARD = "The administration of pharmacological antagonists necessitates individualised evaluation of contraindications."
EASY = "Take the pill with food. Do not stop on your own. Ask your nurse if you feel ill."

CORPUS = {
    "LANG-07": Cases(
        hits=[
            words(21),
            words(40),
            f"Short. {words(25)}",
            f"{words(31)} Short.",
            words(22)[:-1],
            f"{words(5)} {words(21)}",
        ],
        passes=[words(20), words(1), f"{words(20)} {words(20)}", "Short.", f"{words(19)} And so on.", "1 2 3"],
    ),
    "LANG-08": Cases(
        hits=[" ".join([sentence] * 12) for sentence in (HARD, f"{HARD} {HARD}", f"{HARD} Rest.", f"Also: {HARD}")]
        + [f"{HARD}\n" * 12, f"# Heading\n{HARD * 12}"],
        passes=[" ".join([EASY] * count) for count in (1, 8, 20)] + [HARD, f"# {HARD}", f"| {HARD * 20}"],
        build=article,
    ),
    "LANG-11-PROMISE": Cases(
        hits=[
            *(
                "in the next part",
                "As you can see, it helps.",
                "Let’s move on.",
                "Let's dive deeper.",
                "The next section says how.",
            ),
            *("We will discuss this later.", "as we will see"),
        ],
        passes=[
            "the next dose",
            "as your doctor can see",
            "Let it dissolve.",
            "next week",
            "See a doctor.",
            "Let others know.",
        ],
    ),
    "LANG-11-HEADING": Cases(
        hits=[
            "# Side effects",
            "# Uses\n# Doses\nTake it.",
            "It works.\n# Empty",
            "# A\n# B",
            "Text.\n# A\n# B\nText.",
            "# A\nText.\n# B",
        ],
        passes=["# Uses\nIt works.", "It works.", "# A\nText.\n# B\nText.", "# A\n| Label", "# A\nOne.\nTwo.", ""],
        build=article,
    ),
    "LANG-11-BEGINNING": Cases(
        hits=[
            f"# Common side effects\n{beginning} it may harm the liver."
            for beginning in (
                "On a more serious note,",
                "Another is that",
                "However,",
                "Also,",
                "In addition,",
                "Therefore",
            )
        ],
        passes=[
            *(
                "# Uses\nIt works.",
                "It works.\nHowever, it may not.",
                "# Uses\nAlcohol.",
                "# Uses\nSix uses.\nAnother is rare.",
            ),
            *("# Uses\nInsteadness", "# However\nIt works."),
        ],
        build=article,
    ),
    "LANG-11-TITLE": Cases(
        hits=[
            *(
                "About naltrexone",
                "about naltrexone",
                "About naltrexone.",
                "# About naltrexone\nText.",
                "Text.\nAbout naltrexone",
            ),
            "About  naltrexone ",
        ],
        passes=[
            "About naltrexone and you.",
            "Naltrexone",
            "Text.",
            "# About\nText.",
            "All about naltrexone",
            "| About naltrexone",
        ],
        build=article,
    ),
    "LANG-11-RESIDUE": Cases(
        hits=[
            *(
                "It works.\nArtemisinin Uses: From Malaria to Cancer Research",
                "It works.\nRelated posts",
                "It works.\nA\nB",
            ),
            *("One. Two.\nSingle-Sided Deafness", "It works.\nShare this", "It works.\n# More\nSign up now"),
        ],
        passes=[
            *("It works.", "It works.\nIt helps.", "Take with food", "It works.\nAsk why?", "It works.\nWhat to ask:"),
            "It works.\nThis line has more than twelve words and so it is taken for a sentence",
        ],
        build=article,
    ),
    "LANG-12": Cases(
        hits=[
            *(
                "LDN is taken.",
                "Selective inhibitors (SSRIs) and an SSRI.",
                "the HPA axis",
                "TLR and others",
                "an MAOI",
                "an ECT course",
            ),
        ],
        passes=[
            *(
                "low-dose naltrexone (LDN)",
                "the US label",
                "low-dose naltrexone (LDN). LDN is",
                "HIV",
                "KB220",
                "WARNING: READ",
            ),
        ],
        build=article,
    ),
}
