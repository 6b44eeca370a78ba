"""Numbers that name something: identifiers, dates, versions, telephone numbers, web addresses, reference marks.

They are no quantities.  Identifiers are clinical changes of their own kind.  Every pattern starts behind a fixed
look-behind and repeats possessively, so that no text makes it go back over what it has read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
_YEAR = r"(?:19|20)\d\d"
_IDENTIFIERS = {
    "NCT": r"(?<!\w)NCT[ ]?\d{8}(?!\d)",
    "ISRCTN": r"(?<!\w)ISRCTN[ ]?\d{4,9}(?!\d)",
    "EudraCT": r"(?<!\w)(?:EudraCT:?[ ])?(?<!\d)20\d\d-\d{6}-\d\d(?!\d)",
    "DOI": r"(?<![\w.])10\.\d{4,9}/[^\s<>\"]++",
    "PMID": r"(?<!\w)(?:PMID:?[ ]?\d{1,8}|PMC\d{4,9})(?!\d)",
    "UNII": r"(?<!\w)UNII:?[ ]?[A-Z0-9]{10}(?!\w)",
    "RxCUI": r"(?<!\w)(?i:RxCUI|RxNorm)(?: code)?:?[ ]?\d{1,8}(?!\d)",
    "ATC": r"(?<!\w)[ABCDGHJLMNPRSV]\d\d[A-Z]{2}\d\d(?!\w)",
    "set id": r"(?<![\w-])[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}(?![\w-])",
    "NDC": r"(?<![\w-])\d{4,5}-\d{3,4}-\d{1,2}(?![\w-])",
    "ISBN": r"(?<!\w)ISBN(?:-1[03])?:?[ ]?[\d-]{10,17}X?",
    "licence": r"(?<!\w)PL[ ]\d{5}/\d{4}(?!\d)",
}
_OTHERS = {
    "web": r"(?<!\w)(?:https?://|www\.)[^\s<>\"]++",
    "mail": r"(?<![\w.+-])[\w.+-]++@[\w.-]++",
    "date": (
        rf"(?<![\w/.-])(?:\d\d?(?:st|nd|rd|th)?[ ](?:of[ ])?{_MONTH}\b(?:,?[ ]{_YEAR}\b)?"
        rf"|{_MONTH}\.?[ ](?:\d\d?(?:st|nd|rd|th)?(?:,[ ]?|[ ]))?{_YEAR}\b"
        rf"|{_YEAR}[-/.][01]?\d[-/.][0-3]?\d(?![\w/])|[0-3]?\d([/.-])[01]?\d\1{_YEAR}(?![\w/])"
        rf"|[0-3]?\d/[0-3]?\d/{_YEAR}(?![\w/])|[01]?\d/{_YEAR}(?![\w/])|{_YEAR}[–/-](?:{_YEAR}|\d\d)(?![\w/.-])"
        r"(?! ?(?:m?c?g|m?L|kcal|units?)\b))"
    ),
    "telephone": (
        r"(?<![\w.+])(?:\+\d{1,3}(?:[ ().-]{1,2}\d{2,5}){2,5}|(?:\(0\d{1,4}\)|0\d{2,4})[ -]\d{3,4}[ -]?\d{2,4}"
        r"(?:[ -]\d{2,4})?"
        r"|0\d{9,10}|(?:1[-. ])?\(?\d{3}\)?[-. ]\d{3}[-.]\d{4}|1-\d{3}-[A-Z0-9-]{7,8}"
        r"|(?<=[Cc]all )\d{3}(?: \d{3}){0,2}|(?<=[Rr]ing )\d{3}(?: \d{3}){0,2}|(?<=[Dd]ial )\d{3}(?: \d{3}){0,2}"
        r"|(?<=[Tt]ext )\d{3,6}|(?<=[Pp]hone )\d{3}(?: \d{3}){0,2}|(?<=NHS )111)(?![\w])(?!\.\d)(?! ?m?c?g\b)"
    ),
    # "8 mg v 16 mg" compares two doses.
    "version": (
        r"(?<![\w.])(?:[vV]\.?[ ]?\d++(?:\.\d++)*+(?!/\d)(?![ -]?(?:%|\(\d|"
        r"[µμmkun]?c?g\b|m?[lL]\b|mmol|units?\b|hours?|days?|weeks?|months?|years?|out of|of|in\b))"
        r"|\d++(?:\.\d++){2,}+)"
    ),
    "citation": (
        r"(?<!\d)(?:19|20)\d\d(?:[ ][A-Z][a-z]{2}(?:[ ]\d\d?)?)?;[ ]?\d{1,4}(?:\([\w -]{1,12}\))?"
        r":[ ]?\w{1,8}(?:[-–]\w{1,8})?"
    ),
    "registration": (
        r"(?<!\w)(?:[Nn]o\.?|[Nn]umber|[Cc]ode|[Rr]ef)[: ]{1,2}\d{2,}+(?:[ -]\d++){1,5}+"
        r"(?![\w.]|,\d| ?(?:m?c?g|m?[lL]|%|kg|to|or)\b)"
    ),
    "reference": r"\[\d{1,3}(?:[ ]?[,–-][ ]?\d{1,3}){0,20}\]",
    "section": r"\([ ]?\d{1,2}(?:\.\d{1,2})?[ ]?(?:,[ ]?\d{1,2}(?:\.\d{1,2})?[ ]?){0,12}\)",
    "postcode": r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]? \d(?!MG|ML|KG|MM|CM|IU)[A-Z]{2}(?!\w)",
    "heading": r"(?m:^)[ \t]{0,8}\d{1,2}(?:[.)]|(?:\.\d{1,2}){1,3}[.)]?)[ ]{1,3}(?=[A-Z])(?![A-Z]{1,3}\b)",
    "ordinal": r"(?<![\w.])\d{1,3}(?:st|nd|rd|th)\b",
}


def _grouped(patterns: dict[str, str]) -> str:
    return "|".join(f"(?P<g{index}>{pattern})" for index, pattern in enumerate(patterns.values()))


_KINDS = {f"g{index}": kind for index, kind in enumerate(_IDENTIFIERS)}
# The look-ahead spares every other word the whole list.
_IDENTIFIER = re.compile(rf"(?<!\w)(?=[NIEPURr]\w|[A-Z]?\d|[0-9a-fA-F]{{8}}-)(?:{_grouped(_IDENTIFIERS)})")
_OTHER = {kind: re.compile(pattern) for kind, pattern in _OTHERS.items()}
# What a bare number in brackets may be after all: a confidence interval, or the share behind a count ("12 (4)").
_NO_MARK_AFTER = {
    "reference": re.compile(r"(?:CI|interval)[\s:,=]{0,3}$"),
    "section": re.compile(r"(?:CI|interval|[\d%])[\s:,=]{0,3}$"),
}
_SENTENCE_END = ".,;:)]”’'"
HIDDEN = "\ufffc"
# The full-width forms of East Asian keyboards are the same signs, one for one; so are other strokes of fractions.
_ONE_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x2044: "/", 0x2215: "/"}


@dataclass(frozen=True)
class Identifier:
    """An identifier in a text: the registry it belongs to, and the identifier without spaces."""

    start: int
    end: int
    registry: str
    value: str


def identifiers(text: str) -> list[Identifier]:
    """The identifiers in ``text``, in reading order."""
    found = []
    for match in _IDENTIFIER.finditer(text):
        registry = _KINDS[match.lastgroup or ""]
        written = match.group().rstrip(_SENTENCE_END)
        value = written.replace(" ", "").replace(":", "")
        found.append(Identifier(match.start(), match.start() + len(written), registry, value))
    return found


def in_one_width(text: str) -> str:
    """``text`` with full-width letters, digits and signs as plain ones: "５ ｍｇ" as "5 mg"; positions stay."""
    return text.translate(_ONE_WIDTH) if not text.isascii() else text


def without_names(text: str) -> str:
    """``text`` with every naming number hidden behind as many filler characters: positions stay what they were."""
    hidden = list(text)
    for match in _IDENTIFIER.finditer(text):
        _hide(hidden, match)
    for kind, pattern in _OTHER.items():
        for match in pattern.finditer(text):
            before = _NO_MARK_AFTER.get(kind)
            if before and before.search(text[max(0, match.start() - 12) : match.start()]):
                continue
            _hide(hidden, match)
    return "".join(hidden)


def _hide(hidden: list[str], match: re.Match[str]) -> None:
    hidden[match.start() : match.end()] = HIDDEN * (match.end() - match.start())
