"""How a page hangs together: empty headings, promises that nothing keeps, residue of copying, abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pages.checks.passages import PROSE, Passage
from pages.checks.rules import ArticleRule, Hit, TextRule, pattern_rule

HOUSE_RULE = "House rule"


def _whole(passage: Passage, said: str) -> tuple[Passage, Hit]:
    return passage, Hit(0, len(passage.text), said)


def _empty_headings(passages: Sequence[Passage]) -> Iterator[tuple[Passage, Hit]]:
    shown = [passage for passage in passages if passage.kind not in {"link", "summary", "citation"}]
    end = Passage("", "heading", "")
    for here, after in pairwise([*shown, end]):
        if here.kind == "heading" and (after.kind == "heading" or after.field != here.field):
            yield _whole(here, "Nothing stands under this heading. Write what it promises, or take it out.")


_GOES_ON = re.compile(
    r"(?i)(?:on a more \w+ note|another|also|therefore|however|in addition|additionally|moreover|furthermore"
    r"|besides|instead|"
    r"meanwhile|nonetheless|still|yet)\b"
)


def _missing_beginning(passages: Sequence[Passage]) -> Iterator[tuple[Passage, Hit]]:
    """What the heading announces was lost: the text under it goes on from something that is not there."""
    for here, after in pairwise(passages):
        if here.kind == "heading" and after.field == here.field and _GOES_ON.match(after.text):
            yield _whole(here, "The text under this heading goes on from something that is missing. Write that first.")


def _plain(words: str) -> str:
    return " ".join(words.lower().split()).rstrip(".")


def _repeated_title(passages: Sequence[Passage]) -> Iterator[tuple[Passage, Hit]]:
    """Copied articles often bring their title along."""
    title = next((_plain(passage.text) for passage in passages if passage.place == "title"), "")
    for passage in passages:
        if title and passage.place != "title" and passage.kind in PROSE | {"heading"} and _plain(passage.text) == title:
            yield _whole(passage, "This repeats the title. Take it out.")


def _residue(passages: Sequence[Passage]) -> Iterator[tuple[Passage, Hit]]:
    """Headlines of other articles after the last sentence of a copied one."""
    prose = [passage for passage in passages if passage.kind in {"text", "heading"}]
    for number in range(len(prose) - 1, 0, -1):
        last = prose[number]
        if last.text.rstrip().endswith((".", "?", "!", ":", ";", ")", "”")) or len(last.text.split()) >= 12:
            return
        if any(before.text.rstrip().endswith(".") and before.field == last.field for before in prose[:number]):
            yield _whole(last, "This looks like a headline left over from copying. Take it out, or make it a sentence.")


RULES: tuple[TextRule | ArticleRule, ...] = (
    pattern_rule(
        "LANG-11-PROMISE",
        "warn",
        HOUSE_RULE,
        r"(?i)\b(?:(?:in the |the )?next (?:part|section|chapter|article)|as (?:we|you) (?:will|can|shall) see|"
        r"let[’']s (?:move on|dive|delve|take a (?:closer )?look)|we will (?:discuss|explore"
        r"|look at) (?:this )?(?:later|below|next))\b",
        "Readers jump to the section they need. Say it here, or take the promise out.",
        kinds=PROSE,
        needs=("next", " see", "let", "we will"),
    ),
    ArticleRule("LANG-11-HEADING", "block", "WCAG 2.2, 2.4.6", _empty_headings),
    ArticleRule("LANG-11-BEGINNING", "warn", HOUSE_RULE, _missing_beginning),
    ArticleRule("LANG-11-TITLE", "warn", HOUSE_RULE, _repeated_title),
    ArticleRule("LANG-11-RESIDUE", "warn", HOUSE_RULE, _residue),
)
