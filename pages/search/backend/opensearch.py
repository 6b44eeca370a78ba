"""Wagtail's search backend for OpenSearch, which knows words and is believed nothing else.

What it finds is looked up among the pages that were asked for, in the database, before anybody sees it: whatever its
index holds, a page that is not live is not found.  Only live pages go into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from modelsearch.backends.opensearch3 import (
    OpenSearch3Index,
    OpenSearch3SearchBackend,
    OpenSearch3SearchQueryCompiler,
    OpenSearch3SearchResults,
)
from opensearchpy.exceptions import OpenSearchException

from pages.models.base import ReviewedContentPage

# So many of the best are looked up in the database, which knows what they are narrowed by.
CANDIDATES = 500
_KEY = re.compile(r"[0-9]{1,18}")


class Unreadable(OpenSearchException):
    """An answer that no OpenSearch server gives."""


class WordsCompiler(OpenSearch3SearchQueryCompiler):
    def _get_filters_from_queryset(self, check_only: bool = False) -> None:
        """None: the database filters."""


class WordsResults(OpenSearch3SearchResults):
    def _do_search(self) -> Iterator[Model]:
        answer = self._backend_do_search(
            self._get_es_body(),
            index=self.backend.get_index_for_model(self.query_compiler.queryset.model).name,
            size=CANDIDATES,
            _source=False,
            **{self.fields_param_name: "pk"},
        )
        # Filtered by the queryset: live pages, of the types and topics that were asked for.
        yield from list(self._get_results_from_hits(_hits(answer)))[self.start : self.stop]


def _hits(answer: Any) -> list[dict[str, Any]]:
    """The hits of an answer, if each is the key of a row, as Wagtail reads them.  Raises ``Unreadable``."""
    try:
        hits = [(str(hit["fields"]["pk"][0]), hit["_score"]) for hit in answer["hits"]["hits"]]
    except (KeyError, IndexError, TypeError) as error:
        raise Unreadable("no answer to a search") from error
    if not all(_KEY.fullmatch(key) for key, _ in hits):
        raise Unreadable("what was found has no key of a page")
    return [{"fields": {"pk": [key]}, "_score": score} for key, score in hits[:CANDIDATES]]


class WordsIndex(OpenSearch3Index):
    def add_item(self, item: Model) -> None:
        """Into an index that ``rebuild_search`` made: one that the server made by itself would find nothing."""
        mapping = self.mapping_class(type(item))
        self.es.index(
            index=self.name,
            body=mapping.get_document(item),
            id=mapping.get_document_id(item),
            params={"require_alias": "true"},
        )


class SearchBackend(OpenSearch3SearchBackend):
    query_compiler_class = WordsCompiler
    results_class = WordsResults
    index_class = WordsIndex

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        # Not for Wagtail's own command, which would send every image and document; rebuild_search does it.
        self.rebuilder_class = None

    def add(self, obj: Model) -> None:
        self.add_bulk(type(obj), [obj])

    def add_bulk(self, model: type[Model], obj_list: list[Model]) -> None:
        for obj in obj_list:
            if isinstance(obj, ReviewedContentPage) and obj.live:
                super().add(obj)
