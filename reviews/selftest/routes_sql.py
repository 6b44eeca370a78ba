"""GATE.md, group 1: ``QuerySet.update()`` and statements typed at the database."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import uuid4

from django.db import connection, models
from wagtail.models import Page, Revision

from reviews import triggers
from reviews.selftest.routes import Routes
from reviews.selftest.scene import Scene

routes = Routes()


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def live_row(scene: Scene) -> models.QuerySet:
    return Page.objects.filter(pk=scene.live.pk)


@routes.route("1.28", "QuerySet.update(live=True)")
def update_live(scene: Scene) -> None:
    draft = scene.draft
    rows = Page.objects.filter(pk=draft.pk)
    scene.tries(
        lambda: rows.update(live=True),
        lambda: type(draft).objects.filter(pk=draft.pk).update(live=True),
        lambda: rows.update(live=True, live_revision=draft.latest_revision_id),
        lambda: sql("UPDATE wagtailcore_page SET live = %s WHERE id = %s", True, draft.pk),
    )


@routes.route("1.29", "QuerySet.update() of the words of a live page")
def update_words(scene: Scene) -> None:
    page = scene.live
    table, key = type(page)._meta.db_table, type(page)._meta.pk.column
    column = type(page)._meta.get_field(scene.words_field).column
    scene.tries(
        lambda: type(page).objects.filter(pk=page.pk).update(**scene.words()),
        lambda: sql(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", "Other words.", page.pk),  # noqa: S608
    )


@routes.route("1.30", "QuerySet.update() of title, address and descriptions of a live page")
def update_title(scene: Scene) -> None:
    for name in ("title", "slug", "seo_title", "search_description"):
        scene.tries(partial(live_row(scene).update, **{name: "other"}))


def children(page: Page) -> Iterator[tuple[models.QuerySet, str]]:
    """(rows, name of a text field) of every child table that holds rows of ``page``."""
    for model in triggers.child_models(type(page)):
        key = next(field for field in model._meta.concrete_fields if field.related_model is type(page))
        rows = model._base_manager.filter(**{key.name: page})
        texts = [field.name for field in model._meta.concrete_fields if isinstance(field, models.TextField)]
        if texts and rows.exists():
            yield rows, texts[0]


@routes.route("1.31", "a child row of a live page, changed or deleted")
def update_child(scene: Scene) -> None:
    for rows, text in children(scene.live):
        row = rows.get()
        setattr(row, text, "Other words.")
        scene.tries(
            partial(rows.update, **{text: "Other words."}),
            row.save,
            row.delete,
            partial(rows._raw_delete, rows.db),  # noqa: SLF001  past all signals
        )


@routes.route("1.32", "a child row of a live page, added or taken from another page")
def add_child(scene: Scene) -> None:
    for rows, _ in children(scene.live):
        row = rows.get()
        row.pk, row._state.adding = None, True
        moved = rows.model._base_manager.filter(pk=rows.get().pk)
        scene.tries(row.save, partial(moved.update, page=scene.draft))


@routes.route("1.46", "QuerySet.update(live_revision=…)")
def update_live_revision(scene: Scene) -> None:
    newer = scene.rewrite(scene.live)
    for revision in (newer.pk, None):
        scene.tries(partial(live_row(scene).update, live_revision_id=revision))


@routes.route("1.57", "bulk_update() and bulk_create()")
def bulk(scene: Scene) -> None:
    titled, live = Page.objects.get(pk=scene.live.pk), Page.objects.get(pk=scene.draft.pk)
    titled.title, live.live = "Another title", True
    new = Page.objects.get(pk=scene.draft.pk)
    new.pk, new.slug, new.live, new.live_revision, new.translation_key = None, "bulk", True, None, uuid4()
    new.path = f"{new.path[: -new.steplen]}00ZZ"
    scene.tries(
        lambda: Page.objects.bulk_update([titled], ["title"]),
        lambda: Page.objects.bulk_update([live], ["live"]),
        lambda: Page.objects.bulk_create([new]),
    )


@routes.route("1.58", "QuerySet.update() of the approved revision's row")
def update_live_revision_row(scene: Scene) -> list[str]:
    pk = scene.live.live_revision_id
    rows = Revision.objects.filter(pk=pk)
    content = rows.get().content | scene.words()
    scene.tries(
        lambda: rows.update(content=content),
        lambda: rows.update(user=None),
        lambda: rows.update(object_id=str(scene.draft.pk)),
    )
    return [] if rows.get().content != content else ["the approved revision says other words"]


@routes.route("1.59", "another type for a reviewed page, or another name for its type")
def update_type(scene: Scene) -> list[str]:
    page = scene.live
    scene.tries(
        lambda: live_row(scene).update(content_type=scene.section.content_type_id),
        lambda: sql("UPDATE django_content_type SET model = 'other' WHERE id = %s", page.content_type_id),
    )
    kept = Page.objects.filter(pk=page.pk, content_type__model=type(page)._meta.model_name).exists()
    return [] if kept else ["the page has another type"]


@routes.route("2.14", "QuerySet.update() of the revision in review, then the approval")
def update_in_review(scene: Scene) -> list[str]:
    request = scene.waiting
    rows = Revision.objects.filter(pk=request.revision_id)
    changed = rows.get()
    changed.content = changed.content | scene.words()
    scene.tries(
        lambda: rows.update(content=changed.content),
        lambda: rows.update(user=scene.superuser.user),
        changed.save,
        lambda: Revision.objects.bulk_update([changed], ["content"]),
    )
    return scene.published_by_approval(request)
