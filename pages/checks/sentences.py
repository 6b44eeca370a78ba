"""Sentences of a passage, and whether something in one is denied."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from pages.checks.passages import Passage

# Characters to either side beyond which words no longer belong together, whatever the punctuation.
ENDLESS = 400
_SENTENCE_END = re.compile(r"[.!?…][”\"')\]]*\s+(?=[^a-z])|\n+")


@lru_cache(maxsize=2048)
def sentence_ends(text: str) -> tuple[int, ...]:
    """Where each sentence of ``text`` ends; a stop before a small letter ends none."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return (*ends, len(text)) if not ends or ends[-1] < len(text) else tuple(ends)


def sentence_span(text: str, at: int) -> tuple[int, int]:
    """The (start, end) of the sentence that holds the character ``at``, or of what stands near it in an endless one."""
    ends = sentence_ends(text)
    index = min(bisect_right(ends, at), len(ends) - 1)
    start, end = (ends[index - 1] if index else 0), ends[index]
    return max(start, at - ENDLESS), min(end, at + ENDLESS)


def sentence_at(text: str, at: int) -> str:
    start, end = sentence_span(text, at)
    return text[start:end]


_NEGATION = re.compile(
    r"(?i)\b(?:not|never|no|nor|without|cannot|can[’']t|isn[’']t|aren[’']t|won[’']t|doesn[’']t|don[’']t|nothing"
    r"|hardly|nobody|none)\b"
    r"(?:\W+\w+){0,4}\W*$"
)


def is_negated(passage: Passage, start: int) -> bool:
    """Whether a “not” stands at most five words before, in the same sentence."""
    sentence, _ = sentence_span(passage.text, start)
    return bool(_NEGATION.search(passage.text[max(sentence, start - 80) : start]))
