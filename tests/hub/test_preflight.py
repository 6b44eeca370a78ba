"""What the operator is told before anybody relies on the site."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from hub import preflight
from hub.preflight import Finding
from reviews import ledger, triggers
from reviews.models import LedgerEntry
from reviews.models.verification import VerificationRun
from tests.editorial import newsroom
from tests.redis_server import RedisServer

STRONG = "k" * 60


def found(subject: str) -> str:
    return "\n".join(str(finding) for finding in preflight.run() if finding.subject == subject)


@pytest.fixture(autouse=True)
def _only_what_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django's own checks take a second, and look at templates and urls that the suite looks at anyway."""
    monkeypatch.setattr("hub.preflight.environment.checks.run_checks", lambda **options: [])


def test_settings_that_are_not_those_of_production_are_unsafe(db: None, tmp_path: Path) -> None:
    assert found("settings").count("unsafe") == 6
    assert "fewer than 50 characters or is known" in found("secret key")
    with override_settings(SECRET_KEY=STRONG, DEBUG=True, DEMO_BANNER=True, ALLOWED_HOSTS=["*"]):
        assert found("secret key") == "good     secret key: as it should be."
        assert "tracebacks" in found("settings")
        assert "demonstration" in found("settings")
        assert "takes any name" in found("host names")
    with override_settings(CSRF_TRUSTED_ORIGINS=["http://hub.example.org"]):
        assert "http://hub.example.org" in found("host names")
    file = tmp_path / "file"
    file.touch()
    with override_settings(MEDIA_ROOT=file / "below", STATIC_ROOT=tmp_path):
        assert "cannot be written" in found("uploaded files")
        assert "collectstatic" in found("static files")
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=1,
        DEFAULT_FROM_EMAIL="hub@localhost",
    ):
        assert "takes no mail" in found("mail")
        assert "cannot be answered" in found("mail")


def test_what_is_wrong_in_the_database_is_said(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    room = newsroom()
    assert "good" in found("triggers of the review gate")
    assert "no second factor" in found("accounts")
    assert "every night" in found("verification")
    if connection.vendor == "postgresql":
        assert "superuser" in found("database role")
    else:
        assert "SQLite is for one machine" in found("database")
        with override_settings(DATABASE_POOL="4"):
            assert "only connections to PostgreSQL can be pooled" in found("database")

    VerificationRun.objects.create(
        started_at=timezone.now(), finished_at=timezone.now(), pages=1, problems=["page 3: moved"], problem_count=1
    )
    assert "unsafe   verification: the last verify_publications found 1 problems" in found("verification")
    room.editor.user.set_password("editor-demo")
    room.editor.user.save()
    assert "“editor” has the password of the demonstration" in found("accounts")
    room.admin.user.is_superuser = False
    room.admin.user.save()
    assert "createsuperuser" in found("accounts")

    wrong = LedgerEntry(sequence=9, body="{}", hash="0" * 64, recorded_at=timezone.now() + datetime.timedelta(days=1))
    with monkeypatch.context() as patched:
        patched.setattr(ledger, "head", lambda: wrong)
        assert "Set the clock right" in found("clock")
        assert "is not what was recorded" in found("ledger")
    with monkeypatch.context() as patched:
        patched.setattr(triggers, "installed", lambda connection: {})
        assert "are gone" in found("triggers of the review gate")
        patched.setattr(triggers, "altered", lambda connection: {"reviews_gate_page_insert"})
        assert "1 are switched off or do something else" in found("triggers of the review gate")
    with monkeypatch.context() as patched:
        patched.setattr("hub.health.MigrationExecutor.migration_plan", lambda *args: [("0009_x", False)])
        assert "1 migrations are not applied, first 0009_x" in found("migrations")


def test_a_cache_server_is_looked_at_where_one_is_named(db: None, redis_server: RedisServer) -> None:
    assert found("shared cache") == "good     shared cache: as it should be."
    with override_settings(CACHE_URL=redis_server.url):
        assert found("shared cache").startswith("good")
        redis_server.kill()
        assert "does not answer" in found("shared cache")
    with override_settings(CACHE_URL="redis://127.0.0.1:1/0"):
        assert found("shared cache").count("missing") == 2
        assert "has no password" in found("shared cache")
    with override_settings(CACHE_URL="redis://:secret@127.0.0.1:1/0"):
        assert "password" not in found("shared cache")
        assert "secret" not in found("shared cache")


def test_what_cannot_be_looked_at_is_not_safe(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise RuntimeError("gone\nmore")

    monkeypatch.setattr(ledger, "head", refuse)

    assert found("clock") == "unsafe   clock: this could not be looked at (RuntimeError: gone)."


def test_the_exit_status_is_1_when_something_is_unsafe(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    findings = [Finding("missing", "mail", "nobody answers.")]
    monkeypatch.setattr(preflight, "run", lambda: findings)
    call_command("preflight", json=True)
    assert json.loads(capsys.readouterr().out) == [{"level": "missing", "subject": "mail", "what": "nobody answers."}]

    findings.append(Finding("unsafe", "clock", "it is wrong."))
    with pytest.raises(SystemExit, match="1"):
        call_command("preflight")
    assert "1 things are unsafe" in capsys.readouterr().out
