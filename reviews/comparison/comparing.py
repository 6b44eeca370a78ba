"""Two readings of a page, part by part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page

from reviews.comparison.nodes import Node, Reference, Run, flat
from reviews.comparison.pairing import Pair, members_of_a_set, pairs
from reviews.comparison.reading import Reading
from reviews.comparison.tree import Change, Comparison, Kind, Shape, Span
from reviews.comparison.words import Piece, plain, replaced, spans

INVISIBLE = "Only signs differ that cannot be seen, such as kinds of space."
# Soft hyphens, joiners, marks of direction.
_NO_GLYPH = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
# What is said of something that has no title here.
DELETED, NOT_PUBLIC = "deleted", "not public"
UNSEEN = "What is stored differs, in a way that readers do not see."


def compare(
    model: type[Page],
    old: Mapping[str, Any] | None,
    new: Mapping[str, Any] | None,
    titles: Mapping[Reference, str] | None = None,
) -> Comparison:
    """What changed from ``old`` to ``new``, both as in ``revision.content`` or ``page.serializable_data()``.

    None is a page that does not exist: then all of the other is added, or removed.  Without ``titles`` everything
    that is referred to counts as deleted; ``names.compare_with_names`` looks them up.
    """
    return compare_readings(Reading.of(model, old), Reading.of(model, new), titles or {})


def compare_readings(old: Reading, new: Reading, titles: Mapping[Reference, str], unnamed: str = DELETED) -> Comparison:
    comparer = _Comparer(titles, unnamed)
    return Comparison(comparer.members(old.nodes, new.nodes, ""), first=not old.present)


@dataclass(frozen=True)
class _Comparer:
    titles: Mapping[Reference, str] = field(default_factory=dict)
    unnamed: str = DELETED

    def members(self, old: Sequence[Node], new: Sequence[Node], path: str) -> tuple[Change, ...]:
        """Named parts: each with the part of the same name."""
        before, after = {node.key: node for node in old}, {node.key: node for node in new}
        changes: list[Change] = []
        for key in [*after, *(key for key in before if key not in after)]:
            here, there = before.get(key), after.get(key)
            place = f"{path}.{key}" if path else key
            if there is None and here is not None and here.blank:
                there = here
            elif here is None and there is not None and there.blank:
                here = there
            changes.append(self.change(here, there, place))
        return tuple(changes)

    def change(self, old: Node | None, new: Node | None, path: str, moved_from: int | None = None) -> Change:
        if old is not None and new is not None and old.shape is not new.shape:
            old, new = flat(old), flat(new)
        node = new or old
        assert node is not None  # noqa: S101  at least one side exists
        if node.shape is Shape.LEAF:
            return self._leaf(old, new, node, path, moved_from)
        children = self._children(old, new, node, path)
        note = _unseen(old, new) if not any(child.changed for child in children) else ""
        kind = _kind(old, new, altered=bool(note) or any(child.changed for child in children), moved=moved_from)
        return Change(path, node.label, kind, node.shape, children, moved_from=moved_from, note=note)

    def _children(self, old: Node | None, new: Node | None, node: Node, path: str) -> tuple[Change, ...]:
        before, after = old.children if old else (), new.children if new else ()
        if node.rows and all(side is None or side.rows for side in (old, new)):
            return self._with_table(before, after, node, path)
        if node.shape is Shape.GROUP:
            return self.members(before, after, path)
        found = members_of_a_set(before, after) if node.shape is Shape.SET else pairs(before, after)
        return tuple(self.item(before, after, pair, path) for pair in found)

    def item(self, old: Sequence[Node], new: Sequence[Node], pair: Pair, path: str) -> Change:
        """One part of a list, at the position it has now; behind a tilde, at the position it had."""
        here = old[pair.old] if pair.old is not None else None
        there = new[pair.new] if pair.new is not None else None
        place = f"{pair.new + 1}" if pair.new is not None else f"~{(pair.old or 0) + 1}"
        moved_from = pair.old + 1 if pair.moved and pair.old is not None else None
        return self.change(here, there, f"{path}.{place}", moved_from)

    def _leaf(self, old: Node | None, new: Node | None, node: Node, path: str, moved_from: int | None) -> Change:
        before, after = self._pieces(old), self._pieces(new)
        words = replaced(before, after) if node.whole else spans(before, after)
        altered = any(span.kind is not Kind.UNCHANGED for span in words)
        old_form, new_form = old.form if old else "", new.form if new else ""
        reformed = old is not None and new is not None and old_form != new_form
        note = _note(words) if altered else "" if reformed else _unseen(old, new)
        return Change(
            path,
            node.label,
            _kind(old, new, altered=altered or reformed or bool(note), moved=moved_from),
            Shape.LEAF,
            old=plain(before) if old else None,
            new=plain(after) if new else None,
            words=words,
            moved_from=moved_from,
            old_form=old_form,
            new_form=new_form,
            note=note,
            numeric=node.numeric,
        )

    def _pieces(self, node: Node | None) -> tuple[Piece, ...]:
        return tuple(self._piece(run) for run in node.runs) if node else ()

    def _piece(self, run: Run) -> Piece:
        target = self.named(run.target) if isinstance(run.target, Reference) else run.target
        return Piece(run.text, run.marks, target) if run.text else Piece(target, run.marks)

    def named(self, reference: Reference) -> str:
        title = self.titles.get(reference)
        key = f"{reference.noun} {reference.pk}"
        return f"{key} ({self.unnamed})" if title is None else f"{title} ({key})"

    def _with_table(self, old: Sequence[Node], new: Sequence[Node], node: Node, path: str) -> tuple[Change, ...]:
        from reviews.comparison.tables import table

        inside = {node.headings, node.rows}
        rest = self.members(
            [part for part in old if part.key not in inside], [part for part in new if part.key not in inside], path
        )
        drawn = table(self, node, old, new, path)
        order = [part.key for part in node.children if part.key != node.headings]
        at = order.index(node.rows)
        return (*rest[:at], drawn, *rest[at:])


def _kind(old: Node | None, new: Node | None, *, altered: bool, moved: int | None) -> Kind:
    if old is None or new is None:
        return Kind.ADDED if old is None else Kind.REMOVED
    if altered:
        return Kind.ALTERED
    return Kind.MOVED if moved is not None else Kind.UNCHANGED


def _unseen(old: Node | None, new: Node | None) -> str:
    return UNSEEN if old is not None and new is not None and old.raw != new.raw else ""


def _visible(text: str) -> str:
    return " ".join(_NO_GLYPH.sub("", text).split())


def _note(words: Iterable[Span]) -> str:
    """What is not in the text itself: where links lead, and how words are written."""
    words = list(words)
    before = [span for span in words if span.kind is Kind.REMOVED]
    after = [span for span in words if span.kind is Kind.ADDED]
    texts = ["".join(span.text for span in side) for side in (before, after)]
    if texts[0] != texts[1]:
        return INVISIBLE if _visible(texts[0]) == _visible(texts[1]) else ""
    links = [", ".join(dict.fromkeys(span.link for span in side if span.link)) for side in (before, after)]
    if links[0] != links[1]:
        return f"The link led to {links[0] or 'nothing'} and now leads to {links[1] or 'nothing'}."
    return "The same words, written in another way."
