"""Structured Product Labeling (HL7 SPL): labels in PLR and older formats, prescription and over the counter."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from pages.importers import names, spl_sections
from pages.importers.facts import LabelFacts, Provenance
from pages.importers.files import parse_xml
from pages.importers.plain import day, shorten, words
from pages.importers.refusals import ImportRefused
from pages.importers.spl_ingredients import attribute
from pages.importers.spl_products import Products

BOXED_WARNING = "34066-1"
NAMESPACE = "urn:hl7-org:v3"
HUMAN_LABELS = {
    "34391-3": "human prescription drug label",
    "34390-5": "human over-the-counter drug label",
}
# Further kinds of labels for people, by the name that goes with their code.
_HUMAN_NAMES = re.compile(
    r"HUMAN .*DRUG LABEL.*|VACCINE LABEL|PLASMA DERIVATIVE|STANDARDIZED ALLERGENIC|CELLULAR THERAPY"
)


def read(data: bytes) -> tuple[LabelFacts, ...]:
    """The label in an SPL document.  Raises ImportRefused when it is none."""
    root, namespace = parse_xml(data)
    kind = _require_label(root, namespace)
    provenance = _provenance(root)
    reading = Products(root)
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
    if found in HUMAN_LABELS or _HUMAN_NAMES.fullmatch(said.upper()):
        return said or HUMAN_LABELS[found]
    raise ImportRefused(
        f"This document is not a label of a medicine for people: it calls itself “{said or found or 'nothing'}”.",
    )


def _provenance(root: Element) -> Provenance:
    identifier = attribute(root, "setId", "root").lower()
    version = attribute(root, "versionNumber", "value")
    if not identifier or not version:
        raise ImportRefused("The label has no set id or no version number, so its facts could not be traced.")
    return Provenance("spl", shorten(identifier, 100), shorten(version, 20), day(attribute(root, "effectiveTime")))
