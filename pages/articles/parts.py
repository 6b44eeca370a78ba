"""What an article is made of, whatever it came as."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE = "table"


@dataclass(frozen=True)
class Part:
    """``level`` is that of a heading, 0 where headings have none; ``rows`` are the cells of a table."""

    kind: Kind
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Article:
    title: str
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """All its words, a line for each part."""
        return "\n".join([self.title, *(_words(part) for part in self.parts)])


def _words(part: Part) -> str:
    return "\n".join(" | ".join(row) for row in part.rows) if part.kind is Kind.TABLE else part.text


@dataclass
class Collected:
    """Parts as they are read; the first heading of the highest level, or the first line, becomes the title."""

    parts: list[Part] = field(default_factory=list)

    def add(self, kind: Kind, text: str, level: int = 0) -> None:
        words = " ".join(text.split())
        if words:
            self.parts.append(Part(kind, words, level))

    def add_table(self, rows: list[list[str]]) -> None:
        kept = tuple(tuple(" ".join(cell.split()) for cell in row) for row in rows if any(cell.strip() for cell in row))
        if kept:
            self.parts.append(Part(Kind.TABLE, rows=kept))

    def article(self, title: str = "") -> Article:
        """Titled ``title``, or else by the first part, which then is no part any more."""
        parts = list(self.parts)
        if not title and parts and parts[0].text:
            title = parts.pop(0).text
        return Article(title, tuple(parts))
