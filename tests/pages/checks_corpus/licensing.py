"""Licences, products, warnings and special groups."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from pages.checks.passages import Passage
from pages.models import Indication, Strength
from tests import factories
from tests.pages.checks_corpus.cases import Cases

INTERACTION = {
    "what": "Opioids",
    "severity": "avoid",
    "effect": "<p>Withdrawal.</p>",
    "action": "<p>Do not combine.</p>",
    "sources": "label-us",
}


def form(case: tuple[str, str]) -> Page:
    dose_form, route = case
    return factories.dose_form(dose_form=dose_form, administration_route=route)


def strength(case: dict[str, Any]) -> Page:
    dose_form = case.get("dose_form", "10219000")
    page = factories.dose_form(dose_form=dose_form, product_status=case.get("product_status", "licensed"))
    fields = {"value": 50, "unit": "mg", "per": "tablet", "sources": "label-us"} | case
    page.strengths = [Strength(**{name: fields[name] for name in ("value", "unit", "per", "sources")})]
    return page


def indication(case: dict[str, Any]) -> Page:
    page = factories.drug()
    fields = {"condition": "Gout", "status": "licensed", "jurisdiction": "US", "sources": "label-us"}
    page.indications = [Indication(**(fields | case))]
    return page


def described(case: Any) -> Page:
    """A medicine whose “how it works” says this; a pair brings the licensed use."""
    words, licensed = case if isinstance(case, tuple) else (case, "Gout")
    page = factories.drug(how_it_works=[factories.text(words)])
    page.indications = [Indication(condition=licensed, status="licensed", jurisdiction="US", sources="label-us")]
    return page


def boxed(case: Any) -> Page:
    words, boxes = case if isinstance(case, tuple) else (case, [])
    return factories.drug(how_it_works=[factories.text(words)], boxed_warning=boxes)


def interaction(case: dict[str, Any]) -> Page:
    return factories.drug(interactions=[("interaction", INTERACTION | case)])


def in_pregnancy(words: str) -> list[Passage]:
    return [Passage(words, "text", "pregnancy.1.text", "Pregnancy")]


TABLET, SUBLINGUAL, PATCH, DEPOT, INHALER, CAPSULE = (
    "10219000",
    "10318000",
    "10519000",
    "11208500",
    "11107000",
    "10210000",
)
ORAL, UNDER_TONGUE, MUSCLE, VEIN, INHALED, SKIN = "20053000", "20067000", "20035000", "20045000", "20020000", "20070000"
BOX = [("boxed_warning", {"title": "Danger", "text": "<p>Careful.</p>", "sources": "label-us"})]

CORPUS = {
    "FORM-01": Cases(
        hits=[(TABLET, MUSCLE), (SUBLINGUAL, ORAL), (DEPOT, VEIN), (INHALER, ORAL), (PATCH, ORAL), (CAPSULE, VEIN)],
        passes=[
            (TABLET, ORAL),
            (SUBLINGUAL, UNDER_TONGUE),
            (DEPOT, MUSCLE),
            (INHALER, INHALED),
            (PATCH, SKIN),
            (CAPSULE, ORAL),
        ],
        build=form,
    ),
    "FORM-02": Cases(
        hits=[
            *(
                {"value": 0},
                {"value": -1},
                {"unit": ""},
                {"per": ""},
                {"per": "capsule"},
                {"dose_form": CAPSULE},
                {"per": "mL"},
            ),
        ],
        passes=[
            *({}, {"value": 2.5}, {"dose_form": CAPSULE, "per": "capsule"}, {"dose_form": "10105000", "per": "5 mL"}),
            *({"unit": "micrograms"}, {"dose_form": "10317500", "per": "film"}),
        ],
        build=strength,
    ),
    "FORM-03": Cases(
        hits=[{"sources": sources, "value": value} for sources in ("", "review", "other, x") for value in (1.5, 4.5)],
        passes=[
            *(
                {},
                {"product_status": "compounded", "sources": "review"},
                {"sources": "label-us, review"},
                {"value": 100},
            ),
            *({"product_status": "compounded"}, {"product_status": "compounded", "sources": ""}),
        ],
        build=strength,
    ),
    "LIC-01": Cases(
        hits=[
            *({"status": ""}, {"jurisdiction": ""}, {"sources": ""}, {"status": "approved"}, {"jurisdiction": "XX"}),
            *({"sources": "review"}, {"status": "off-label", "sources": " "}),
        ],
        passes=[
            *({}, {"status": "off-label", "sources": "review"}, {"jurisdiction": "EU"}, {"status": "investigational"}),
            *({"status": "unlicensed", "jurisdiction": "GB"}, {"sources": "review, label-us"}),
        ],
        build=indication,
    ),
    "LIC-02": Cases(
        hits=[
            *(
                "It helps with anxiety.",
                "It is used for chronic pain.",
                "People take it to treat insomnia.",
                "It eases depression.",
            ),
            *("It helps people manage fibromyalgia.", ("It reduces anxiety.", "Depression")),
        ],
        passes=[
            *("This use is off-label. It may help with anxiety.", ("It helps with anxiety.", "Anxiety disorders")),
            *(
                "It can cause anxiety.",
                "It is not licensed for anxiety.",
                "It blocks opioids.",
                "Anxiety is a side effect.",
            ),
        ],
        build=described,
    ),
    "WARN-01": Cases(
        hits=[
            *(
                "The label has a boxed warning.",
                "It carries a black box warning.",
                "See the boxed warning.",
                "Boxed warnings exist.",
            ),
            *("A Boxed Warning was added.", "Its black-box warning is about the liver."),
        ],
        passes=[
            *(
                ("The label has a boxed warning.", BOX),
                "The label has no boxed warning.",
                "A warning.",
                "A box of tablets.",
            ),
            *(("It blocks opioids.", BOX), "Keep it in the box."),
        ],
        build=boxed,
    ),
    "INT-01": Cases(
        hits=[{name: empty} for name, empty in [*((name, "") for name in INTERACTION), ("effect", "<p> </p>")]],
        passes=[
            *(
                {},
                {"severity": "monitor"},
                {"what": "Alcohol"},
                {"effect": "<p>Sleepiness.</p>"},
                {"severity": "caution"},
            ),
            {"action": "<p>Ask.</p>"},
        ],
        build=interaction,
    ),
    "PREG-01": Cases(
        hits=[
            *("C", "X.", " B ", "Pregnancy category C", "It is in FDA category D.", "Pregnancy risk category: X"),
        ],
        passes=[
            *("No information; ask a pharmacist.", "Vitamin C", "category 3", "Children", "Use in the last 3 months"),
            "A category of medicines",
        ],
        build=in_pregnancy,
    ),
    "SEC-03": Cases(
        hits=[
            "Call 999.",
            "dial 111 for advice",
            "In the US call 911.",
            "Ring 112 at once",
            "Text 988",
            "Phone 999 or go to hospital.",
        ],
        passes=[
            *(
                "111 people took part",
                "999 mg",
                "58 of 112 doctors",
                "Call the emergency services.",
                "1,112",
                "page 9.11",
            ),
            "a mean of 112",
        ],
    ),
}
