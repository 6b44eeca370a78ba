"""Words around a number that bound it: "up to", "at least", "no more than", "or more", and who it is about."""

from __future__ import annotations

import re

_BEFORE = {
    "<=": "up to|at most|no more than|not more than|no longer than|no later than|within|max|maximum|maximum of|"
    "not exceed|not exceeding|not to exceed|as much as|as many as|≤|<=|no greater than|not greater than|never exceed|"
    "no more often than|not more often than|no more frequently than|not more frequently than|"
    "no faster than|not faster than",
    ">=": "at least|no less than|not less than|no fewer than|not fewer than|no earlier than|min|minimum|"
    "minimum of|≥|>=|no sooner than|not sooner than",
    "<": "less than|fewer than|lower than|under|below|younger than|shorter than|<",
    ">": "more than|greater than|higher than|over|above|older than|longer than|exceed|exceeds|exceeding|>",
    "~": "about|approximately|approx|around|roughly|nearly|almost|circa|~|≈",
}
_BY_WORDS = {tuple(phrase.split()): sign for sign, phrases in _BEFORE.items() for phrase in phrases.split("|")}
_AFTER = re.compile(
    r"\s?\+(?!\w)|\)?,?\s(?:or|and) (?P<more>more|over|above|older|longer|greater|higher|upwards)\b"
    r"|\)?,?\s(?:or|and) (?:less|fewer|under|below|younger|shorter|lower)\b",
    re.IGNORECASE,
)
_LAST_OF_A_PHRASE = frozenset(words[-1] for words in _BY_WORDS)
_LAST_WORDS = re.compile(r"[^\W_]++|[<>≤≥]=?|[~≈]")
_REACH = 60
_NO_LETTERS = "0123456789 .,/()[]-\n"
_AGED = re.compile(
    r"\b(?:aged?|ages)(?:\s(?:of|range|between|from|group|is))?[\s:(]*$"
    r"|\b(?:child|boy|girl|infant|baby|woman|man|adult|person|patient)\sof\s$",
    re.IGNORECASE,
)
PEOPLE = (
    r"(?:people|persons?|patients|adults|children|child|infants?|babies|newborns|neonates|women|men|girls|boys|"
    r"adolescents|teenagers|users|participants|subjects|females|males|births|pregnancies|cases|anyone)"
)
_THE_AGE_OF = re.compile(r"\s(?:the|an) ages? of\s$", re.IGNORECASE)
_WHO = re.compile(rf"\b{PEOPLE}\s(?:aged?\s)?$", re.IGNORECASE)
# "Child 12–17 years", "child 1 month–11 years"; not "patients 5 years after a transplant".
_FROM_AGE = r"\s(?:from\s)?\(?(?:\d{1,2}\s(?:days?|weeks?|months?)\s?(?:[-–]|to)\s?)?$"
_YOUNG = r"(?:child(?:ren)?|infants?|bab(?:y|ies)|newborns?|neonates?|boys?|girls?)"
_OLD_IN = {
    "year": re.compile(rf"\b{PEOPLE}{_FROM_AGE}", re.IGNORECASE),
    "month": re.compile(rf"\b{_YOUNG}{_FROM_AGE}", re.IGNORECASE),
}
_ON_A_SCHEDULE = re.compile(
    r"\s(?:(?:or more|or longer)\s)?(?:after|before|of|later|ago|following|from|into|on|post)\b", re.IGNORECASE
)


def before(text: str, position: int) -> tuple[str, int]:
    """The sign of the longest bounding phrase that ends just before ``position``, and where that phrase starts."""
    reach = max(0, position - _REACH)
    near = text[reach:position]
    if age := _THE_AGE_OF.search(near):
        near = near[: age.start() + 1]
    last = near.split()[-1:]
    if not last or (last[0].lower().strip(".([") not in _LAST_OF_A_PHRASE and last[0][-1] not in "<>≤≥=~≈"):
        return "", position
    if not near[-1].isspace() and near[-1] not in "<>≤≥=~≈":
        return "", position
    words = [(match.group().lower(), match.start(), match.end()) for match in _LAST_WORDS.finditer(near)][-4:]
    if not words or near[words[-1][2] :].strip(" \u00a0.\n"):
        return "", position
    for count in range(len(words), 0, -1):
        group = words[-count:]
        sign = _BY_WORDS.get(tuple(word for word, _, _ in group))
        if sign:
            return sign, reach + group[0][1]
    return "", position


def after(text: str, position: int) -> tuple[str, int]:
    """The sign of a bounding phrase that starts at ``position`` ("or more", "+"), and where it ends."""
    match = _AFTER.match(text, position)
    if match is None:
        return "", position
    return (">=" if match["more"] or "+" in match.group() else "<="), match.end()


def about_age(text: str, start: int, sign: str, number: tuple[int, int], unit: str) -> bool:
    """If the ``number`` (its start and end) whose qualifier starts at ``start`` is an age: "aged 6", "children under
    12", "older than 35", "child 12–17 years", "below the age of 6".
    """
    near = text[max(0, start - 30) : start]
    if not sign and not near.strip(_NO_LETTERS):
        return False
    if _AGED.search(near) or (sign and _THE_AGE_OF.search(text[start : number[0]])):
        return True
    if unit and _OLD_IN[unit].search(near) and not _ON_A_SCHEDULE.match(text, number[1]):
        return True
    bound = _LAST_WORDS.match(text, start)
    return sign in {"<", ">"} and (
        bool(bound and bound.group().lower() in {"older", "younger"})
        or bool(bound and bound.group().lower() in {"over", "under", "above", "below"} and _WHO.search(near))
    )
