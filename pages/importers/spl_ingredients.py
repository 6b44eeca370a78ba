"""What a product of an SPL document is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from pages.importers.plain import shorten, words

MAX_TERM = 200


@dataclass(frozen=True)
class Substance:
    """An active ingredient: the substance as it is in the product, and the part of it that acts."""

    name: str
    unii: str
    moiety: str
    moiety_unii: str


def active_ingredients(product: Element) -> Iterator[tuple[Substance, Element]]:
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
            unii = attribute(substance, "code", "code")
            if name or moiety:
                yield (
                    Substance(
                        name=name or moiety,
                        unii=unii,
                        moiety=moiety or name,
                        moiety_unii=attribute(inner, "code", "code") if inner is not None and moiety else unii,
                    ),
                    ingredient,
                )


def inactive_ingredients(product: Element) -> Iterator[str]:
    for ingredient in product:
        if ingredient.tag == "inactiveIngredient" or ingredient.get("classCode") in ("IACT", "INACT"):
            substance = _child(ingredient, "ingredientSubstance", "inactiveIngredientSubstance")
            name = words(substance.findtext("name")) if substance is not None else ""
            if name:
                yield name.lower()


def _child(element: Element, *tags: str) -> Element | None:
    return next((child for child in element if child.tag in tags), None)


def attribute(element: Element, child: str, name: str = "value") -> str:
    found = element.find(child)
    return words(found.get(name, "")) if found is not None else ""
