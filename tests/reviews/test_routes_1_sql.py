"""GATE.md group 1, below Python: ``QuerySet.update()`` and statements typed at the database."""

from __future__ import annotations

from types import TracebackType
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from wagtail.models import Page, Revision

from pages.models import DoseFormPage, DosingRow, DrugOverviewPage, OtherName, StandardPage, Strength
from pages.models.standard import StandardReference
from pages.models.studies import StudySummaryPage
from reviews.models import PublicationWindow
from reviews.triggers import MARK
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
