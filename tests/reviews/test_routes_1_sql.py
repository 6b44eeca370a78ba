"""GATE.md group 1, below Python: ``QuerySet.update()`` and statements typed at the database."""

from __future__ import annotations

from types import TracebackType
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from pages.models import DoseFormPage, DosingRow, DrugOverviewPage, OtherName, StandardPage, Strength
from pages.models.standard import StandardReference
from pages.models.studies import StudySummaryPage
from reviews import verification
from reviews.dialects import MARK
from reviews.models import LedgerEntry, PublicationWindow
from tests import factories
from tests.editorial import Newsroom, fresh, public
from tests.reviews.assertions import nothing_moves

pytestmark = pytest.mark.django_db


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


class Refused:
    """``with refused:`` the database says no, with the gate's mark."""

    def __enter__(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self.savepoint.__exit__(kind, error, trace)
        assert isinstance(error, DatabaseError), "the database let it through"
        assert MARK in str(error)
        return True


refused = Refused()


@pytest.fixture
def tablets(room: Newsroom) -> DoseFormPage:
    return room.publish(factories.dose_form(), room.publish(factories.drug()))


def test_update_cannot_set_a_draft_live(draft: Page) -> None:
    """1.28."""
    with nothing_moves(draft):
        for model in (Page, StandardPage):
            with refused:
                model.objects.filter(pk=draft.pk).update(live=True)
        with refused:
            Page.objects.filter(pk=draft.pk).update(live=True, live_revision_id=draft.latest_revision_id)
        with refused:
            sql("UPDATE wagtailcore_page SET live = %s WHERE id = %s", True, draft.pk)
    assert public(draft).status_code == 404


def test_update_cannot_change_the_words_of_a_live_page(live: Page) -> None:
    """1.29."""
    with nothing_moves(live):
        with refused:
            StandardPage.objects.filter(pk=live.pk).update(lead="Not approved.")
        with refused:
            StandardPage.objects.filter(pk=live.pk).update(body=[factories.text("Not approved.")])
        with refused:
            sql("UPDATE pages_standardpage SET lead = %s", "Not approved.")
        with refused:
            sql("DELETE FROM pages_standardpage WHERE page_ptr_id = %s", live.pk)


@pytest.mark.parametrize("column", ["title", "slug", "seo_title", "search_description"])
def test_update_cannot_change_the_title_or_address_of_a_live_page(live: Page, column: str) -> None:
    """1.30."""
    with nothing_moves(live), refused:
        Page.objects.filter(pk=live.pk).update(**{column: "not-approved"})


def test_child_rows_of_a_live_page_do_not_change(tablets: DoseFormPage) -> None:
    """1.31."""
    rows = Strength.objects.filter(page=tablets)
    with nothing_moves(tablets):
        with refused:
            rows.update(value=500)
        with refused:
            rows.delete()
        with refused:
            strength = rows.get()
            strength.value = 500
            strength.save()
        with refused:
            Strength.objects.bulk_update([strength], ["value"])
        with refused:
            DosingRow.objects.filter(page=tablets).update(usual=500)
        with refused:
            sql("UPDATE pages_strength SET value = 500")


def test_child_rows_are_not_added_to_a_live_page(tablets: DoseFormPage) -> None:
    """1.32."""
    with nothing_moves(tablets):
        with refused:
            Strength.objects.create(page=tablets, value=500, unit="mg", per="tablet")
        with refused:
            Strength.objects.bulk_create([Strength(page=tablets, value=500, unit="mg", per="tablet")])
        with refused:
            OtherName.objects.create(page_id=tablets.get_parent().pk, name="Cure-all", kind="brand", jurisdiction="US")


def test_child_rows_do_not_move_between_pages(room: Newsroom, tablets: DoseFormPage, live: Page) -> None:
    other = room.editor.write(factories.dose_form(), tablets.get_parent().specific)
    row = factories.standard().references
    assert not row.exists()
    with nothing_moves(tablets, live):
        with refused:
            Strength.objects.filter(page=other).update(page=tablets)
        with refused:
            Strength.objects.filter(page=tablets).update(page=other)
        with refused:
            StandardReference.objects.create(page_id=live.pk, key="new", kind="other", citation="Not approved.")


def test_tags_and_parental_many_to_many_rows_of_a_live_page_do_not_change(room: Newsroom) -> None:
    """1.32: the other tables whose rows are part of a page."""
    drug = room.publish(factories.drug())
    study = room.publish(factories.study())
    with nothing_moves(study, drug):
        with refused:
            StudySummaryPage.drugs.through.objects.create(studysummarypage_id=study.pk, drugoverviewpage_id=drug.pk)
        with refused:
            fresh_study = StudySummaryPage.objects.get(pk=study.pk)
            fresh_study.drugs.set([drug])
            fresh_study.drugs.commit()


def test_the_live_revision_is_not_exchanged(room: Newsroom, live: Page) -> None:
    """1.46."""
    room.editor.edit(live, lead="Not approved.")
    newest = fresh(live).latest_revision_id
    with nothing_moves(live):
        for revision in (newest, None):
            with refused:
                Page.objects.filter(pk=live.pk).update(live_revision_id=revision)


def test_the_approved_revision_is_not_rewritten(live: Page) -> None:
    revision = Revision.objects.filter(pk=live.live_revision_id)
    with nothing_moves(live):
        with refused:
            revision.update(content=revision.get().content | {"lead": "Not approved."})
        with refused:
            revision.update(user=None)
        with refused:
            revision.update(object_id="1")
        with refused:
            sql("DELETE FROM wagtailcore_revision WHERE id = %s", live.live_revision_id)


def test_bulk_statements_are_refused_like_single_ones(live: Page, draft: Page) -> None:
    page, other = fresh(live), fresh(draft)
    page.title = "Not approved."
    other.live = True
    with nothing_moves(live, draft):
        with refused:
            Page.objects.bulk_update([Page.objects.get(pk=live.pk), other], ["live"])
        with refused:
            Page.objects.bulk_update([page], ["title"])
        with refused:
            base = Page.objects.get(pk=draft.pk)
            base.pk, base.slug, base.path, base.live = None, "bulk", base.path[:-4] + "00ZZ", True
            Page.objects.bulk_create([base])


def test_a_reviewed_page_keeps_its_type_and_has_no_alias(live: Page, draft: Page, room: Newsroom) -> None:
    with nothing_moves(live, draft):
        for page in (live, draft):
            with refused:
                Page.objects.filter(pk=page.pk).update(content_type=room.home.content_type_id)
        with refused:
            Page.objects.filter(pk=draft.pk).update(alias_of=live.pk)
        with refused:
            sql("UPDATE django_content_type SET model = 'other' WHERE id = %s", live.content_type_id)


def test_a_container_row_does_not_become_a_drug(room: Newsroom) -> None:
    with nothing_moves(), refused:
        DrugOverviewPage(page_ptr_id=room.home.pk, lead="Not approved.", inn="not approved").save_base(raw=True)


def test_the_publication_window_opens_for_the_standing_decision_only(room: Newsroom, live: Page, draft: Page) -> None:
    first = live.review_decisions.get()
    waiting = room.editor.submit(draft)
    room.pharmacist.request_changes(waiting)
    sent_back = draft.review_decisions.get()
    with nothing_moves(live, draft):
        with refused:
            PublicationWindow.objects.create(page_id=draft.pk, decision=first)
        with refused:
            PublicationWindow.objects.create(page_id=draft.pk, decision=sent_back)
    room.pharmacist.post("reviews:withdraw", live.pk, reason="A dose was wrong.")
    with nothing_moves(live, draft), refused:
        PublicationWindow.objects.create(page_id=live.pk, decision=first)


def test_a_publication_window_refers_to_no_entry_that_exists(live: Page) -> None:
    """The database would not ask at the end of the transaction, and the window would stay open."""
    with nothing_moves(live), refused:
        PublicationWindow.objects.create(page=live, decision=live.review_decisions.get(), must_close_id=0)


def test_a_publication_window_that_was_left_open_is_found(live: Page) -> None:
    """SQLite forgets foreign keys when a connection says so, and then nothing makes a window close."""
    assert not list(verification.check_triggers())
    PublicationWindow.objects.create(page=live, decision=live.review_decisions.get())
    assert [problem.page for problem in verification.check_triggers()] == [live.pk]
    PublicationWindow.objects.all().delete()


on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own")
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own")


@on_postgresql
def test_a_temporary_table_stands_before_none_that_the_triggers_read(live: Page, draft: Page) -> None:
    """PostgreSQL looks into a session's own temporary tables first: there anybody could have decided anything."""
    newest = draft.latest_revision_id
    with nothing_moves(live, draft), transaction.atomic():
        sql("CREATE TEMP TABLE reviews_decision (id bigint, page_id bigint, revision_id bigint)")
        sql("CREATE TEMP TABLE reviews_publicationwindow (page_id bigint, decision_id bigint)")
        sql("INSERT INTO pg_temp.reviews_decision VALUES (1, %s, %s)", draft.pk, newest)
        for page in (draft, live):
            sql("INSERT INTO pg_temp.reviews_publicationwindow VALUES (%s, 1)", page.pk)
        with refused:
            sql("UPDATE wagtailcore_page SET live = true, live_revision_id = %s WHERE id = %s", newest, draft.pk)
        with refused:
            sql("UPDATE pages_standardpage SET lead = 'Not approved.' WHERE page_ptr_id = %s", live.pk)
        sql("CREATE TEMP TABLE django_content_type (id int, app_label text, model text)")
        with refused:
            sql("UPDATE wagtailcore_page SET live = true, live_revision_id = %s WHERE id = %s", newest, draft.pk)
        transaction.set_rollback(True)


@on_postgresql
def test_no_table_with_kept_or_live_rows_is_emptied(tablets: DoseFormPage) -> None:
    """TRUNCATE fires no trigger of rows."""
    connection.check_constraints()
    tables = ("pages_strength", "pages_doseformpage CASCADE", "pages_studysummarypage_drugs", "pages_hubimage CASCADE")
    with nothing_moves(tablets):
        for table in tables:
            with refused:
                sql(f"TRUNCATE {table}")


@on_sqlite
def test_what_may_not_be_deleted_is_not_replaced_either(room: Newsroom, tablets: DoseFormPage) -> None:
    """``OR REPLACE`` deletes the row in its way, and no trigger of deletion hears of it."""
    room.editor.edit(tablets, lead="Not approved.")
    tablets = fresh(tablets)
    other = room.editor.write(factories.dose_form(), tablets.get_parent().specific)
    kept, spare = Strength.objects.get(page=tablets), Strength.objects.get(page=other)
    columns = [field.column for field in Strength._meta.concrete_fields]
    values = ["%s" if column == "id" else column for column in columns]
    entries = PageLogEntry.objects.order_by("pk")
    container = entries.filter(content_type=room.home.content_type_id).values_list("pk", flat=True)
    entry = entries.filter(page=tablets.pk).values_list("pk", flat=True)
    displace = "UPDATE OR REPLACE {} SET id = %s WHERE id = %s"
    with nothing_moves(tablets):
        for statement, mine, theirs in (
            (displace.format("pages_strength"), kept.pk, spare.pk),
            (displace.format("wagtailcore_revision"), tablets.live_revision_id, tablets.latest_revision_id),
            (displace.format("wagtailcore_pagelogentry"), entry[0], container[0]),
            (displace.format("wagtailcore_page"), tablets.pk, other.pk),
            (
                f"INSERT OR REPLACE INTO pages_strength ({', '.join(columns)})"
                f" SELECT {', '.join(values)} FROM pages_strength WHERE id = %s",
                kept.pk,
                spare.pk,
            ),
            (
                "INSERT OR REPLACE INTO django_content_type (id, app_label, model) VALUES (%s, 'pages', %s)",
                tablets.content_type_id,
                "other",
            ),
        ):
            with refused:
                sql(statement, mine, theirs)


def test_no_entry_is_added_to_the_ledger_but_the_next(live: Page) -> None:
    """A window that is left open refers to an entry that never exists: nobody makes it up."""
    last = LedgerEntry.objects.latest("sequence")
    never = PublicationWindow._meta.get_field("must_close").default
    next_one = {"kind": "forged", "body": "{}", "hash": "f" * 64, "recorded_at": timezone.now()}
    with nothing_moves(live):
        for sequence, previous in ((never, "e" * 64), (never, last.hash), (last.sequence + 1, "e" * 64)):
            with refused:
                LedgerEntry.objects.bulk_create([LedgerEntry(sequence=sequence, previous_hash=previous, **next_one)])


def test_a_page_with_a_history_is_not_deleted_by_sql(live: Page) -> None:
    with nothing_moves(live), refused:
        sql("DELETE FROM wagtailcore_page WHERE id = %s", live.pk)
