"""A text as sentences, and in each sentence the clinical items with the words around them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Hashable
from dataclasses import dataclass, field

from reviews.clinical import quantities, words
from reviews.clinical.qualifiers import PEOPLE
from reviews.clinical.quantity import Quantity

_TOKEN = re.compile(r"[^\W_]++(?:['’-][^\W_]++)*+|[,;:.!?]|\n")
_SENTENCE_END = re.compile(r"[.!?;][)\]”’\"']?(?=\s)|\n")
_WHO = re.compile(rf"{PEOPLE}|elderly|renal|hepatic|pregnan\w{{1,6}}|breastfeeding", re.IGNORECASE)
_BREAKS = frozenset({",", ";", ":", ".", "!", "?", "\n", "and", "but", "or"})
_BREAK_DISTANCE = 4
_REACH = 8
_CONTEXT = 48
ITEM = "¤"
AROUND = 3


@dataclass(eq=False)
class Item:
    """A quantity, negation, warning ... in a text.  ``meaning`` is equal for equal meanings in any notation."""

    kind: str
    start: int
    end: int
    notation: str
    meaning: Hashable
    quantity: Quantity | None = None
    sort: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    who: str = ""
    following: str = ""
    sentence: Sentence | None = None


@dataclass(eq=False)
class Sentence:
    """``skeleton``: its words with every item blanked; ``who``: whom it, or the last sentence that said so, is about."""

    start: int
    end: int
    text: str
    skeleton: str
    who: str
    items: list[Item] = field(default_factory=list)


@dataclass(eq=False)
class Passage:
    """A text that has been read."""

    text: str
    sentences: list[Sentence]

    def context(self, item: Item) -> tuple[str, str]:
        """A few whole words on both sides of an item, on its own line."""
        before = self.text[max(0, item.start - _CONTEXT) : item.start].rpartition("\n")[2]
        after = self.text[item.end : item.end + _CONTEXT].partition("\n")[0]
        if item.start > _CONTEXT and len(before) == _CONTEXT:
            before = before.partition(" ")[2]
        if len(after) == _CONTEXT and item.end + _CONTEXT < len(self.text):
            after = after.rpartition(" ")[0]
        return " ".join(before.split()), " ".join(after.split())


def read(text: str) -> Passage:
    """The sentences and clinical items of ``text``."""
    items = _items(text)
    sentences = _sentences(text, items)
    return Passage(text, sentences)


def _items(text: str) -> list[Item]:
    found = [
        Item("quantity", each.start, each.end, each.notation, each.measure, each, each.sort) for each in quantities.find(text)
    ]
    found += [Item(each.kind, each.start, each.end, each.notation, each.meaning) for each in words.find(text)]
    return sorted(found, key=lambda item: (item.start, item.end, item.kind))


def _sentences(text: str, items: list[Item]) -> list[Sentence]:
    tokens, positions = _tokens(text, items)
    _surround(items, tokens, positions)
    ends = [match.end() for match in _SENTENCE_END.finditer(text) if match.end() < len(text)]
    # "t.i.d. for" ends no sentence.
    covered = _merged(items)
    starts_of_covered = [start for start, _ in covered]
    bounds = [0, *(end for end in ends if not _inside(covered, starts_of_covered, end)), len(text)]
    sentences: list[Sentence] = []
    who, token, item = "", 0, 0
    for start, end in zip(bounds, bounds[1:], strict=False):
        first = token
        while token < len(tokens) and positions[token] < end:
            token += 1
        skeleton = " ".join(tokens[first:token]).strip(" \n")
        who = next((word for word in tokens[first:token] if _WHO.fullmatch(word)), who)
        sentence = Sentence(start, end, " ".join(text[start:end].split()), skeleton, who)
        while item < len(items) and items[item].start < end:
            items[item].sentence = sentence
            sentence.items.append(items[item])
            item += 1
        sentences.append(sentence)
    return sentences


def _merged(items: list[Item]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for item in items:
        if spans and item.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], item.end))
        else:
            spans.append((item.start, item.end))
    return spans


def _inside(spans: list[tuple[int, int]], starts: list[int], position: int) -> bool:
    index = bisect_right(starts, position - 1) - 1
    return index >= 0 and position < spans[index][1]


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
        item.following = tokens[at + 1] if at + 1 < len(tokens) else ""
        item.who = _nearest_who(tokens, at)


def _nearest_who(tokens: list[str], at: int) -> str:
    """The people that an item is about: the nearest such word, a mark or an "and" in between counting as distance."""
    best, who = 3 * _REACH, ""
    for step in (-1, 1):
        distance = 0
        for index in range(at + step, at + step * (_REACH + 1), step):
            if not 0 <= index < len(tokens):
                break
            distance += _BREAK_DISTANCE if tokens[index] in _BREAKS - {":"} else 1
            if _WHO.fullmatch(tokens[index]) and distance < best:
                best, who = distance, tokens[index]
                break
    return who
