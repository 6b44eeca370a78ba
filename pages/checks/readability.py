"""How hard a page is to read, and sentences that are too long.

Sentences: NHS, how we write (at most 20 words).  Grades: Flesch-Kincaid and SMOG; the NHS says they are no pass
mark, so a grade warns and never blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, sqrt

from pages.checks.house import HOUSE
from pages.checks.passages import PROSE, Passage
from pages.checks.rules import ArticleRule, Hit, TextRule
from pages.checks.sentences import sentence_ends
from reviews.findings import Severity

NHS = "NHS content style guide, how we write"
# Words a minute at which adults read on paper or screen (doi:10.1016/j.jml.2019.104047).
WORDS_A_MINUTE = 238
# Fewer words than this say nothing about a page.
ENOUGH_WORDS = 100

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|\d[\d.,]*")
_LETTERS = re.compile(r"[^\W\d_]+")
_VOWELS = re.compile(r"[aeiouyáéíóúäöüøæ]+")
_SILENT = re.compile(r"(?:[^laeiouy]e|[^aeiouydt]ed|[^aeiouyscxzgh]es)$")


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """Syllables of an English word, by groups of vowels without the silent e; a figure counts as one."""
    total = 0
    for part in _LETTERS.findall(word.lower()):
        count = len(_VOWELS.findall(part))
        total += max(1, count - (1 if count > 1 and _SILENT.search(part) else 0))
    return max(1, total)


@dataclass(frozen=True)
class Readability:
    """Counts of a text, and what follows from them.  Grades are United States school grades."""

    words: int
    sentences: int
    syllables: int
    long_words: int

    @property
    def flesch_kincaid(self) -> float:
        """0.39 words per sentence + 11.8 syllables per word - 15.59; 0 for no text."""
        if not self.words:
            return 0.0
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59

    @property
    def smog(self) -> float:
        """1.043 √(30 words of three or more syllables per sentence) + 3.1291; 0 for no text."""
        return 1.043 * sqrt(30 * self.long_words / self.sentences) + 3.1291 if self.sentences else 0.0

    @property
    def minutes(self) -> int:
        """Reading time in whole minutes, at least 1."""
        return max(1, ceil(self.words / WORDS_A_MINUTE))


def readability(passages: Iterable[Passage]) -> Readability:
    """Counts over the sentences of ``passages``; headings, labels and cells are no sentences."""
    words = sentences = total = long_words = 0
    for passage in passages:
        if passage.kind in PROSE:
            found = _WORD.findall(passage.text)
            counts = [syllables(word) for word in found]
            words += len(found)
            sentences += len(sentence_ends(passage.text)) if found else 0
            total += sum(counts)
            long_words += sum(1 for count in counts if count >= 3)
    return Readability(words, sentences, total, long_words)


def _long_sentences(passage: Passage) -> Iterator[Hit]:
    start = 0
    for end in sentence_ends(passage.text):
        count = len(_WORD.findall(passage.text, start, end))
        if count > HOUSE.long_sentence:
            severity: Severity = "acknowledge" if count > HOUSE.longest_sentence else "warn"
            said = f"This sentence has {count} words. Make it two, of at most {HOUSE.long_sentence} words each."
            yield Hit(start, end, said, severity=severity)
        start = end


def _hard_to_read(passages: Sequence[Passage]) -> Iterator[tuple[Passage, Hit]]:
    found = readability(passages)
    if found.words >= ENOUGH_WORDS and found.flesch_kincaid > HOUSE.reading_grade:
        said = (
            f"The page reads at school grade {found.flesch_kincaid:.1f} (SMOG {found.smog:.1f}); aim for 6, at most "
            f"{HOUSE.reading_grade:g}. Shorter sentences and everyday words help most."
        )
        yield Passage("", "text"), Hit(0, 0, said)


RULES: tuple[TextRule | ArticleRule, ...] = (
    TextRule("LANG-07", "warn", NHS, _long_sentences, PROSE),
    ArticleRule("LANG-08", "warn", "AMA manual 6th edition; NIH; CMS toolkit", _hard_to_read),
)
