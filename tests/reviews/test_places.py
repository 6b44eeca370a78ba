"""What a dose form says is about the medicine above it: it is approved there, and nowhere else."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page, PageLogEntry

from pages.models import DrugOverviewPage
from reviews import places, services, triggers, verification
from reviews.models import ReviewRequest
from reviews.refusals import Moved, ReviewRefused
from reviews.signatures import sign
from tests import factories, scenes
from tests.dbclone import Template
from tests.editorial import PASSWORD, Newsroom, Person, fresh, what_was_said
from tests.reviews.assertions import nothing_moves


def write(room: Newsroom) -> None:
    """Two medicines, one with live tablets and a liquid that is in review."""
    strong = room.publish(factories.drug(title="Strong", slug="strong"))
    room.publish(factories.drug(title="Weak", slug="weak"))
    room.publish(factories.dose_form(title="Tablets", slug="tablets"), strong)
    room.editor.submit(room.editor.write(factories.dose_form(title="Liquid", slug="liquid"), strong))


stage, room = scenes.set_up(write, Template.STAFFED)


def named(slug: str) -> Page:
    return Page.objects.get(slug=slug).specific


@pytest.fixture
def tablets(room: Newsroom) -> Page:
    return named("tablets")


@pytest.fixture
def liquid(room: Newsroom) -> ReviewRequest:
    return ReviewRequest.objects.get(page=named("liquid"))


@pytest.fixture
def other(room: Newsroom) -> Page:
    return named("weak")


def move(who: Person, page: Page, to: Page) -> str:
    return what_was_said(who.post("wagtailadmin_pages:move_confirm", page.pk, to.pk))


def move_in_the_database(page: Page, to: Page) -> None:
    """Its words, its row and its live revision stay as they are."""
    path, url_path = f"{to.path}0009", f"{to.url_path}{page.slug}/"
    Page.objects.filter(pk=page.pk).update(path=path, url_path=url_path)


def test_a_live_dose_form_is_not_moved_to_another_medicine(room: Newsroom, tablets: Page, other: Page) -> None:
    with nothing_moves(tablets, other, tablets.get_parent()):
        said = move(room.admin, tablets, other)
        assert "is about the page above it" in said
        room.admin.client.post(
            f"/admin/bulk/wagtailcore/page/move/?id={tablets.pk}", {"chooser": other.pk, "move_applicable": "on"}
        )
        for to in (other, other.get_parent()):
            with pytest.raises(ReviewRefused, match="Copy it"):
                tablets.move(to, pos="last-child")
        with pytest.raises(ReviewRefused):
            call_command("move_pages", str(tablets.get_parent().pk), str(other.pk), verbosity=0)


def test_what_waits_for_review_is_not_moved_from_under_the_reviewer(
    room: Newsroom, liquid: ReviewRequest, other: Page
) -> None:
    """An editor may move what is not live, and the lock of a page in review is of its words."""
    assert "is about the page above it" in move(room.editor, liquid.page, other)
    assert room.approve(liquid).get_parent().slug == "strong"


def test_a_withdrawn_dose_form_stays_where_it_may_be_restored(room: Newsroom, tablets: Page, other: Page) -> None:
    approval = tablets.review_decisions.get()
    services.withdraw(tablets, room.pharmacist.user, reason="The dose was wrong.")
    assert "is about the page above it" in move(room.editor, tablets, other)
    move_in_the_database(tablets, other)
    with pytest.raises(Moved, match="below another page"):
        services.restore(approval, sign(room.physician.user, PASSWORD), reason="The dose was right.")
    assert not fresh(tablets).live


def test_a_draft_that_nobody_approved_finds_its_place(room: Newsroom, liquid: ReviewRequest, other: Page) -> None:
    room.pharmacist.request_changes(liquid)
    move(room.editor, liquid.page, other)
    moved = fresh(liquid.page.specific)
    assert moved.get_parent() == Page.objects.get(pk=other.pk)
    assert room.approve(room.editor.submit(moved, "Of the other medicine.")).live
    assert not list(verification.check_pages(type(moved), [fresh(moved)]))


def test_what_was_moved_in_the_database_while_in_review_is_not_approved(
    room: Newsroom, liquid: ReviewRequest, other: Page
) -> None:
    move_in_the_database(liquid.page, other)
    assert "below another page" in what_was_said(room.pharmacist.approve(liquid))
    assert liquid.is_open
    assert not fresh(liquid.page).live


def test_a_live_page_that_was_moved_in_the_database_is_found(room: Newsroom, tablets: Page, other: Page) -> None:
    model = type(tablets)
    assert not list(verification.check_pages(model, [tablets]))
    move_in_the_database(tablets, other)
    (problem,) = verification.check_pages(model, [fresh(tablets)])
    assert "below another page" in str(problem)
    assert problem.page == tablets.pk


def test_links_that_lead_to_another_page_are_found(room: Newsroom, other: Page) -> None:
    """Every list of the site leads to ``url_path``; which page is shown there follows from the tree."""
    weak, strong = other, named("strong")
    Page.objects.filter(pk=strong.pk).update(url_path=weak.url_path)
    (problem,) = verification.check_pages(DrugOverviewPage, [fresh(weak), fresh(strong)])
    assert f"links to it lead to {weak.url_path}" in str(problem)
    assert problem.page == strong.pk


def test_a_submission_of_an_earlier_release_says_nothing_of_its_place(liquid: ReviewRequest, room: Newsroom) -> None:
    assert places.handed_in([liquid]) == {liquid.pk: named("strong").pk}
    triggers.remove(connection)
    entry = PageLogEntry.objects.get(page=liquid.page_id, action=places.SUBMITTED)
    entry.data = {name: value for name, value in entry.data.items() if name != places.BELOW}
    entry.save()
    assert places.handed_in([liquid]) == {}
    assert room.approve(liquid).live
