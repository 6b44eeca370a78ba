"""What is offered while somebody types: names only, from the index alone."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from wagtail.models import Page

from pages.listings import live_topics
from pages.search import names
from pages.search.folding import fold, is_foreign
from pages.search.names import Match
from pages.search.narrowing import KINDS
from pages.search.spelling import words_like

MAX_SUGGESTIONS = 8
# Nobody has typed enough to have misspelt it before.
SHORTEST_GUESS = 5


@dataclass(frozen=True)
class Suggestion:
    """``leads_to`` is the medicine whose name this is, when the page has another title."""

    label: str
    kind: str
    url: str
    leads_to: str = ""

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def suggest(query: str) -> list[Suggestion]:
    """At most ``MAX_SUGGESTIONS`` names that begin so; failing that, of those that are spelt like the word."""
    matches = names.matching(query)
    folded = fold(query)
    if not matches and len(folded) >= SHORTEST_GUESS and " " not in folded:
        near = [
            match
            for word in words_like(folded, foreign=is_foreign(query))[:MAX_SUGGESTIONS]
            for match in names.matching(word)
        ]
        matches = list({(match.page, match.topic): match for match in reversed(near)}.values())[::-1]
    return _leading_somewhere(matches)


def _leading_somewhere(matches: list[Match]) -> list[Suggestion]:
    """Two queries at most: one for pages, one for topics."""
    matches = matches[:MAX_SUGGESTIONS]
    wanted = [match.page for match in matches if match.page is not None]
    pages = Page.objects.live().only("title", "url_path", "content_type", "locale").in_bulk(wanted)
    topics = live_topics().in_bulk([match.topic for match in matches if match.topic is not None])
    found = []
    for match in matches:
        kind = str(names.Kind(match.kind).label)
        if match.topic in topics:
            found.append(Suggestion(match.label, kind, topics[match.topic].get_absolute_url()))
        elif match.page in pages:
            page = pages[match.page]
            other = page.title if fold(page.title) != fold(match.label) else ""
            kind = KINDS[page.specific_class] if match.kind == names.Kind.TITLE else kind
            found.append(Suggestion(match.label, kind, page.get_url() or "", other))
    return found
