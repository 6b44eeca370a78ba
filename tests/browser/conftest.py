"""People at real browsers, on a live server: each is signed in, and watched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, expect
from playwright.sync_api import Page as Tab
from pytest_django.live_server_helper import LiveServer

from tests.conftest import PageGuard
from tests.editorial import Newsroom, Person, newsroom

# Milliseconds; a machine that also does other things is slow, and nobody waits this long when all is well.
WAIT = 30_000
expect.set_options(timeout=WAIT)

# Autosave sends a form that is not finished yet, such as one with a block that was added this second; the browser
# reports Wagtail's answer, and the editor reads “Autosave is paused” until it is.
UNFINISHED = re.compile(r"status of 400 .*/admin/pages/(add/|\d+/edit/)")


@pytest.fixture
def room(site: LiveServer) -> Newsroom:
    """The people and the tree, committed, so that the server's threads see them."""
    return newsroom()


@pytest.fixture
def tab_of(site: LiveServer, new_context: Callable[..., BrowserContext]) -> Iterator[Callable[..., Tab]]:
    """``tab_of(person)`` is a new tab in that person's own browser, ``tab_of()`` one of somebody unknown.

    Every tab fails the test on an outside request or an error on its console.
    """
    browsers: dict[str, BrowserContext] = {}
    guards: list[PageGuard] = []

    def watched(context: BrowserContext) -> Tab:
        context.set_default_timeout(WAIT)
        guards.append(PageGuard(context.new_page()))
        return guards[-1].page

    def open_tab(person: Person | None = None, **options: Any) -> Tab:
        if person is None:
            return watched(new_context(**options))
        name = person.user.username
        if name not in browsers:
            browsers[name] = new_context(viewport={"width": 1280, "height": 1000})
            browsers[name].add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": _session_of(person), "url": site.url}]
            )
        return watched(browsers[name])

    yield open_tab
    for guard in guards:
        guard.errors[:] = [error for error in guard.errors if not UNFINISHED.search(error)]
        guard.check()


def _session_of(person: Person) -> str:
    """The session of somebody who signed in.  That the form does it, one journey tries (``desk.sign_in``)."""
    client = Client()
    client.force_login(person.user)
    return str(client.session.session_key)
