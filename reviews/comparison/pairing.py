"""Which parts of an old list became which parts of the new one.

By identity first (a block's id, a child row's key, a paragraph's key), then by equal content, then by likeness, and
at last, for parts without an identity, by their place between two parts that are paired.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from reviews.comparison.nodes import Node
from reviews.comparison.sequences import increasing

# Two parts with at least this share of their words in common are one part, altered.
ALIKE = 0.5
# A word that stands in more parts than this tells none of them apart.
TELLING = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """Positions from 0; None where a part does not exist.  ``moved``: it stands elsewhere among its siblings."""

    old: int | None
    new: int | None
    moved: bool = False


def pairs(old: Sequence[Node], new: Sequence[Node]) -> list[Pair]:
    """Every part of both lists once, in reading order: what is gone stands where it stood."""
    found = _Pairing(old, new)
    found.by(lambda node: node.identity or None)
    found.by_content()
    found.by_likeness()
    found.by_place()
    return _in_reading_order(found.new_of, len(old), len(new))


def members_of_a_set(old: Sequence[Node], new: Sequence[Node]) -> list[Pair]:
    """Every part of both lists once, where order says nothing; what is gone stands at the end."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, node in enumerate(old):
        places[node.identity].append(place)
    kept = [
        Pair(places[node.identity].pop(0) if places[node.identity] else None, place) for place, node in enumerate(new)
    ]
    return kept + [Pair(place, None) for place in sorted(place for left in places.values() for place in left)]


class _Pairing:
    def __init__(self, old: Sequence[Node], new: Sequence[Node]) -> None:
        self.old, self.new = old, new
        self.new_of: dict[int, int] = {}
        self.taken: set[int] = set()

    def _left(self) -> tuple[list[int], list[int]]:
        return (
            [place for place in range(len(self.old)) if place not in self.new_of],
            [place for place in range(len(self.new)) if place not in self.taken],
        )

    def _pair(self, here: int, there: int) -> None:
        self.new_of[here] = there
        self.taken.add(there)

    def _comparable(self, here: int, there: int) -> bool:
        a, b = self.old[here], self.new[there]
        return (a.shape, a.sort) == (b.shape, b.sort)

    def by(self, key: Callable[[Node], str | None]) -> None:
        """Pair what has the same key, when it is the only one that has it."""
        here, there = (
            _only((key(nodes[place]), place) for place in places)
            for nodes, places in zip((self.old, self.new), self._left(), strict=True)
        )
        for one, place in here.items():
            if one in there and self._comparable(place, there[one]):
                self._pair(place, there[one])

    def by_content(self) -> None:
        """Pair what says the same, first with first."""
        here, there = self._left()
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for place in reversed(there):
            waiting[self.new[place].meaning].append(place)
        for place in here:
            if waiting.get(self.old[place].meaning):
                self._pair(place, waiting[self.old[place].meaning].pop())

    def by_likeness(self) -> None:
        """Pair what shares most words, the most alike first."""
        here, there = self._left()
        if not here or not there:
            return
        holders: dict[str, list[int]] = defaultdict(list)
        for place in there:
            for word in self.new[place].vocabulary:
                holders[word].append(place)
        alike: list[tuple[float, int, int, int]] = []
        for place in here:
            own = self.old[place].vocabulary
            candidates = {
                other for word in own if len(holders.get(word, ())) <= TELLING for other in holders.get(word, ())
            }
            for other in candidates:
                theirs = self.new[other].vocabulary
                score = len(own & theirs) / max(len(own), len(theirs))
                if score >= ALIKE and self._comparable(place, other):
                    alike.append((-score, abs(place - other), place, other))
        for _score, _distance, place, other in sorted(alike):
            if place not in self.new_of and other not in self.taken:
                self._pair(place, other)

    def by_place(self) -> None:
        """Pair, in order, what stands between the same neighbours and has no identity that says otherwise."""
        kept = sorted(self.new_of.items())
        anchors = [kept[at] for at in increasing([there for _, there in kept])]
        a_from = b_from = 0
        for a, b in [*anchors, (len(self.old), len(self.new))]:
            here = [place for place in range(a_from, a) if place not in self.new_of]
            there = [place for place in range(b_from, b) if place not in self.taken]
            for one, other in zip(here, there, strict=False):
                told_apart = self.old[one].identity and self.new[other].identity
                if not told_apart and self._comparable(one, other):
                    self._pair(one, other)
            a_from, b_from = a + 1, b + 1


def _only(keyed: Iterable[tuple[Hashable, int]]) -> dict[Hashable, int]:
    listed = [(key, place) for key, place in keyed if key is not None]
    count = Counter(key for key, _ in listed)
    return {key: place for key, place in listed if count[key] == 1}


def _in_reading_order(new_of: dict[int, int], old_count: int, new_count: int) -> list[Pair]:
    kept = sorted(new_of.items())
    stayed = {kept[at] for at in increasing([there for _, there in kept])}
    return list(_merged(sorted(stayed), {there: here for here, there in new_of.items()}, old_count, new_count))


def _merged(stayed: list[tuple[int, int]], old_of: dict[int, int], old_count: int, new_count: int) -> Iterator[Pair]:
    paired = set(old_of.values())
    a_from = b_from = 0
    for a, b in [*stayed, (old_count, new_count)]:
        yield from (Pair(place, None) for place in range(a_from, a) if place not in paired)
        for place in range(b_from, b):
            yield Pair(old_of.get(place), place, moved=place in old_of)
        if (a, b) != (old_count, new_count):
            yield Pair(a, b)
        a_from, b_from = a + 1, b + 1
