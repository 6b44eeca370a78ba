"""A text as sentences, and in each sentence the clinical items with the words around them.

Splitting is cheap and reading is not, so a sentence is read only when somebody asks for its items: of two versions
of a long label only the sentences that differ are read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property

from reviews.clinical import quantities, words
from reviews.clinical.numbers import FIRST_NUMBER_WORDS
from reviews.clinical.quantity import Quantity
from reviews.clinical.timing import FIRST_WORDS_OF_TIMING
from reviews.clinical.units import SPELLINGS

_TOKEN = re.compile(r"[^\W_]++(?:['’-][^\W_]++)*+|[,;:.!?]")
_PLAIN_WORD = re.compile(r"[^\W\d_]++")
_SENTENCE_END = re.compile(r"[.!?;][)\]”’\"']?(?=\s+[A-Z•])|\n")
_PEOPLE = (
    "people person persons patient patients adult adults child children infant infants baby babies newborn newborns "
    "neonate neonates woman women man men girl girls boy boys adolescent adolescents teenager teenagers elderly older "
    "female females male males pregnant pregnancy breastfeeding renal hepatic"
)
_WHO = frozenset(_PEOPLE.split())
_NEGATING = "do does did not don doesn didn t must should may can cannot never no without avoid nor"
# What remains of a sentence without the words of doses and negations is the same for other doses, and without "not".
_OF_ITEMS = {
    *(FIRST_NUMBER_WORDS | FIRST_WORDS_OF_TIMING),
    *SPELLINGS,
    *_NEGATING.split(),
    *("a", "an", "per", "or", "times", "needed"),
}
_BREAKS = frozenset({",", ";", ".", "!", "?", "and", "but", "or"})
_BREAK_DISTANCE = 4
_REACH = 8
_CONTEXT = 48
ITEM = "¤"
AROUND = 3


@dataclass(eq=False)
class Item:
    """A quantity, negation, warning ... in a sentence.  ``meaning`` is equal for equal meanings in any notation.

    ``start`` and ``end`` are positions in the sentence.
    """

    kind: str
    start: int
    end: int
    notation: str
    meaning: Hashable
    sentence: Sentence
    quantity: Quantity | None = None
    sort: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    who: str = ""
    following: str = ""

    @property
    def context(self) -> tuple[str, str]:
        """A few whole words of the sentence on both sides."""
        text = self.sentence.written
        before = text[max(0, self.start - _CONTEXT) : self.start]
        after = text[self.end : self.end + _CONTEXT]
        if self.start > _CONTEXT:
            before = before.partition(" ")[2]
        if self.end + _CONTEXT < len(text):
            after = after.rpartition(" ")[0]
        return " ".join(before.split()), " ".join(after.split())


@dataclass(eq=False)
class Sentence:
    """One sentence or line.

    ``who``: the people it, or the last sentence that named any, is about.  ``outline``: its
    words without those that a dose or a negation may be made of.
    """

    place: int
    written: str
    text: str
    outline: str
    who: str

    @cached_property
    def items(self) -> list[Item]:
        """The clinical items, in reading order."""
        items = _items(self)
        _surround(items, *_tokens(self.written, items))
        return items


@dataclass
class _Splitting:
    sentences: list[Sentence] = field(default_factory=list)
    who: str = ""

    def add(self, written: str) -> None:
        if not written.strip():
            return
        kept: list[str] = []
        own_who = ""
        for word in _PLAIN_WORD.findall(written.lower()):
            if word not in _OF_ITEMS:
                kept.append(word)
                if not own_who and word in _WHO:
                    own_who = word
        self.who = own_who or self.who
        text = " ".join(written.split())
        self.sentences.append(Sentence(len(self.sentences), written, text, " ".join(kept), self.who))


def sentences(text: str) -> list[Sentence]:
    """The sentences and lines of ``text``, unread."""
    splitting = _Splitting()
    start = 0
    for match in _SENTENCE_END.finditer(text):
        splitting.add(text[start : match.end()])
        start = match.end()
    splitting.add(text[start:])
    return splitting.sentences


def _items(sentence: Sentence) -> list[Item]:
    text = sentence.written
    found = [
        Item("quantity", each.start, each.end, each.notation, each.measure, sentence, each, each.sort)
        for each in quantities.find(text)
    ]
    found += [Item(each.kind, each.start, each.end, each.notation, each.meaning, sentence) for each in words.find(text)]
    return sorted(found, key=lambda item: (item.start, item.end, item.kind))


def _merged(items: list[Item]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for item in items:
        if spans and item.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], item.end))
        else:
            spans.append((item.start, item.end))
    return spans


def _tokens(text: str, items: list[Item]) -> tuple[list[str], list[int]]:
    """The words and marks of ``text`` in lower case, every item (or run of overlapping items) as one blank."""
    tokens: list[str] = []
    positions: list[int] = []
    position = 0
    for start, end in [*_merged(items), (len(text), len(text))]:
        for match in _TOKEN.finditer(text, position, start):
            tokens.append(match.group().lower())
            positions.append(match.start())
        if start < len(text):
            tokens.append(ITEM)
            positions.append(start)
        position = end
    return tokens, positions


def _surround(items: list[Item], tokens: list[str], positions: list[int]) -> None:
    for item in items:
        at = bisect_right(positions, item.start) - 1
        item.before = ("^", "^", "^", *tokens[max(0, at - AROUND) : at])[-AROUND:]
        item.after = (*tokens[at + 1 : at + 1 + AROUND], "$", "$", "$")[:AROUND]
        if item.kind == "negation":
            rest = _TOKEN.search(item.sentence.written, item.end)
            item.following = rest.group() if rest else ""
        else:
            item.who = _nearest_who(tokens, at)


def _nearest_who(tokens: list[str], at: int) -> str:
    """The people that an item is about: the nearest such word, a mark or an "and" in between counting as distance."""
    best, who = 3 * _REACH, ""
    for step in (-1, 1):
        distance = 0
        for index in range(at + step, at + step * (_REACH + 1), step):
            if not 0 <= index < len(tokens):
                break
            distance += _BREAK_DISTANCE if tokens[index] in _BREAKS else 1
            if tokens[index] in _WHO and distance < best:
                best, who = distance, tokens[index]
                break
    return who
