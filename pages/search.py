"""Search over live reviewed pages: names first, then full text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Q
from wagtail.models import Page

from pages.models import DoseFormPage, DrugOverviewPage, StandardPage, StudySummaryPage

MAX_LENGTH = 200
# Nobody leafs further; and the cost of a search for a common word stays bounded.
MAX_RESULTS = 200
MAX_WORDS = 20

# What readers call each type.  Containers are left out: their titles are reviewed by nobody.
KINDS: dict[type[Page], str] = {
    DrugOverviewPage: "Medicine",
    DoseFormPage: "Dose form",
    StudySummaryPage: "Study summary",
    StandardPage: "About this hub",
}
_WORD = re.compile(r"\w+(?:-\w+)*")


@dataclass(frozen=True)
class Found:
    """A page of any reviewed type, with what a list of results shows of it."""

    page: Page
    url: str
    kind: str


def clean_query(text: str) -> str:
    """What was typed, in one line, without control characters, cut to ``MAX_LENGTH``."""
    printable = "".join(char if char.isprintable() else " " for char in text[: MAX_LENGTH * 4])
    return " ".join(printable.split())[:MAX_LENGTH].strip()


def words_of(query: str) -> list[str]:
    """Its words, without the quotes and operators that a database would read as instructions."""
    return [word for word in _WORD.findall(query) if word.strip("_")][:MAX_WORDS]


def named(query: str) -> list[int]:
    """Ids of live medicines that have this name, or one that begins so, exact ones first."""
    text = " ".join(words_of(query))
    if not text:
        return []
    live = DrugOverviewPage.objects.live()
    exact = Q(title__iexact=text) | Q(inn__iexact=text) | Q(other_names__name__iexact=text)
    prefix = Q(title__istartswith=text) | Q(inn__istartswith=text) | Q(other_names__name__istartswith=text)
    found = list(live.filter(exact).order_by("title").values_list("pk", flat=True))
    if len(text) > 1:
        found += live.filter(prefix).order_by("title").values_list("pk", flat=True)[:MAX_RESULTS]
    return list(dict.fromkeys(found))


def matching(query: str) -> list[int]:
    """Live reviewed pages that contain all words, most relevant first; failing that, any of them."""
    words = " ".join(words_of(query))
    if not words:
        return []
    live = Page.objects.live().type(*KINDS)
    for operator in ("and", "or"):
        found = [page.pk for page in live.search(words, operator=operator)[:MAX_RESULTS]]
        if found:
            return found
    return []


def search(query: str) -> list[int]:
    """Ids of the live pages to show for a cleaned query, best first."""
    return list(dict.fromkeys([*named(query), *matching(query)]))


def load(ids: list[int]) -> list[Found]:
    """The pages behind ``ids``, in that order; at most one query per page type and one for them all."""
    pages = Page.objects.live().filter(pk__in=ids).defer_streamfields().type(*KINDS).specific()
    by_id = {page.pk: page for page in pages}
    return [Found(page, page.get_url() or "", KINDS[type(page)]) for one in ids if (page := by_id.get(one)) is not None]
