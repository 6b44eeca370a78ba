"""Words in the text of live pages, through the site's Wagtail search backends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail.search.query import And, Or, PlainText, SearchQuery

from pages.models import DoseFormPage
from pages.search import outside
from pages.search.folding import fold
from pages.search.names import Match, medicines_named_in
from pages.search.queries import ASKING, telling_words, words_of
from pages.search.synonyms import LONGEST, others

STRENGTHS = frozenset({"mg", "mcg", "microgram", "micrograms", "g", "ml", "units", "unit", "iu"})
# A code of letters and a number: "KB 220" is KB220.
MAX_CODE = 5
# Nobody leafs further; and the cost of a search for a common word stays bounded.
MAX_RESULTS = 100


@dataclass(frozen=True)
class Term:
    """Something that is asked for, in each way of saying it that counts as well; ``medicines`` if it names some."""

    ways: tuple[str, ...]
    medicines: tuple[int, ...] = ()

    def query(self) -> SearchQuery:
        texts = [PlainText(way) for way in self.ways]
        return texts[0] if len(texts) == 1 else Or(texts)

    def stands_in(self, title: str) -> bool:
        """Whether a folded title says it, in one of its ways; endings of words do not count."""
        words = title.split()
        return any(all(_is_said(part, words) for part in fold(way).split()) for way in self.ways)


def _is_said(part: str, words: list[str]) -> bool:
    stem = part.removesuffix("s")
    return any(word == part or (len(stem) >= 4 and word.startswith(stem)) for word in words)


def terms_of(query: str, known: list[Match]) -> list[Term]:
    """What a query asks for, given the names ``known`` to be like all of it.  One query at most.

    A brand name also finds pages that use the medicine's own name.
    """
    words = words_of(query)
    named = medicines_named_in(words, known)
    terms = {start: _medicine(" ".join(words[start:end]), named[start, end]) for start, end in named}
    taken = {n for start, end in named for n in range(start, end)}
    for start, end in _said_otherwise(words, taken):
        terms[start] = Term((*_with_folded(" ".join(words[start:end])), *others(fold(" ".join(words[start:end])))))
        taken.update(range(start, end))
    for n, (first, second) in enumerate(pairwise(words)):
        if taken.isdisjoint({n, n + 1}) and first.isalpha() and 2 <= len(first) <= MAX_CODE and second.isdigit():
            terms[n] = Term((f"{first} {second}", f"{first}{second}"))
            taken.update({n, n + 1})
    left = [(n, word) for n, word in enumerate(words) if n not in taken]
    telling = set(telling_words([word for _, word in left])) if left else set()
    for n, word in left:
        is_said_anyway = word.lower() in ASKED_WITH_A_NAME or word.lower() in ASKING
        if word in telling and not (terms and is_said_anyway):
            terms[n] = Term(_with_folded(word))
    return [terms[n] for n in sorted(terms)]


def _said_otherwise(words: list[str], taken: set[int]) -> Iterator[tuple[int, int]]:
    """(first word, word after the last) of what can be said in other words, longer before shorter."""
    for length in range(LONGEST, 0, -1):
        for start in range(len(words) - length + 1):
            span = range(start, start + length)
            if taken.isdisjoint(span) and others(fold(" ".join(words[start : start + length]))):
                yield start, start + length


# What people add to the name of a medicine, whatever page they want.
ASKED_WITH_A_NAME = frozenset(
    {"medicine", "medicines", "medication", "medications", "drug", "drugs", "information", "leaflet", "treatment"}
)


def _medicine(typed: str, matches: list[Match]) -> Term:
    titles = {match.page: match.title for match in matches if match.page is not None and match.title}
    ways = {fold(way): way for way in (*titles.values(), *_with_folded(typed))}
    return Term(tuple(ways.values()), tuple(titles))


def _with_folded(typed: str) -> tuple[str, ...]:
    """A word with accents is looked for with and without them."""
    folded = fold(typed)
    return (typed,) if typed.isascii() or not folded else (typed, folded)


def matching(terms: list[Term], pages: PageQuerySet, *, any_of: bool = False) -> list[int]:
    """Keys of those of the live ``pages`` that say all of the terms (or any of them), best first."""
    # A strength alone is no answer: “50 mg” of another medicine is another medicine.
    queries = [term.query() for term in terms if not (any_of and _is_measure(term))]
    if not queries:
        return []
    query = queries[0] if len(queries) == 1 else (Or if any_of else And)(queries)
    asked = pages.only("title", "content_type")
    said = outside.matching(query, asked, MAX_RESULTS)
    found = list(asked.search(query)[:MAX_RESULTS] if said is None else said)
    medicines = {pk for term in terms for pk in term.medicines}
    if any_of and not medicines:
        return [page.pk for page in found]
    forms = _asks_for_a_strength(terms)
    # Python's sort keeps the order of the backend among equals.
    order = _by_title if any_of else _tier
    return [page.pk for page in sorted(found, key=lambda page: order(page, terms, medicines, forms))]


def _tier(page: Page, terms: list[Term], medicines: set[int], forms: bool) -> int:
    """A title that says it all, then a form of which a strength was asked, the medicine that was named, the rest."""
    title = fold(page.title)
    if all(term.stands_in(title) for term in terms):
        return 0
    if forms and page.specific_class is DoseFormPage and any(t.medicines and t.stands_in(title) for t in terms):
        return 1
    return 2 if page.pk in medicines else 3


def _by_title(page: Page, terms: list[Term], medicines: set[int], forms: bool) -> tuple[bool, int, int]:
    """What is about the medicine that was named, then how much of the rest the title says, then as any other.

    Of a strength that no page says, a form of another strength is no better an answer than the medicine.
    """
    title = fold(page.title)
    about = any(term.medicines and term.stands_in(title) for term in terms)
    tier = _tier(page, terms, medicines, forms=False)
    said = 0 if forms and page.specific_class is DoseFormPage else sum(term.stands_in(title) for term in terms)
    return not about, -said, tier


def _is_measure(term: Term) -> bool:
    return (said := fold(term.ways[0])) in STRENGTHS or said.replace(" ", "").isdigit()


def _asks_for_a_strength(terms: list[Term]) -> bool:
    """ "50 mg" of a medicine."""
    said = [fold(term.ways[0]) for term in terms]
    return any(number[0].isdigit() and unit in STRENGTHS for number, unit in pairwise(said) if number)
