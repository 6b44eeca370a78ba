"""Routes that were found after GATE.md was written."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import partial

from django.db import OperationalError, connection, models
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, PageViewRestriction

from reviews import services, verification
from reviews.models import Contribution, Decision, LedgerEntry, PublicationWindow
from reviews.models.publication import NEVER
from reviews.selftest.routes import Routes
from reviews.selftest.routes_sql import sql
from reviews.selftest.scene import APPROVED, UNAPPROVED, Scene
from reviews.selftest.visitors import NotTried

routes = Routes()
WINDOW = PublicationWindow._meta.db_table


def open_window(page: Page, decision: Decision, closes: int = NEVER) -> None:
    sql(
        f"INSERT INTO {WINDOW} (page_id, decision_id, must_close_id) VALUES (%s, %s, %s)",  # noqa: S608
        *(page.pk, decision.pk, closes),
    )


@routes.route("7.01", "a publication window that is opened by SQL and left open")
def window_left_open(scene: Scene) -> None:
    page = scene.live
    open_window(page, page.review_decisions.get())
    type(page).objects.filter(pk=page.pk).update(**scene.words())
    Page.objects.filter(pk=page.pk).update(title="Another title")


@routes.route("7.02", "a publication window for a decision that does not let this page go live")
def window_of_another(scene: Scene) -> None:
    draft, approved = scene.draft, scene.live.review_decisions.get()
    request = scene.submit(draft)
    sent_back = services.request_changes(request, scene.reviewer.user, comment="Say when to take it.")
    scene.from_here()
    row = Page.objects.filter(pk=draft.pk)
    for decision in (approved, sent_back):
        scene.tries(
            partial(open_window, draft, decision),
            lambda: row.update(live=True, live_revision=draft.latest_revision_id),
        )
        PublicationWindow.objects.filter(pk=draft.pk).delete()


@routes.route("7.03", "a publication window that is moved to another page")
def window_moved(scene: Scene) -> None:
    page = scene.live
    open_window(page, page.review_decisions.get())
    windows = PublicationWindow.objects.filter(page=page.pk)
    scene.tries(
        lambda: windows.update(page=scene.draft.pk), lambda: windows.update(must_close=LedgerEntry.objects.first())
    )
    row = Page.objects.filter(pk=scene.draft.pk)
    scene.tries(lambda: row.update(live=True, live_revision=scene.draft.latest_revision_id))
    PublicationWindow.objects.all().delete()


@routes.route("7.04", "words written by SQL in a window opened by hand: neither served nor overlooked")
def window_around_other_words(scene: Scene) -> Iterator[str]:
    page, address = scene.live, scene.address(scene.live)
    before = scene.read(address).status_code
    open_window(page, page.review_decisions.get())
    type(page).objects.filter(pk=page.pk).update(**scene.words())
    PublicationWindow.objects.filter(pk=page.pk).delete()
    # The row did change; what counts is what is read of it, and that somebody hears of it.
    response = scene.read(address)
    if response.status_code != before or UNAPPROVED in response.content.decode():
        yield "the public reads what was written into the row"
    if not list(verification.check_pages(type(page), [scene.live])):
        yield "verify_publications does not find it"
    scene.from_here()


@routes.route("7.05", "INSERT OR REPLACE, which fires no trigger of deletion", vendor="sqlite")
def replace(scene: Scene) -> None:
    log = PageLogEntry.objects.filter(page=scene.live.pk)
    for rows, column in ((scene.live.review_decisions.all(), "comment"), (log, "action")):
        table, names = rows.model._meta.db_table, [str(f.column) for f in rows.model._meta.concrete_fields]
        chosen = ", ".join("'forged'" if name == column else name for name in names)
        statement = f"INSERT OR REPLACE INTO {table} ({', '.join(names)}) SELECT {chosen} FROM {table} WHERE id = %s"  # noqa: S608
        pk = rows.first().pk
        scene.tries(partial(sql, statement, pk))


@routes.route("7.06", "TRUNCATE, which fires no trigger of rows", vendor="postgresql")
def truncate(scene: Scene) -> None:
    # Two tables that no other refers to, so that nobody waits for more than them, and not for long.
    sql("SET LOCAL lock_timeout = '500ms'")
    # What the scene wrote is checked now: a table with checks to come cannot be emptied by anybody.
    connection.check_constraints()
    tables: tuple[type[models.Model], ...] = (Contribution, PageLogEntry)
    for model in tables:
        try:
            scene.tries(partial(sql, f"TRUNCATE {model._meta.db_table}"))
        except OperationalError as busy:
            raise NotTried(f"{model._meta.db_table} is in use: {busy}") from busy


@routes.route("7.07", "a second decision on what was decided already")
def decide_twice(scene: Scene) -> None:
    request = scene.waiting
    scene.approve(request)
    scene.from_here()
    scene.tries(
        lambda: scene.approve(request),
        lambda: scene.approve(request, by=scene.colleague),
        lambda: services.request_changes(request, scene.colleague.user, comment="Too late."),
        lambda: services.recall(request, scene.writer.user),
    )


@routes.route("7.08", "an approval of something else than what was shown")
def shown_digest(scene: Scene) -> None:
    request, due = scene.waiting, timezone.localdate() + datetime.timedelta(days=30)
    scene.tries(
        lambda: services.approve(request, scene.signature, shown_digest="0" * 64, next_review_on=due),
        lambda: services.approve(
            request, scene.signature, shown_digest=scene.live.review_decisions.get().digest, next_review_on=due
        ),
    )


@routes.route("7.09", "who may read a page, restricted in code")
def restriction_in_code(scene: Scene) -> None:
    scene.tries(lambda: PageViewRestriction.objects.create(page=scene.live, restriction_type="login"))


@routes.route("7.10", "a withdrawal by somebody who may not, or without a reason")
def withdrawal(scene: Scene) -> None:
    page = scene.live
    scene.tries(
        lambda: services.withdraw(page, scene.writer.user, reason="Because."),
        lambda: services.withdraw(page, scene.reviewer.user, reason=" "),
        lambda: scene.writer.post("reviews:withdraw", page.pk, reason="Because."),
    )


@routes.route("7.11", "a submission that names no change, or repeats what is live")
def empty_submission(scene: Scene) -> None:
    scene.tries(
        lambda: services.submit(scene.draft, scene.writer.user, change_note=" "),
        lambda: scene.submit(scene.live),
    )


@routes.route("7.17", "UPDATE OR REPLACE, which puts another row in the place of a kept one", vendor="sqlite")
def displace(scene: Scene) -> None:
    page = scene.live
    newer, statement = scene.rewrite(page), "UPDATE OR REPLACE {} SET id = %s WHERE id = %s"
    scene.tries(
        lambda: sql(statement.format("wagtailcore_revision"), page.live_revision_id, newer.pk),
        lambda: sql(statement.format("wagtailcore_page"), page.pk, scene.draft.pk),
    )


@routes.route("7.18", "a temporary table in the place of one that the triggers read", vendor="postgresql")
def shadow(scene: Scene) -> None:
    page = scene.live
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_database_privilege(current_database(), 'TEMPORARY')")
        if not cursor.fetchone()[0]:
            return
    sql(f"CREATE TEMPORARY TABLE {WINDOW} (page_id bigint, decision_id bigint)")
    sql(f"INSERT INTO pg_temp.{WINDOW} VALUES (%s, %s)", page.pk, page.review_decisions.get().pk)  # noqa: S608
    scene.tries(lambda: type(page).objects.filter(pk=page.pk).update(**scene.words()))
    sql(f"DROP TABLE pg_temp.{WINDOW}")


@routes.route("7.19", "an entry of the ledger that does not follow the last")
def made_up_entry(scene: Scene) -> None:
    entry = LedgerEntry(
        sequence=NEVER, kind="none", body="{}", previous_hash="e" * 64, hash="f" * 64, recorded_at=timezone.now()
    )
    scene.tries(lambda: LedgerEntry.objects.bulk_create([entry]))


@routes.route("7.20", "a publication window that refers to an entry which exists, so that nothing makes it close")
def window_that_need_not_close(scene: Scene) -> None:
    page = scene.live
    scene.tries(
        lambda: open_window(page, page.review_decisions.get(), closes=0),
        lambda: type(page).objects.filter(pk=page.pk).update(**scene.words()),
    )


@routes.route("7.21", "a live page below a reviewed page, moved below another")
def move_below_another(scene: Scene) -> None:
    child = scene.write("child", APPROVED)
    child.move(scene.live, pos="last-child")
    scene.approve(scene.submit(scene.page("child")))
    scene.from_here()
    scene.tries(lambda: scene.page("child").move(scene.reviewed, pos="last-child"))
