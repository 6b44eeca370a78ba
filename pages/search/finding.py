"""Everything together: names, then text; and when nothing is found, what may have been meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from wagtail.models import Page, Revision

from pages.listings import live_topics
from pages.models import Topic
from pages.search import fulltext, names
from pages.search.extracts import extract
from pages.search.folding import fold
from pages.search.names import Match
from pages.search.narrowing import KINDS, Narrowing
from pages.search.queries import words_of
from pages.search.spelling import words_like
from pages.search.text import lines_of

TOPIC = "Topic"
# How many words of a page may be tried in place of a misspelt one, likeliest first.
TRIES = 3
# So short a word is one letter from too many words of a text: only names are guessed for it.
SHORT = 5


@dataclass(frozen=True)
class Hit:
    """A page or a topic, and the name that led to it if one did."""

    page: int | None = None
    topic: int | None = None
    match: Match | None = None


@dataclass(frozen=True)
class Found:
    """``searched`` is what the hits are for: a correction of ``query`` when nothing was found for that."""

    query: str
    searched: str
    hits: list[Hit]

    @property
    def is_corrected(self) -> bool:
        return self.searched != self.query

    @property
    def is_cut(self) -> bool:
        """There may be more than is shown."""
        return len(self.hits) >= fulltext.MAX_RESULTS

    @property
    def pages(self) -> list[int]:
        return [hit.page for hit in self.hits if hit.page is not None]


@dataclass(frozen=True)
class Row:
    """What a list of results shows."""

    title: str
    url: str
    kind: str
    lead: str
    extract: SafeString
    # The name that was typed, when it is not the title: its kind and itself.
    name: tuple[str, str] | None = None


def find(query: str, narrowing: Narrowing = Narrowing()) -> Found:  # noqa: B008  frozen
    """The hits for a cleaned query, best first; for a corrected one, then for any of its words, if there are none."""
    hits = _hits(query, narrowing)
    if hits or narrowing:
        return Found(query, query, hits)
    corrected = correction(query)
    if corrected and (hits := _hits(corrected, narrowing)):
        return Found(query, corrected, hits)
    found = fulltext.matching(fulltext.terms_of(query), narrowing.pages(), any_of=True)
    return Found(query, query, [Hit(page=pk) for pk in found])


def _hits(query: str, narrowing: Narrowing) -> list[Hit]:
    pages = narrowing.pages()
    named = names.matching(query)
    if narrowing:
        left = set(pages.filter(pk__in=[match.page for match in named if match.page]).values_list("pk", flat=True))
        named = [match for match in named if match.page in left]
    by_name = [Hit(match.page, match.topic, match) for match in named]
    # A part of a word is a guess: what says the very word comes before it.
    sure = [hit for hit in by_name if hit.match and hit.match.place != names.Place.INSIDE]
    known = {hit.page for hit in sure}
    in_text = [Hit(page=pk) for pk in fulltext.matching(fulltext.terms_of(query), pages) if pk not in known]
    known.update(hit.page for hit in in_text)
    guessed = [hit for hit in by_name if hit not in sure and (hit.page is None or hit.page not in known)]
    return [*sure, *in_text, *guessed][: fulltext.MAX_RESULTS]


def correction(query: str) -> str | None:
    """``query`` with its unknown words replaced by words of live pages that are spelt like them; None without any."""
    words = words_of(query)
    corrected = [_corrected(word) for word in words]
    if corrected == words:
        return None
    return " ".join(corrected)


def _corrected(word: str) -> str:
    folded = fold(word)
    if " " in folded or names.is_begun_by(folded) or _is_in_text(word):
        return word
    is_short = len(folded) <= SHORT
    return next(
        (one for one in words_like(folded)[:TRIES] if names.is_begun_by(one) or (not is_short and _is_in_text(one))),
        word,
    )


def _is_in_text(word: str) -> bool:
    return bool(fulltext.matching([fulltext.Term((word,))], Narrowing().pages()))


def rows(hits: Iterable[Hit], query: str) -> list[Row]:
    """What is shown of the hits, in their order, all of it from what was approved.

    One query for the pages, one for each of their types, one for their approved versions and one for topics.
    """
    hits = list(hits)
    wanted = [hit.page for hit in hits if hit.page is not None]
    pages = {
        page.pk: page for page in Page.objects.live().filter(pk__in=wanted).defer_streamfields().type(*KINDS).specific()
    }
    in_text = [hit.page for hit in hits if hit.match is None]
    approved = Revision.objects.in_bulk([pages[pk].live_revision_id for pk in in_text if pk in pages])
    topics = live_topics().in_bulk([hit.topic for hit in hits if hit.topic is not None])
    words = [way for term in fulltext.terms_of(query) for way in term.ways]
    found = []
    for hit in hits:
        if hit.topic in topics:
            found.append(_topic_row(topics[hit.topic]))
        elif hit.page in pages:
            page = pages[hit.page]
            revision = approved.get(page.live_revision_id) if hit.match is None else None
            found.append(_page_row(page, hit.match, _extract(page, revision, words)))
    return found


def _topic_row(topic: Topic) -> Row:
    return Row(topic.name, topic.get_absolute_url(), TOPIC, "", SafeString(""))


def _page_row(page: Page, match: Match | None, text: SafeString) -> Row:
    name = None
    if match is not None and match.kind in names.OF_MEDICINES and fold(match.label) != fold(page.title):
        name = (str(names.Kind(match.kind).label), match.label)
    return Row(page.title, page.get_url() or "", KINDS[type(page)], page.lead, text, name)


def _extract(page: Page, revision: Revision | None, words: list[str]) -> SafeString:
    """From the approved version.  The lead is shown anyway."""
    if revision is None:
        return SafeString("")
    return extract((line for line in lines_of(type(page), revision.content) if line.text != page.lead), words)
