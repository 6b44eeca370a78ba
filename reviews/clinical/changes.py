"""The clinical changes between two texts, and between the passages of two versions of a page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, cast

from reviews.clinical.alignment import aligned
from reviews.clinical.change import Action, ClinicalChange, Kind
from reviews.clinical.passages import Item, Sentence, sentences
from reviews.clinical.quantity import factor

__all__ = ["ClinicalChange", "PassagePair", "compare", "compare_passages"]

# A moved sentence explains itself; a moved "50 mg" means what the row and column say that it stands in.
_WORDS_OF_A_SENTENCE = 3


class PassagePair(Protocol):
    """One passage of a page in two versions: where it stands, what a reader calls the place, and both texts."""

    @property
    def path(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def old(self) -> str: ...
    @property
    def new(self) -> str: ...


@dataclass(frozen=True)
class _Found:
    change: ClinicalChange
    # What a moved sentence would have in common with itself; None if the change can be no part of a move.
    moved: tuple[str, str, str, str, str] | None = None


def compare(old: str, new: str) -> list[ClinicalChange]:
    """The clinical changes from ``old`` to ``new``, the gravest first, equally grave ones in reading order."""
    return _by_weight(found.change for found in _compared(old, new, "", ""))


def compare_passages(passages: Iterable[PassagePair]) -> list[ClinicalChange]:
    """The clinical changes of all ``passages``, the gravest first.

    A sentence that only moved to another passage of the same label is no change.  It is one where a sentence of the
    same words and other numbers exists: then two doses may have changed places.
    """
    found: list[_Found] = []
    texts: dict[str, set[str]] = defaultdict(set)
    for passage in passages:
        if passage.old != passage.new:
            found += _compared(passage.old, passage.new, passage.path, passage.label, texts)
    return _by_weight(each.change for each in _without_moves(found, texts))


def _compared(old: str, new: str, path: str, label: str, texts: dict[str, set[str]] | None = None) -> list[_Found]:
    if old == new:
        return []
    before, after = sentences(old), sentences(new)
    if texts is not None:
        for sentence in (*before, *after):
            texts[sentence.outline].add(sentence.text)
    pairs = [pair for pair in aligned(before, after) if not _equal(*pair)]
    pairs.sort(key=_place)
    return [_change(was, now, before, after, path, label) for was, now in pairs]


def _place(pair: tuple[Item | None, Item | None]) -> tuple[int, int]:
    item = pair[1] or pair[0]
    return (item.sentence.place, item.start) if item else (0, 0)


def _equal(was: Item | None, now: Item | None) -> bool:
    return was is not None and now is not None and was.meaning == now.meaning


def _change(
    was: Item | None, now: Item | None, before: list[Sentence], after: list[Sentence], path: str, label: str
) -> _Found:
    item = now or cast("Item", was)
    action: Action = "altered" if was and now else "removed" if was else "added"
    times = factor(was.quantity, now.quantity) if was and now and was.quantity and now.quantity else None
    said_before, said_after = _said(was), _said(now)
    if item.kind == "negation" and action != "altered" and item.following.isalnum():
        said = f"{_said(item)} {item.following}"
        stays = _stands(item, before if action == "added" else after)
        said_before, said_after = (said, stays) if action == "removed" else (stays, said)
    change = ClinicalChange(
        cast("Kind", item.kind),
        action,
        said_before,
        said_after,
        *item.context,
        factor=Decimal(times.numerator) / Decimal(times.denominator) if times is not None else None,
        path=path,
        label=label,
        sort=_sort(was, now),
    )
    return _Found(change, _move(item, label, change) if action != "altered" else None)


def _said(item: Item | None) -> str:
    return " ".join(item.notation.split()) if item else ""


def _stands(negation: Item, other: list[Sentence]) -> str:
    """The negated word, if the ``other`` text has it in the same place of its order, or right beside it."""
    place = negation.sentence.place
    near = " ".join(sentence.text for sentence in other[max(0, place - 1) : place + 2]).lower()
    return negation.following if negation.following.lower() in near else ""


def _sort(was: Item | None, now: Item | None) -> str:
    sorts = {item.sort for item in (was, now) if item}
    if was and now and was.quantity and now.quantity and len(sorts) == 1:
        first, second = was.quantity.measure, now.quantity.measure
        if first[1:4] == second[1:4] and first[4] != second[4]:
            return "frequency"
        if first[1:5] == second[1:5] and first[5] != second[5]:
            return "route"
    return sorts.pop() if len(sorts) == 1 else "quantity"


def _move(item: Item, label: str, change: ClinicalChange) -> tuple[str, str, str, str, str] | None:
    sentence = item.sentence
    if len(sentence.outline.split()) < _WORDS_OF_A_SENTENCE:
        return None
    return label, sentence.who, sentence.text, item.kind, _said(item)


def _without_moves(found: list[_Found], texts: dict[str, set[str]]) -> Iterable[_Found]:
    ambiguous = {text for same in texts.values() if len(same) > 1 for text in same}
    movable = [each for each in found if each.moved and each.moved[2] not in ambiguous]
    removed = Counter(each.moved for each in movable if each.change.action == "removed")
    added = Counter(each.moved for each in movable if each.change.action == "added")
    cancelled = {"removed": removed & added, "added": removed & added}
    for each in found:
        waiting = cancelled.get(each.change.action)
        if waiting is not None and each.moved is not None and waiting[each.moved] > 0:
            waiting[each.moved] -= 1
            continue
        yield each


def _by_weight(changes: Iterable[ClinicalChange]) -> list[ClinicalChange]:
    return sorted(changes, key=lambda change: -change.weight)
