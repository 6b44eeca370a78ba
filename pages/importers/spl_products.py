"""The coded part of an SPL document: products with their forms, routes, ingredients and strengths.

Labels of 2005 to 2007 call a product ``manufacturedMedicine`` and its ingredients ``activeIngredient``; today's say
``manufacturedProduct`` and ``ingredient`` with a class code.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from pages.importers import names, terms
from pages.importers.facts import ProductFact, StrengthFact
from pages.importers.plain import number, shorten, words
from pages.importers.refusals import ImportRefused
from pages.importers.spl_ingredients import MAX_TERM, Substance, active_ingredients, attribute, inactive_ingredients

MAX_PRODUCTS = 500
_PRODUCTS = ("manufacturedProduct", "manufacturedMedicine", "partProduct", "partMedicine")


class Products:
    """One pass over the products of a label, collecting what was found and what was not understood."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._parents = {child: parent for parent in root.iter() for child in parent}
        self._found = [
            (element, actives)
            for element in root.iter()
            if element.tag in _PRODUCTS and (actives := list(active_ingredients(element)))
        ]
        if len(self._found) > MAX_PRODUCTS:
            raise ImportRefused(
                f"The label lists {len(self._found):,} products; the most that is read is {MAX_PRODUCTS}."
            )
        self.remarks: list[str] = []
        self.actives: list[Substance] = list(
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

    def _product(self, element: Element, actives: list[tuple[Substance, Element]]) -> ProductFact:
        form_term = shorten(attribute(element, "formCode", "displayName"), MAX_TERM)
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
            inactive=tuple(inactive_ingredients(element)),
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
            words(f"{attribute(found, 'code', 'displayName')} {attribute(found, 'id', 'extension')}")
            for found in self._root.iter("approval")
        ):
            yield "Approval", approval


def _by_size(strength: StrengthFact) -> tuple[str, float]:
    return (strength.unit or "", float(strength.value))
