"""A hundred thousand live pages to search, as rows: one real page of each type, approved, and copies of it.

Copies have titles, brand names, topics and texts of their own, and share the approved version of the page they were
copied from.  The triggers, which refuse exactly that, are taken from this throw-away database while they are written,
and the indexes of the text are made afterwards.
"""

from __future__ import annotations

import itertools
import random
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from hub.demo import invented
from pages.models import DrugOverviewPage, OtherName, SearchName, SearchSpelling, SearchStart, SearchWord, Topic
from pages.search import indexing, names, spelling
from reviews import triggers
from tests import factories
from tests.benchmarks.results import Size
from tests.editorial import newsroom

# ``Size.pages`` is made for benchmarks that need the whole history of each page; these need rows alone.
TIMES = 10
# Of ten pages, how many are of which type.
OF_TEN = {"drug": 2, "dose form": 6, "study": 2}
TEXTS = 400
WORDS_IN_TEXT = 250
# On so many of a hundred pages.
COMMON = {"dose": 90, "tablet": 80, "pain": 60, "doctor": 55, "liver": 40, "blood": 35, "sleep": 25, "rash": 12}
CONDITIONS = 40


def is_possible(benchmark: str) -> bool:
    """Whether this database takes the site; says so when it does not."""
    possible = connection.vendor == "postgresql"
    if not possible:
        sys.stdout.write(f"{benchmark}: the site is written with PostgreSQL’s COPY; nothing is measured here\n")
    return possible


def build(size: Size) -> list[str]:
    """Write ``TIMES`` as many live pages as ``size`` says; returns the names of their medicines."""
    pages = size.pages * TIMES
    room = newsroom()
    drug = room.publish(factories.named(factories.drug(), "Brandol"))
    form = room.publish(factories.dose_form(), drug)
    study = factories.study()
    study.drugs = [DrugOverviewPage.objects.get(pk=drug.pk)]
    study = room.publish(study)
    medicines = invented.names(pages * OF_TEN["drug"] // 10, seed=1)
    triggers.remove(connection)
    keys = {
        drug: _copies(drug, [name.capitalize() for name in medicines]),
        form: _copies(form, _form_titles(medicines, pages * OF_TEN["dose form"] // 10)),
        study: _copies(study, _study_titles(medicines, pages * OF_TEN["study"] // 10)),
    }
    _name(keys[drug], medicines)
    _file(keys[drug], drug)
    _index(keys, medicines)
    triggers.install(connection)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return medicines


def _form_titles(medicines: list[str], count: int) -> list[str]:
    kinds = itertools.cycle(["tablets", "capsules", "injection", "oral solution"])
    return [f"{name.capitalize()} {n % 20 * 5 + 5} mg {next(kinds)}" for n, name in _cycled(medicines, count)]


def _study_titles(medicines: list[str], count: int) -> list[str]:
    return [f"{name.capitalize()} in condition {n % CONDITIONS}: trial {n}" for n, name in _cycled(medicines, count)]


def _cycled(medicines: list[str], count: int) -> Iterator[tuple[int, str]]:
    return enumerate(itertools.islice(itertools.cycle(medicines), count))


def _copies(model: Page, titles: list[str]) -> list[int]:
    """One live page beside ``model`` for each title; returns their keys in order."""
    table = type(model)._meta.db_table
    base = _columns(Page, {"id", "path", "slug", "title", "draft_title", "url_path", "translation_key", "numchild"})
    own = _columns(type(model), {"page_ptr_id"}, local=True)
    parent = model.get_parent()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (n int, title text, path text)")
        cursor.execute("TRUNCATE wanted")
        steplen = Page.steplen
        rows = [(n, title, parent.path + Page._int2str(n + 1000).rjust(steplen, "0")) for n, title in enumerate(titles)]
        _copy(cursor, "wanted (n, title, path)", rows)
        cursor.execute(
            "INSERT INTO wagtailcore_page"
            f" (path, slug, title, draft_title, url_path, translation_key, numchild, {base})"
            " SELECT w.path, 'copy-' || w.n, w.title, w.title, %s || 'copy-' || w.n || '/', gen_random_uuid(), 0,"
            f" {', '.join(f'p.{name.strip()}' for name in base.split(','))}"
            " FROM wagtailcore_page p, wanted w WHERE p.id = %s ORDER BY w.n",
            [parent.url_path, model.pk],
        )
        cursor.execute("SELECT p.id FROM wagtailcore_page p JOIN wanted w ON w.path = p.path ORDER BY w.n")
        keys = [key for (key,) in cursor.fetchall()]
        cursor.execute(
            f"INSERT INTO {table} (page_ptr_id, {own}) SELECT k.id, {own} FROM {table}, unnest(%s::int[]) AS k(id)"
            " WHERE page_ptr_id = %s",
            [keys, model.pk],
        )
    return keys


def _columns(model: type[Any], without: set[str], *, local: bool = False) -> str:
    fields = model._meta.local_concrete_fields if local else model._meta.concrete_fields
    return ", ".join(field.column for field in fields if field.column not in without)


def _copy(cursor: Any, target: str, rows: Iterable[tuple]) -> None:
    with cursor.cursor.copy(f"COPY {target} FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)


def _name(drugs: list[int], medicines: list[str]) -> None:
    """A brand name for each medicine: its name turned round."""
    OtherName.objects.bulk_create(
        (
            OtherName(page_id=pk, name=name[::-1].capitalize(), kind="brand", jurisdiction="US", sort_order=0)
            for pk, name in zip(drugs, medicines, strict=True)
        ),
        batch_size=5000,
    )


def _file(drugs: list[int], model: Page) -> None:
    """Every medicine under one of the conditions, and with one licensed use."""
    topics = [Topic.objects.create(name=f"Condition {n}", slug=f"condition-{n}") for n in range(CONDITIONS)]
    with connection.cursor() as cursor:
        _copy(
            cursor,
            "pages_drugconditionitem (content_object_id, tag_id)",
            ((pk, topics[n % CONDITIONS].pk) for n, pk in enumerate(drugs)),
        )
        _copy(
            cursor,
            "pages_indication (page_id, condition, status, jurisdiction, note, sources, sort_order)",
            (
                (pk, "Example condition", ("licensed", "off-label")[n % 2], "US", "", "", 0)
                for n, pk in enumerate(drugs)
            ),
        )


def _index(keys: dict[Page, list[int]], medicines: list[str]) -> None:
    """The text index and the index of names, of all copies."""
    with connection.cursor() as cursor:
        indexes = _drop_indexes(cursor)
        cursor.execute("CREATE TEMP TABLE body (n int, content text, vector tsvector)")
        _copy(cursor, "body (n, content)", enumerate(_texts()))
        cursor.execute("UPDATE body SET vector = to_tsvector('english', content)")
        for model in keys:
            cursor.execute(
                f"INSERT INTO {IndexEntry._meta.db_table} (content_type_id, object_id, title, body, autocomplete,"
                " title_norm, title_text, body_text) SELECT p.content_type_id, p.id, to_tsvector('english', p.title),"
                " b.vector, to_tsvector('simple', p.title), 1, p.title, b.content FROM wagtailcore_page p"
                " JOIN body b ON b.n = p.id %% %s WHERE p.content_type_id = %s AND p.slug LIKE 'copy-%%'",
                [TEXTS, model.content_type_id],
            )
        for statement in indexes:
            cursor.execute(statement)
    SearchName.objects.filter(topic=None).delete()
    drugs, *others = keys.values()
    _store_names(list(_names(drugs, [pk for pages in others for pk in pages])))
    indexing._store(indexing._named(topic) for topic in Topic.objects.filter(slug__startswith="condition-"))
    _learn(dict.fromkeys([*COMMON, *medicines, *_other_words()]))


def _learn(words: Iterable[str]) -> None:
    """As ``indexing.learn``, in bulk."""
    known = set(SearchWord.objects.values_list("word", flat=True))
    new = (SearchWord(word=word) for word in words if word not in known)
    stored = SearchWord.objects.bulk_create(new, batch_size=5000)
    with connection.cursor() as cursor:
        _copy(
            cursor,
            f"{SearchSpelling._meta.db_table} (word_id, key)",
            ((row.pk, key) for row in stored for key in spelling.keys(row.word)),
        )


def _drop_indexes(cursor: Any) -> list[str]:
    """Statements that make the GIN indexes again."""
    table = IndexEntry._meta.db_table
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexdef LIKE '%% gin %%'", [table]
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f"DROP INDEX {name}")
    return [statement for _, statement in found]


def _store_names(rows: Iterable[tuple[int, str, str]]) -> None:
    """As ``indexing.index``, in bulk: (page, kind, label)."""
    with connection.cursor() as cursor:
        _copy(cursor, f"{SearchName._meta.db_table} (page_id, kind, label)", rows)
        cursor.execute(f"SELECT id, kind, label FROM {SearchName._meta.db_table} WHERE topic_id IS NULL")
        starts = (
            (row, key, int(place))
            for row, kind, label in cursor.fetchall()
            for key, place in names.starts_of(names.Name(kind, label)).items()
        )
        _copy(cursor, f"{SearchStart._meta.db_table} (name_id, key, place)", starts)


def _names(drugs: list[int], others: list[int]) -> Iterator[tuple[int, str, str]]:
    for kind, titles in (
        (SearchName.Kind.GENERIC, Page.objects.filter(pk__in=drugs).values_list("pk", "title")),
        (SearchName.Kind.BRAND, OtherName.objects.filter(page__in=drugs).values_list("page", "name")),
        (SearchName.Kind.TITLE, Page.objects.filter(pk__in=others).values_list("pk", "title")),
    ):
        yield from ((pk, kind.value, title) for pk, title in titles)


def _other_words() -> list[str]:
    """What the texts are made of, beside the common words."""
    return invented.names(3000, seed=4)


def _texts() -> list[str]:
    """Texts in which common words are as common as ``COMMON`` says, and others follow Zipf's law."""
    chance = random.Random(2)
    others = _other_words()
    weights = [1 / (n + 1) for n in range(len(others))]
    texts = []
    for _ in range(TEXTS):
        words = chance.choices(others, weights, k=WORDS_IN_TEXT)
        words += [word for word, percent in COMMON.items() if chance.randrange(100) < percent]
        chance.shuffle(words)
        texts.append(" ".join(words))
    return texts
