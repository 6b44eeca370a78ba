"""Errors are reported with what is needed to mend them, and with nothing about anybody."""

from __future__ import annotations

import gzip
import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import brotli
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import path

from hub import urls
from hub.error_reports import ErrorReports
from hub.logs import RequestLogMiddleware
from hub.preflight import services
from hub.security_headers import SecurityHeadersMiddleware
from hub.settings.error_reports import report_handlers
from tests.editorial import Newsroom

UNPACKED = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}
SECRETS = ("zyxwvol", "of-a-draft", "hunter2", "203.0.113.9", "editor", "sessionid")


class Receiver:
    """``got``: each request as it came, headers and all, unpacked."""

    def __init__(self) -> None:
        self.got: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(handler) -> None:
                raw = handler.rfile.read(int(handler.headers["Content-Length"]))
                body = UNPACKED[handler.headers.get("Content-Encoding", "")](raw)
                self.got.append(f"{handler.headers}{body.decode()}")
                handler.send_response(200)
                handler.send_header("Content-Length", "0")
                handler.end_headers()

            def log_message(self, *args: Any) -> None:
                """Nobody reads it."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.dsn = f"http://public@127.0.0.1:{self.http.server_port}/7"

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(one.splitlines()[-1]) for one in self.got]


@pytest.fixture(scope="module")
def running() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.http.shutdown()
    receiver.http.server_close()


@pytest.fixture
def receiver(running: Receiver) -> Receiver:
    running.got.clear()
    return running


@contextmanager
def reporting(receiver: Receiver) -> Iterator[None]:
    """As the settings of a hub with ``SENTRY_DSN`` have it; all is sent at the end."""
    handler = ErrorReports(report_handlers(receiver.dsn)["reports"]["dsn"])
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield
        handler.client.flush(timeout=5)
    finally:
        root.removeHandler(handler)
        handler.client.close(timeout=0)


def test_an_error_is_reported_with_its_event_its_request_and_where_it_came_from(receiver: Receiver) -> None:
    def fails(request: HttpRequest) -> HttpResponse:
        draft = "Take 500 mg of zyxwvol, of-a-draft."
        try:
            dict[str, str]()[f"{draft} is no key"]
        except KeyError:
            logging.getLogger("reviews.integrity").exception(
                "%s page %s: %s", "HUB-INTEGRITY-1", 12, draft, extra={"event_id": "HUB-INTEGRITY-1", "page": 12}
            )
        return HttpResponse()

    request = RequestFactory().post(
        "/drugs/of-a-draft/?q=zyxwvol",
        {"password": "hunter2", "lead": "zyxwvol"},
        headers={"x-request-id": "abcdef0123456789", "cookie": "sessionid=hunter2"},
        REMOTE_ADDR="203.0.113.9",
    )
    with reporting(receiver):
        RequestLogMiddleware(fails)(request)

    (event,) = receiver.events()
    assert event["logentry"] == {"message": "%s page %s: %s"}
    assert event["tags"] == {
        "event_id": "HUB-INTEGRITY-1",
        "page": "12",
        "request_id": "abcdef0123456789",
        "method": "POST",
        "route": "",
    }
    (told,) = event["exception"]["values"]
    assert (told["type"], "value" in told) == ("KeyError", False)
    assert told["stacktrace"]["frames"][-1]["function"] == "fails"
    assert {*event} == {
        *("event_id", "timestamp", "level", "logger", "logentry", "tags", "exception"),
        *("environment", "server_name", "sdk", "platform"),
    }
    assert_nothing_about_anybody(receiver)


def assert_nothing_about_anybody(receiver: Receiver) -> None:
    for one in receiver.got:
        assert not [secret for secret in SECRETS if secret in one.lower()], one


def fails(request: HttpRequest, name: str) -> HttpResponse:
    said = request.GET["q"]
    raise RuntimeError(f"DETAIL: Failing row contains ({name}, {said})")


# The addresses of the hub, with one that fails in front.
urlpatterns = [path("drugs/<slug:name>/", fails), *urls.urlpatterns]


def test_a_request_that_fails_is_reported_by_its_route_without_words_forms_cookies_or_people(
    receiver: Receiver, room: Newsroom
) -> None:
    client = room.editor.client
    client.raise_request_exception = False
    django_log = logging.getLogger("django.request")
    before = django_log.level
    django_log.setLevel(logging.ERROR)
    try:
        with reporting(receiver), override_settings(ROOT_URLCONF=__name__, DEBUG=False):
            answer = client.post("/drugs/of-a-draft/?q=zyxwvol", {"password": "hunter2"}, REMOTE_ADDR="203.0.113.9")
    finally:
        django_log.setLevel(before)

    assert answer.status_code == 500
    (event,) = receiver.events()
    assert event["logentry"]["message"] == "%s: %s"
    assert event["tags"]["route"] == "drugs/<slug:name>/"
    assert event["exception"]["values"][-1]["type"] == "RuntimeError"
    assert_nothing_about_anybody(receiver)


def test_messages_of_others_which_may_quote_anything_and_what_is_no_error_are_not_sent(receiver: Receiver) -> None:
    with reporting(receiver):
        logging.getLogger("somebody.elses").error("Failing row contains (zyxwvol)")
        logging.getLogger("hub.cdn").error(ValueError("zyxwvol"))
        logging.getLogger("hub").critical("all is lost")
        logging.getLogger("hub").warning("zyxwvol")

    said = [(event["level"], event["logentry"]["message"].split(",")[0]) for event in receiver.events()]
    assert said == [("error", "somebody.elses"), ("error", "hub.cdn"), ("fatal", "all is lost")]
    assert_nothing_about_anybody(receiver)


def test_a_report_that_fails_stops_nothing(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", False)
    monkeypatch.setattr(ErrorReports, "report", lambda handler, record: 1 / 0)
    with reporting(receiver):
        logging.getLogger("hub").error("all is well")

    assert receiver.got == []


def test_pages_load_nothing_from_the_server_that_errors_are_reported_to() -> None:
    with override_settings(SENTRY_DSN="https://public@errors.example.org/7"):
        answer = SecurityHeadersMiddleware(lambda request: HttpResponse())(RequestFactory().get("/"))

    assert "errors.example.org" not in str(answer.headers)


def test_a_project_is_one_address_and_unset_nothing_is_reported() -> None:
    assert report_handlers("") == {}
    assert report_handlers("https://key@errors.example.org/7")["reports"]["dsn"] == "https://key@errors.example.org/7"
    for wrong in ("errors.example.org", "https://errors.example.org/7", "https://secret@errors.example.org/x", "ftp://k@h/1",
                  "https://secret@h:port/1"):  # fmt: skip
        with pytest.raises(ImproperlyConfigured, match="SENTRY_DSN is not the address") as refused:
            report_handlers(wrong)
        assert "secret" not in str(refused.value)


def test_preflight_says_that_nobody_listens(receiver: Receiver) -> None:
    def found() -> str:
        return "\n".join(f"{level}: {what}" for level, what in services.error_reports())

    assert found() == ""
    with override_settings(SENTRY_DSN=receiver.dsn):
        assert found() == (
            "missing: SENTRY_DSN is not https, so anybody on the way can read what fails here. Use https."
        )
    with override_settings(SENTRY_DSN="https://key@127.0.0.1:1/7"):
        assert "does not answer" in found()
