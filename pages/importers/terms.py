"""FDA's terms (NCI Thesaurus display names in SPL) as the hub's vocabulary.

A term that could be several of ours stays open: "capsule" may be hard or soft, a metered aerosol a suspension or a
solution.  Sources: FDA "Dosage Forms" and "Route of Administration" lists; EDQM Standard Terms.
"""

from __future__ import annotations

import re
from decimal import Decimal

from pages.importers.facts import StrengthFact
from pages.vocabulary import DoseForm, DoseUnit, Route, StrengthPer

ROUTES = {
    "ORAL": Route.ORAL,
    "SUBLINGUAL": Route.SUBLINGUAL,
    "INTRAMUSCULAR": Route.INTRAMUSCULAR,
    "INTRAVENOUS": Route.INTRAVENOUS,
    "SUBCUTANEOUS": Route.SUBCUTANEOUS,
    "RESPIRATORY (INHALATION)": Route.INHALATION,
    "TRANSDERMAL": Route.TRANSDERMAL,
}
_INJECTED = {Route.INTRAMUSCULAR, Route.INTRAVENOUS, Route.SUBCUTANEOUS}
_PROLONGED = r"(?:EXTENDED|PROLONGED|SUSTAINED) RELEASE"

# (pattern of the whole term, routes it holds for, our term)
_FORMS: tuple[tuple[str, set[Route], DoseForm], ...] = (
    (r"TABLET", {Route.ORAL}, DoseForm.TABLET),
    (r"TABLET, FILM COATED", {Route.ORAL}, DoseForm.FILM_COATED_TABLET),
    (rf"TABLET,(?: (?:FILM )?COATED,)? {_PROLONGED}", {Route.ORAL}, DoseForm.PROLONGED_RELEASE_TABLET),
    (r"TABLET(?:, .+)?", {Route.SUBLINGUAL}, DoseForm.SUBLINGUAL_TABLET),
    (r"FILM(?:, SOLUBLE)?", {Route.SUBLINGUAL}, DoseForm.SUBLINGUAL_FILM),
    (r"SOLUTION", {Route.ORAL}, DoseForm.ORAL_SOLUTION),
    (r"SUSPENSION", {Route.ORAL}, DoseForm.ORAL_SUSPENSION),
    (r"SYRUP", {Route.ORAL}, DoseForm.SYRUP),
    (r"GRANULE", {Route.ORAL}, DoseForm.GRANULES),
    (r"(?:INJECTION, )?SOLUTION(?:, CONCENTRATE)?", _INJECTED, DoseForm.SOLUTION_FOR_INJECTION),
    (
        r"(?:INJECTION, )?POWDER,(?: LYOPHILIZED,)? FOR SOLUTION",
        _INJECTED,
        DoseForm.POWDER_FOR_SOLUTION_FOR_INJECTION,
    ),
    (r"(?:INJECTION, )?SUSPENSION", _INJECTED, DoseForm.SUSPENSION_FOR_INJECTION),
    (
        rf"(?:INJECTION, )?SUSPENSION, {_PROLONGED}",
        _INJECTED,
        DoseForm.PROLONGED_RELEASE_SUSPENSION_FOR_INJECTION,
    ),
    (r"POWDER(?:, METERED)?", {Route.INHALATION}, DoseForm.INHALATION_POWDER),
    (rf"PATCH(?:, {_PROLONGED})?", {Route.TRANSDERMAL}, DoseForm.TRANSDERMAL_PATCH),
)
_UNITS = {
    "mg": DoseUnit.MG,
    "ug": DoseUnit.MICROGRAM,
    "mcg": DoseUnit.MICROGRAM,
    "g": DoseUnit.G,
    "mL": DoseUnit.ML,
    "[iU]": DoseUnit.UNITS,
    "[USP'U]": DoseUnit.UNITS,
}
# What one piece of a form is called.
_PIECES = (
    (r"TABLET\b.*", StrengthPer.TABLET),
    (r"CAPSULE\b.*", StrengthPer.CAPSULE),
    (r"FILM\b.*", StrengthPer.FILM),
    (r"(?:AEROSOL|POWDER), METERED|INHALANT", StrengthPer.PUFF),
    (r"(?:INJECTION, )?POWDER,.* FOR SOLUTION", StrengthPer.VIAL),
)
_LARGEST = Decimal(10) ** 8


def route(term: str) -> str:
    """The EDQM code of a route, or ""."""
    found = ROUTES.get(term.upper())
    return found.value if found else ""


def form(term: str, route_code: str) -> str:
    """The EDQM code of a form taken by that route, or "" when the term does not settle it."""
    for pattern, routes, found in _FORMS:
        if route_code in routes and re.fullmatch(pattern, term.upper()):
            return found.value
    return ""


def strength(
    value: Decimal | None, unit: str, denominator: Decimal | None, denominator_unit: str, form_term: str
) -> StrengthFact | None:
    """A strength, with a unit and a “per” of ours where the file's are ones; None without an amount."""
    if value is None or value <= 0:
        return None
    counted = f" {denominator_unit}" if denominator_unit not in ("", "1") else ""
    per = f"{denominator.normalize():f}{counted}" if denominator else "an unknown amount"
    as_written = f"{value.normalize():f} {unit} in {per}"
    found_unit = _UNITS.get(unit)
    storable = value < _LARGEST and value == value.quantize(Decimal("0.0001"))
    return StrengthFact(
        value=value,
        unit=found_unit.value if found_unit and storable else None,
        per=_per(denominator, denominator_unit, form_term),
        as_written=as_written,
    )


def _per(denominator: Decimal | None, unit: str, form_term: str) -> str | None:
    if unit == "mL":
        found = {Decimal(1): StrengthPer.ML, Decimal(5): StrengthPer.FIVE_ML}.get(denominator or Decimal(0))
        return found.value if found else None
    if unit in ("1", "") and denominator == 1:
        return next((per.value for pattern, per in _PIECES if re.fullmatch(pattern, form_term.upper())), None)
    return None
