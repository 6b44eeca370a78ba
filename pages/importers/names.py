"""Which name of a substance is its international one."""

from __future__ import annotations

import re
from collections.abc import Iterable

NO_ROOM_FOR_UNII = "Several active ingredients: the page has room for one UNII, so it was left empty."

# United States adopted names whose INN differs (WHO, International Nonproprietary Names, cumulative list).
INN_OF_USAN = {
    "acetaminophen": "paracetamol",
    "albuterol": "salbutamol",
    "cyclosporine": "ciclosporin",
    "ethacrynic acid": "etacrynic acid",
    "glyburide": "glibenclamide",
    "isoproterenol": "isoprenaline",
    "levalbuterol": "levosalbutamol",
    "meperidine": "pethidine",
    "metaproterenol": "orciprenaline",
    "rifampin": "rifampicin",
    "torsemide": "torasemide",
}
_WATER = re.compile(r"\s+(?:anhydrous|(?:hemi|mono|sesqui|di|tri|tetra|penta)hydrate)$")
_SALT = re.compile(
    r"\s+(?:(?:di)?hydrochloride|hcl|hydrobromide|sulfate|(?:bi)?tartrate|maleate|fumarate|besylate|mesylate|citrate|"
    r"(?:di)?sodium|potassium|calcium|acetate|phosphate|succinate|nitrate|pamoate|tosylate)$"
)
_METALS = {"sodium", "potassium", "calcium", "magnesium", "zinc", "lithium", "ferrous", "ferric", "iron", "barium"}


def without_water(name: str) -> str:
    return _WATER.sub("", name)


def without_salt(name: str) -> str:
    """The name of the base: “naltrexone” of “naltrexone hydrochloride”.  A plain mineral salt keeps its name."""
    base, before = without_water(name), ""
    while base != before:
        before, base = base, _SALT.sub("", without_water(base))
    return name if set(base.split()) <= _METALS else base


def joined(found: Iterable[str], remarks: list[str]) -> tuple[str, tuple[str, ...]]:
    """(the INNs joined by “and”, the names used in the United States where they differ); remarks on each of those."""
    used = list(dict.fromkeys(found))
    synonyms = tuple(name for name in used if name in INN_OF_USAN)
    for name in synonyms:
        remarks.append(f"The label says “{name}”; the INN “{INN_OF_USAN[name]}” comes from a table of names. Check it.")
    return " and ".join(INN_OF_USAN.get(name, name) for name in used), synonyms


def vocabulary(texts: Iterable[str]) -> set[str]:
    """Words that say nothing but the generic name."""
    return {word for text in texts for word in text.lower().replace(",", " ").split()} | {"and", "hcl"}


def only_repeats(brand: str, generic: set[str]) -> bool:
    """Whether a product's name only repeats the generic one."""
    return vocabulary([brand]) <= generic
