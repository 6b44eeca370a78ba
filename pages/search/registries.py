"""Numbers that name one page: of a trial, an article or a substance, however they are typed or pasted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wagtail.models import Page

from pages.models import DrugOverviewPage, StudySummaryPage

# What the number is called, the field that holds it, and how people write it.
_ASKED = (
    ("NCT", "nct_id", re.compile(r"\bNCT[\s:#-]{0,3}(\d{8})\b", re.IGNORECASE)),
    ("DOI", "doi", re.compile(r"(?<![\d.])(10\.\d{4,9}/[^\s<>\"“”]+)")),
    (
        "PMID",
        "pmid",
        re.compile(r"(?:\bPMID|\bpubmed\S{0,30}?)[\s:#/-]{1,3}(\d{1,8})\b|^\s*(\d{6,8})\W*$", re.IGNORECASE),
    ),
    ("RxCUI", "rxcui", re.compile(r"\b(?:RxCUI|RxNorm)(?: code)?[\s:#-]{1,3}(\d{1,8})\b", re.IGNORECASE)),
    ("ATC", "atc_code", re.compile(r"\b([A-Z]\d\d[A-Z]{2}\d\d)\b", re.IGNORECASE)),
    (
        "UNII",
        "unii",
        re.compile(r"\bUNII[\s:#-]{1,3}([0-9A-Z]{10})\b|^\W*((?=\w*\d)(?=\w*[A-Z])[0-9A-Z]{10})\W*$", re.IGNORECASE),
    ),
)
_LABEL = re.compile(r"NCT\d{8}|(?:DOI|PMID|RxCUI|ATC|UNII) \S+")


def labels_of(page: Page) -> Iterator[str]:
    """The numbers of a study or a medicine, each with what it is called."""
    if isinstance(page, DrugOverviewPage | StudySummaryPage):
        for registry, field, _ in _ASKED:
            if number := getattr(page, field, ""):
                yield _label(registry, number)


def is_label(text: str) -> bool:
    return bool(_LABEL.fullmatch(text))


def asked_for(query: str) -> str:
    """The first such number in a query, as ``labels_of`` writes it; "" when there is none."""
    for registry, _, pattern in _ASKED:
        if match := pattern.search(query):
            return _label(registry, next(filter(None, match.groups())).rstrip(".,;:)]”’'"))
    return ""


def _label(registry: str, number: str) -> str:
    return f"NCT{number.upper().removeprefix('NCT')}" if registry == "NCT" else f"{registry} {number}"
