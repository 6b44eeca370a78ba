"""From the headings of an article to the fields of a page.  The words stay as they are; what has no field is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, zip_longest
from typing import Any

from django.utils.html import escape, format_html
from wagtail.models import Page

from pages.articles.parts import Article, Kind, Part
from pages.blocks.prose import MAX_CHARACTERS
from pages.checks.required import label_of
from pages.importers.plain import shorten
from pages.models import DrugOverviewPage, StandardPage

LONGEST_LEAD = 500
# Where words of a drug overview go that have no field.
ELSEWHERE = "how_it_works"
# The first that a heading matches counts.
_FIELDS: tuple[tuple[str, str], ...] = (
    ("questions", r"\bfaqs?\b|frequently asked|questions and answers|common questions"),
    ("pregnancy", r"\bpregnan"),
    ("breastfeeding", r"breast-?feeding|lactation|nursing"),
    ("fertility", r"\bfertility"),
    ("missed_dose", r"\bmiss(?:ed|ing)?\b.*\bdose"),
    ("overdose", r"\boverdos|too much"),
    ("urgent_help", r"\burgent|\bemergenc|when to (?:get|seek|call|see)"),
    ("stopping", r"\bstopping|\bdiscontinu|coming off|how to stop"),
    ("who_can_take", r"\bwho (?:can|should|must|cannot|may)\b|contraindication|\bprecautions?\b|before (?:taking|you)"),
    ("who_can_take", r"\bimportant considerations\b|\bwarnings?\b"),
    ("how_it_works", r"\bhow .*\bworks?\b|\bmechanisms?\b"),
)
_PATTERNS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _FIELDS)
_SIDE_EFFECTS = re.compile(r"(?i)side effects?|adverse")
_QUESTION = re.compile(r"(?i)^Q(?:uestion)?\s*\d*\s*[:.)]\s*(.+)$")
_ANSWER = re.compile(r"(?i)^A(?:nswer)?\s*\d*\s*[:.)]\s*")


@dataclass
class Mapped:
    """An unsaved page, and what became of each heading, in sentences."""

    page: Page
    told: list[str] = field(default_factory=list)


def standard_page(article: Article) -> Mapped:
    """Everything into the body."""
    page = StandardPage(title=shorten(article.title, 255))
    lead, parts = _lead(article)
    page.lead = lead
    page.body = list(_blocks(parts))
    return Mapped(page, _about_lead(lead))


def drug_overview(article: Article) -> Mapped:
    """Headings into sections, questions into questions; the name of the medicine is for the editor to give."""
    page = DrugOverviewPage(title=shorten(article.title, 255))
    mapped = Mapped(page)
    page.lead, parts = _lead(article)
    mapped.told += _about_lead(page.lead)
    questions, others = _questions(parts)
    fields: dict[str, list[Part]] = {}
    for name, section in _sections(others, mapped):
        fields.setdefault(name, []).extend(section)
    for name, section in fields.items():
        setattr(page, name, list(_blocks(section)))
    page.questions = [("question", question) for question in questions]
    if questions:
        mapped.told.append(f"{len(questions)} questions with their answers stand under “Questions and answers”.")
    return mapped


def _lead(article: Article) -> tuple[str, list[Part]]:
    """(the first paragraph, if it fits and stands before any heading; the other parts)."""
    # Copied articles often repeat their title.
    at = next((number for number, part in enumerate(article.parts) if part.text != article.title), 0)
    first, others = article.parts[at], [*article.parts[:at], *article.parts[at + 1 :]]
    if first.kind is not Kind.PARAGRAPH or len(first.text) > LONGEST_LEAD:
        return "", list(article.parts)
    return first.text, others


def _about_lead(lead: str) -> list[str]:
    return ["The first paragraph is “In short”."] if lead else ["“In short” is empty: no short paragraph comes first."]


def _questions(parts: list[Part]) -> tuple[list[dict[str, str]], list[Part]]:
    """(questions with what follows each, up to the next or a heading; the other parts).

    Questions are marked “Q1:”, or are headings with a question mark below one that announces questions.
    """
    found: list[tuple[str, list[Part]]] = []
    others: list[Part] = []
    announced = answering = False
    for part in parts:
        if asked := _asked(part, announced):
            found.append((asked, []))
            answering = True
        elif answering and part.kind in {Kind.PARAGRAPH, Kind.ITEM}:
            found[-1][1].append(part)
        else:
            answering = False
            others.append(part)
            announced = part.kind is Kind.HEADING and _field_of(part.text) == "questions"
    return [_question(asked, answer) for asked, answer in found], others


def _asked(part: Part, announced: bool) -> str:
    if announced and part.kind is Kind.HEADING and part.text.endswith("?"):
        return part.text
    marked = _QUESTION.match(part.text)
    return marked[1] if marked else ""


def _field_of(heading: str) -> str:
    return next((name for name, pattern in _PATTERNS if pattern.search(heading)), "")


def _question(asked: str, answer: list[Part]) -> dict[str, str]:
    parts = [Part(part.kind, _ANSWER.sub("", part.text)) for part in answer]
    return {"question": asked, "answer": "".join(_rich(parts)), "sources": ""}


def _sections(parts: list[Part], mapped: Mapped) -> Iterator[tuple[str, list[Part]]]:
    """(field, [part]) for each part.  A heading stays with the one above when it is deeper and names no field, or when
    nothing stands under it."""
    name, level = ELSEWHERE, 0
    for part, after in zip_longest(parts, parts[1:]):
        if part.kind is Kind.HEADING and not _is_empty(part, after):
            found = _field_of(part.text)
            if found == "questions":
                # Its questions are taken out already; the field has a heading of its own.
                name, level = ELSEWHERE, part.level
                continue
            if found or not (part.level and level and part.level > level):
                name, level = found or ELSEWHERE, part.level
                mapped.told.append(_told(part.text, found, mapped.page))
        yield name, [part]


def _is_empty(heading: Part, after: Part | None) -> bool:
    return after is None or (after.kind is Kind.HEADING and after.level <= heading.level)


def _told(heading: str, found: str, page: Page) -> str:
    where = f"stands under “{label_of(page, found or ELSEWHERE)}”"
    if found:
        return f"“{heading}” {where}."
    if _SIDE_EFFECTS.search(heading):
        return f"“{heading}” {where} until you make rows of it under “Side effects”, with numbers and sources."
    return f"“{heading}” has no field of its own: it {where}."


def _blocks(parts: Iterable[Part]) -> Iterator[tuple[str, Any]]:
    """Blocks of a prose stream."""
    for is_text, run in groupby(parts, key=lambda part: part.kind in {Kind.PARAGRAPH, Kind.ITEM}):
        if is_text:
            for text in _texts(run):
                yield "text", {"text": text, "sources": ""}
            continue
        for part in run:
            yield _table(part) if part.kind is Kind.TABLE else ("subheading", part.text)


def _table(part: Part) -> tuple[str, dict[str, Any]]:
    """As it came: a caption is for the editor to give."""
    first, *rows = [list(row) for row in part.rows]
    return "table", {"caption": "", "columns": first, "rows": rows, "first_cell_is_header": True, "sources": ""}


def _texts(parts: Iterable[Part]) -> Iterator[str]:
    """Rich text, in pieces that fit a block."""
    held = ""
    for piece in _rich(parts):
        if held and len(held) + len(piece) > MAX_CHARACTERS:
            yield held
            held = ""
        held += piece
    if held:
        yield held


def _rich(parts: Iterable[Part]) -> Iterator[str]:
    for is_item, run in groupby(parts, key=lambda part: part.kind is Kind.ITEM):
        if is_item:
            yield f"<ul>{''.join(format_html('<li>{}</li>', part.text) for part in run)}</ul>"
        else:
            yield from (f"<p>{escape(part.text)}</p>" for part in run)
