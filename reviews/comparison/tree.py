"""The result: a tree of changes, whose leaves hold text.  Immutable, and free of any drug, page or request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    UNCHANGED = "unchanged"
    ADDED = "added"
    REMOVED = "removed"
    ALTERED = "altered"
    MOVED = "moved"


class Shape(StrEnum):
    """What a part is to a reader; decides how it is drawn."""

    GROUP = "group"  # named parts: a struct block, a child row
    LIST = "list"  # parts in an order that means something
    SET = "set"  # parts without an order: tags, related pages
    PROSE = "prose"  # rich text: its passages
    TABLE = "table"  # a table row is a LIST of cells
    LEAF = "leaf"


@dataclass(frozen=True, slots=True)
class Span:
    """Whole words that were kept, added or removed, with how they are written and where they link to."""

    kind: Kind
    text: str
    marks: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One part of the page, and what became of it.

    ``path`` names the part by keys and positions from 1, as in ``body.2.text``; a part that is gone has its old
    position behind a tilde, as in ``body.~2.text``.  ``kind`` is ALTERED when anything inside differs; a part that
    also stands elsewhere now has ``moved_from``, its old position from 1 among its siblings.  A leaf has ``old`` and
    ``new``, its visible text, None on the side where it does not exist; ``words`` is that text cut into spans.
    ``old_form`` and ``new_form`` say what a passage of rich text is, such as “Heading 2”.  ``note`` is a difference
    that the text does not show.  ``numeric`` leaves hold a number as such.
    """

    path: str
    label: str
    kind: Kind
    shape: Shape
    children: tuple[Change, ...] = ()
    old: str | None = None
    new: str | None = None
    words: tuple[Span, ...] = ()
    moved_from: int | None = None
    old_form: str = ""
    new_form: str = ""
    note: str = ""
    numeric: bool = False

    @property
    def changed(self) -> bool:
        return self.kind is not Kind.UNCHANGED

    @property
    def empty(self) -> bool:
        """Nothing to read on either side."""
        return not (self.old or self.new or self.new_form or self.note) and all(child.empty for child in self.children)

    @property
    def old_words(self) -> tuple[Span, ...]:
        return tuple(span for span in self.words if span.kind is not Kind.ADDED)

    @property
    def new_words(self) -> tuple[Span, ...]:
        return tuple(span for span in self.words if span.kind is not Kind.REMOVED)

    def walk(self) -> Iterator[Change]:
        """This part and all inside it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A page's fields in reading order.  ``first``: nothing was there to compare with."""

    sections: tuple[Change, ...]
    first: bool = False

    @property
    def changed(self) -> bool:
        return any(section.changed for section in self.sections)

    def walk(self) -> Iterator[Change]:
        for section in self.sections:
            yield from section.walk()
