"""Words are looked for on an OpenSearch server where one is named; what is shown is decided by the database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Page

from hub.preflight import services
from hub.settings.search import search_backends
from pages.models import OtherName, SearchName, StandardPage
from pages.search import fulltext, outside
from reviews.selftest.isolation import apart_from_the_site
from tests import factories, media, search_server
from tests.editorial import Newsroom
from tests.pages.html import titles_found
from tests.search_server import SearchServer

Commits = Callable[..., AbstractContextManager[list[Any]]]


@pytest.fixture(scope="module")
def running() -> Iterator[SearchServer]:
    server = SearchServer()
    yield server
    server.stop()


@pytest.fixture
def server(running: SearchServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[SearchServer]:
    """With an empty index, made by the command."""
    for kept in (running.indices, running.aliases, running.created, running.asked):
        kept.clear()
    running.broken = None
    with search_server.named(running.address):
        yield running


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Commits) -> Commits:
    return django_capture_on_commit_callbacks


def search(query: str) -> list[str]:
    response = Client().get("/search/", {"q": query})
    assert response.status_code == 200
    return titles_found(response.content.decode())


def asked_for_words(server: SearchServer) -> int:
    return sum("/_search" in line for line, _ in server.asked)


def publish(room: Newsroom, title: str, words: str) -> Page:
    return room.publish(factories.standard(title=title, body=[factories.text(words)]))


def test_what_is_live_is_found_by_the_server_and_what_is_not_is_never_sent_to_it(
    server: SearchServer, room: Newsroom, commits: Commits
) -> None:
    call_command("rebuild_search", outside=True)
    assert server.documents == {}
    with commits(execute=True):
        media.image(title="Of a draft")
        media.document(title="Of a draft, too")
        room.home.specific.save()
        draft = room.editor.write(factories.standard(title="Zyxwvol leaflet", body=[factories.text("Quizzaciously.")]))
        waiting = room.editor.submit(draft)
    assert server.documents == {}

    with commits(execute=True):
        room.approve(waiting)
    assert list(server.documents) == [str(draft.pk)]
    assert "require_alias=true" in server.asked[-1][0], "a server makes no index by itself, which would find nothing"
    assert search("quizzaciously") == ["Zyxwvol leaflet"]
    assert asked_for_words(server) == 1

    with commits(execute=True):
        room.editor.edit(draft, body=[factories.text("Nothing of the kind.")])
    assert "uizzaciously" in json.dumps(server.documents), "a new draft is nobody's business"
    with commits(execute=True):
        room.approve(room.editor.submit(draft, "Clearer."))
    assert "uizzaciously" not in json.dumps(server.documents)
    with commits(execute=True):
        room.pharmacist.post("reviews:withdraw", draft.pk, reason="A dose was wrong.")
    assert server.documents == {}


def test_an_approval_that_is_rolled_back_tells_the_server_nothing(
    server: SearchServer, room: Newsroom, commits: Commits
) -> None:
    call_command("rebuild_search", outside=True)
    with commits(execute=False):
        publish(room, "Zyxwvol leaflet", "Quizzaciously.")

    assert server.documents == {}


def test_a_page_that_is_not_live_is_shown_by_no_index_however_stale_or_tampered_with(
    server: SearchServer, room: Newsroom, commits: Commits
) -> None:
    withdrawn, archived = publish(room, "Withdrawn", "Quizzaciously."), publish(room, "Archived", "Quizzaciously.")
    live = publish(room, "Live", "Quizzaciously.")
    call_command("rebuild_search", outside=True)
    draft = room.editor.write(factories.standard(title="Draft", body=[factories.text("Quizzaciously.")]))
    room.pharmacist.post("reviews:withdraw", withdrawn.pk, reason="A dose was wrong.")
    room.admin.post("reviews:archive", archived.pk, reason="Nobody needs it.")
    stale = server.documents
    stale[str(draft.pk)] = {**stale[str(live.pk)], "pk": str(draft.pk)}
    stale["99999"] = {**stale[str(live.pk)], "pk": "99999"}

    assert len(stale) == 5
    assert search("quizzaciously") == ["Live"]
    assert asked_for_words(server) == 1
    wrong: list[Any] = ["1 OR 1=1", [{}], "9" * 40, None]
    for key in wrong:
        stale["0"] = {**stale[str(live.pk)], "pk": key}
        outside.server.answered()
        assert search("quizzaciously") == ["Live"], key


def test_names_are_found_in_the_database_alone_and_words_narrowed_by_it(server: SearchServer, room: Newsroom) -> None:
    drug = factories.drug(title="Naltrexone", slug="naltrexone", inn="naltrexone")
    drug.other_names = [OtherName(name="Vivitrol", kind="brand", jurisdiction="US")]
    room.publish(drug)
    publish(room, "Explained", "Every receptor is explained.")
    call_command("rebuild_search")
    assert server.created[-1]["settings"]["analysis"]["analyzer"]["default"] == {"type": "english"}

    assert search("vivitrol")[:1] == ["Naltrexone"]
    assert sorted(search("receptor")) == ["Explained", "Naltrexone"]
    shown = Client().get("/search/", {"q": "receptor", "type": "medicine"}).content.decode()
    assert titles_found(shown) == ["Naltrexone"]
    server.documents.clear()
    assert search("receptor") == [], "the server is believed not to know a word"
    assert search("vivitrol") == ["Naltrexone"]
    assert SearchName.objects.filter(label="Vivitrol").exists()


BROKEN = {
    "unavailable": (503, b"{}"),
    "unauthorised": (401, b'{"error": "who are you?"}'),
    "no JSON": (200, b"<html>"),
    "no answer": (200, b"[]"),
    "no keys": (200, b'{"hits": {"hits": [{}]}}'),
    "no index": (404, b'{"error": {"type": "index_not_found_exception"}}'),
}


def test_a_server_that_is_away_costs_no_answer_and_is_left_alone_for_a_while(
    server: SearchServer, room: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    publish(room, "Zyxwvol leaflet", "Quizzaciously.")
    for what, server.broken in BROKEN.items():
        server.asked.clear()
        caplog.clear()
        outside.server.answered()

        assert search("quizzaciously") == ["Zyxwvol leaflet"], "the database knows the words as well"
        said = [record for record in caplog.records if record.name == "reviews.outage"]
        assert [getattr(record, "event_id", "") for record in said] == ["HUB-SEARCH-1"], what
        assert not any(record.exc_info for record in said), "a trace may repeat what was searched for"
        assert "quizzaciously" not in caplog.text.lower(), what
        assert "a secret" not in caplog.text, what
        assert search("quizzaciously") == ["Zyxwvol leaflet"]
        assert asked_for_words(server) == 1, "nobody waits for it again"


def test_a_decision_does_not_depend_on_the_server_and_the_command_makes_up_for_it(
    server: SearchServer, room: Newsroom, commits: Commits, caplog: pytest.LogCaptureFixture
) -> None:
    call_command("rebuild_search", outside=True)
    server.broken = (503, b"{}")
    with commits(execute=True):
        page = publish(room, "Zyxwvol leaflet", "Quizzaciously.")
    assert page.live
    assert {getattr(record, "event_id", None) for record in caplog.records if record.name == "reviews.outage"} == {
        "HUB-SEARCH-1"
    }
    with pytest.raises(CommandError, match="did not take the words of pages: TransportError"):
        call_command("rebuild_search", outside=True)
    server.broken = None
    assert found() == (
        "missing: the server of SEARCH_URL holds 0 pages, and 1 are live. None is shown that is not, "
        "and some are not found by their words. Run: manage.py rebuild_search --outside\n"
        "missing: SEARCH_URL sends its password in plain. Use https."
    )
    before = list(server.aliases.values())
    call_command("rebuild_search", outside=True)
    assert list(server.aliases.values()) != before
    assert list(server.indices) == list(server.aliases.values()), "the old one is gone"
    assert list(server.documents) == [str(page.pk)]
    assert "holds" not in found()
    server.broken = (503, b"{}")
    assert "does not answer as it should (TransportError)" in found()


def test_an_index_that_was_half_made_anew_leaves_the_old_one_in_use(
    server: SearchServer, room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = publish(room, "Zyxwvol leaflet", "Quizzaciously.")
    call_command("rebuild_search", outside=True)
    before = dict(server.aliases)
    monkeypatch.setattr(StandardPage, "visible_text", lambda page: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        call_command("rebuild_search", outside=True)

    assert server.aliases == before
    assert list(server.indices) == list(before.values())
    assert list(server.documents) == [str(page.pk)]


def test_a_page_that_goes_live_while_the_index_is_made_anew_is_in_it(server: SearchServer, room: Newsroom) -> None:
    def approved_meanwhile() -> Iterator[Page]:
        yield from ()
        publish(room, "Zyxwvol leaflet", "Quizzaciously.")

    outside.rebuild([StandardPage], approved_meanwhile)

    assert list(server.documents) == [str(StandardPage.objects.get(title="Zyxwvol leaflet").pk)]


def test_the_self_test_of_the_gate_asks_no_server(server: SearchServer, room: Newsroom) -> None:
    publish(room, "Zyxwvol leaflet", "Quizzaciously.")
    server.asked.clear()
    with apart_from_the_site():
        assert fulltext.matching([fulltext.Term(("quizzaciously",))], Page.objects.live())

    assert server.asked == []


@pytest.mark.django_db
def test_wagtails_own_command_sends_no_draft_and_no_picture(server: SearchServer) -> None:
    media.image(title="Of a draft")
    call_command("update_index", verbosity=0)

    assert server.asked == []


@pytest.mark.django_db
def test_the_command_says_so_where_no_server_is_named() -> None:
    with pytest.raises(CommandError, match="SEARCH_URL names no server"):
        call_command("rebuild_search", outside=True)
    assert found() == ""


def test_a_server_is_one_address_and_unset_none_is_asked() -> None:
    assert list(search_backends("")) == ["default"]
    words = search_backends("https://a%40b:p%2Fw@search.example.org/other")["words"]
    assert words["HOSTS"] == [
        {
            "host": "search.example.org",
            "port": 443,
            "use_ssl": True,
            "verify_certs": True,
            "http_auth": ("a@b", "p/w"),
        }
    ]
    assert (words["INDEX_PREFIX"], words["AUTO_UPDATE"]) == ("other_", False)
    for wrong in ("search.example.org", "redis://h", "https://", "http://u:secret@h:port", "http://u:secret@h/a/b"):
        with pytest.raises(ImproperlyConfigured, match="SEARCH_URL is not the address") as refused:
            search_backends(wrong)
        assert "secret" not in str(refused.value)


def found() -> str:
    """What preflight says of the server."""
    return "\n".join(f"{level}: {what}" for level, what in services.search_server())
