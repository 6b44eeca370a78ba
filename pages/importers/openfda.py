"""Labels as the openFDA drug label API answers them.

openFDA gives no coded strengths or dose forms, and its RxCUIs and UNIIs are those of products and salts.  What
belongs to another name than the page's stays source material.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pages.importers import names, terms
from pages.importers.facts import LabelFacts, ProductFact, Provenance, Section
from pages.importers.files import parse_json
from pages.importers.plain import day, paragraphs, shorten, words
from pages.importers.refusals import ImportRefused

MAX_LABELS = 100
MAX_NAME = 200
_NOT_SECTIONS = {"set_id", "id", "effective_time", "version", "openfda", "spl_product_data_elements"}
_FURTHER = {
    "manufacturer_name": "Labeler",
    "substance_name": "Active ingredient",
    "unii": "UNII of the active ingredient as in the product",
    "rxcui": "RxCUI of the product",
    "application_number": "Application",
    "product_ndc": "NDC",
    "product_type": "Kind of product",
    "pharm_class_epc": "Pharmacologic class",
}


def read(data: bytes) -> tuple[LabelFacts, ...]:
    """Every label of an answer.  Raises ImportRefused when it holds none, or one that cannot be used."""
    answer = parse_json(data)
    if isinstance(answer, dict) and isinstance(answer.get("error"), dict):
        raise ImportRefused(f"openFDA answered with an error: {words(answer['error'].get('message')) or 'no message'}.")
    labels = answer.get("results") if isinstance(answer, dict) else None
    if isinstance(answer, dict) and labels is None and "set_id" in answer:
        labels = [answer]
    if not isinstance(labels, list) or not labels:
        raise ImportRefused("This JSON is not an answer of openFDA's label service: it has no “results”.")
    if len(labels) > MAX_LABELS:
        raise ImportRefused(f"The file holds {len(labels):,} labels; import at most {MAX_LABELS} at a time.")
    return tuple(_label(label) for label in labels)


def _label(label: Any) -> LabelFacts:
    if not isinstance(label, dict) or not words(label.get("set_id")) or not words(label.get("version")):
        raise ImportRefused("A record has no set id or version, so it is not a label whose facts can be traced.")
    known = label.get("openfda")
    known = known if isinstance(known, dict) else {}
    substances = [
        shorten(name.lower(), MAX_NAME) for name in _list(known, "substance_name") or _list(known, "generic_name")
    ]
    if not substances:
        raise ImportRefused(
            "openFDA has no names for this label (its “openfda” part is empty).",
            "Import the label's SPL XML from DailyMed instead.",
        )
    remarks: list[str] = []
    bases = [_base(substance, label) for substance in substances]
    unii = _unii(substances, bases, _list(known, "unii"), remarks)
    inn, synonyms = names.joined(bases, remarks)
    remarks.append("openFDA gives no coded dose form or strength: enter them from the source, or import the SPL XML.")
    if _list(known, "rxcui"):
        remarks.append("RxCUIs in openFDA are those of products: the field for that of the substance was left empty.")
    generic = names.vocabulary([*substances, *bases, inn])
    brands = [shorten(brand, 120) for brand in _list(known, "brand_name")]
    return LabelFacts(
        provenance=Provenance(
            "openfda",
            shorten(words(label["set_id"]).lower(), 100),
            shorten(words(label["version"]), 20),
            day(label.get("effective_time")),
        ),
        title=shorten(", ".join(brands) or inn, 300),
        inn=inn,
        unii=unii,
        labeler=", ".join(_list(known, "manufacturer_name")),
        brands=tuple(brand for brand in brands if not names.only_repeats(brand, generic)),
        synonyms=synonyms,
        products=tuple(_products(known, remarks)),
        sections=tuple(_sections(label)),
        further=(("Boxed warning", "yes" if _list(label, "boxed_warning") else "no"), *_further(known)),
        not_understood=tuple(remarks),
    )


def _base(substance: str, label: dict[str, Any]) -> str:
    """The name without its salt, where the label's own list of ingredients names the base right after the salt."""
    base = names.without_salt(substance)
    elements = " ".join(_list(label, "spl_product_data_elements")).lower()
    if base != substance and re.search(rf"{re.escape(substance)} {re.escape(base)}\b(?! cation)", elements):
        return base
    return substance


def _unii(substances: list[str], bases: list[str], uniis: list[str], remarks: list[str]) -> str:
    if len(substances) > 1:
        remarks.append(names.NO_ROOM_FOR_UNII)
        return ""
    if len(uniis) != 1:
        return ""
    if bases != substances:
        remarks.append(f"UNII {uniis[0]} is that of {substances[0]}, not of {bases[0]}: the field was left empty.")
        return ""
    return uniis[0]


def _products(known: dict[str, Any], remarks: list[str]) -> Iterator[ProductFact]:
    for term in _list(known, "route"):
        route = terms.route(term)
        if not route:
            remarks.append(f"Route “{term}”: choose the route by hand.")
        yield ProductFact(form_term="", route_term=term, form="", route=route, strengths=(), inactive=())


def _sections(label: dict[str, Any]) -> Iterator[Section]:
    for key, value in label.items():
        if key in _NOT_SECTIONS or key.endswith("_table"):
            continue
        text = "\n".join(paragraphs(part) for part in value if isinstance(part, str)) if isinstance(value, list) else ""
        if text:
            yield Section(words(key), words(key.replace("_", " ")).capitalize(), text)


def _further(known: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, title in _FURTHER.items():
        values = _list(known, key)
        if values:
            yield title, ", ".join(values)


def _list(mapping: dict[str, Any], key: str) -> list[str]:
    """The texts under a key, each once."""
    value = mapping.get(key)
    if isinstance(value, str):
        value = [value]
    return list(dict.fromkeys(text for text in map(words, value) if text)) if isinstance(value, list) else []
