"""A CDN is told of what changed: once, by whoever decided, and again until it heard."""

from __future__ import annotations

import datetime
import ipaddress
import logging
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from wagtail.models import Page

from hub import cdn
from hub.models import CdnState, PublicChange
from hub.settings.background import purge_address
from reviews import services
from tests.editorial import Newsroom, public
from tests.hub.test_preflight import found

Commit: TypeAlias = Callable[..., AbstractContextManager[list[Callable[[], Any]]]]
HOST = "127.0.0.1"
TOKEN = "secret-token-of-the-operator"


@dataclass
class Cdn:
    """What it was asked, and what it answers: statuses one after the other, then 200; none at all while it hangs."""

    port: int = 0
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    hangs: threading.Event | None = None


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of this machine for itself, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    file = tmp_path_factory.mktemp("cdn") / "certificate.pem"
    file.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + signed.public_bytes(pem)
    )
    return file


@pytest.fixture
def listening(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cdn]:
    """A real server on this machine, spoken to over TLS."""
    behaviour = Cdn()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            behaviour.asked.append((self.command, self.path, dict(self.headers), body))
            if behaviour.hangs is not None:
                behaviour.hangs.wait(30)
            self.send_response(behaviour.statuses.pop(0) if behaviour.statuses else 200)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer((HOST, 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    behaviour.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    address = f"https://{HOST}:{behaviour.port}/zones/1/purge?all=1"
    with override_settings(CDN_PURGE_URL=address, CDN_PURGE_TOKEN=TOKEN):
        yield behaviour
    if behaviour.hangs is not None:
        behaviour.hangs.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Commit) -> Commit:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def minutes_later(minutes: int = 1) -> None:
    """As ``catch_up`` finds it then: what was told or failed is so much longer ago."""
    by = datetime.timedelta(minutes=minutes)
    for state in CdnState.objects.all():
        CdnState.objects.update(
            told_at=state.told_at and state.told_at - by, failed_at=state.failed_at and state.failed_at - by
        )


def test_many_decisions_in_one_transaction_are_one_request(
    room: Newsroom, live: Page, listening: Cdn, commit: Commit
) -> None:
    with commit():
        room.editor.edit(live, lead="Other words.")
        room.approve(room.editor.submit(live, "Clearer."))
        services.withdraw(live, room.pharmacist.user, reason="A dose was wrong.")
        assert not listening.asked, "nothing is told before it is so"

    [(method, path, headers, body)] = listening.asked
    assert (method, path, body) == ("POST", "/zones/1/purge?all=1", b'{"purge_everything": true}')
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert headers["Content-Type"] == "application/json"
    assert found("CDN") == "good     CDN: as it should be."


def test_every_change_of_the_epoch_is_told_and_once_more_when_nobody_can_answer_with_the_old_pages(
    room: Newsroom, live: Page, listening: Cdn, commit: Commit
) -> None:
    with override_settings(CDN_PURGE_TOKEN=""), commit():
        PublicChange.objects.create()
    assert "Authorization" not in listening.asked[0][2]
    call_command("catch_up")
    assert len(listening.asked) == 1, "it knows"
    minutes_later()
    call_command("catch_up")
    assert len(listening.asked) == 2
    minutes_later()
    call_command("catch_up")
    assert len(listening.asked) == 2, "and that was all"
    PublicChange.objects.create()
    call_command("catch_up")
    assert len(listening.asked) == 3, "what nobody noted is found"


@pytest.mark.parametrize("refusal", [500, 302])
def test_a_cdn_that_refuses_stops_no_decision_and_is_told_again_every_minute(
    room: Newsroom, live: Page, listening: Cdn, commit: Commit, caplog: pytest.LogCaptureFixture, refusal: int
) -> None:
    listening.statuses = [refusal, refusal]
    with commit():
        services.withdraw(live, room.pharmacist.user, reason="A dose was wrong.")
        PublicChange.objects.create()

    assert public(live).status_code == 410
    assert [path for _, path, _, _ in listening.asked] == ["/zones/1/purge?all=1"], "nobody is led elsewhere"
    [record] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert vars(record)["event_id"] == cdn.NOT_TOLD == "HUB-CDN-1"
    assert f"status {refusal}" in record.getMessage()
    assert TOKEN not in caplog.text
    assert "unsafe   CDN: the CDN was not told of the newest change" in found("CDN")

    with commit():
        PublicChange.objects.create()
    assert len(listening.asked) == 1, "whoever decides next does not wait for it as well"
    for expected in (2, 3):
        minutes_later()
        call_command("catch_up")
        assert len(listening.asked) == expected
    state = CdnState.objects.get()
    assert (state.failed_at, state.epoch) == (None, cdn._current())


def test_a_cdn_that_hangs_is_given_up_and_told_later(
    room: Newsroom, live: Page, listening: Cdn, commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    listening.hangs = threading.Event()
    monkeypatch.setattr(cdn, "TIMEOUT_SECONDS", 0.2)
    began = timezone.now()
    with commit():
        services.withdraw(live, room.pharmacist.user, reason="A dose was wrong.")
    assert timezone.now() - began < datetime.timedelta(seconds=10)
    assert public(live).status_code == 410
    listening.hangs.set()
    listening.hangs = None
    minutes_later()
    assert cdn.tell()
    assert CdnState.objects.get().failed_at is None


def test_a_server_that_cannot_prove_who_it_is_is_given_no_token(
    live: Page, listening: Cdn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    assert not cdn.tell()
    assert not listening.asked


def test_without_a_cdn_nothing_is_stored_nor_asked(room: Newsroom, live: Page, commit: Commit) -> None:
    with commit() as callbacks:
        PublicChange.objects.create()
    assert not callbacks
    assert cdn.tell()
    assert not CdnState.objects.exists()


@pytest.mark.parametrize(
    "address", ["http://cdn.example/purge", "https://", "https://user:word@cdn.example/", "https://cdn.example:port/"]
)
def test_the_token_is_sent_over_https_only(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="CDN_PURGE_URL is not an https address") as refused:
        purge_address(address)
    assert "word" not in str(refused.value)
    assert purge_address("") == ""
    assert purge_address("https://cdn.example/purge") == "https://cdn.example/purge"
