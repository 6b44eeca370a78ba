"""One spelling of what people write in many ways: lower case, no accents, Latin letters, no punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from wagtail.coreutils import string_to_ascii

_APOSTROPHE = re.compile(r"['’‘ʼ`]")
_WORD = re.compile(r"[a-z0-9]+")
_JOINED_UNIT = re.compile(r"(?<=\d)(?=(?:mg|mcg|[µμu]g|g|ml|micrograms?|units?|iu)\b)", re.IGNORECASE)


def apart(text: str) -> str:
    """A strength as number and unit: ``50mg`` is ``50 mg``."""
    return _JOINED_UNIT.sub(" ", text)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Words of a to z and 0 to 9 with one blank between them: ``Proventil-HFA`` is ``proventil hfa``.

    Other scripts are written in Latin letters, so that a name typed in Cyrillic has the key it has in Latin.
    """
    letters = "".join(
        char if char.isascii() or unicodedata.category(char)[0] in "LMN" else " " for char in _APOSTROPHE.sub("", text)
    )
    plain = letters if letters.isascii() else string_to_ascii(unicodedata.normalize("NFKC", letters))
    return " ".join(_WORD.findall(apart(_APOSTROPHE.sub("", plain).lower())))


def is_foreign(text: str) -> bool:
    """Whether it has letters of another script than Latin: written in Latin letters, they keep only how it sounds."""
    return any(char.isalpha() and "LATIN" not in unicodedata.name(char, "LATIN") for char in text)


def compact(folded: str) -> str:
    """A folded name without its blanks: ``pro air`` and ``ProAir`` are the same."""
    return folded.replace(" ", "")


def initials(folded: str) -> list[str]:
    """``ssri`` and ``ssris`` for selective serotonin reuptake inhibitors; nothing for fewer than three words."""
    words = folded.split()
    if len(words) < 3:
        return []
    short = "".join(word[0] for word in words)
    return [short, short + "s"] if words[-1].endswith("s") else [short]
