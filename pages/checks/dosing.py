"""Dose notation: what is misread at a bedside.

ISMP: List of Error-Prone Abbreviations, Symbols, and Dose Designations, 2021.  Joint Commission: Do Not Use list.

What may have been a slip for another dose (a zero, a point, a U, a sign) is suggested; a machine mends only what is one
and the same dose in another notation.
"""

from __future__ import annotations

import re

from pages.checks.house import HOUSE, House
from pages.checks.passages import Passage
from pages.checks.rules import UNIT, TextRule, pattern_rule

ISMP = "ISMP error-prone abbreviations 2021"
JOINT = f"{ISMP}; Joint Commission “Do Not Use” list"
NUMBER = r"\d[\d,]*(?:\.\d+)?"
# Laboratory values are per litre or decilitre, or levels in blood over time; there the Joint Commission allows
# trailing zeros and U.
NOT_LABORATORY = r"(?!\s?/\s?d?[Ll]\b|\s?[∙·•×]\s?h|(?<=ng)/mL\b)"
COUNTED = rf"(?:{UNIT}|(?:tablets?|capsules?|puffs?|drops?|doses|vials?|sachets?|patch(?:es)?)\b)"


def _spaced(match: re.Match[str]) -> str:
    return f"{match[1]} {match[2]}"


def _grouped(match: re.Match[str]) -> str:
    whole, point, decimals = match[1].partition(".")
    return f"{int(whole):,}{point}{decimals}{match[2]}"


def _plain_units(match: re.Match[str]) -> str:
    return f"{match[1]} unit" if match[1] == "1" else f"{match[1]} units"


def _is_p_value(passage: Passage, match: re.Match[str]) -> bool:
    return bool(re.search(r"(?:\b[pPnNI]\s?|[-=])$", passage.text[max(0, match.start() - 3) : match.start()]))


_COMPARED = {"<": "less than", ">": "more than", "≤": "at most", "≥": "at least"}


def spacing_rule(house: House = HOUSE) -> TextRule:
    """ISMP-08 in the form that the house writes."""
    tight = r"(?:mg|mcg|micrograms?|nanograms?|mL|ml|ng|g|kg|units?|mmol|mEq|mg/kg)"
    if house.unit_spacing == "space":
        pattern, fix, how = rf"(?<![\w.,])({NUMBER})({tight})\b", r"\1 \2", "Leave a space between number and unit"
    else:
        pattern, fix, how = rf"(?<![\w.,])({NUMBER})\s(mg|mcg|mL|ml|g|kg)\b", r"\1\2", "Leave no space before the unit"
    return pattern_rule(
        "ISMP-08", "block", f"{ISMP}; NHS style guide", pattern, f"{how}: write {{fix}}.", fix=fix, figures=True
    )


RULES: tuple[TextRule, ...] = (
    pattern_rule(
        "ISMP-01",
        "block",
        JOINT,
        rf"(?<![\d.,])(\d[\d,]*)\.0+([\s-]?{COUNTED}\b){NOT_LABORATORY}",
        "A zero after the decimal point can be read as ten times the dose. Write {fix}.",
        suggest=r"\1\2",
        figures=True,
    ),
    pattern_rule(
        "ISMP-02",
        "block",
        JOINT,
        rf"(?<![\d.])(\.\d+(?:\s?(?:to|or|[-\u2010-\u2015])\s?(?:\d+(?:\.\d+)?|\.\d+))?\s?(?:{COUNTED}\b|%))",
        "A decimal point without a zero before it is overlooked. Write {fix}.",
        suggest=r"0\1",
        figures=True,
    ),
    pattern_rule(
        "ISMP-03",
        "block",
        JOINT,
        rf"(?<![\w.,])({NUMBER})\s?(?:IU|iu|U|u|I\.U\.|i\.u\.)(?!\w|\.[A-Za-z]|\s?/\s?[Ll]\b|-\d)",
        "U and IU are read as a zero or as IV. Write {fix}.",
        suggest=_plain_units,
        figures=True,
    ),
    pattern_rule(
        "ISMP-04",
        "block",
        ISMP,
        rf"(?:(?<![\w.,])({NUMBER})\s?[\u00b5\u03bcu]|[\u00b5\u03bc])g\b",
        "The sign for micro is read as milli. Write {fix}.",
        fix=lambda match: f"{match[1]} micrograms" if match[1] else "micrograms",
        needs=("µg", "μg", "ug"),
    ),
    pattern_rule(
        "ISMP-06",
        "block",
        ISMP,
        rf"(?<![\w.,])({NUMBER})\s?(?:cc|CC|c\.c\.)(?!\w)",
        "cc is read as a U or as zeros. Write {fix}.",
        fix=r"\1 mL",
        figures=True,
    ),
    pattern_rule(
        "ISMP-07",
        "warn",
        ISMP,
        r"(\d\s?(?:mg|mL|ml|mcg|kg|micrograms?))\.(?=\s+[a-z]|[,;)/])",
        "The full stop after a unit can be read as 1. Write {fix}.",
        fix=r"\1",
        figures=True,
    ),
    spacing_rule(),
    pattern_rule(
        "ISMP-09",
        "block",
        ISMP,
        r"\b([A-Za-z]{4,})(\d+(?:\.\d+)?\s?(?:mg|mcg|micrograms?|mL|ml|units|g)\b)",
        "Leave a space between the name and the dose: {fix}.",
        fix=_spaced,
        figures=True,
    ),
    pattern_rule(
        "ISMP-10",
        "block",
        ISMP,
        rf"(?<![\w,./-])(\d{{4,15}}(?:\.\d{{1,9}})?)([\s-]?{UNIT}\b)",
        "Large numbers need a comma. Write {fix}.",
        fix=_grouped,
        figures=True,
    ),
    pattern_rule(
        "ISMP-11",
        "warn",
        ISMP,
        r"(?:[<>]=?|≥|≤)\s?(?=\.?\d)",
        "Signs of comparison are mistaken for each other. Write {fix}.",
        suggest=lambda match: f"{_COMPARED[match[0].strip().replace('>=', '≥').replace('<=', '≤')]} ",
        unless=_is_p_value,
        figures=True,
    ),
    pattern_rule(
        "ISMP-13",
        "warn",
        ISMP,
        rf"(?<![\d.,])(\d[\d,]*\.\d*?[1-9])0+([\s-]?{UNIT}\b){NOT_LABORATORY}",
        "The last zero adds nothing and can be misread. Write {fix}.",
        suggest=r"\1\2",
        figures=True,
    ),
)
