"""Products: routes that fit a dose form, strengths that fit it, and strengths that no label lists."""

from __future__ import annotations

from collections.abc import Iterator

from wagtail.models import Page

from pages.checks.rules import PageRule
from pages.citations import split_keys
from pages.models import DoseFormPage
from pages.vocabulary import DoseForm, ProductStatus, ReferenceKind, Route, StrengthPer

MHRA = "MHRA Drug Safety Update: off-label or unlicensed use"
EDQM = "EDQM Standard Terms"

# Routes that a dose form can be given by.
_BY_MOUTH = frozenset({Route.ORAL})
_INJECTED = frozenset({Route.INTRAMUSCULAR, Route.INTRAVENOUS, Route.SUBCUTANEOUS})
ROUTES_OF: dict[str, frozenset[Route]] = {
    **dict.fromkeys((DoseForm.TABLET, DoseForm.FILM_COATED_TABLET, DoseForm.PROLONGED_RELEASE_TABLET), _BY_MOUTH),
    **dict.fromkeys((DoseForm.CAPSULE_HARD, DoseForm.CAPSULE_SOFT, DoseForm.GRANULES, DoseForm.SYRUP), _BY_MOUTH),
    **dict.fromkeys((DoseForm.ORAL_SOLUTION, DoseForm.ORAL_SUSPENSION), _BY_MOUTH),
    **dict.fromkeys((DoseForm.SUBLINGUAL_TABLET, DoseForm.SUBLINGUAL_FILM), frozenset({Route.SUBLINGUAL})),
    **dict.fromkeys((DoseForm.SOLUTION_FOR_INJECTION, DoseForm.POWDER_FOR_SOLUTION_FOR_INJECTION), _INJECTED),
    # A suspension in a vein closes it.
    **dict.fromkeys(
        (DoseForm.SUSPENSION_FOR_INJECTION, DoseForm.PROLONGED_RELEASE_SUSPENSION_FOR_INJECTION),
        _INJECTED - {Route.INTRAVENOUS},
    ),
    **dict.fromkeys(
        (DoseForm.PRESSURISED_INHALATION_SUSPENSION, DoseForm.INHALATION_POWDER), frozenset({Route.INHALATION})
    ),
    DoseForm.TRANSDERMAL_PATCH: frozenset({Route.TRANSDERMAL}),
}
# What a strength of these forms is counted in.
_COUNTED_IN = {
    **dict.fromkeys((DoseForm.TABLET, DoseForm.FILM_COATED_TABLET, DoseForm.SUBLINGUAL_TABLET), StrengthPer.TABLET),
    DoseForm.PROLONGED_RELEASE_TABLET: StrengthPer.TABLET,
    **dict.fromkeys((DoseForm.CAPSULE_HARD, DoseForm.CAPSULE_SOFT), StrengthPer.CAPSULE),
    DoseForm.SUBLINGUAL_FILM: StrengthPer.FILM,
}
# Sources that list what is sold.
LISTS_PRODUCTS = frozenset({ReferenceKind.LABEL, ReferenceKind.DATABASE})


def kinds_cited(page: Page, sources: str) -> set[str]:
    kinds = {reference.key: reference.kind for reference in page.references.all()}
    return {kinds[key] for key in split_keys(sources) if key in kinds}


def route_fits_form(page: Page) -> Iterator[tuple[str, str]]:
    """FORM-01."""
    if isinstance(page, DoseFormPage) and page.dose_form in ROUTES_OF:
        allowed = ROUTES_OF[page.dose_form]
        if page.administration_route not in allowed:
            names = " or ".join(sorted(route.label for route in allowed))
            yield "administration_route", f"“{page.get_dose_form_display()}” is given: {names}. Correct one of the two."


def strengths_fit_form(page: Page) -> Iterator[tuple[str, str]]:
    """FORM-02: more than nothing, and per what the form is counted in."""
    for number, row in enumerate(page.strengths.all() if isinstance(page, DoseFormPage) else []):
        if row.value is None or row.value <= 0 or not row.unit or not row.per:
            yield f"strengths.{number}", "A strength is a number above 0, a unit, and per what."
        elif (counted := _COUNTED_IN.get(page.dose_form)) and row.per != counted:
            yield f"strengths.{number}.per", f"“{page.get_dose_form_display()}” is counted {counted.label}."


def strengths_are_listed(page: Page) -> Iterator[tuple[str, str]]:
    """FORM-03: a strength that no label or product table lists is made to order."""
    if isinstance(page, DoseFormPage) and page.product_status == ProductStatus.LICENSED:
        for number, row in enumerate(page.strengths.all()):
            if not kinds_cited(page, row.sources) & LISTS_PRODUCTS:
                yield (
                    f"strengths.{number}.sources",
                    "No label lists this strength. Cite the label, or choose “Compounded (unlicensed) product”.",
                )


PAGE_RULES: tuple[PageRule, ...] = (
    PageRule("FORM-01", "block", EDQM, route_fits_form),
    PageRule("FORM-02", "block", EDQM, strengths_fit_form),
    PageRule("FORM-03", "block", MHRA, strengths_are_listed),
)
