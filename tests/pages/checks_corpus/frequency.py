"""Frequency bands: words without numbers, and rows whose band, source or advice does not fit."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from pages.checks.passages import Passage
from tests import factories
from tests.pages.checks_corpus.cases import Cases

ROW = {"effect": "Headache", "band": "common", "serious": False, "action": "", "dose_range": "", "sources": "label-us"}


def in_side_effects(words: str) -> list[Passage]:
    return [Passage(words, "text", "side_effects.1.action", "Side effects")]


def rows(case: Any) -> Page:
    """A medicine with one side effect for each dictionary of differences."""
    cases = case if isinstance(case, list) else [case]
    return factories.drug(side_effects=[("side_effect", ROW | differences) for differences in cases])


def counted(affected: int | None, out_of: int | None, band: str) -> dict[str, Any]:
    return {"affected": affected, "out_of": out_of, "band": band}


CORPUS = {
    "FREQ-01": Cases(
        hits=[
            *("Common side effects are nausea.", "It is very rare.", "Uncommon: rash.", "This happens rarely."),
            *("Rare cases were reported.", "Headache is very common here."),
        ],
        passes=[
            *("Common (may affect up to 1 in 10 people)", "the common cold", "1 in 100 people commonly had it."),
            *(
                "Rare: fewer than 1 in 1,000 people",
                "Both have it in common.",
                "It is more common at night.",
                "Very common (12%)",
            ),
        ],
        build=in_side_effects,
    ),
    "FREQ-02": Cases(
        hits=[
            *(counted(10, 100, "common"), counted(9, 100, "very-common"), counted(1, 1_000, "rare")),
            *(counted(1, 10_000, "very-rare"), counted(1, 10_001, "rare"), counted(5, 26, "not-known")),
        ],
        passes=[
            *(counted(10, 100, "very-common"), counted(9, 100, "common"), counted(1, 1_000, "uncommon")),
            *(counted(1, 10_000, "rare"), counted(1, 10_001, "very-rare"), counted(None, None, "not-known")),
            counted(0, 100, "not-known"),
        ],
        build=rows,
    ),
    "FREQ-03": Cases(
        hits=[{"sources": sources} for sources in ("", " ", "unknown", "label", "label-eu", "x, y")],
        passes=[
            {"sources": sources}
            for sources in ("label-us", "label-us, x", "x, label-us", "label-us x", "label-us,", " label-us")
        ],
        build=rows,
    ),
    "FREQ-04": Cases(
        hits=[
            *([{}, {"band": "rare"}], [{}, {}, {"band": "rare"}], [{}, {"effect": "headache ", "band": "rare"}]),
            *(
                [{"dose_range": "50 mg"}, {"dose_range": "50 mg", "band": "rare"}],
                [{}, {"band": "rare", "sources": "other"}],
            ),
            [{"effect": "HEADACHE"}, {"effect": "Headache", "band": "very-rare"}],
        ],
        passes=[
            *([{}], [{}, {}], [{}, {"effect": "Rash", "band": "rare"}], [{}, {"dose_range": "300 mg", "band": "rare"}]),
            *([{}, {"sources": "other"}], [{"dose_range": "50 mg"}, {"dose_range": "100 mg", "band": "very-common"}]),
        ],
        build=rows,
    ),
    "FREQ-05": Cases(
        hits=[
            {"serious": True, "effect": effect} for effect in ("Rash", "Fits", "Coma", "Jaundice", "Bleeding", "Stroke")
        ],
        passes=[
            *({"serious": True, "action": "<p>Get help.</p>"}, {}, {"serious": False}, {"action": "<p>Rest.</p>"}),
            *({"serious": True, "action": "<p>Call a doctor.</p>", "effect": "Fits"}, {"effect": "Rash"}),
        ],
        build=rows,
    ),
}
