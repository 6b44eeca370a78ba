"""Words that carry clinical meaning without a number: negations, warnings, contraindications, frequency bands,
licensing status; and identifiers.

The negations are those of CHECKS.md, NUM-09 (a negation governs the six words behind it), told apart by strength:
"must not" is another instruction than "should not".  Frequency bands are those of the EU guideline on the summary
of product characteristics (very common >= 1/10 ... very rare < 1/10,000).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reviews.clinical import names

_PATTERNS = {
    "contraindication": {
        "contraindicated": r"contra-?indicat(?:ed|ions?|e)",
        "do not use in": r"(?:should|must) not be (?:used|given|taken) (?:in|by|with)|"
        r"(?:do not|don['’]t) (?:use|take|give) (?:(?:it|this|[\w-]{3,20}) )?(?:if|in|with)(?= )",
        "not suitable for": r"not (?:suitable|recommended) (?:for|in)",
    },
    "frequency band": {
        "very common": r"very common(?:ly)?",
        "very rare": r"very rare(?:ly)?",
        "uncommon": r"uncommon(?:ly)?",
        "common": r"common(?:ly)?",
        "rare": r"rare(?:ly)?",
        "frequency not known": r"frequency (?:is )?(?:not known|unknown)|unknown frequency",
    },
    "licensing status": {
        "off-label": r"off[- ]label",
        "unlicensed": r"unlicen[sc]ed|not licen[sc]ed|unapproved|without a licen[sc]e",
        "investigational": r"investigational|experimental",
        "licensed": r"licen[sc]ed|(?:fda|mhra|ema)[- ]approved|marketing authori[sz]ation",
    },
    "warning": {
        "boxed warning": r"boxed warning|black triangle",
        "life-threatening": r"life[- ]threatening",
        "fatal": r"fatal(?:ly|it(?:y|ies))?|lethal|deaths?|die",
        "emergency": r"emergenc(?:y|ies)|a ?& ?e(?![\w])|ambulance",
        "urgent": r"urgent(?:ly)?|immediate(?:ly)?|straight ?away|at once|right away",
        "overdose": r"overdos(?:e|es|ed|age|ing)",
        "stop": r"stop(?:s|ped|ping)?|discontinu(?:e|es|ed|ing|ation)",
        # Another number is another instruction.
        **{f"call {number}": rf"(?:call|ring|dial|phone)(?: nhs)? {number}" for number in (999, 911, 112, 111, 988)},
        "call": r"(?:call|ring|dial|phone) (?=your|an? |the |for |nhs|poison)",
        "suicide": r"suicid(?:e|al)(?: (?:thoughts?|ideation))?",
        "serious": r"serious(?:ly)?|severe(?:ly)?",
        "warning": r"warnings?|danger(?:ous)?|caution(?:s|ed)?|beware",
    },
    "negation": {
        "cannot": r"cannot|can['’]?t|can not",
        "must not": r"must not|mustn['’]t",
        "should not": r"should not|shouldn['’]t",
        "may not": r"may not",
        "do not": r"do(?:es)? not|did not|don['’]?t|doesn['’]t|didn['’]t",
        "not": r"not|(?:is|are|was|were|wo|would|have|has|had|could|need)n['’]t",
        "never": r"never",
        "no": r"no(?! ?\.? ?\d)",
        "without": r"without",
        "avoid": r"avoid(?:s|ed|ing|ance)?",
        "unless": r"unless",
        "except": r"except(?:ing)?(?! ?ional)",
        "neither": r"neither",
        "nor": r"nor",
        "none": r"none",
    },
}
_MEANINGS = [(kind, name) for kind, patterns in _PATTERNS.items() for name in patterns]


def _compiled(kinds: set[str]) -> re.Pattern[str]:
    branches = (
        f"(?P<m{index}>(?:{_PATTERNS[kind][name]}))" for index, (kind, name) in enumerate(_MEANINGS) if kind in kinds
    )
    return re.compile(rf"(?<![\w-])(?:{'|'.join(branches)})(?![\w])", re.IGNORECASE)


# Read apart, because they may overlap: "should not be given in" is a contraindication and holds a negation.
_NEGATIONS = _compiled({"negation"})
_PHRASES = _compiled(set(_PATTERNS) - {"negation"})


@dataclass(frozen=True)
class ClinicalWords:
    """Words of one ``kind`` in a text.  ``meaning`` is equal for equal meanings ("don't" and "do not")."""

    start: int
    end: int
    kind: str
    meaning: str
    notation: str


def find(text: str) -> list[ClinicalWords]:
    """The clinical words and identifiers of ``text``, in reading order; a negation may stand inside a longer phrase."""
    plain = names.in_one_width(text)
    found = [
        ClinicalWords(each.start, each.end, "identifier", f"{each.registry} {each.value}", text[each.start : each.end])
        for each in names.identifiers(plain)
    ]
    for pattern in (_PHRASES, _NEGATIONS):
        for match in pattern.finditer(plain):
            kind, meaning = _MEANINGS[int((match.lastgroup or "m0")[1:])]
            found.append(ClinicalWords(match.start(), match.end(), kind, meaning, text[match.start() : match.end()]))
    return sorted(found, key=lambda words: (words.start, words.end))
