"""Abbreviations: how often in Latin, names of medicines, and any that readers were not told.

ISMP: List of Error-Prone Abbreviations, Symbols, and Dose Designations, 2021.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pages.checks.dosing import ISMP
from pages.checks.house import HOUSE
from pages.checks.passages import PROSE, Passage
from pages.checks.rules import ArticleRule, Hit, TextRule, pattern_rule
from reviews.findings import Severity

_READ = PROSE | {"heading", "title", "cell", "caption", "label"}

_IN_WORDS = {
    **dict.fromkeys(("qd", "q1d"), "once a day"),
    **dict.fromkeys(("qod",), "every other day"),
    **dict.fromkeys(("bid", "bd"), "twice a day"),
    **dict.fromkeys(("tid", "tds"), "3 times a day"),
    **dict.fromkeys(("qid", "qds"), "4 times a day"),
    "prn": "when needed",
    "ac": "before meals",
    "pc": "after meals",
    "qhs": "at bedtime",
    "qn": "at night",
    "nocte": "at night",
    "mane": "in the morning",
}


def _frequency(match: re.Match[str]) -> str:
    word = re.sub(r"[.\s]", "", match[0]).lower()
    hours = re.fullmatch(r"q(\d{1,2})h(?:rs?|ourly)?", word)
    # OD, HS and stat have more than one meaning: their author must say which.
    return f"every {hours[1]} hours" if hours else _IN_WORDS.get(word, match[0])


_LATIN = (
    r"(?<![\w.])(?:"
    r"[qQ]\.\s?[dD]\.|[qQ]\.\s?[oO]\.\s?[dD]\.|[qQ]\.\s?[hH]\.\s?[sS]\.|[bB]\.\s?[iI]?\.?\s?[dD]\."
    r"|[tT]\.\s?[iI]\.\s?[dD]\."
    r"|[tTqQ]\.\s?[dD]\.\s?[sS]\.|[qQ]\.\s?[iI]\.\s?[dD]\.|[pP]\.\s?[rR]\.\s?[nN]\.|[oO]\.\s?[dD]\.|[hH]\.\s?[sS]\."
    r"|(?<=\d\s)a\.c\.|(?<=\d\s)p\.c\."
    r"|[qQ]\s?\d{1,2}\s?(?:[hH]rs?|[hH]ourly|[hH])(?!\w)"
    r"|(?:QD|qd|QOD|qod|QHS|qhs|qn|q1d|BID|TID|tid|TDS|tds|QID|qid|QDS|qds|PRN|prn|OD|HS|ac|pc|stat|bd"
    r"|nocte)(?!\w|[.-]\w)"
    r"|(?<!\ba )(?<!\bthe )(?<!\bto )(?<!\bhis )(?<!\btheir )bid(?!\w|\.\w| (?:to|for|farewell|by)\b)"
    r"|(?<=\d\smg\s)(?:BD|OM|ON|HS|od)(?!\w)"
    r")"
)

_ABBREVIATION = re.compile(
    r"\b(?:MSO4|MgSO4|ZnSO4|AZT|HCTZ|MTX|NTX|APAP|CPZ|PTU|DTO|DPT|LDN"
    r"|HCT(?=\s?\d+(?:\.\d+)?\s?m?g)|MS(?=\s(?:Contin|sulfate|sulphate|\d+(?:\.\d+)?\s?m?g\b|IR\b))"
    r"|ASA(?!\s(?:class|grade|score|status|physical|[IV1-6]+)\b))(?!\w)"
)
_FULL_NAMES = {
    "MSO4": "morphine sulfate",
    "MS": "morphine sulfate",
    "MgSO4": "magnesium sulfate",
    "ZnSO4": "zinc sulfate",
    "AZT": "zidovudine",
    "HCT": "hydrocortisone or hydrochlorothiazide",
    "HCTZ": "hydrochlorothiazide",
    "MTX": "methotrexate",
    "ASA": "aspirin",
    "NTX": "naltrexone",
    "LDN": "low-dose naltrexone",
    "APAP": "paracetamol (acetaminophen)",
    "CPZ": "chlorpromazine",
    "PTU": "propylthiouracil",
}


def _abbreviated(passage: Passage) -> Iterator[Hit]:
    for match in _ABBREVIATION.finditer(passage.text):
        name = _FULL_NAMES.get(match[0])
        write = f", such as “{name}”" if name else ""
        # People search for LDN, so it may stand once it is written out (LANG-12).
        severity: Severity | None = "warn" if match[0] == "LDN" else None
        said = f"Abbreviated names are taken for other medicines. Write the name in full{write}."
        yield Hit(match.start(), match.end(), said, severity=severity)


_SHORT = re.compile(r"(?<![\w-])[A-Z]{2,5}(?![\w-])")


def _unexpanded(passages: Sequence[Passage]) -> Iterator[tuple[Passage, Hit]]:
    known = set(HOUSE.abbreviations)
    for passage in passages:
        if passage.kind not in _READ or passage.text.isupper():
            continue
        for match in _SHORT.finditer(passage.text):
            name = match[0]
            if name not in known:
                known.add(name)
                before = passage.text[max(0, match.start() - 60) : match.start()]
                after = passage.text[match.end() : match.end() + 2]
                if not (before.endswith("(") and before.rstrip("( ") and after.startswith(")")):
                    said = f"Write it out where it first stands, as in “long form ({name})”."
                    yield passage, Hit(match.start(), match.end(), said)


RULES: tuple[TextRule | ArticleRule, ...] = (
    pattern_rule(
        "ISMP-05",
        "block",
        f"{ISMP}; Joint Commission “Do Not Use” list",
        _LATIN,
        "Write how often in full words: {fix}.",
        suggest=_frequency,
    ),
    TextRule("ISMP-12", "block", ISMP, _abbreviated),
    ArticleRule("LANG-12", "warn", "NHS content style guide, abbreviations", _unexpanded),
)
