"""Redirects of renamed and moved pages: made by a task, whatever was renamed or moved before its turn."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeAlias

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from hub import old_addresses
from hub.models import AddressChange, PublicChange
from reviews import services
from tests import factories, scenes
from tests.editorial import Newsroom, fresh

Commit: TypeAlias = Callable[..., AbstractContextManager[list[Callable[[], Any]]]]


def write(room: Newsroom) -> None:
    drug = room.publish(factories.drug(title="Examplol", slug="examplol"))
    room.publish(factories.drug(title="Otherol", slug="otherol"))
    room.publish(factories.dose_form(slug="tablets"), drug)
    room.editor.write(factories.dose_form(slug="secret"), drug)


stage, room = scenes.set_up(write)


@pytest.fixture
def no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks wait."""
    monkeypatch.setattr(old_addresses, "_make_soon", lambda: None)


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Commit) -> Commit:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def named(slug: str) -> Any:
    return Page.objects.get(slug=slug).specific


def rename(slug: str, new: str) -> None:
    container = named(slug)
    container.slug = new
    container.save()


def led(page: Page) -> set[str]:
    """Old addresses of ``page`` itself."""
    return set(
        Redirect.objects.filter(redirect_page=page, redirect_page_route_path="").values_list("old_path", flat=True)
    )


def test_what_the_request_does_does_not_grow_with_the_pages_below(
    room: Newsroom, commit: Commit, no_worker: None
) -> None:
    studies, drugs = named("studies"), named("drugs")
    counts = []
    # The first rename of each asks what this process remembers from then on.
    for container in (studies, drugs, studies, drugs):
        container.slug += "-new"
        with CaptureQueriesContext(connection) as queries, commit():
            container.save()
        counts.append(len(queries))
    assert (studies.get_descendant_count(), drugs.get_descendant_count()) == (0, 4)
    assert counts[2] == counts[3]
    assert AddressChange.objects.count() == 4
    assert not Redirect.objects.exists()

    counts = []
    for slug in ("otherol", "examplol"):
        for parent in (room.home, drugs):
            page = named(slug)
            with CaptureQueriesContext(connection) as queries, commit():
                page.move(fresh(parent), pos="last-child")
            counts.append(len(queries))
    assert counts[1] == counts[3]
    assert AddressChange.objects.count() == 8
    fresh(page).move(fresh(drugs), pos="first-child")
    assert AddressChange.objects.count() == 8, "another order among siblings is no other address"


def test_a_rename_and_a_move_lead_on_from_every_address_that_was_public(
    room: Newsroom, commit: Commit, no_worker: None
) -> None:
    tablets, moved = named("tablets"), named("examplol")
    with commit():
        rename("drugs", "meds")
    with commit():
        fresh(moved).move(room.home, pos="last-child")
    with commit():
        rename("meds", "medicines")
    assert not Redirect.objects.exists(), "nobody has made them yet"

    noted = PublicChange.objects.count()
    made = old_addresses.make_redirects()

    assert made == Redirect.objects.count() > 8
    assert led(tablets) == {"/drugs/examplol/tablets", "/meds/examplol/tablets"}
    assert led(named("otherol")) == {"/drugs/otherol", "/meds/otherol"}
    assert not led(named("secret")), "a draft was never public"
    assert PublicChange.objects.count() == noted + 1
    before, between = "/drugs/examplol/tablets/", "/meds/examplol/tablets/"
    for address in (before, f"{before}history/1/", f"{between}index.md"):
        response = Client().get(address, follow=True)
        below = address.rpartition("tablets/")[2]
        assert response.redirect_chain == [(f"/examplol/tablets/{below}", 301)], address
        assert response.status_code == 200, address
    assert Client().get("/drugs/examplol/secret/").status_code == 404


def test_a_second_rename_of_a_reviewed_page_before_the_first_task_ran_loses_nothing(
    room: Newsroom, commit: Commit, no_worker: None
) -> None:
    drug, tablets = named("examplol"), named("tablets")
    with commit():
        room.editor.edit(drug, slug="examplol-two")
        room.approve(room.editor.submit(drug, "A new name."))
    with commit():
        rename("drugs", "meds")
    call_command("catch_up", verbosity=2)
    assert led(drug) == {"/drugs/examplol", "/drugs/examplol-two"}
    assert led(tablets) == {"/drugs/examplol/tablets", "/drugs/examplol-two/tablets"}
    assert Client().get("/drugs/examplol/tablets/").headers["Location"] == "/meds/examplol-two/tablets/"
    assert not AddressChange.objects.exists()


def test_made_again_they_are_the_same_and_those_made_by_hand_stay(
    room: Newsroom, commit: Commit, no_worker: None
) -> None:
    site = Site.objects.get()
    Redirect.objects.create(old_path="/drugs/otherol", site=site, redirect_link="https://elsewhere.example/")
    with commit():
        rename("drugs", "meds")
    waiting = list(AddressChange.objects.all())
    old_addresses.make_redirects()
    made = set(Redirect.objects.values_list("old_path", "redirect_page", "redirect_link"))

    AddressChange.objects.bulk_create(waiting)
    old_addresses.make_redirects()

    assert set(Redirect.objects.values_list("old_path", "redirect_page", "redirect_link")) == made
    assert Redirect.objects.get(old_path="/drugs/otherol").redirect_link == "https://elsewhere.example/"


def test_whoever_left_an_address_last_is_whom_it_leads_to(room: Newsroom, commit: Commit, no_worker: None) -> None:
    studies, drugs = named("studies"), named("drugs")
    for slug, new in (("drugs", "one"), ("studies", "drugs"), ("drugs", "two"), ("one", "drugs"), ("drugs", "three")):
        with commit():
            rename(slug, new)
        if new == "two":
            old_addresses.make_redirects()
            assert (led(studies), led(drugs)) == ({"/studies", "/drugs"}, set())
    old_addresses.make_redirects()
    assert (led(studies), led(drugs)) == ({"/studies"}, {"/one", "/drugs"})
    for slug, new in (("three", "drugs"), ("two", "there"), ("there", "two")):
        with commit():
            rename(slug, new)
    old_addresses.make_redirects()
    assert led(studies) == {"/studies", "/there"}, "and back again: no page is led to itself"
    assert Client().get("/drugs/").status_code == 200


def test_what_was_withdrawn_keeps_its_notice_at_its_old_address(
    room: Newsroom, commit: Commit, no_worker: None
) -> None:
    services.withdraw(named("tablets"), room.pharmacist.user, reason="The dose was wrong.")
    with commit():
        rename("drugs", "meds")
    old_addresses.make_redirects()
    response = Client().get("/drugs/examplol/tablets/", follow=True)
    assert (response.status_code, response.redirect_chain) == (410, [("/meds/examplol/tablets/", 301)])


def test_a_change_that_comes_while_they_are_made_is_not_forgotten(
    room: Newsroom, commit: Commit, no_worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, renamed = old_addresses._store, list[str]()

    def rename_meanwhile(chunk: dict[int, list[str]]) -> int:
        if not renamed:
            renamed.append("meds")
            with commit():
                rename("meds", "medicines")
        return store(chunk)

    monkeypatch.setattr(old_addresses, "_store", rename_meanwhile)
    monkeypatch.setattr(old_addresses, "CHUNK", 2)
    with commit():
        rename("drugs", "meds")
    old_addresses.make_redirects()
    assert led(named("tablets")) == {"/drugs/examplol/tablets", "/meds/examplol/tablets"}
    assert not AddressChange.objects.exists()


def test_no_redirect_leads_from_one_site_to_another_nor_from_an_address_too_long_to_store(
    room: Newsroom, no_worker: None
) -> None:
    drug = named("examplol")
    Site.objects.create(hostname="drugs.example", root_page=named("drugs"))
    befores = "/hub/elsewhere/examplol/", "/nowhere/examplol/", f"/hub/{'x' * 255}/", "/hub/drugs/short/"
    for before in befores:
        AddressChange.objects.create(page=drug, before=before, after=drug.url_path)
        old_addresses.make_redirects()
    studies = named("studies")
    AddressChange.objects.create(page=studies, before="/hub/drugs/studies/", after=studies.url_path)
    old_addresses.make_redirects()
    assert Redirect.objects.get(redirect_page=studies).site.hostname == "localhost"
    of_drug = Redirect.objects.filter(redirect_page=drug, redirect_page_route_path="")
    assert set(of_drug.values_list("site__hostname", "old_path")) == {
        ("localhost", "/elsewhere/examplol"),
        ("localhost", "/drugs/short"),
        ("drugs.example", "/short"),
    }
