"""People at real browsers, on a live server: each signs in once, through the login form, and is watched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect
from playwright.sync_api import Page as Tab
from pytest_django.live_server_helper import LiveServer

from tests.conftest import PageGuard
from tests.editorial import PASSWORD, Newsroom, Person, newsroom

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

    def open_tab(person: Person | None = None, **settings: Any) -> Tab:
        if person is None:
            return watched(new_context(**settings))
        name = person.user.username
        if name not in browsers:
            browsers[name] = new_context(viewport={"width": 1280, "height": 1000})
            _sign_in(watched(browsers[name]), name)
        return watched(browsers[name])

    yield open_tab
    for guard in guards:
        guard.errors[:] = [error for error in guard.errors if not UNFINISHED.search(error)]
        guard.check()


def _sign_in(tab: Tab, username: str) -> None:
    tab.goto("/admin/login/")
    tab.locator("[name=username]").fill(username)
    tab.locator("[name=password]").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    tab.wait_for_url("**/admin/")
