"""Everything together: names, then text; and when nothing is found, what may have been meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models.fields.json import KeyTextTransform
from django.utils.safestring import SafeString
from wagtail.models import Page, Revision
from wagtail.query import PageQuerySet

from pages.listings import live_topics
from pages.models import Topic
from pages.search import fulltext, names
from pages.search.extracts import extract
from pages.search.folding import fold, is_foreign
from pages.search.names import Match
from pages.search.narrowing import KINDS, Narrowing
from pages.search.queries import ASKING, telling_words, words_of
from pages.search.spelling import can_be_corrected, known_words, likest, words_like
from pages.search.synonyms import WORDS
from pages.search.text import lines_of

TOPIC = "Topic"
# How many words of a page may be tried in place of a misspelt one, likeliest first.
TRIES = 3
# So short a word is one letter from too many words of a text: only names are guessed for it.
SHORT = 5
MAX_PARTS = 4


@dataclass(frozen=True)
class Hit:
    """A page or a topic, and the name that led to it if one did."""

    page: int | None = None
    topic: int | None = None
    match: Match | None = None


@dataclass(frozen=True)
class Found:
    """``searched`` is what the hits are for: ``correction`` when nothing was found for ``query``."""

    query: str
    searched: str
    hits: list[Hit]
    # Each way of saying what was searched for, to be marked in the text.
    words: tuple[str, ...] = ()
    # What may have been meant, in words of live pages.
    correction: str = ""

    @property
    def is_corrected(self) -> bool:
        return self.searched != self.query

    @property
    def is_by_name(self) -> bool:
        return any(hit.match and hit.match.place != names.Place.INSIDE for hit in self.hits)

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
    """The hits for a cleaned query, best first.

    When no name is like it, words that stand on no live page are corrected.  What a correction names comes first; if
    nothing else was found, all of it is for the correction.  Failing that, pages that say any of the words.
    """
    found = _find(query, query, narrowing)
    if found.is_by_name or narrowing:
        return found
    corrected = correction(query)
    if corrected and not found.hits and (better := _find(query, corrected, narrowing)).hits:
        return replace(better, correction=corrected)
    if corrected and found.hits and (named := names.matching(" ".join(telling_words(words_of(corrected))))):
        meant = [Hit(match.page, match.topic, match) for match in named]
        known = {hit.page for hit in meant if hit.page}
        return replace(
            found, hits=[*meant, *(hit for hit in found.hits if hit.page not in known)], correction=corrected
        )
    if found.hits:
        return found
    terms = fulltext.terms_of(query, [])
    some = fulltext.matching(terms, narrowing.pages(), any_of=True) if len(terms) > 1 else []
    return Found(query, query, [Hit(page=pk) for pk in some], _ways(terms))


def _find(query: str, searched: str, narrowing: Narrowing) -> Found:
    pages = narrowing.pages()
    named = names.matching(searched)
    terms = fulltext.terms_of(searched, named)
    asked = " ".join(term.ways[0] for term in terms)
    if not named and asked != searched:
        # In whatever words: “what is naltrexone used for” asks for naltrexone.
        named = names.matching(asked)
    by_name = [Hit(match.page, match.topic, match) for match in _left(named, pages, narrowing)]
    # A part of a word is a guess: what says the very word comes before it.
    sure = [hit for hit in by_name if hit.match and hit.match.place != names.Place.INSIDE]
    known = {hit.page for hit in sure}
    in_text = [Hit(page=pk) for pk in fulltext.matching(terms, pages) if pk not in known]
    known.update(hit.page for hit in in_text)
    guessed = [hit for hit in by_name if hit not in sure and (hit.page is None or hit.page not in known)]
    return Found(query, searched, [*sure, *in_text, *guessed][: fulltext.MAX_RESULTS], _ways(terms))


def _left(named: list[Match], pages: PageQuerySet, narrowing: Narrowing) -> list[Match]:
    """Of the names, those that lead to the pages that narrowing leaves."""
    if not narrowing:
        return named
    left = set(pages.filter(pk__in=[match.page for match in named if match.page]).values_list("pk", flat=True))
    return [match for match in named if match.page in left]


def _ways(terms: list[fulltext.Term]) -> tuple[str, ...]:
    return tuple(way for term in terms for way in term.ways)


def correction(query: str) -> str | None:
    """``query`` with words of live pages in place of words that are on none; None when there is nothing to correct."""
    words = words_of(query)
    folded = [fold(word) for word in words]
    known = known_words(folded)
    corrected = [word if one in known else _corrected(word, one) for word, one in zip(words, folded, strict=True)]
    if corrected != words:
        return " ".join(corrected)
    return _joined(folded) if set(folded) - known - ASKING else None


def _joined(folded: list[str]) -> str | None:
    """A name that words are when they are read out in one: “nal trex own”.  One query, and one for each candidate."""
    if not 2 <= len(folded) <= MAX_PARTS:
        return None
    return next((one for one in words_like("".join(folded))[:TRIES] if names.is_begun_by(one)), None)


def _corrected(word: str, folded: str) -> str:
    if not can_be_corrected(folded) or names.is_begun_by(folded):
        return word
    is_short = len(folded) <= SHORT
    candidates = words_like(folded, foreign=is_foreign(word))[:TRIES]
    said = (one for one in candidates if names.is_begun_by(one) or (not is_short and _is_in_text(one)))
    if (found := next(said, None)) or is_short:
        return found or word
    return next(iter(likest(folded, (one for one in WORDS if one[0] == folded[0]))), word)


def _is_in_text(word: str) -> bool:
    return bool(fulltext.matching([fulltext.Term((word,))], Narrowing().pages()))


def rows(hits: Iterable[Hit], words: Iterable[str]) -> list[Row]:
    """What is shown of the hits, in their order, all of it from what was approved; ``words`` are marked.

    One query for the pages, one for the text of those that were found in the text, and one for topics.
    """
    hits = list(hits)
    live = Page.objects.live().annotate(lead=KeyTextTransform("lead", "live_revision__content"))
    live = live.only("title", "url_path", "content_type", "locale", "live_revision")
    pages = live.in_bulk([hit.page for hit in hits if hit.page is not None])
    in_text = [pages[hit.page].live_revision_id for hit in hits if hit.match is None and hit.page in pages]
    approved = Revision.objects.only("content").in_bulk(in_text)
    topics = live_topics().in_bulk([hit.topic for hit in hits if hit.topic is not None])
    found = []
    for hit in hits:
        if hit.topic in topics:
            found.append(_topic_row(topics[hit.topic]))
        elif hit.page in pages:
            page = pages[hit.page]
            found.append(_page_row(page, hit.match, _extract(page, approved.get(page.live_revision_id), words)))
    return found


def _topic_row(topic: Topic) -> Row:
    return Row(topic.name, topic.get_absolute_url(), TOPIC, "", SafeString(""))


def _page_row(page: Page, match: Match | None, text: SafeString) -> Row:
    name = None
    if match is not None and match.kind in names.OF_MEDICINES and fold(match.label) != fold(page.title):
        name = (str(names.Kind(match.kind).label), match.label)
    return Row(page.title, page.get_url() or "", KINDS[page.specific_class], page.lead or "", text, name)


def _extract(page: Page, revision: Revision | None, words: Iterable[str]) -> SafeString:
    """From the approved version.  The lead is shown anyway."""
    if revision is None:
        return SafeString("")
    lines = lines_of(page.specific_class, revision.content)
    return extract((line for line in lines if line.text != page.lead), words)
