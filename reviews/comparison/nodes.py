"""One content, read: what a page says in reading order, before anything is compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from reviews.comparison.tree import Shape


@dataclass(frozen=True, slots=True)
class Reference:
    """A row of another table that the page shows or links to: ``noun`` is what people call such a row."""

    model: str
    pk: str
    noun: str


@dataclass(frozen=True, slots=True)
class Run:
    """Text written in one way.  ``target`` is where a link leads; without text, it is what stands here itself."""

    text: str
    marks: tuple[str, ...] = ()
    target: Reference | str = ""


@dataclass(frozen=True)
class Node:
    """A part of a page.

    ``key`` names it within its parent, ``identity`` follows it from version to version, ``sort`` is what only parts
    alike can be compared by (a block's type).  A leaf has ``runs``; ``raw`` is what is stored, where that can differ
    without any of the text.  ``form`` is what a passage of rich text is.
    """

    key: str
    label: str
    shape: Shape
    children: tuple[Node, ...] = ()
    runs: tuple[Run, ...] = ()
    identity: str = ""
    sort: str = ""
    raw: str = ""
    form: str = ""
    numeric: bool = False
    # One thing under one name, such as a choice: never half of it kept.
    whole: bool = False
    # Of a table: which of its children are the headings, and which the rows.
    headings: str = ""
    rows: str = ""

    @cached_property
    def meaning(self) -> tuple[object, ...]:
        """Equal for two nodes exactly when they say the same, wherever they stand."""
        children = tuple((child.key if self.shape is Shape.GROUP else "", child.meaning) for child in self.children)
        return (self.shape, self.sort, self.form, self.runs, self.raw, children)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Its different words, for telling how alike two nodes are."""
        own = {word for run in self.runs for word in (run.text.split() or [str(run.target)])}
        return frozenset(own.union(*(child.vocabulary for child in self.children)))

    def standing(self, identity: str, sort: str) -> Node:
        """The same, as an item of a list."""
        return replace(self, identity=identity, sort=sort)

    @property
    def blank(self) -> bool:
        """Nothing to read in it."""
        return not any(node.runs or node.form for node in self.walk())

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()


def leaf(key: str, label: str, text: str, *, raw: str = "", numeric: bool = False, whole: bool = False) -> Node:
    return Node(key, label, Shape.LEAF, runs=(Run(text),) if text else (), raw=raw, numeric=numeric, whole=whole)


def flat(node: Node) -> Node:
    """All that is said in ``node``, as one leaf."""
    runs = [(*part.runs, Run("\n")) for part in node.walk() if part.runs]
    return Node(node.key, node.label, Shape.LEAF, runs=tuple(run for part in runs for run in part)[:-1])


def pointer(key: str, label: str, reference: Reference | None) -> Node:
    """A leaf that shows a row of another table."""
    runs = (Run("", target=reference),) if reference else ()
    return Node(key, label, Shape.LEAF, runs=runs, identity=reference.pk if reference else "", whole=True)


def references(nodes: Iterator[Node]) -> set[Reference]:
    """Everything that ``nodes`` show or link to by key."""
    return {
        run.target for node in nodes for part in node.walk() for run in part.runs if isinstance(run.target, Reference)
    }
