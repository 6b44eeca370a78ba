"""Content that is not ours does nothing in a reader's browser, whatever found its way into a page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Route
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Page

from hub import security_headers
from hub.published_cache import rules
from hub.published_cache.epoch import Epoch
from hub.published_cache.wrapper import PublishedCache
from tests import factories, wsgi
from tests.conftest import PageGuard
from tests.editorial import Newsroom, newsroom

POLICY = "content-security-policy"
READERS = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def directives(policy: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in policy.split(";"))


def test_whatever_readers_are_answered_runs_nothing_but_files_of_ours(room: Newsroom, live: Page) -> None:
    below = ("", "history/", "history/1/", "history/1/verify/", "index.md")
    own = {f"{live.url}{one}": 200 for one in below} | {live.url.rstrip("/"): 301, "/no/such/page/": 404}
    for address, status in own.items() | {
        (address, 200)
        for address in (
            *(
                "/",
                "/drugs/",
                "/studies/",
                "/search/?q=a",
                "/search/suggest/?q=a",
                "/ledger/",
                "/topics/",
                "/glossary/",
            ),
            *("/feeds/updates.atom", "/sitemap.xml", "/robots.txt", "/api/v2/pages/", f"/report/?page={live.pk}"),
            *("/health/live", "/ledger.jsonl", "/glossary/"),
        )
    }:
        response = Client().get(address)
        assert response.status_code == status, address
        assert directives(response[POLICY]) == directives(READERS), address
        assert response["X-Content-Type-Options"] == "nosniff", address
        assert response["Referrer-Policy"] == "same-origin", address
        assert "camera=()" in response["Permissions-Policy"], address
        assert not response.cookies, address


def test_a_failure_carries_the_policy_too(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.listings.home_lists", lambda: 1 / 0)

    response = Client(raise_request_exception=False).get("/")

    assert response.status_code == 500
    assert directives(response[POLICY]) == directives(READERS)
    assert "<style" not in response.content.decode()


def test_what_is_kept_is_sent_with_its_policy(room: Newsroom, live: Page) -> None:
    def site(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        # Not Django's own handler: at its end it closes connections, and with them the test's transaction.
        response = Client().get(environ["PATH_INFO"])
        start_response(f"{response.status_code} OK", list(response.items()))
        return [response.content]

    cache = PublishedCache(site, rules=rules(), epoch=Epoch(lambda: 1), megabytes=4)
    first, kept = ({name.lower(): value for name, value in wsgi.ask(cache, live.url).headers.items()} for _ in range(2))

    assert kept["cache-status"] == "hub; hit"
    assert kept[POLICY] == first[POLICY]
    assert directives(kept[POLICY]) == directives(READERS)
    assert kept["permissions-policy"] == security_headers.PERMISSIONS


def test_a_preview_runs_no_more_than_the_page_and_only_we_may_frame_it(room: Newsroom, live: Page) -> None:
    room.editor.edit(live, lead="Shorter.")
    waiting = room.editor.submit(live)
    preview = directives(room.pharmacist.get("reviews:preview", waiting.pk)[POLICY])
    screen = directives(room.pharmacist.get("reviews:review", waiting.pk)[POLICY])

    assert preview == directives(READERS) | {"frame-ancestors": "'self'"}
    assert screen["script-src-attr"] == "'none'"
    assert screen["frame-ancestors"] == "'self'"
    assert "unsafe-eval" not in str(screen)
    assert directives(Client().get(reverse("wagtailadmin_login"))[POLICY]) == screen


@pytest.mark.browser
def test_a_script_planted_in_a_page_does_not_run(site: LiveServer, page_guard: PageGuard) -> None:
    drug = newsroom().publish(factories.drug())
    planted = '<script>window.planted = 1</script><img src="/x" onerror="window.planted = 2"><p style="color: red">'

    def plant(route: Route) -> None:
        answer = route.fetch()
        assert "Content-Security-Policy".lower() in answer.headers
        route.fulfill(response=answer, body=answer.text().replace("</main>", f"{planted}</main>"))

    page_guard.page.route(drug.full_url, plant)
    page_guard.page.goto(drug.full_url)

    assert page_guard.page.evaluate("window.planted") is None
    assert page_guard.page.locator("main > p").last.evaluate("one => getComputedStyle(one).color") != "rgb(255, 0, 0)"
    refused = [error for error in page_guard.errors if "Content Security Policy" in error]
    assert len(refused) == 3, page_guard.errors
    page_guard.errors.clear()
