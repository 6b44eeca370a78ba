"""Sections that a page type needs, an identifier to find it by, and sources that stand under References."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from tests import factories
from tests.pages.checks_corpus.cases import Cases

MAKE = {
    "drug": factories.drug,
    "form": factories.dose_form,
    "study": factories.study,
    "standard": factories.standard,
}


def made(case: tuple[str, dict[str, Any]]) -> Page:
    kind, fields = case
    return MAKE[kind](**fields)


def caution(sources: str) -> tuple[str, dict[str, Any]]:
    said = {"kind": "contraindication", "who": "People who take opioids", "action": "<p>It ends their effect.</p>"}
    return ("caution", {**said, "sources": sources})


def boxed_warning(sources: str) -> tuple[str, dict[str, Any]]:
    return ("boxed_warning", {"title": "Liver", "text": "<p>It can harm the liver.</p>", "sources": sources})


def result(sources: str) -> tuple[str, dict[str, Any]]:
    return ("result", {"outcome": "Pain", "arms": [], "in_words": "<p>Less pain.</p>", "sources": sources})


def cited(sources: list[str]) -> Page:
    """A medicine with the reference label-us and a paragraph for each of ``sources``."""
    page = factories.drug(key_facts=[], how_it_works=[factories.text("It blocks.", keys) for keys in sources])
    page.indications.all()[0].sources = ""
    return page


CORPUS = {
    "SEC-01": Cases(
        hits=[
            *(
                ("drug", {"pregnancy": []}),
                ("drug", {"overdose": []}),
                ("drug", {"urgent_help": []}),
                ("standard", {"body": []}),
            ),
            *(("form", {"storage": []}), ("study", {"comparator": ""}), ("drug", {"missed_dose": []})),
        ],
        passes=[
            *(
                ("drug", {}),
                ("form", {}),
                ("study", {}),
                ("standard", {}),
                ("drug", {"questions": []}),
                ("study", {"harms": []}),
            ),
        ],
        build=made,
    ),
    "ID": Cases(
        hits=[
            *(("drug", {"unii": ""}), ("study", {"nct_id": ""}), ("drug", {"unii": "", "atc_code": ""})),
            *(
                ("study", {"nct_id": "", "doi": ""}),
                ("study", {"nct_id": "", "pmid": ""}),
                ("drug", {"unii": "", "rxcui": ""}),
            ),
        ],
        passes=[
            *(("drug", {}), ("drug", {"unii": "", "rxcui": "7243"}), ("drug", {"unii": "", "atc_code": "N07BB04"})),
            *(
                ("study", {"nct_id": "", "pmid": "1"}),
                ("study", {"nct_id": "", "doi": "10.1038/x"}),
                ("standard", {}),
                ("form", {}),
            ),
        ],
        build=made,
    ),
    "REF-01": Cases(
        hits=[["label-eu"], ["label-us", "x"], ["label-us, x"], ["x y"], ["", "label"], ["label-us-2"]],
        passes=[["label-us"], [""], [], ["label-us", "label-us"], ["label-us,"], [" label-us "]],
        build=cited,
    ),
    "REF-01-CLAIM": Cases(
        hits=[
            ("drug", {"cautions": [caution("")]}),
            ("drug", {"cautions": [caution("label-us"), caution("")]}),
            ("drug", {"cautions": [caution(" , ")]}),
            ("drug", {"boxed_warning": [boxed_warning("")]}),
            ("study", {"results": [result("")]}),
            ("study", {"results": [result("registry"), result(",")]}),
        ],
        passes=[
            ("drug", {"cautions": [caution("label-us")]}),
            ("drug", {"cautions": [caution("label-us, label-us")]}),
            ("drug", {"boxed_warning": [boxed_warning("label-us")]}),
            ("study", {"results": [result("registry")]}),
            ("drug", {}),
            ("standard", {}),
        ],
        build=made,
    ),
    "REF-02": Cases(
        hits=[[], [""], ["label"], ["x, y"], ["label-us-2"], ["", ""]],
        passes=[["label-us"], ["x, label-us"], ["", "label-us"], ["label-us "], ["label-us x"], ["label-us", "x"]],
        build=cited,
    ),
}
