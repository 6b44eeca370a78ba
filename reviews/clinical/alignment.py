"""Which clinical item of an old text became which of the new one.

Sentences that differ in nothing but their items are paired first, wherever they stand.  What is left is paired by
whom it is about and by the words around it, so that two doses that changed places are two alterations and not
"nothing added, nothing removed".  No step is worse than linear, but for a small table that is filled for short gaps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable

from reviews.clinical.passages import Item, Sentence
from reviews.clinical.sentences import Couple, alike, longest_rise, unchanged

Pair = tuple[Item | None, Item | None]

# A gap of at most so many pairs is aligned as a whole; a larger one by the words around each item.
_TABLE_LIMIT = 400
_EQUAL = 10
_SAME_SORT = 2
_SAME_UNIT = 3
_ENOUGH = 5
_NEAR = (4, 2, 1)


def aligned(old: list[Sentence], new: list[Sentence]) -> list[Pair]:
    """Every item that is not in a sentence both texts share: paired, or alone if it was removed or added."""
    couples = unchanged(old, new)
    taken = {id(sentence) for couple in couples for sentence in couple}
    left_old = [sentence for sentence in old if id(sentence) not in taken]
    left_new = [sentence for sentence in new if id(sentence) not in taken]
    rewritten = alike(left_old, left_new)
    taken |= {id(sentence) for couple in rewritten for sentence in couple}
    pairs: list[Pair] = [pair for before, after in rewritten for pair in zip(before.items, after.items, strict=True)]
    for olds, news in _gaps(old, new, sorted([*couples, *rewritten], key=lambda couple: couple[0].place), taken):
        pairs += _paired_items(olds, news)
    return pairs


def _gaps(
    old: list[Sentence], new: list[Sentence], couples: list[Couple], taken: set[int]
) -> Iterable[tuple[list[Item], list[Item]]]:
    """The items of unpaired sentences, cut where a paired sentence kept its place."""
    stayed = longest_rise([second.place for _, second in couples])
    begin_old = begin = 0
    ends = [(couples[index][0].place, couples[index][1].place) for index in sorted(stayed)]
    for end_old, end in [*ends, (len(old), len(new))]:
        olds = [item for each in old[begin_old:end_old] if id(each) not in taken for item in each.items]
        news = [item for each in new[begin:end] if id(each) not in taken for item in each.items]
        if olds or news:
            yield olds, news
        begin_old, begin = end_old + 1, end + 1


def _paired_items(old: list[Item], new: list[Item]) -> list[Pair]:
    pairs: list[Pair] = []
    for feature in (_by_people, _by_surroundings, _by_one_side):
        found, old, new = _paired_by(feature, old, new)
        pairs += found
    if len(old) * len(new) <= _TABLE_LIMIT:
        return pairs + _paired_by_table(old, new)
    found, old, new = _paired_in_turn(old, new)
    return [*pairs, *found, *((item, None) for item in old), *((None, item) for item in new)]


def _by_people(item: Item) -> Hashable:
    return (item.sort, item.who) if item.quantity and item.who else None


def _by_surroundings(item: Item) -> Hashable:
    return item.kind, item.before, item.after


def _by_one_side(item: Item) -> Hashable:
    return item.kind, item.meaning, item.before[-1], item.after[0]


def _paired_by(
    feature: Callable[[Item], Hashable], old: list[Item], new: list[Item]
) -> tuple[list[Pair], list[Item], list[Item]]:
    """The items that one feature tells apart from all others on both sides, and the rest of both sides."""
    if not old or not new:
        return [], old, new
    before, after = _only(feature, old), _only(feature, new)
    pairs: list[Pair] = [(before[value], after[value]) for value in before if value in after]
    paired = {id(item) for pair in pairs for item in pair}
    return pairs, [item for item in old if id(item) not in paired], [item for item in new if id(item) not in paired]


def _only(feature: Callable[[Item], Hashable], items: list[Item]) -> dict[Hashable, Item]:
    found: dict[Hashable, list[Item]] = defaultdict(list)
    for item in items:
        if (value := feature(item)) is not None:
            found[value].append(item)
    return {value: same[0] for value, same in found.items() if len(same) == 1}


def _paired_in_turn(old: list[Item], new: list[Item]) -> tuple[list[Pair], list[Item], list[Item]]:
    """Equal items with an equal neighbour, the n-th with the n-th; the others stay apart, and are reported."""
    waiting: dict[Hashable, list[Item]] = defaultdict(list)
    for item in reversed(new):
        waiting[item.kind, item.meaning, item.before[-1]].append(item)
    pairs: list[Pair] = []
    rest: list[Item] = []
    for item in old:
        same = waiting[item.kind, item.meaning, item.before[-1]]
        if same:
            pairs.append((item, same.pop()))
        else:
            rest.append(item)
    taken = {id(after) for _, after in pairs}
    return pairs, rest, [item for item in new if id(item) not in taken]


def _paired_by_table(old: list[Item], new: list[Item]) -> list[Pair]:
    """The pairing in order that fits best, found over the table of all pairs (Needleman and Wunsch, 1970)."""
    width = len(new) + 1
    table = [[0] * width for _ in range(len(old) + 1)]
    scores = [[_likeness(before, after) for after in new] for before in old]
    for row in range(len(old) - 1, -1, -1):
        for column in range(len(new) - 1, -1, -1):
            table[row][column] = max(
                table[row + 1][column],
                table[row][column + 1],
                table[row + 1][column + 1] + scores[row][column],
            )
    pairs: list[Pair] = []
    row = column = 0
    while row < len(old) and column < len(new):
        score = scores[row][column]
        if score and table[row][column] == table[row + 1][column + 1] + score:
            pairs.append((old[row], new[column]))
            row, column = row + 1, column + 1
        elif table[row][column] == table[row + 1][column]:
            pairs.append((old[row], None))
            row += 1
        else:
            pairs.append((None, new[column]))
            column += 1
    return [*pairs, *((item, None) for item in old[row:]), *((None, item) for item in new[column:])]


def _likeness(before: Item, after: Item) -> int:
    """How well two items fit as one that stayed or was altered; 0 if they do not."""
    if before.kind != after.kind:
        return 0
    around = sum(weight for weight, a, b in zip(_NEAR, before.before[::-1], after.before[::-1], strict=True) if a == b)
    around += sum(weight for weight, a, b in zip(_NEAR, before.after, after.after, strict=True) if a == b)
    if before.meaning == after.meaning:
        return _EQUAL + around
    if before.quantity and after.quantity:
        around += _SAME_SORT * (before.sort == after.sort) + _SAME_UNIT * (before.quantity.unit == after.quantity.unit)
    return around if around >= _ENOUGH else 0
