"""Two texts, word by word.  A number with its decimals, a unit such as mg/kg and a word are never cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reviews.comparison.sequences import common
from reviews.comparison.tree import Kind, Span

# Letters and digits of any script, with what belongs to the letter before: accents, joiners, soft hyphens.
_LETTER = r"[\w\u00ad\u0300-\u036f\u0591-\u06ff\u0900-\u0eff\u200b-\u200d\u2060\ufe0f]"
# What joins letters and digits to one word, number, range, unit, date or identifier: 1.5, mg/kg, 10–20, x-ray.
_JOINED = r"[.,:/'’·^×*+\-\u2010-\u2014\u2212]"
_SPACED_THOUSANDS = r"\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)"
_TOKEN = re.compile(
    rf"""
    \s+
    | (?:[<>≤≥±~≈=]\s?)*[+\-\u2212]?[.,]?(?=\d)(?:{_SPACED_THOUSANDS})?{_LETTER}*(?:{_JOINED}{_LETTER}+)*
      [%‰°]?{_LETTER}*
    | {_LETTER}+(?:{_JOINED}{_LETTER}+)*[%‰°]?
    | [%‰°]{_LETTER}*
    | [^\w\s]
    """,
    re.VERBOSE,
)


class Piece(NamedTuple):
    """Text written in one way: in bold, as a link to somewhere."""

    text: str
    marks: tuple[str, ...] = ()
    link: str = ""


# A word is one piece, or several when a part of it is written otherwise.
Word = tuple[Piece, ...]


def plain(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def words_of(pieces: Iterable[Piece]) -> list[Word]:
    """The words, white spaces and signs of a text; together they are the text."""
    pieces = [piece for piece in pieces if piece.text]
    if len(pieces) == 1:
        _text, marks, link = pieces[0]
        tokens = _TOKEN.findall(pieces[0].text)
        # One object for all that are the same: a long text has few different words.
        known = {token: (Piece(token, marks, link),) for token in set(tokens)}
        return [known[token] for token in tokens]
    return list(_across(pieces))


def _across(pieces: list[Piece]) -> Iterator[Word]:
    at, start = 0, 0
    for token in _TOKEN.finditer(plain(pieces)):
        word: list[Piece] = []
        place = token.start()
        while place < token.end():
            piece = pieces[at]
            until = min(token.end(), start + len(piece.text))
            word.append(Piece(piece.text[place - start : until - start], piece.marks, piece.link))
            place = until
            if until == start + len(piece.text):
                at, start = at + 1, until
        yield tuple(word)


def _places(words: list[Word]) -> list[int]:
    """Where the words stand that are more than white space."""
    return [place for place, word in enumerate(words) if not word[0].text.isspace()]


def spans(old: Iterable[Piece], new: Iterable[Piece]) -> tuple[Span, ...]:
    """What was kept, removed and added, in reading order.

    The text of the spans that are not ADDED is exactly the old text, of those that are not REMOVED the new one.
    """
    before, after = words_of(old), words_of(new)
    if before == after:
        return _joined([(Kind.UNCHANGED, after)])
    old_at, new_at = _places(before), _places(after)
    pairs = common([before[place] for place in old_at], [after[place] for place in new_at])
    found: list[tuple[Kind, list[Word]]] = []
    a_from = b_from = 0
    for a, b in [*((old_at[a], new_at[b]) for a, b in pairs), (len(before), len(after))]:
        if before[a_from:a] == after[b_from:b]:
            found.append((Kind.UNCHANGED, after[b_from : b + 1]))
        else:
            found += _gap(before[a_from:a], after[b_from:b])
            found.append((Kind.UNCHANGED, after[b : b + 1]))
        a_from, b_from = a + 1, b + 1
    return _joined(found)


def replaced(old: Iterable[Piece], new: Iterable[Piece]) -> tuple[Span, ...]:
    """As ``spans``, for what is kept or replaced as one."""
    before, after = words_of(old), words_of(new)
    return _joined([(Kind.UNCHANGED, after)] if before == after else [(Kind.REMOVED, before), (Kind.ADDED, after)])


def _gap(old: list[Word], new: list[Word]) -> Iterator[tuple[Kind, list[Word]]]:
    """Between two kept words: the same white space at the start and end is kept, the rest replaced."""
    start = 1 if old and new and old[0] == new[0] else 0
    end = 1 if len(old) > start and len(new) > start and old[-1] == new[-1] else 0
    yield Kind.UNCHANGED, new[:start]
    yield Kind.REMOVED, old[start : len(old) - end]
    yield Kind.ADDED, new[start : len(new) - end]
    yield Kind.UNCHANGED, new[len(new) - end :]


def _joined(found: Iterable[tuple[Kind, list[Word]]]) -> tuple[Span, ...]:
    joined: list[tuple[Kind, tuple[str, ...], str, list[str]]] = []
    for kind, words in found:
        for word in words:
            for text, marks, link in word:
                if joined and joined[-1][:3] == (kind, marks, link):
                    joined[-1][3].append(text)
                else:
                    joined.append((kind, marks, link, [text]))
    return tuple(Span(kind, "".join(texts), marks, link) for kind, marks, link, texts in joined)
