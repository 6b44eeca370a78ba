"""Which sentence of an old text became which of the new one."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile

from reviews.clinical.passages import Sentence

Couple = tuple[Sentence, Sentence]


def unchanged(old: list[Sentence], new: list[Sentence]) -> list[Couple]:
    """The sentences that need not be read: equal, and no other dose can have changed places with them.

    That is so for a sentence whose words stand in no other sentence with other numbers, wherever it stands, and for
    one that stands in an equal run from the start, from the end, or from such a sentence that kept its place.
    """
    start = _equal_run(zip(old, new, strict=False), set())
    taken = {id(sentence) for couple in start for sentence in couple}
    end = _equal_run(zip(reversed(old), reversed(new), strict=False), taken)
    taken |= {id(sentence) for couple in end for sentence in couple}
    versions: dict[str, set[str]] = defaultdict(set)
    for sentence in (*old, *new):
        versions[sentence.outline].add(sentence.text)
    alone = [
        [each for each in side if id(each) not in taken and len(versions[each.outline]) == 1] for side in (old, new)
    ]
    couples = in_turn(alone[0], alone[1], feature=lambda sentence: sentence.text)
    taken |= {id(sentence) for couple in couples for sentence in couple}
    beside: list[Couple] = []
    for index in sorted(longest_rise([second.place for _, second in couples])):
        first, second = (sentence.place for sentence in couples[index])
        behind = zip(_forwards(old, first), _forwards(new, second), strict=False)
        before = zip(_backwards(old, first), _backwards(new, second), strict=False)
        for run in (behind, before):
            found = _equal_run(run, taken)
            taken |= {id(sentence) for couple in found for sentence in couple}
            beside += found
    return [*start, *end, *couples, *beside]


def _equal_run(run: Iterable[Couple], taken: set[int]) -> list[Couple]:
    """The couples up to the first that differ, or that are coupled already."""
    return list(takewhile(lambda two: two[0].text == two[1].text and not {id(two[0]), id(two[1])} & taken, run))


def _forwards(sentences: list[Sentence], place: int) -> Iterator[Sentence]:
    return (sentences[index] for index in range(place + 1, len(sentences)))


def _backwards(sentences: list[Sentence], place: int) -> Iterator[Sentence]:
    return (sentences[index] for index in range(place - 1, -1, -1))


def alike(old: list[Sentence], new: list[Sentence]) -> list[Couple]:
    """The sentences that differ in nothing but their items, the n-th of one text with the n-th of the other."""
    return [
        (before, after)
        for before, after in in_turn(old, new, feature=lambda sentence: sentence.outline)
        if [item.kind for item in before.items] == [item.kind for item in after.items]
    ]


def in_turn(old: list[Sentence], new: list[Sentence], feature: Callable[[Sentence], str]) -> list[Couple]:
    """Sentences of an equal feature that is equally frequent in both texts.

    A sentence that was moved under other people's heading says something else now, and is left.
    """
    before, after = _by(feature, old), _by(feature, new)
    return [
        (first, second)
        for value, same in before.items()
        if len(same) == len(after.get(value, ()))
        for first, second in zip(same, after[value], strict=True)
        if first.who == second.who
    ]


def _by(feature: Callable[[Sentence], str], sentences: list[Sentence]) -> dict[str, list[Sentence]]:
    found: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        found[feature(sentence)].append(sentence)
    return found


def longest_rise(values: list[int]) -> set[int]:
    """The indices of a longest rising subsequence."""
    tops: list[int] = []
    top_indices: list[int] = []
    previous: list[int] = []
    for index, value in enumerate(values):
        place = bisect_left(tops, value)
        previous.append(top_indices[place - 1] if place else -1)
        tops[place : place + 1] = [value]
        top_indices[place : place + 1] = [index]
    rise: set[int] = set()
    index = top_indices[-1] if top_indices else -1
    while index >= 0:
        rise.add(index)
        index = previous[index]
    return rise
