"""Identifiers in text and fields: of the right form, with the right check digit.

A mistyped identifier leads a reader to another study or to none.  Forms: ``pages.identifiers``; check digits:
Luhn for LOINC, ISO 7064 mod 11-2 for ORCID, and for UNII the sum that held for all of 104 tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from stdnum import luhn
from stdnum.exceptions import ValidationError as BadNumber
from stdnum.iso7064 import mod_11_2
from wagtail.models import Page

from pages import identifiers
from pages.checks.passages import OWN, Passage
from pages.checks.rules import Hit, PageRule, TextRule

EVERYWHERE = OWN | {"citation"}
_BASE_36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _is(form: identifiers.IdentifierFormat) -> Callable[[str], bool]:
    return lambda value: re.fullmatch(form.pattern, value, re.ASCII) is not None


def unii_adds_up(value: str) -> bool:
    """Whether the last character is the sum of the others, in base 36, mod 36."""
    digits = [_BASE_36.find(character) for character in value]
    return len(digits) == 10 and min(digits) >= 0 and sum(digits[:9]) % 36 == digits[9]


def is_loinc(value: str) -> bool:
    """One to five digits, a hyphen and the Luhn check digit."""
    return re.fullmatch(r"\d{1,5}-\d", value, re.ASCII) is not None and bool(luhn.is_valid(value.replace("-", "")))


def is_orcid(value: str) -> bool:
    """Sixteen digits in groups of four, the last of them the ISO 7064 mod 11-2 check digit, which can be X."""
    if not re.fullmatch(r"(?:\d{4}-){3}\d{3}[\dX]", value, re.ASCII):
        return False
    try:
        mod_11_2.validate(value.replace("-", ""))
    except BadNumber:
        return False
    return True


def _named(
    rule_id: str, name: str, example: str, pattern: str, is_right: Callable[[str], bool], *, block: bool = True
) -> TextRule:
    """Whatever ``pattern`` finds named as this identifier must be one; its first group is the value."""
    compiled = re.compile(pattern)

    # The first letters of the identifier's name stand before its value.
    needs = (rule_id.removeprefix("ID-")[:3].lower(),)

    def find(passage: Passage) -> Iterator[Hit]:
        for match in compiled.finditer(passage.text):
            value = (match[1] or "").rstrip(".,;:)")
            if value and not is_right(value):
                squeezed = re.sub(r"[\s-]", "", value)
                fix = squeezed if squeezed != value and is_right(squeezed) else None
                write = f"Write “{fix}”." if fix else f"It should look like {example}."
                yield Hit(match.start(1), match.start(1) + len(value), f"This is not a valid {name}. {write}", fix)

    return TextRule(rule_id, "block" if block else "warn", "CHECKS.md section 5", find, frozenset(EVERYWHERE), needs)


_CODE = r"\W{0,3}(?:codes?|numbers?|id)?\W{0,3}"
RULES: tuple[TextRule, ...] = (
    _named("ID-NCT", "ClinicalTrials.gov number", "NCT04166071", r"\b(NCT[ -]?\d+)(?!\w)", _is(identifiers.nct_id)),
    _named(
        "ID-DOI",
        "DOI",
        "10.1038/s41386-020-0725-9",
        r"(?i:\bdoi:\s?|\bDOI\s(?=\S*\d)|doi\.org/)([^\s,;<>\"”]{1,300})",
        _is(identifiers.doi),
    ),
    _named("ID-PMID", "PubMed number", "11281867", r"\bPMID:?\s?#?(\w+)", _is(identifiers.pmid)),
    _named(
        "ID-PMCID",
        "PubMed Central number",
        "PMC6313374",
        r"(?:\bPMCID:?\s?|(?=\bPMC\d))(\w+)",
        lambda value: re.fullmatch(r"PMC[1-9]\d*", value, re.ASCII) is not None,
    ),
    _named("ID-ATC", "ATC code", "N07BB04", rf"\bATC{_CODE}([A-Za-z]\d\w*)", _is(identifiers.atc_code)),
    _named("ID-RXCUI", "RxCUI", "7243", rf"\bRxCUI{_CODE}(\w*\d\w*)", _is(identifiers.rxcui)),
    _named(
        "ID-SETID",
        "label set id",
        "74087d2f-468d-4de1-a2fc-a489d0f2abef",
        r"(?i:\bset[ -]?id):?\s?([0-9A-Fa-fx][0-9A-Za-z-]{7,40})",
        _is(identifiers.set_id),
    ),
    _named(
        "ID-EDQM",
        "EDQM code",
        "10219000",
        rf"\bEDQM{_CODE}(\d\w*)",
        lambda value: re.fullmatch(r"\d{8}|\d{4}", value, re.ASCII) is not None,
    ),
    _named("ID-LOINC", "LOINC code", "34066-1", rf"\bLOINC{_CODE}(\d[\d-]*)", is_loinc),
    _named("ID-ORCID", "ORCID", "0000-0002-1825-0097", r"(?i:\borcid(?:\.org/|:|\s)\s?)(\d[\dX-]*)", is_orcid),
    _named("ID-UNII", "UNII", "5S6W795CQM", rf"\bUNII{_CODE}([0-9A-Z]{{4,14}})\b", unii_adds_up, block=False),
)


def unii_field(page: Page) -> Iterator[tuple[str, str]]:
    """The UNII of a medicine adds up.  Warns only: the sum is found by trial, and swapped characters pass it."""
    value = getattr(page, "unii", "")
    if value and not unii_adds_up(value):
        yield "unii", f"The UNII “{value}” does not add up: compare it with the source, character by character."


PAGE_RULES: tuple[PageRule, ...] = (PageRule("ID-UNII-FIELD", "warn", "104 of 104 UNIIs tried", unii_field),)
