"""Keeps the index of names and words, and the text index, in step with what is public.

Called with Wagtail's signals, inside the transaction that publishes or takes down.  What a page says is read from the
page that was just made live, which is the approved revision.  Wagtail's own indexing after each save is switched off
for reviewed pages: it runs before their child rows are stored, and never takes a page out that is no longer live.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db import connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.signals import post_migrate
from wagtail import signals
from wagtail.models import Page
from wagtail.search.backends import get_search_backends_with_name
from wagtail.search.index import insert_or_update_object

from pages.bulk_rows import write
from pages.listings import live_topics
from pages.models import (
    DoseFormPage,
    DrugOverviewPage,
    SearchName,
    SearchSpelling,
    SearchStart,
    SearchWord,
    StandardPage,
    StudySummaryPage,
    Topic,
)
from pages.models.base import ReviewedContentPage
from pages.search import names, outside, spelling
from pages.search.text import topics_of, visible_text
from reviews.verification import in_chunks, load_children

logger = logging.getLogger(__name__)

SEARCHED = (DrugOverviewPage, DoseFormPage, StudySummaryPage, StandardPage)
ID = "pages.search"
MIGRATION = ("pages", "0005_search_names")
BATCH = 500


def connect(config: AppConfig) -> None:
    """Called once, when the applications are ready."""
    post_migrate.connect(_migrated, sender=config, dispatch_uid=ID)
    signals.page_published.connect(_published, dispatch_uid=ID)
    signals.page_unpublished.connect(_unpublished, dispatch_uid=ID)


def _migrated(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """A site that was there before its index of names is given one."""
    if MIGRATION not in MigrationRecorder(connections[using]).applied_migrations() or SearchName.objects.exists():
        return
    if any(model.objects.live().exists() for model in SEARCHED):
        rebuild()


def _published(sender: Any, instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, ReviewedContentPage) and instance.live:
        index(instance)
        insert_or_update_object(instance)
        outside.follow(instance)


def _unpublished(sender: Any, instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, ReviewedContentPage):
        forget(instance)
        outside.follow(instance)


def index(page: Page) -> None:
    """Store the names, topics and words of a live page, in place of what was stored of it."""
    said = set(names.names_of(page))
    stored = {names.Name(row.kind, row.label): row for row in SearchName.objects.filter(page_id=page.pk)}
    SearchName.objects.filter(pk__in=[row.pk for name, row in stored.items() if name not in said]).delete()
    _store(SearchName(page_id=page.pk, kind=name.kind, label=name.label) for name in said - stored.keys())
    topics = topics_of(page)
    known = set(SearchName.objects.filter(topic__in=topics).values_list("topic_id", flat=True))
    _store(_named(topic) for topic in topics if topic.pk not in known)
    _forget_topics_without_pages()
    learn([visible_text(page)])


def forget(page: Page) -> None:
    """Take a page that is no longer live out of both indexes; the topics it was the last of go with it."""
    SearchName.objects.filter(page_id=page.pk).delete()
    _forget_topics_without_pages()
    for name, backend in get_search_backends_with_name(with_auto_update=True):
        try:
            backend.delete(page)
        except Exception:
            # An outside search service that is away must not keep a page public; what it holds is filtered by
            # ``live`` when it is read.  A database that fails has ended the transaction anyway.
            if not backend.catch_indexing_errors:
                raise
            logger.exception("page %s could not be taken from the search backend %s", page.pk, name)


def _named(topic: Topic) -> SearchName:
    return SearchName(topic=topic, kind=SearchName.Kind.TOPIC, label=topic.name)


def _store(rows: Iterable[SearchName]) -> None:
    stored = SearchName.objects.bulk_create(list(rows), batch_size=BATCH)
    starts = (
        (row.pk, key, int(place))
        for row in stored
        for key, place in names.starts_of(names.Name(row.kind, row.label)).items()
    )
    write(SearchStart._meta.db_table, ("name_id", "key", "place"), starts)


def _forget_topics_without_pages() -> None:
    SearchName.objects.filter(topic__isnull=False).exclude(topic__in=live_topics()).delete()


def learn(texts: Iterable[str]) -> None:
    """Make the words of ``texts`` ones that a misspelt word can be corrected to."""
    words = spelling.words_to_keep(texts)
    new = words - spelling.known_words(words)
    if not new:
        return
    # Somebody else may be learning the same word; then it has its keys twice, which does no harm.
    SearchWord.objects.bulk_create([SearchWord(word=word) for word in sorted(new)], ignore_conflicts=True)
    SearchSpelling.objects.bulk_create(
        (
            SearchSpelling(word_id=pk, key=key)
            for pk, word in SearchWord.objects.filter(word__in=new).values_list("pk", "word")
            for key in spelling.keys(word)
        ),
        batch_size=BATCH,
    )


def live_pages() -> Iterator[Page]:
    """Every live page that can be found, with its rows loaded in bulk."""
    for model in SEARCHED:
        for chunk in in_chunks(model.objects.live().select_related("live_revision").order_by("pk")):
            load_children(model, chunk)
            yield from chunk


def store_names(names_of_pages: Iterable[tuple[int, names.Name]]) -> None:
    """Names of live pages, by their keys, of which nothing is stored yet."""
    _store(SearchName(page_id=pk, kind=name.kind, label=name.label) for pk, name in names_of_pages)


@transaction.atomic
def rebuild(progress: Callable[[int], None] = lambda done: None) -> int:
    """Make the index of names and words, and the text index, anew; returns how many live pages they hold."""
    for model in (SearchStart, SearchName, SearchSpelling, SearchWord):
        model.objects.all()._raw_delete(using="default")  # noqa: SLF001  no signals, no collector: nothing refers to it
    done = 0
    pages = live_pages()
    while chunk := list(islice(pages, BATCH)):
        store_names((page.pk, name) for page in chunk for name in names.names_of(page))
        learn(map(visible_text, chunk))
        done += len(chunk)
        progress(done)
    _store(_named(topic) for topic in live_topics())
    call_command("update_index", verbosity=0)
    return done


def differences() -> Iterator[str]:
    """A line for each page or topic whose stored names are not what is public."""
    stored: dict[int, set[names.Name]] = {}
    for pk, kind, label in SearchName.objects.filter(topic=None).values_list("page_id", "kind", "label"):
        stored.setdefault(pk or 0, set()).add(names.Name(kind, label))
    for page in live_pages():
        if stored.pop(page.pk, set()) != set(names.names_of(page)):
            yield f"page {page.pk}: its names in the index are not those of the live version"
    for pk in stored:
        yield f"page {pk}: it has names in the index and is not live"
    public = set(live_topics().values_list("pk", flat=True))
    indexed = set(SearchName.objects.filter(topic__isnull=False).values_list("topic_id", flat=True))
    for topic in sorted(public ^ indexed):
        yield f"topic {topic}: " + ("it is not in the index" if topic in public else "it has no live page")
