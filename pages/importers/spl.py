"""Structured Product Labeling (HL7 SPL): labels in PLR and older formats, prescription and over the counter.

Elements are known by their local names.  Labels of 2005 to 2007 call a product ``manufacturedMedicine`` and its
ingredients ``activeIngredient``; today's say ``manufacturedProduct`` and ``ingredient`` with a class code.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from pages.importers import names, spl_sections, terms
from pages.importers.facts import LabelFacts, ProductFact, Provenance, StrengthFact
from pages.importers.files import parse_xml
from pages.importers.plain import day, number, shorten, words
from pages.importers.refusals import ImportRefused

MAX_PRODUCTS = 500
MAX_TERM = 200
BOXED_WARNING = "34066-1"
NAMESPACE = "urn:hl7-org:v3"
HUMAN_LABELS = {
    "34391-3": "human prescription drug label",
    "34390-5": "human over-the-counter drug label",
    "53404-0": "vaccine label",
    "60682-2": "plasma derivative label",
}
_PRODUCTS = ("manufacturedProduct", "manufacturedMedicine", "partProduct", "partMedicine")


@dataclasses.dataclass(frozen=True)
class _Substance:
    """An active ingredient: the substance as it is in the product, and the part of it that acts."""

    name: str
    unii: str
    moiety: str
    moiety_unii: str


def read(data: bytes) -> tuple[LabelFacts, ...]:
    """The label in an SPL document.  Raises ImportRefused when it is none."""
    root, namespace = parse_xml(data)
    kind = _require_label(root, namespace)
    provenance = _provenance(root)
    reading = _Reading(root)
    products = reading.products()
    if not reading.actives:
        raise ImportRefused(
            "The label names no active ingredient in its coded part, so there is no medicine to write about."
        )
    inn, synonyms, unii = reading.name_and_unii()
    labeler = words(root.findtext("author/assignedEntity/representedOrganization/name"))
    brands = reading.brands()
    sections = spl_sections.read(root)
    return (
        LabelFacts(
            provenance=provenance,
            title=shorten(", ".join(brands) or inn, 300),
            inn=inn,
            unii=unii,
            labeler=labeler,
            brands=tuple(brand for brand in brands if not names.only_repeats(brand, reading.generic_words())),
            synonyms=synonyms,
            products=products,
            sections=sections,
            further=(
                ("Kind of document", kind),
                ("Labeler", labeler),
                ("Boxed warning", "yes" if any(section.code == BOXED_WARNING for section in sections) else "no"),
                *reading.further(),
            ),
            not_understood=tuple(dict.fromkeys(reading.remarks)),
        ),
    )


def _require_label(root: Element, namespace: str) -> str:
    if root.tag != "document" or namespace != NAMESPACE:
        raise ImportRefused(f"This XML is not a product label: it is a <{shorten(root.tag, 60)}>.")
    code = root.find("code")
    found, said = (code.get("code", ""), words(code.get("displayName", ""))) if code is not None else ("", "")
    if found in HUMAN_LABELS:
        return said or HUMAN_LABELS[found]
    raise ImportRefused(
        f"This document is not a label of a medicine for people: it calls itself “{said or found or 'nothing'}”.",
    )


def _provenance(root: Element) -> Provenance:
    identifier = _attribute(root, "setId", "root").lower()
    version = _attribute(root, "versionNumber", "value")
    if not identifier or not version:
        raise ImportRefused("The label has no set id or no version number, so its facts could not be traced.")
    return Provenance("spl", shorten(identifier, 100), shorten(version, 20), day(_attribute(root, "effectiveTime")))


class _Reading:
    """One pass over the products of a label, collecting what was found and what was not understood."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._parents = {child: parent for parent in root.iter() for child in parent}
        self._found = [
            (element, actives)
            for element in root.iter()
            if element.tag in _PRODUCTS and (actives := list(_active_ingredients(element)))
        ]
        if len(self._found) > MAX_PRODUCTS:
            raise ImportRefused(
                f"The label lists {len(self._found):,} products; the most that is read is {MAX_PRODUCTS}."
            )
        self.remarks: list[str] = []
        self.actives: list[_Substance] = list(
            dict.fromkeys(substance for _, actives in self._found for substance, _ in actives)
        )

    def products(self) -> tuple[ProductFact, ...]:
        """One per form and route, with the strengths of all products of that kind."""
        merged: dict[tuple[str, str], ProductFact] = {}
        for element, actives in self._found:
            product = self._product(element, actives)
            key = (product.form_term, product.route_term)
            before = merged.get(key)
            if before is not None:
                product = dataclasses.replace(
                    before,
                    strengths=tuple(dict.fromkeys((*before.strengths, *product.strengths))),
                    inactive=tuple(dict.fromkeys((*before.inactive, *product.inactive))),
                )
            merged[key] = product
        return tuple(
            dataclasses.replace(product, strengths=tuple(sorted(product.strengths, key=_by_size)))
            for product in merged.values()
        )

    def _product(self, element: Element, actives: list[tuple[_Substance, Element]]) -> ProductFact:
        form_term = shorten(_attribute(element, "formCode", "displayName"), MAX_TERM)
        routes = self._routes(element)
        route = terms.route(routes[0]) if len(routes) == 1 else ""
        form = terms.form(form_term, route)
        if not route:
            self.remarks.append(f"Route “{' and '.join(routes) or 'none given'}”: choose the route by hand.")
        if not form:
            self.remarks.append(f"Dose form “{form_term or 'none given'}”: choose the dose form by hand.")
        strengths = [found for _, quantity in actives if (found := self._strength(quantity, form_term))]
        if len(actives) > 1:
            together = ", ".join(
                f"{substance.name} {strength.as_written}"
                for (substance, _), strength in zip(actives, strengths, strict=False)
            )
            self.remarks.append(
                f"Several active ingredients in one product ({together}): a strength row names none, so none was made."
            )
            strengths = []
        if not strengths and len(actives) == 1:
            self.remarks.append(f"{form_term or 'Product'}: no strength was found.")
        for strength in strengths:
            if strength.unit is None or strength.per is None:
                self.remarks.append(f"Strength {strength.as_written}: enter it by hand.")
        return ProductFact(
            form_term=form_term,
            route_term=" and ".join(routes),
            form=form,
            route=route,
            strengths=tuple(strengths),
            inactive=tuple(_inactive_ingredients(element)),
        )

    def _strength(self, ingredient: Element, form_term: str) -> StrengthFact | None:
        above, below = ingredient.find("quantity/numerator"), ingredient.find("quantity/denominator")
        if above is None or below is None:
            return None
        return terms.strength(
            number(above.get("value")),
            above.get("unit", ""),
            number(below.get("value")),
            below.get("unit", ""),
            form_term,
        )

    def _routes(self, element: Element) -> list[str]:
        """The routes of the nearest surrounding product or part that names any."""
        at: Element | None = element
        while at is not None and at.tag != "subject":
            found = [shorten(words(code.get("displayName", "")), MAX_TERM) for code in at.iter("routeCode")]
            if found:
                return list(dict.fromkeys(route for route in found if route))
            at = self._parents.get(at)
        return []

    def name_and_unii(self) -> tuple[str, tuple[str, ...], str]:
        """(INN, other names, UNII): all in lower case, and the UNII only where it belongs to just that name."""
        moieties = list(dict.fromkeys((active.moiety, active.moiety_unii) for active in self.actives))
        inn, synonyms = names.joined((names.without_water(name) for name, _ in moieties), self.remarks)
        if len(moieties) > 1:
            self.remarks.append(names.NO_ROOM_FOR_UNII)
            return inn, synonyms, ""
        moiety, unii = moieties[0]
        name = names.without_water(moiety)
        if name != moiety:
            unii = next((active.unii for active in self.actives if active.name == name), "")
        return inn, synonyms, unii

    def brands(self) -> tuple[str, ...]:
        found = [words(element.findtext("name")) for element, _ in self._found]
        return tuple(dict.fromkeys(shorten(name, 120) for name in found if name))

    def generic_words(self) -> set[str]:
        generic = [words(name.text) for name in self._root.iter("name") if self._is_generic(name)]
        return names.vocabulary([*generic, *(part for active in self.actives for part in (active.name, active.moiety))])

    def _is_generic(self, name: Element) -> bool:
        parent = self._parents.get(name)
        return parent is not None and parent.tag == "genericMedicine"

    def further(self) -> Iterator[tuple[str, str]]:
        for active in self.actives:
            yield "Active ingredient", f"{active.name} (UNII {active.unii or 'not given'})"
            if active.moiety != active.name:
                yield "Active moiety", f"{active.moiety} (UNII {active.moiety_unii or 'not given'})"
        for _, actives in self._found:
            for substance, ingredient in actives:
                strength = self._strength(ingredient, "")
                basis = substance.moiety if ingredient.get("classCode") == "ACTIM" else substance.name
                if strength:
                    yield "Strength", f"{strength.as_written}, counted as {basis}"
        for approval in dict.fromkeys(
            words(f"{_attribute(found, 'code', 'displayName')} {_attribute(found, 'id', 'extension')}")
            for found in self._root.iter("approval")
        ):
            yield "Approval", approval


def _active_ingredients(product: Element) -> Iterator[tuple[_Substance, Element]]:
    for ingredient in product:
        if ingredient.tag == "activeIngredient" or (
            ingredient.tag == "ingredient" and ingredient.get("classCode", "").startswith("ACTI")
        ):
            substance = _child(ingredient, "ingredientSubstance", "activeIngredientSubstance")
            if substance is None:
                continue
            name = shorten(words(substance.findtext("name")).lower(), MAX_TERM)
            inner = substance.find("activeMoiety/activeMoiety")
            moiety = shorten(words(inner.findtext("name")).lower(), MAX_TERM) if inner is not None else ""
            unii = _attribute(substance, "code", "code")
            if name or moiety:
                yield (
                    _Substance(
                        name=name or moiety,
                        unii=unii,
                        moiety=moiety or name,
                        moiety_unii=_attribute(inner, "code", "code") if inner is not None and moiety else unii,
                    ),
                    ingredient,
                )


def _inactive_ingredients(product: Element) -> Iterator[str]:
    for ingredient in product:
        if ingredient.tag == "inactiveIngredient" or ingredient.get("classCode") in ("IACT", "INACT"):
            substance = _child(ingredient, "ingredientSubstance", "inactiveIngredientSubstance")
            name = words(substance.findtext("name")) if substance is not None else ""
            if name:
                yield name.lower()


def _child(element: Element, *tags: str) -> Element | None:
    return next((child for child in element if child.tag in tags), None)


def _attribute(element: Element, child: str, name: str = "value") -> str:
    found = element.find(child)
    return words(found.get(name, "")) if found is not None else ""


def _by_size(strength: StrengthFact) -> tuple[str, float]:
    return (strength.unit or "", float(strength.value))
