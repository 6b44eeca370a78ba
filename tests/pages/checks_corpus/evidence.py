"""Study summaries: rows of results, certainty and its reasons, and words that say more than the figures."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from pages.checks.passages import Passage
from tests import factories
from tests.pages.checks_corpus.cases import Cases

RESULT: dict[str, Any] = {
    "outcome": "Relapse",
    "arms": [],
    "in_words": "<p>Fewer may relapse.</p>",
    "sources": "registry",
}


def study(case: dict[str, Any]) -> Page:
    return factories.study(**case)


def result(case: dict[str, Any]) -> Page:
    return factories.study(results=[("result", RESULT | case)])


def arms(*counts: tuple[int, int], **others: Any) -> dict[str, Any]:
    return {"arms": [{"arm": f"Arm {n}", "events": n, "total": total} for n, total in counts], **others}


def interval(low: float | None, effect: float | None, high: float | None, measure: str = "OR") -> dict[str, Any]:
    return {"effect_measure": measure, "ci_low": low, "effect": effect, "ci_high": high}


def worded(case: tuple[str, str]) -> Page:
    certainty, words = case
    return factories.study(certainty=certainty, results=[("result", RESULT | {"in_words": f"<p>{words}</p>"})])


def graded(case: tuple[str, bool, list[tuple[str, int]]]) -> Page:
    certainty, randomised, downgrades = case
    return factories.study(
        certainty=certainty,
        design="randomised-trial" if randomised else "cohort",
        downgrades=[
            ("downgrade", {"domain": domain, "levels": levels, "reason": "<p>Few people.</p>"})
            for domain, levels in downgrades
        ],
    )


def reasoned(reason: str) -> Page:
    return factories.study(downgrades=[("downgrade", {"domain": "imprecision", "levels": 1, "reason": reason})])


def cell(case: Any) -> list[Passage]:
    """A cell with its column heading; a string that ends in an ellipsis is a paragraph."""
    words, column = case if isinstance(case, tuple) else (case, "Result")
    kind = "text" if column == "" else "cell"
    return [Passage(words, kind, "body", "Body", column=column)]


BIAS, PRECISION = "risk-of-bias", "imprecision"
CORPUS = {
    "NUM-08-ROW": Cases(
        hits=[
            *(arms((12, 10)), interval(2.0, 1.5, 1.0), interval(1.2, 1.0, 1.5), interval(-0.2, 0.5, 1.2)),
            *(
                {"p_value": "1.2"},
                arms((10, 100), (5, 100), effect_measure="RD", effect=0.2),
                interval(0, 0.5, 2, "RR"),
            ),
        ],
        passes=[
            *(arms((10, 12)), interval(1.4, 4.5, 14.4), interval(-2.0, -1.0, 0.5, "MD"), {"p_value": "<0.001"}, {}),
            *(arms((10, 100), (5, 100), effect_measure="RD", effect=0.05), interval(None, 1.2, None)),
            arms((10, 100), (5, 100), effect_measure="RD", effect=5),
        ],
        build=result,
    ),
    "LANG-09": Cases(
        hits=[
            *(
                ("low", "It reduces relapse."),
                ("low", "It may help, and does so."),
                ("moderate", "It reduces relapse."),
            ),
            *(("very-low", "It may reduce relapse."), ("very-low", "It helps."), ("low", "Fewer relapsed.")),
        ],
        passes=[
            *(
                ("low", "It may reduce relapse."),
                ("moderate", "It probably reduces relapse."),
                ("high", "It reduces relapse."),
            ),
            *(("very-low", "It is very uncertain whether it helps."), ("not-assessed", "It reduces relapse.")),
            ("low", "Fewer people may relapse."),
        ],
        build=worded,
    ),
    "STUDY-03": Cases(
        hits=[
            *(
                ("high", True, [(BIAS, 1)]),
                ("moderate", True, []),
                ("low", True, [(BIAS, 1)]),
                ("low", False, [(BIAS, 1)]),
            ),
            *(("very-low", False, []), ("very-low", True, [(BIAS, 2), (BIAS, 1)]), ("high", False, [(BIAS, 1)])),
        ],
        passes=[
            *(("high", True, []), ("moderate", True, [(BIAS, 1)]), ("low", True, [(BIAS, 1), (PRECISION, 1)])),
            *(("low", False, []), ("moderate", False, []), ("very-low", False, [(BIAS, 2), (PRECISION, 2)])),
            ("not-assessed", True, [(BIAS, 1)]),
        ],
        build=graded,
    ),
    "STUDY-04": Cases(
        hits=["", "<p></p>", "<p> </p>", "<p>&nbsp;</p>", "<p><b></b></p>", "<p>\n</p>"],
        passes=[
            "<p>Few people.</p>",
            "<p>48</p>",
            "<p><b>Open label</b></p>",
            "<p>a</p>",
            "<ul><li>x</li></ul>",
            "<p>é</p>",
        ],
        build=reasoned,
    ),
    "STUDY-05": Cases(
        hits=[
            *(
                {"directness": "indirect"},
                {"directness": "partly-direct"},
                {},
                {"directness": "indirect", "directness_note": " "},
            ),
            *({"directness": "partly-direct", "directness_note": "\n"}, {"directness": "indirect", "certainty": "low"}),
        ],
        passes=[
            *({"directness": "direct"}, {"directness": "indirect", "directness_note": "Healthy people."}),
            *({"directness_note": "Another dose."}, {"directness": "direct", "directness_note": "None."}),
            *(
                {"directness": "direct", "certainty": "low"},
                {"directness": "partly-direct", "directness_note": "Men only."},
            ),
        ],
        build=study,
    ),
    "STUDY-06": Cases(
        hits=[
            *(
                "Mild",
                "Significant",
                "improved",
                "Decline in anxiety symptoms",
                ("Study 1SignificantMild", ""),
                "Moderate ",
            ),
            *(("ReductionUniversity of TromsøReduced anxiety levels", ""), "Positive"),
        ],
        passes=[
            *(
                "12 of 48",
                ("Mild", "Severity"),
                "Placebo",
                ("Significant results are rare.", ""),
                "Mild asthma in 12 people",
            ),
            *(("McDonald studied it", ""), ("Moderate", "Kidney disease"), "34.4"),
        ],
        build=cell,
    ),
    "STUDY-07": Cases(
        hits=[
            {"design": "pre-clinical", "lead": lead}
            for lead in (
                "It works.",
                "A study of fear.",
                "A trial.",
                "An early result.",
                "Fear and opioids.",
                "Ratios of x.",
            )
        ],
        passes=[
            *(
                {"design": "pre-clinical", "lead": lead}
                for lead in ("A study in rats.", "Cells in a dish.", "Animals only.")
            ),
            *({"design": "pre-clinical", "directness_note": "Mice."}, {"design": "cohort"}, {}),
        ],
        build=study,
    ),
}
