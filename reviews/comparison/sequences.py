"""Which parts of two long sequences are the same, in nearly linear time.

Passages that stand exactly once on both sides are anchors; between anchors, gaps that are small are compared in
full.  A gap that has no anchor and is large is called different as a whole, which is what a reader sees too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

# Comparing two gaps in full takes up to the product of their lengths.
SMALL = 10_000
# The sum of these products in one comparison; what lies beyond is called different as a whole.
BUDGET = 8_000_000
# Lengths of anchors, in words: a text of few different words has no word, but has phrases, that stand only once.
ANCHORS = (1, 2, 4, 8, 16, 32)

Range = tuple[int, int, int, int]


def increasing(numbers: Sequence[int]) -> list[int]:
    """Positions of a longest increasing subsequence of ``numbers``, in order."""
    tails: list[int] = []
    positions: list[int] = []
    before: list[int] = []
    for position, number in enumerate(numbers):
        place = bisect_left(tails, number)
        before.append(positions[place - 1] if place else -1)
        tails[place : place + 1] = [number]
        positions[place : place + 1] = [position]
    chain: list[int] = []
    at = positions[-1] if positions else -1
    while at >= 0:
        chain.append(at)
        at = before[at]
    return chain[::-1]


def common(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Pairs of positions (in ``old``, in ``new``) of what both hold in the same order; both rise."""
    numbers: dict[Hashable, int] = {}
    a = [numbers.setdefault(one, len(numbers)) for one in old]
    b = [numbers.setdefault(one, len(numbers)) for one in new]
    return list(_Search(a, b).pairs())


class _Search:
    def __init__(self, a: list[int], b: list[int]) -> None:
        self.a, self.b = a, b
        self.budget = BUDGET

    def pairs(self) -> Iterator[tuple[int, int]]:
        waiting: list[Range | tuple[int, int]] = [(0, len(self.a), 0, len(self.b))]
        while waiting:
            part = waiting.pop()
            if len(part) == 2:
                yield part
                continue
            inner, found = self._trim(part)
            # A stack: what comes first is put on last.
            waiting += reversed(found[1])
            waiting += reversed(self._split(inner))
            waiting += reversed(found[0])

    def _trim(self, part: Range) -> tuple[Range, tuple[list[tuple[int, int]], list[tuple[int, int]]]]:
        """What is left between a common beginning and a common end, and those two."""
        a_from, a_to, b_from, b_to = part
        a, b = self.a, self.b
        start: list[tuple[int, int]] = []
        while a_from < a_to and b_from < b_to and a[a_from] == b[b_from]:
            start.append((a_from, b_from))
            a_from, b_from = a_from + 1, b_from + 1
        end: list[tuple[int, int]] = []
        while a_from < a_to and b_from < b_to and a[a_to - 1] == b[b_to - 1]:
            a_to, b_to = a_to - 1, b_to - 1
            end.append((a_to, b_to))
        return (a_from, a_to, b_from, b_to), (start, end[::-1])

    def _split(self, part: Range) -> list[Range | tuple[int, int]]:
        a_from, a_to, b_from, b_to = part
        size = (a_to - a_from) * (b_to - b_from)
        if size == 0:
            return []
        if size <= SMALL:
            return self._in_full(part, size)
        if set(self.a[a_from:a_to]).isdisjoint(self.b[b_from:b_to]):
            return []
        for length in ANCHORS:
            anchors = self._anchors(part, length)
            if anchors:
                return self._between(part, anchors)
        return []

    def _in_full(self, part: Range, size: int) -> list[Range | tuple[int, int]]:
        if size > self.budget:
            return []
        self.budget -= size
        a_from, a_to, b_from, b_to = part
        matcher = SequenceMatcher(None, self.a[a_from:a_to], self.b[b_from:b_to], autojunk=False)
        return [
            (a_from + block.a + step, b_from + block.b + step)
            for block in matcher.get_matching_blocks()
            for step in range(block.size)
        ]

    def _anchors(self, part: Range, length: int) -> list[tuple[int, int]]:
        a_from, a_to, b_from, b_to = part
        here, there = _once(self.a, a_from, a_to, length), _once(self.b, b_from, b_to, length)
        both = sorted((place, there[phrase]) for phrase, place in here.items() if phrase in there)
        return [both[at] for at in increasing([place for _, place in both])]

    @staticmethod
    def _between(part: Range, anchors: list[tuple[int, int]]) -> list[Range | tuple[int, int]]:
        """The first word of each anchor, and the gaps around them: longer anchors are found again by trimming."""
        a_from, a_to, b_from, b_to = part
        parts: list[Range | tuple[int, int]] = []
        for a_at, b_at in anchors:
            parts += [(a_from, a_at, b_from, b_at), (a_at, b_at)]
            a_from, b_from = a_at + 1, b_at + 1
        return [*parts, (a_from, a_to, b_from, b_to)]


def _once(words: list[int], start: int, end: int, length: int) -> dict[tuple[int, ...], int]:
    """Where each phrase of ``length`` words begins that stands exactly once between ``start`` and ``end``."""
    places: dict[tuple[int, ...], int] = {}
    phrases = zip(*(words[start + shift : end] for shift in range(length)), strict=False)
    for place, phrase in enumerate(phrases, start):
        places[phrase] = -1 if phrase in places else place
    return {phrase: place for phrase, place in places.items() if place >= 0}
