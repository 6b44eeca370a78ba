"""Words like a misspelt one.

Two words are compared when a key of theirs is the same, so the database only ever looks keys up: every word with one
letter left out (symmetric deletion: a letter too many, too few, wrong or swapped with its neighbour leaves one key the
same), and how the word sounds without its vowels, again with one letter left out.  The Damerau-Levenshtein distance
then decides, with limits that are tight on purpose: names of different medicines are often three letters apart
(oxazepam, diazepam), so what differs more, or by its first letter too, is not offered at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pages.models import SearchSpelling, SearchWord
from pages.search.folding import fold

SHORTEST, LONGEST = 4, 40
MAX_CANDIDATES = 400
# Keys of sounds begin with it, so that no word has one.
SOUND = "~"

_SOUNDS = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"ck|cc(?![eiy])|c(?![eiyh])|q(?:u)?"), "k"),
    (re.compile(r"ch|th"), lambda found: {"ch": "k", "th": "t"}[found[0]]),
    (re.compile(r"c|z"), "s"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"w"), "v"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"(?<=.)[aeiouyh]"), ""),
    (re.compile(r"^[aeiouy]"), "a"),
    (re.compile(r"(.)\1+"), r"\1"),
)


def sound(word: str) -> str:
    """The consonants as they are heard: ``glkfg`` for glucophage and for glucofage."""
    for pattern, heard in _SOUNDS:
        word = pattern.sub(heard, word)
    return word


def keys(word: str) -> set[bytes]:
    """The keys of a folded word: itself and its sound, each also with one letter left out."""
    heard = sound(word)
    found = {word, *_shorter(word)}
    if len(heard) >= 3:
        found |= {SOUND + heard, *(SOUND + shorter for shorter in _shorter(heard) if len(shorter) >= 3)}
    return {key.encode("ascii") for key in found}


def _shorter(word: str) -> Iterable[str]:
    return (word[:n] + word[n + 1 :] for n in range(len(word)))


def can_be_corrected(word: str) -> bool:
    """Whether a folded word is one, long enough to guess, and no number: a dose is never corrected."""
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def known_words(words: Iterable[str]) -> set[str]:
    """Those of the folded ``words`` that stand on a page just as they are.  One query."""
    return set(SearchWord.objects.filter(word__in=words).values_list("word", flat=True))


def words_like(word: str, *, foreign: bool = False) -> list[str]:
    """Words of live pages (folded) that ``word`` may have been meant for, likeliest first.  One query.

    ``foreign``: it was typed in another script.
    """
    if not can_be_corrected(word):
        return []
    found = SearchSpelling.objects.filter(key__in=keys(word)).order_by("word_id").values_list("word__word", flat=True)
    return likest(word, set(found[:MAX_CANDIDATES]), foreign=foreign)


def likest(typed: str, candidates: Iterable[str], *, foreign: bool = False) -> list[str]:
    """Those of the candidates that are near enough to be offered, nearest first."""
    near = [(far, one) for one in candidates if (far := likeness(typed, one, foreign=foreign)) is not None]
    return [one for _, one in sorted(near)]


def likeness(typed: str, word: str, *, foreign: bool = False) -> tuple[int, int] | None:
    """(edits, difference in length), or None when the words are too far apart to be offered."""
    if typed == word or not can_be_corrected(word):
        return None
    edits = distance(typed, word)
    length = max(len(typed), len(word))
    heard = distance(sound(typed), sound(word))
    same_sound = heard == 0
    if foreign and heard <= 1 and sound(typed)[:1] == sound(word)[:1]:
        # Other scripts write vowels otherwise or not at all, and some have one letter for l and r.
        return edits, abs(len(typed) - len(word))
    allowed = 1 if length <= 5 else 2
    if same_sound or (length >= 11 and heard == 1):
        allowed += 1
    if edits > allowed or (edits > 1 and typed[0] != word[0] and not same_sound):
        return None
    return edits, abs(len(typed) - len(word))


def distance(one: str, other: str) -> int:
    """Letters to add, leave out, change or swap with a neighbour (Damerau-Levenshtein, optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, right in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and right == one[i - 2]:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def words_to_keep(texts: Iterable[str]) -> set[str]:
    """The words of ``texts`` that somebody may misspell, folded."""
    return {word for text in texts for word in fold(text).split() if can_be_corrected(word)}
