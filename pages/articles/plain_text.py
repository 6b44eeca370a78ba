"""Articles as plain text: a line is a paragraph, and a short one without a stop a heading."""

from __future__ import annotations

import re

from pages.articles.parts import Article, Collected, Kind

LONGEST_HEADING = 90
_MARKED = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_ITEM = re.compile(r"^(?:[-*•–·]|\d{1,2}[.)])\s+(?=\S)")
# Cells of a table that ran together when it was copied: “Study 1SignificantMild”.
_GLUED = re.compile(r"[a-z\d][A-Z]")
_QUESTION = re.compile(r"^(?:Q(?:uestion)?\s*\d*\s*[:.)]|Q\s)", re.IGNORECASE)


def read(text: str) -> Article:
    """The first line is the title."""
    collected = Collected()
    for line in text.splitlines():
        words = line.strip()
        if marked := _MARKED.match(words):
            collected.add(Kind.HEADING, marked[2], len(marked[1]))
        elif item := _ITEM.match(words):
            collected.add(Kind.ITEM, words[item.end() :])
        elif collected.parts and is_heading(words):
            collected.add(Kind.HEADING, words)
        else:
            collected.add(Kind.PARAGRAPH, words)
    return collected.article()


def is_heading(line: str) -> bool:
    if not line or len(line) > LONGEST_HEADING or _GLUED.search(line) or _QUESTION.match(line):
        return False
    return line[-1].isalnum() or line.endswith((")", "?", "”"))
