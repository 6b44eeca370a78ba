"""NUM-07: doses in the text of a dose form against the doses of its table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from wagtail.models import Page

from pages.checks.passages import PROSE, Passage
from pages.checks.rules import ArticleRule, Hit, PageRule
from pages.checks.sentences import sentence_at
from pages.models import DoseFormPage
from reviews.findings import Severity

# Factor to a common unit of each kind of amount.
_TO_BASE: dict[str, tuple[str, Decimal]] = {
    **dict.fromkeys(("mg", "milligram", "milligrams"), ("mg", Decimal(1))),
    **dict.fromkeys(("microgram", "micrograms", "mcg"), ("mg", Decimal("0.001"))),
    **dict.fromkeys(("g", "gram", "grams"), ("mg", Decimal(1000))),
    **dict.fromkeys(("ml", "millilitre", "millilitres"), ("mL", Decimal(1))),
    **dict.fromkeys(("unit", "units"), ("units", Decimal(1))),
    **dict.fromkeys(("puff", "puffs"), ("puffs", Decimal(1))),
    "mg/kg": ("mg/kg", Decimal(1)),
}
_DOSE = re.compile(
    r"(?<![\w.,/-])(\d{1,9}(?:,\d{3})*(?:\.\d{1,6})?)\s?"
    r"(mg/kg|mg|milligrams?|micrograms?|mcg|grams?|g|mL|ml|units?|puffs?)\b(?![/\w])"
)
# A sentence about how much to take; and words that make the amount the size of a product instead.
_TAKING = re.compile(
    r"(?i)\b(?:take|takes|taken|taking|swallow|inject\w{0,4}|use|dose is|doses? of|dosage|daily|a day|per day"
    r"|once|twice|"
    r"every|at once|maximum|usual|starts?|raised|up to)\b"
)
_PRODUCT_AFTER = re.compile(
    r"(?i)[\s-](?:\w+[\s-]){0,2}?(?:tablets?|capsules?|vials?|films?|patch(?:es)?|strengths?|products?)\b"
)
_PRODUCT_BEFORE = re.compile(r"(?i)\b(?:tablets?|capsules?|vials?|films?|product) (?:has|have|of|contains?|holds?)\s$")


class Amount(NamedTuple):
    kind: str
    value: Decimal


def _amount(number: Decimal | float | str, unit: str) -> Amount | None:
    known = _TO_BASE.get(unit.lower() if unit != "mL" else "ml")
    return Amount(known[0], Decimal(str(number)) * known[1]) if known else None


def listed(page: DoseFormPage) -> list[Amount]:
    """Every dose of the table and every strength."""
    found = [
        _amount(value, row.unit)
        for row in page.dosing.all()
        for value in (row.minimum, row.usual, row.maximum)
        if value is not None
    ]
    found += [_amount(row.value, row.unit) for row in page.strengths.all() if row.value is not None]
    return [amount for amount in found if amount is not None]


def doses_plausible(page: Page, passages: Sequence[Passage]) -> Iterator[tuple[str, str] | tuple[str, str, Severity]]:
    """Outside the listed doses the reviewer is asked; ten times or a tenth of one is a slip of the decimal point."""
    if not isinstance(page, DoseFormPage):
        return
    doses = listed(page)
    for passage, match in doses_in(passages):
        if said := judged(match, doses):
            severity: Severity = "block" if "ten times" in said else "acknowledge"
            yield passage.place, f"{passage.label}: “{match[0]}” {said}", severity


def doses_in(passages: Sequence[Passage]) -> Iterator[tuple[Passage, re.Match[str]]]:
    """Every amount to take: (passage, match of number and unit)."""
    for passage in passages:
        if passage.kind not in PROSE or not passage.has_figures:
            continue
        for match in _DOSE.finditer(passage.text):
            before = passage.text[max(0, match.start() - 30) : match.start()]
            if (
                _amount_of(match) is not None
                and not _PRODUCT_AFTER.match(passage.text, match.end())
                and not _PRODUCT_BEFORE.search(before)
                and _TAKING.search(sentence_at(passage.text, match.start()))
            ):
                yield passage, match


def _amount_of(match: re.Match[str]) -> Amount | None:
    return _amount(match[1].replace(",", ""), match[2])


def judged(match: re.Match[str], amounts: Sequence[Amount]) -> str:
    """What is wrong with an amount of :func:`doses_in`, beside the listed ones of its kind; "" when nothing is."""
    amount = _amount_of(match)
    doses = [other.value for other in amounts if amount is not None and other.kind == amount.kind]
    if amount is None:
        return ""
    if not doses or min(doses) <= amount.value <= max(doses):
        return ""
    if any(amount.value in {dose * 10, dose / 10} for dose in doses):
        return "is ten times, or a tenth of, a dose in the table. Check the decimal point."
    return "lies outside the doses in the table. Correct one of the two, or say why."


# The typical dose, said twice

_TYPICAL = re.compile(
    r"(?i)\b(?:typical|usual|standard|normal|recommended)\b(?:\s\w{1,20}){0,3}?\s(?:doses?|dosages?)\b[^.!?]{0,60}?"
    r"(?<![\w.,/-])(\d[\d.,]{0,12}(?:\s?(?:-|[\u2010-\u2015]|to)\s?\d[\d.,]{0,12})?)\s?(mg|milligrams?"
    r"|micrograms?|mcg|g|mL|units?)\b"
)


def _two_typical_doses(passages: Sequence[Passage]) -> Iterator[tuple[Passage, Hit]]:
    """A page gives one typical dose of each unit, however often it says so."""
    said: dict[str, str] = {}
    for passage in passages:
        for match in _TYPICAL.finditer(passage.text) if passage.kind in PROSE and passage.has_figures else ():
            known = _TO_BASE.get(match[2].lower())
            unit = known[0] if known else match[2]
            dose = " to ".join(re.findall(r"\d[\d.,]*", match[1])).rstrip(".,")
            if said.setdefault(unit, dose) != dose:
                told = f"Elsewhere the page gives {said[unit]} {unit}. Give one typical dose, or say for whom each is."
                yield passage, Hit(match.start(), match.end(), told)


RULES: tuple[ArticleRule, ...] = (
    ArticleRule("NUM-07-TWICE", "acknowledge", "House rule; CHECKS.md section 11", _two_typical_doses),
)
PAGE_RULES: tuple[PageRule, ...] = (
    PageRule("NUM-07", "acknowledge", "House rule; ISMP, tenfold errors", doses_plausible, reads_text=True),
)
