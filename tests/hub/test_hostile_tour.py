"""A hostile visitor goes through everything that the public and the editor reach: no fault, and nothing gained.

Each part prints how many attempts it made and what they were answered.
"""

from __future__ import annotations

import json
import socket
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from hub import second_proof
from pages.search import narrowing
from pages.study_lists import PARAMETERS as OF_STUDIES
from reviews.models import Decision
from reviews.selftest.form_data import page_form_data
from tests import factories
from tests.editorial import PASSWORD, Newsroom, Response, public_text

pytestmark = pytest.mark.untraced  # hundreds of times through what other tests cover once
EVIL = "evil.example"
SQL = (
    "' OR '1'='1",
    "1; DROP TABLE reviews_decision; --",
    "1 UNION SELECT username, password FROM users_user",
    "') OR pg_sleep(9)::text=('",
    "\\'; SELECT load_extension('x'); --",
    "%' ESCAPE '!",
    "NOT 'a' & ('b' | !c):*",
    'NEAR("a b", 2) AND title:*',
)
SCRIPTS = (
    "<script>alert(7)</script>",
    '"><img src=x onerror=alert(7)>',
    "javascript:alert(7)//",
    "</title><svg onload=alert(7)>",
    "'-alert(7)-'",
)
TEMPLATES = ("{{ 1234567|add:7407402 }}", "{% debug %}", "${1234567*7}", "{{ settings.SECRET_KEY }}", "%(password)s")
ODD = (
    "\x00",
    "\ud83d".encode("utf-8", "surrogatepass").decode("latin-1"),
    "٣",
    "-1",
    "9" * 400,
    "1e999",
    "\u202e",
    "",
    "[]",
)
# What none of them may bring about: a script that runs, a template that is computed, a setting.
RAW = ("<script>alert(7)", "<img src=x onerror", "<svg onload=alert", "8641969", "tests only: everybody")


class Tour:
    """Asks, and counts what was answered."""

    def __init__(self, name: str, client: Client | None = None) -> None:
        self.name = name
        self.client = client or Client()
        self.client.raise_request_exception = False
        self.statuses: Counter[int] = Counter()

    def ask(self, method: str, path: str, *args: Any, **kwargs: Any) -> Response:
        response = getattr(self.client, method)(path, *args, **kwargs)
        self.statuses[response.status_code] += 1
        assert response.status_code < 500, f"{method} {path[:200]!r} is a fault"
        return response

    def text(self, response: Response) -> str:
        return b"".join(response).decode(errors="replace")

    def tell(self, capsys: pytest.CaptureFixture[str]) -> None:
        answers = ", ".join(f"{status}: {number}" for status, number in sorted(self.statuses.items()))
        with capsys.disabled():
            sys.stdout.write(f"\n  hostile tour, {self.name}: {self.statuses.total()} attempts ({answers})")


@pytest.fixture(autouse=True)
def _no_way_out(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whoever opens a connection to anywhere fails the test."""
    opened: list[object] = []

    def refuse(*args: object, **kwargs: object) -> None:
        opened.append(args)
        raise OSError("no way out")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    yield
    assert not opened, f"somebody asked for {opened}"


def test_nothing_that_is_typed_into_an_address_is_executed(
    room: Newsroom, live: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    tour = Tour("SQL, scripts and templates in addresses")
    decisions = Decision.objects.count()
    asked = {
        "/search/": ("q", "page", *narrowing.PARAMETERS),
        "/search/suggest/": ("q",),
        "/studies/": tuple(OF_STUDIES),
        "/api/v2/pages/": ("search", "order", "fields", "child_of", "limit", "type", "id", "slug"),
        "/ledger/": ("page",),
        "/report/": ("page",),
        "/sitemap-pages.xml": ("p",),
    }
    payloads = (*SQL, *SCRIPTS, *TEMPLATES, *ODD)
    for path, names in asked.items():
        # Each name meets each kind, and the search box, where words arrive, meets all.
        for number, name in enumerate(names):
            for payload in payloads if name in {"q", "search"} else payloads[number % 3 :: 3]:
                response = tour.ask("get", path, {name: payload})
                text = tour.text(response)
                is_html = "html" in response.get("Content-Type", "")
                assert not [raw for raw in RAW if raw in text and (is_html or not raw.startswith("<"))], (path, payload)
    for payload, path in product(payloads, ("/topics/{}/", "/drugs/{}/", "/{}", "/media/{}", "/documents/1/{}")):
        response = tour.ask("get", path.format(quote(payload, safe="")))
        assert not [raw for raw in RAW if raw in tour.text(response)], (path, payload)
    for part in ("0", "-1", "9" * 30, "1/compare/x", "1'/approved.json", "1/verify/../../2"):
        tour.ask("get", f"{live.get_url()}history/{part}/")
    assert Decision.objects.count() == decisions
    tour.tell(capsys)


def test_no_address_climbs_out_of_its_folder(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    tour = Tour("path traversal")
    climbs = ("../", "..%2f", "%2e%2e/", "..\\", "....//", "%252e%252e%252f", "..;/", "/", "file:///")
    targets = ("etc/passwd", "manage.py", "hub/settings/base.py", "var/db.sqlite3", ".git/config")
    for folder, climb, target in product(("/media/", "/static/", "/documents/1/", "/"), climbs, targets):
        text = tour.text(tour.ask("get", f"{folder}{climb * 6}{target}"))
        assert not [secret for secret in ("root:x:", "execute_from_command_line", "AUTH_USER_MODEL") if secret in text]
    tour.tell(capsys)


def test_what_an_editor_pastes_makes_this_server_ask_nobody_and_is_not_shown(
    room: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    tour = Tour("rich text and embeds", room.editor.client)
    inside = ("http://169.254.169.254/latest/meta-data/", "http://127.0.0.1:5432/", "file:///etc/passwd")
    outside = ("https://www.youtube.com/watch?v=x", "https://youtu.be/x", f"https://vimeo.com@{EVIL}/1")
    for url in (*inside, *outside):
        tour.ask("post", reverse("wagtailembeds:chooser_upload"), {"embed-chooser-url": url})
    markup = "".join(
        f'<embed embedtype="media" url="{url}"/><img src="{url}"><iframe src="{url}"></iframe>' for url in inside
    )
    markup += (
        f'<script>alert(7)</script><p onclick="alert(7)">words</p><a href="javascript:alert(7)">here</a>{TEMPLATES[0]}'
    )
    page = room.editor.write(factories.standard())
    draft = page.get_latest_revision_as_object()
    draft.body = [("text", {"text": markup, "sources": ""})]
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    tour.ask("post", edit, page_form_data(draft, room.editor.user))
    shown = tour.text(tour.ask("get", reverse("wagtailadmin_pages:view_draft", args=[page.pk])))
    for bad in ("<script>alert", "onclick=", "javascript:alert", "<iframe", "169.254.169.254/latest", "8641969"):
        assert bad not in shown
    tour.tell(capsys)


def test_a_body_too_large_too_deep_or_too_odd_is_refused(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    tour = Tour("oversized and nested bodies", room.editor.client)
    page = room.editor.write(factories.standard())
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = page_form_data(page.get_latest_revision_as_object(), room.editor.user)
    deep = "[" * 20_000
    nested = json.dumps({"entityMap": {}, "blocks": []})[:-2] + '{"text":' + "[" * 20_000
    revision = page.latest_revision_id
    for changes in (
        {"lead": "x" * 11_000_000},
        {f"extra-{number}": "x" for number in range(21_000)},
        {"body-0-value-text": deep},
        {"body-0-value-text": nested},
        {"body-count": "9" * 12},
        {"body-count": "-1"},
        {"body-0-type": "../text"},
        {"references-TOTAL_FORMS": "nine"},
        {"title": "\x00", "slug": "../../admin"},
    ):
        tour.ask("post", edit, form | changes)
    for form_view, field in (("reviews:passkey_add", "new_passkey"), ("reviews:one_time_code", "passkey")):
        tour.ask("post", reverse(form_view), {field: deep, "name": "key", "password": PASSWORD})
    for path in ("/report/", "/admin/login/", reverse("reviews:passkey_challenge")):
        for body, kind in (
            (deep, "application/json"),
            ("a=1&" * 30_000, "application/x-www-form-urlencoded"),
            ("--x\r\nContent-Disposition: form-data", "multipart/form-data; boundary=x"),
            ("x" * 100, "multipart/form-data"),
            ("\xff\xfe", "text/plain; charset=utf-16"),
        ):
            tour.ask("post", path, data=body.encode(), content_type=kind)
    assert Page.objects.get(pk=page.pk).slug == page.slug
    assert revision
    tour.tell(capsys)


def test_headers_hosts_and_methods_change_nothing_that_is_shown(
    room: Newsroom, live: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    tour = Tour("headers, hosts and methods")
    for host in (EVIL, f"localhost@{EVIL}", f"localhost:80@{EVIL}", "localhost,evil", "[::1", "localhost/../", ""):
        response = tour.ask("get", "/", headers={"host": host} if host else {}, SERVER_NAME=host or EVIL)
        assert response.status_code == 400
        assert EVIL not in tour.text(response)
    path = live.get_url()

    def words(response: Response) -> list[str]:
        return tour.text(response).split()

    honest = words(tour.ask("get", path))
    for name, value in (
        ("X-Forwarded-Host", EVIL),
        ("X-Forwarded-Proto", "https"),
        ("X-Original-URL", "/admin/"),
        ("X-Rewrite-URL", "/admin/"),
        ("X-HTTP-Method-Override", "DELETE"),
        ("Forwarded", f"host={EVIL}"),
        ("Range", "bytes=0-,5-4,-99999999999"),
        ("If-None-Match", '"' * 1000),
        ("If-Modified-Since", "Thu, 99 Xxx 0000"),
        ("Accept-Encoding", "gzip;q=nan"),
        ("Accept-Language", "x" * 5000),
        ("Cookie", "sessionid=" + "'" * 300 + "; csrftoken=\x01"),
        ("X-Forwarded-For", "' OR 1=1 --"),
        ("Content-Length", "-1"),
        ("User-Agent", SCRIPTS[0]),
        ("Referer", SCRIPTS[0]),
    ):
        assert words(tour.ask("get", path, headers={name: value})) == honest, name
    for method in ("put", "patch", "delete", "trace", "options", "post"):
        for address in ("/", path, "/search/", "/api/v2/pages/", "/ledger.jsonl", "/health/ready"):
            tour.ask(method, address)
    assert public_text(live).split() == honest
    tour.tell(capsys)


def test_nobody_is_led_elsewhere(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    tour = Tour("open redirects")
    elsewhere = (
        *(
            f"//{EVIL}/",
            f"https://{EVIL}/",
            f"/\\{EVIL}/",
            f"\\/{EVIL}",
            f"///{EVIL}",
            f"https:{EVIL}",
            f"//{EVIL}%2f..",
        ),
        *(f"http://localhost@{EVIL}/", f"/\t/{EVIL}/", "javascript:alert(7)", "data:text/html,x"),
    )
    sign_in: dict[str, Callable[[str], Response]] = {
        "login": lambda next_: tour.ask(
            "post", "/admin/login/", {"username": "editor", "password": PASSWORD, "next": next_}
        ),
        "path": lambda next_: tour.ask("get", next_.removeprefix("https:").removeprefix("http:")),
        "slash": lambda next_: tour.ask("get", f"/{next_.lstrip('/')}"),
        "referer": lambda next_: room.editor.client.post(
            reverse("wagtailadmin_pages:delete", args=[room.home.pk]), headers={"referer": next_}
        ),
    }
    for way, next_ in product(sign_in, elsewhere):
        location = sign_in[way](next_).headers.get("Location", "")
        target = urlsplit(location.replace("\\", "/").replace("\t", ""))
        assert target.netloc in {"", "testserver", "localhost"}, (way, next_, location)
        assert target.scheme in {"", "http", "https"}, (way, next_, location)
    view = second_proof.SecondProofView()
    for next_ in elsewhere:
        view.request = room.editor.get("wagtailadmin_home", next=next_).wsgi_request
        assert view.get_success_url() == "/admin/"
    tour.tell(capsys)


def test_neither_accounts_nor_drafts_can_be_counted(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    tour = Tour("enumeration of accounts and drafts")
    draft = room.editor.write(factories.drug(title="Zzyzxine", slug="zzyzxine"))
    nothing = draft.pk + 100_000

    def answer(path: str, name: str = "") -> tuple[int, str]:
        response = tour.ask("get", path)
        text = tour.text(response)
        return response.status_code, text.replace(name, "…") if name else text

    for address in (
        "/api/v2/pages/{}/",
        "/api/v2/pages/{}/?version=draft",
        "/api/v2/pages/?child_of={}",
        "/report/?page={}",
    ):
        assert answer(address.format(draft.pk)) == answer(address.format(nothing)), address
    for address in ("/drugs/{}/", "/drugs/{}/index.md", "/drugs/{}/history/", "/drugs/{}/updates.atom", "/drugs/{}"):
        there, absent = answer(address.format("zzyzxine"), "zzyzxine"), answer(address.format("zzyzxinf"), "zzyzxinf")
        assert there == absent, address
    for address in ("/search/?q={}", "/search/suggest/?q={}"):
        assert "zzyzxine" not in tour.text(tour.ask("get", address.format("zzyz"))).lower()
    for address in ("/admin/pages/{}/edit/", "/admin/pages/{}/view_draft/", "/admin/pages/{}/history/"):
        for key in (draft.pk, nothing):
            assert tour.ask("get", address.format(key)).headers["Location"].startswith("/admin/login/")

    said = set()
    for email in ("editor@example.org", "nobody@example.org"):
        response = tour.ask("post", reverse("wagtailadmin_password_reset"), {"email": email}, follow=True)
        words = BeautifulSoup(tour.text(response), "html.parser").get_text(" ", strip=True)
        said.add((response.status_code, words.replace(email, "…")))
    assert len(said) == 1
    assert [message.to for message in mail.outbox] == [["editor@example.org"]]
    wrong = set()
    for name in ("editor", "nobody-of-that-name"):
        response = tour.ask("post", "/admin/login/", {"username": name, "password": "guess"})
        wrong.add((response.status_code, str(response.context["form"].errors)))
    assert len(wrong) == 1
    tour.tell(capsys)
