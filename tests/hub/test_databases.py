"""The databases of the tests themselves: migrated, separate, and left as they were."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections, transaction
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Page as WagtailPage

from tests import dbclone

User = get_user_model()


def test_the_copy_has_what_the_migrations_seeded(db: None) -> None:
    assert WagtailPage.objects.filter(depth=1).count() == 1


@pytest.mark.parametrize("turn", [1, 2])
def test_an_ordinary_test_is_rolled_back(db: None, turn: int) -> None:
    assert not User.objects.filter(username="ordinary").exists()

    User.objects.create(username="ordinary")


@pytest.mark.parametrize("turn", [1, 2])
def test_a_committed_database_starts_fresh_and_other_threads_see_what_is_committed(
    committed_db: None, turn: int
) -> None:
    assert not User.objects.filter(username="committed").exists()
    assert not connection.in_atomic_block

    User.objects.create(username="committed")

    def seen() -> bool:
        try:
            return User.objects.filter(username="committed").exists()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=1) as threads:
        assert threads.submit(seen).result()


def test_hooks_for_after_the_commit_run_in_a_committed_database(committed_db: None) -> None:
    ran = threading.Event()

    with transaction.atomic():
        transaction.on_commit(ran.set)

    assert ran.is_set()


def test_a_committed_database_is_gone_afterwards_and_the_own_one_is_back(
    database_copies: dbclone.DatabaseCopies, db: None
) -> None:
    assert connection.settings_dict["NAME"] == database_copies.own
    assert not User.objects.filter(username="committed").exists()


def test_the_live_server_reads_what_the_test_committed(site: LiveServer, client: Client) -> None:
    assert site.url.startswith("http://localhost:")
    assert WagtailPage.objects.filter(depth=1).exists()


@pytest.mark.browser
def test_a_browser_meets_the_live_server(site: LiveServer, guarded_page: Page) -> None:
    User.objects.create_superuser("somebody", password="not-a-secret")

    guarded_page.goto("/admin/login/")
    guarded_page.locator("[name=username]").fill("somebody")
    guarded_page.locator("[name=password]").fill("not-a-secret")
    guarded_page.get_by_role("button", name="Sign in").click()

    guarded_page.wait_for_url("**/admin/")
    assert User.objects.get(username="somebody").last_login is not None
