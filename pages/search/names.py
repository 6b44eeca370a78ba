"""Names of live pages and topics, and where in them what somebody types may begin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations

from django.db.models import Q
from wagtail.models import Page

from pages.listings import live_topics
from pages.models import DrugOverviewPage, SearchName, SearchStart
from pages.models.search import MAX_KEY
from pages.search import registries
from pages.search.folding import compact, fold, initials
from pages.search.synonyms import begun_by, generic, others
from pages.vocabulary import NameKind

Kind = SearchName.Kind
Place = SearchStart.Place

KINDS = {NameKind.BRAND: Kind.BRAND, NameKind.SYNONYM: Kind.SYNONYM, NameKind.ABBREVIATION: Kind.ABBREVIATION}
OF_MEDICINES = frozenset({Kind.GENERIC, Kind.BRAND, Kind.SYNONYM, Kind.ABBREVIATION})
# At each place, in alphabetical order: an exact name comes first in it.
MAX_NAMES = 60
# One letter begins too many words, and two stand inside too many.
SHORTEST_WORD, SHORTEST_PART = 2, 4
MAX_SPAN = 5
SHORTEST_BRAND = 5
SHORTEST_WAY = 5
MAX_REORDERED = 4


@dataclass(frozen=True)
class Name:
    """What a page is called."""

    kind: str
    label: str


@dataclass(frozen=True)
class Match:
    """A name that was found: it leads to a live page or to a topic with live pages."""

    kind: str
    label: str
    place: int
    is_exact: bool
    key: str
    page: int | None
    topic: int | None
    # Of the page.
    title: str | None = None

    @property
    def rank(self) -> tuple[int, bool, str, str]:
        return (self.place, not self.is_exact, self.kind, self.key)


def names_of(page: Page) -> list[Name]:
    """Every name by which a page of the hub is found, each once: the first kind that says it."""
    found: dict[str, Name] = {}
    for name in _said_by(page):
        if key := fold(name.label):
            found.setdefault(key, name)
    return list(found.values())


def _said_by(page: Page) -> Iterator[Name]:
    if isinstance(page, DrugOverviewPage):
        yield Name(Kind.GENERIC, page.title)
        yield Name(Kind.GENERIC, page.inn)
        for other in page.other_names.all():
            yield Name(KINDS[NameKind(other.kind)], other.name)
    else:
        yield Name(Kind.TITLE, page.title)
    for label in registries.labels_of(page):
        yield Name(Kind.TITLE, label)


def starts_of(name: Name) -> dict[bytes, int]:
    """Key → place, for every place in the name where a search may begin; the foremost place of equal keys."""
    folded = fold(name.label)[:MAX_KEY]
    found = {folded: Place.NAME, compact(folded): Place.NAME}
    # A number has no later word: what begins with “10” is not every DOI.
    words = [] if registries.is_label(name.label) else folded.split()
    if name.kind == Kind.TOPIC:
        found |= dict.fromkeys(initials(folded), Place.NAME)
    for number in range(1, len(words)):
        found.setdefault(" ".join(words[number:]), Place.WORD)
    if name.kind in OF_MEDICINES:
        for word in words:
            for start in range(1, len(word) - SHORTEST_PART + 1):
                found.setdefault(word[start:], Place.INSIDE)
    return {key.encode("ascii"): place for key, place in found.items()}


def matching(query: str) -> list[Match]:
    """Names that begin with ``query`` or have a word that does, failing that a word that contains it; best first.

    At most two queries, and one for the topics found.
    """
    folded = fold(registries.asked_for(query) or query)
    reordered = _reordered(folded)
    keys = {folded, compact(folded), *reordered}
    rows: list[Row] = []
    if len(folded) >= SHORTEST_WORD:
        rows = _rows(Place.NAME, _beginning_with({folded, compact(folded)}))
        if len(rows) < MAX_NAMES:
            rows += _rows(Place.WORD, _beginning_with({folded}), reordered)
    elif folded:
        rows = _rows(Place.NAME, _exactly(keys))
    if not rows and len(folded) >= SHORTEST_PART and " " not in folded:
        rows = _rows(Place.INSIDE, _beginning_with({folded}))
    found = _live(rows, keys)
    same = {way for key in keys for way in others(key)}
    if not found and len(folded) >= SHORTEST_WAY:
        same |= begun_by(folded)
    if same and not any(match.is_exact and match.place == Place.NAME for match in found):
        # Said in another way: the whole name only, not what begins so.
        found += _live(_rows(Place.NAME, _exactly(same)), same)
    return _each_target_once(sorted(found, key=lambda match: match.rank))


def _reordered(folded: str) -> set[str]:
    """The words in every other order, also of several: “dependence alcohol”, “opioid agonist partial”."""
    words = folded.split()
    if not 2 <= len(words) <= MAX_REORDERED:
        return set()
    orders = {" ".join(order) for order in permutations(words)} - {folded}
    return orders | {f"{order}s" for order in orders}


Span = tuple[int, int]


def medicines_named_in(words: list[str], known: list[Match]) -> dict[Span, list[Match]]:
    """Medicines that some of the words name: (first word, word after the last) → matches.

    Longer names win over the shorter ones inside them.  One query; none for one word, whose matches are ``known``.
    """
    if len(words) == 1:
        folded = generic(fold(words[0]))
        exact = [match for match in known if match.kind in OF_MEDICINES and _is_named_by(match, folded)]
        return {(0, 1): exact} if exact else {}
    spans = {
        (start, end): generic(fold(" ".join(words[start:end])))
        for start in range(len(words))
        for end in range(start + 1, min(start + MAX_SPAN, len(words)) + 1)
    }
    keys = {key for key in spans.values() if len(key) >= SHORTEST_WORD}
    # A brand is known by its first word too: Ventolin for Ventolin HFA.
    brands = Q(name__kind=Kind.BRAND) & _beginning_with({f"{key} " for key in keys if len(key) >= SHORTEST_BRAND})
    wanted = (_exactly(keys) | brands) & Q(name__kind__in=OF_MEDICINES)
    found: dict[str, list[Match]] = {}
    for match in _live(_rows(Place.NAME, wanted), keys):
        for key in {match.key, match.key.split()[0]} & keys:
            if _is_named_by(match, key):
                found.setdefault(key, []).append(match)
    chosen: dict[Span, list[Match]] = {}
    taken: set[int] = set()
    for (start, end), key in sorted(spans.items(), key=lambda item: item[0][0] - item[0][1]):
        if key in found and taken.isdisjoint(range(start, end)):
            chosen[start, end] = found[key]
            taken.update(range(start, end))
    return chosen


def _is_named_by(match: Match, key: str) -> bool:
    """Whether ``key`` is the whole name, or the first word of a brand name."""
    is_first_word = match.kind == Kind.BRAND and len(key) >= SHORTEST_BRAND and match.key.startswith(f"{key} ")
    return match.place == Place.NAME and (match.key == key or is_first_word)


def is_begun_by(word: str) -> bool:
    """Whether a folded word begins a word of a name of something live."""
    return any(_live(_rows(place, _beginning_with({word})), set()) for place in (Place.NAME, Place.WORD))


# Key, place, kind, label, page, its title, topic.
Row = tuple[bytes, int, str, str, int | None, str | None, int | None]


def _exactly(keys: Iterable[str]) -> Q:
    return Q(key__in=[key.encode("ascii") for key in keys])


def _beginning_with(keys: Iterable[str]) -> Q:
    wanted = Q(pk__in=[])
    for key in (key.encode("ascii") for key in keys):
        wanted |= Q(key__gte=key, key__lt=key + b"\xff")
    return wanted


def _rows(place: int, wanted: Q, whole: Iterable[str] = ()) -> list[Row]:
    """What is ``wanted`` at a place in names of live pages and of topics, and the ``whole`` names, by their keys.

    One place at a time, so that PostgreSQL reads them from its index in this order and stops early.
    """
    asked = Q(wanted, place=place)
    if whole:
        asked |= Q(_exactly(whole), place=Place.NAME)
    rows = SearchStart.objects.filter(asked).filter(Q(name__page__live=True) | Q(name__page=None))
    columns = ("key", "place", "name__kind", "name__label", "name__page_id", "name__page__title", "name__topic_id")
    return list(rows.order_by("key").values_list(*columns)[:MAX_NAMES])


def _live(rows: list[Row], typed: set[str]) -> list[Match]:
    """Matches without the topics that no live page is filed under.  One query when there are topics."""
    topics = {topic for *_, topic in rows if topic is not None}
    live = set(live_topics().filter(pk__in=topics).values_list("pk", flat=True)) if topics else set()
    return [
        Match(kind, label, place, (text := bytes(key).decode("ascii")) in typed, text, page, topic, title)
        for key, place, kind, label, page, title, topic in rows
        if topic is None or topic in live
    ]


def _each_target_once(matches: Iterable[Match]) -> list[Match]:
    found: dict[tuple[int | None, int | None], Match] = {}
    for match in matches:
        found.setdefault((match.page, match.topic), match)
    return list(found.values())
