"""Databases, a live server and a guarded browser for all tests.

``db``            the worker's database; the test is rolled back. Also ``@pytest.mark.django_db``.
``migrated_db``   a database with what the migrations made and nothing else; with real commits.
``room``          the people and the tree; with ``live`` also a page that one wrote and another approved.
``stage``         a module's own (``tests.scenes``): what its tests begin with, made once; each is rolled back.
``committed_db``  a database of its own with real commits: threads, ``on_commit``, other processes.
``site``          a live server over such a database; ``site.url``.
``guarded_page``  a browser page that fails the test on an outside request or a console error.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from tests import chromium, dbclone
from tests.untraced import untraced

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from playwright.sync_api import ConsoleMessage, Page, Request
    from pytest_django import DjangoDbBlocker
    from wagtail.models import Page as WagtailPage

    from tests import editorial

pytest_plugins = ["tests.floors"]

# Playwright keeps an event loop in the thread of the tests; the database is used from that thread all the
# same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# Rewriting the asserts of all test modules takes six seconds of every worker; where an environment forbids to keep what
# comes of it, the workers of the session on SQLite would do it again.
sys.dont_write_bytecode = False

# Fixtures of pytest-django and arguments of its marker that end a test with a flush.
FLUSHING = {
    "transactional_db",
    "live_server",
    "django_db_reset_sequences",
    "django_db_serialized_rollback",
    "transaction",
    "reset_sequences",
    "serialized_rollback",
}
# What a browser or a tool drives for minutes, or what asks the same code a thousand times, is not traced, which would
# double its time: coverage is of what tests call themselves.
UNTRACED = ("untraced", "browser", "quality")
LOCAL_ADDRESSES = ("http://localhost:", "http://127.0.0.1:", "data:", "blob:", "about:")


def pytest_configure(config: pytest.Config) -> None:
    """Find the browser once, before xdist starts its workers; they inherit the answer."""
    # Tests make millions of short-lived objects; looking for cycles among them costs a sixth of the time.
    gc.set_threshold(200_000, 20, 20)
    if not hasattr(config, "workerinput") and (path := chromium.find() or chromium.install()):
        os.environ["CHROMIUM"] = path


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-facing", action="store_true", help="only tests that use a database")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Refuse whatever would flush the database, and put the tests in order.

    Those without a database come first, whatever pytest-django thinks, and the checking tools after them: one worker
    has both while another migrates, and neither waits for the other.
    """
    if config.getoption("database_facing"):
        config.hook.pytest_deselected(items=[item for item in items if not _faces_a_database(item)])
        items[:] = filter(_faces_a_database, items)
    for item in items:
        marker = item.get_closest_marker("django_db")
        asked = {*getattr(item, "fixturenames", ()), *(marker.kwargs if marker else ())}
        if (asked & FLUSHING) or (marker and marker.args):
            raise pytest.UsageError(
                f"{item.nodeid} would flush the database, which append-only tables refuse: "
                "use committed_db, or site for a live server."
            )
    items.sort(key=lambda item: (_faces_a_database(item), item.get_closest_marker("quality") is not None))


def _faces_a_database(item: pytest.Item) -> bool:
    fixtures = {*getattr(item, "fixturenames", ())}
    return item.get_closest_marker("django_db") is not None or bool(
        fixtures & {"db", "committed_db", "migrated_db", "stage", "database_copies"}
    )


@pytest.fixture(scope="session", autouse=True)
def _media_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Uploaded files go into a temporary folder."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture(scope="session")
def database_copies(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
    worker_id: str,
    pytestconfig: pytest.Config,
) -> Iterator[dbclone.DatabaseCopies]:
    """The templates, and this worker's own copies."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    cache = getattr(pytestconfig, "cache", None)
    with django_db_blocker.unblock():
        copies = dbclone.copies(shared, worker_id, cache.mkdir("migrated") if cache else None)
        copies.prepare()
    yield copies
    with django_db_blocker.unblock():
        copies.remove()


@pytest.fixture(scope="session")
def django_db_setup(database_copies: dbclone.DatabaseCopies) -> None:
    """pytest-django's hook for making the database: ours is made already."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """With what the test sets up, such as a live server's threads."""
    with untraced() if any(map(item.get_closest_marker, UNTRACED)) else nullcontext():
        return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """People and tree; for a test that begins with the ``live`` page, or what is ``waiting`` of it, that too.

    A hook and not a fixture: pytest-django's own fixtures, which begin the transaction, come before ours.
    """
    dbclone.begin_with(_template(item))


def _template(item: pytest.Item) -> dbclone.Template:
    fixtures = getattr(item, "fixturenames", ())
    if "live" not in fixtures:
        return dbclone.Template.STAFFED
    return dbclone.Template.SUBMITTED if "waiting" in fixtures else dbclone.Template.FURNISHED


@pytest.fixture
def room(db: None) -> editorial.Newsroom:
    """The people and the tree, in a rolled-back transaction; some modules have one with real commits, or a scene."""
    from tests.editorial import newsroom

    return newsroom()


@pytest.fixture
def live(room: editorial.Newsroom) -> WagtailPage:
    """A page that the editor wrote and the pharmacist approved."""
    from tests.editorial import approved

    return approved()


@pytest.fixture
def committed_db(
    request: pytest.FixtureRequest,
    database_copies: dbclone.DatabaseCopies,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """A fresh copy of the database in which commits are real; it is dropped after the test."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        pytest.fail("committed_db and db exclude each other: one commits, the other rolls back")
    with django_db_blocker.unblock(), database_copies.fresh(_template(request.node)):
        yield


@pytest.fixture
def migrated_db(database_copies: dbclone.DatabaseCopies, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """As ``committed_db``, with nothing in it but what the migrations made."""
    with django_db_blocker.unblock(), database_copies.fresh(dbclone.Template.MIGRATED):
        yield


@pytest.fixture
def site(committed_db: None) -> Iterator[LiveServer]:
    """A live server, in a thread, over ``committed_db``; Wagtail's default site has its address."""
    from wagtail.models import Site

    server = LiveServer("localhost")
    default = Site.objects.filter(is_default_site=True).first()
    if default:
        default.hostname, default.port = server.thread.host, server.thread.port
        default.save()
    with override_settings(WAGTAILADMIN_BASE_URL=server.url):
        yield server
        server.stop()


@dataclass
class PageGuard:
    """What a browser page did that no page of ours may do.

    A test that provokes an error on purpose empties the list again: ``page_guard.errors.clear()``.
    """

    page: Page
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._note_request)
        self.page.on("console", self._note_message)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith(LOCAL_ADDRESSES):
            self.outside.append(request.url)

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def check(self) -> None:
        """Fail on what was noted so far."""
        assert not self.outside, f"requests left this machine: {self.outside}"
        assert not self.errors, f"errors on the browser's console: {self.errors}"


@pytest.fixture
def page_guard(site: LiveServer, page: Page) -> Iterator[PageGuard]:
    """A watched browser page on the live server; checked when the test ends."""
    guard = PageGuard(page)
    yield guard
    guard.check()


@pytest.fixture
def guarded_page(page_guard: PageGuard) -> Page:
    """The browser page of ``page_guard``; relative addresses are those of the live site."""
    return page_guard.page


@pytest.fixture
def browser_context_args(request: pytest.FixtureRequest, browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """``page.goto("/drugs/")`` goes to the live site when the test has one."""
    if "site" not in request.fixturenames:
        return browser_context_args
    return {**browser_context_args, "base_url": request.getfixturevalue("site").url}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the Chromium of this machine; without one, browser tests fail and say what to run."""
    path = os.environ.get("CHROMIUM")
    if not path:
        pytest.fail(f"No Chromium found. Install one and run again: {chromium.INSTALL}", pytrace=False)
    as_root = os.geteuid() == 0
    return {
        **browser_type_launch_args,
        "executable_path": path,
        "args": [*chromium.ARGUMENTS, *(["--no-sandbox"] if as_root else [])],
        "chromium_sandbox": not as_root,
    }
