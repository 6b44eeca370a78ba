"""GATE.md, group 4: history is kept."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import partial
from unittest import mock

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.test.utils import override_settings
from wagtail.management.commands import create_log_entries_from_revisions, purge_revisions
from wagtail.models import Page, PageLogEntry, Revision

from reviews import services
from reviews.models import Decision, LedgerEntry
from reviews.selftest.routes import Routes
from reviews.selftest.routes_in_review import overwrite
from reviews.selftest.scene import Scene

routes = Routes()


def submitted(scene: Scene) -> list[Page]:
    return [scene.live, scene.reviewed]


def kept(*rows: Page | Revision) -> list[str]:
    return [f"{row} is gone" for row in rows if not type(row)._base_manager.filter(pk=row.pk).exists()]


@routes.route("4.01", "purge_revisions")
def purge(scene: Scene) -> list[str]:
    live = scene.live.live_revision
    scene.rewrite(scene.live)
    rows = Revision.objects.filter(object_id__in=[str(page.pk) for page in submitted(scene)])
    with mock.patch.object(purge_revisions, "Revision") as only_ours:
        only_ours.objects.all.return_value = rows
        purge_revisions.purge_revisions()
    return kept(scene.reviewed.live_revision, live)


def delete_by_button(*names: str) -> Callable[[Scene], list[str]]:
    def attempt(scene: Scene) -> list[str]:
        pages = [scene.section if name == "section" else scene.page(name) for name in names]
        for page in pages:
            for who in (scene.writer, scene.administrator, scene.superuser):
                scene.tries(partial(who.post, "wagtailadmin_pages:delete", page.pk))
        return kept(*pages)

    return attempt


@routes.route("4.03", "an editor deletes an unpublished page that was handed in")
def delete_unpublished(scene: Scene) -> list[str]:
    services.recall(scene.submit(scene.draft), scene.writer.user)
    scene.from_here()
    return delete_by_button("draft")(scene)


routes.route("4.04", "deleting a published page")(delete_by_button("live", "reviewed"))
routes.route("4.05", "deleting the section of a published page")(delete_by_button("section"))


@routes.route("4.07", "QuerySet.delete() and delete() of pages")
def delete_pages(scene: Scene) -> list[str]:
    page = scene.live
    # Each in one piece, as a request is: treebeard counts the children down before Django asks whether they may go.
    scene.tries(
        transaction.atomic(lambda: Page.objects.filter(pk=page.pk).delete()),
        transaction.atomic(page.delete),
        transaction.atomic(scene.section.delete),
        transaction.atomic(Page.objects.get(pk=page.pk).delete),
    )
    return kept(page)


@routes.route("4.08", "revision.delete()")
def delete_revision(scene: Scene) -> list[str]:
    revisions = [scene.live.live_revision, scene.waiting.revision]
    for revision in revisions:
        stored = Revision.objects.filter(pk=revision.pk)
        scene.tries(Revision.objects.get(pk=revision.pk).delete, stored.delete)
    return kept(*revisions)


@routes.route("4.09", "DELETE of revision rows at the database")
def delete_revision_rows(scene: Scene) -> list[str]:
    revisions = [scene.live.live_revision, scene.waiting.revision]
    rows = Revision.objects.filter(pk__in=[revision.pk for revision in revisions])
    scene.tries(lambda: rows._raw_delete(rows.db))  # noqa: SLF001  past all signals
    return kept(*revisions)


@routes.route("4.10", "autosave overwrites a revision that somebody relied on")
def autosave(scene: Scene) -> None:
    overwrite(scene, scene.writer, scene.live, scene.live.live_revision_id)
    overwrite(scene, scene.writer, scene.reviewed, scene.waiting.revision_id)


@routes.route("4.11", "the same request with WAGTAIL_AUTOSAVE_INTERVAL = 0")
def autosave_off(scene: Scene) -> None:
    with override_settings(WAGTAIL_AUTOSAVE_INTERVAL=0):
        autosave(scene)


@routes.route("4.13", "audit-log entries, deleted")
def delete_log(scene: Scene) -> None:
    rows = PageLogEntry.objects.filter(page=scene.live.pk)
    scene.tries(rows.delete, rows.first().delete, lambda: rows._raw_delete(rows.db))  # noqa: SLF001


@routes.route("4.14", "audit-log entries, changed")
def change_log(scene: Scene) -> None:
    rows = PageLogEntry.objects.filter(page=scene.live.pk)
    entry = rows.first()
    entry.action = "wagtail.edit"
    scene.tries(lambda: rows.update(action="wagtail.edit"), lambda: rows.update(user=scene.colleague.user), entry.save)


@routes.route("4.15", "create_log_entries_from_revisions, which dates entries back")
def rebuild_log(scene: Scene) -> list[str]:
    before = PageLogEntry.objects.filter(page=scene.live.pk).count()
    rows = Revision.page_revisions.filter(object_id__in=[str(page.pk) for page in submitted(scene)])
    with mock.patch.object(create_log_entries_from_revisions, "Revision") as only_ours:
        only_ours.page_revisions.order_by.return_value = rows.order_by("object_id", "created_at")
        create_log_entries_from_revisions.Command().handle()
    added = PageLogEntry.objects.filter(page=scene.live.pk).count() - before
    return [f"{added} entries were made up"] if added else []


@routes.route("4.16", "an account in the audit log, deleted")
def delete_logged_account(scene: Scene) -> list[str]:
    user = scene.writer.user
    scene.tries(user.delete)
    return [] if type(user)._default_manager.filter(pk=user.pk).exists() else ["the log names nobody"]


@routes.route("4.18", "the content type of a reviewed page, deleted")
def delete_content_type(scene: Scene) -> list[str]:
    rows = ContentType.objects.filter(pk=scene.live.content_type_id)
    scene.tries(lambda: rows._raw_delete(rows.db))  # noqa: SLF001  past all signals
    return [] if rows.exists() else ["the page type is gone"]


@routes.route("4.19", "fixtree, where the row with the words of a page is missing")
def delete_without_words(scene: Scene) -> list[str]:
    pages = submitted(scene)
    for page in pages:
        rows = type(page).objects.filter(pk=page.pk)
        scene.tries(
            partial(rows._raw_delete, rows.db),  # noqa: SLF001  past all signals
            partial(delete_if_complete, page.pk),
        )
    return kept(*pages)


def delete_if_complete(pk: int) -> None:
    with contextlib.suppress(ObjectDoesNotExist):
        Page.objects.get(pk=pk).delete()


@routes.route("4.20", "decisions and ledger entries, changed or deleted")
def rewrite_decisions(scene: Scene) -> list[str]:
    decisions = Decision.objects.filter(page=scene.live)
    entries = LedgerEntry.objects.filter(pk__in=list(decisions.values_list("entry_id", flat=True)))
    bodies = list(entries.values_list("body", flat=True))
    scene.tries(
        lambda: decisions.update(comment="Forged."),
        lambda: decisions.update(decided_by=scene.colleague.user),
        lambda: decisions._raw_delete(decisions.db),  # noqa: SLF001
        lambda: entries.update(body="{}"),
        lambda: entries._raw_delete(entries.db),  # noqa: SLF001
    )
    return [] if list(entries.values_list("body", flat=True)) == bodies else ["the ledger was rewritten"]
