"""What an orchestrator is told about this process."""

import pytest
from django.db import OperationalError, connection
from django.test import Client


def test_live_answers_without_a_database(client: Client) -> None:
    """pytest-django refuses the database to a test that does not ask for it: a query would fail here."""
    response = client.get("/health/live")

    assert response.status_code == 200
    assert response.json() == {"status": "live"}


@pytest.mark.django_db
def test_ready_answers_when_the_database_does(client: Client) -> None:
    response = client.get("/health/ready")

    assert response.status_code == 200
    assert response.json() == {"status": "ready"}


@pytest.mark.django_db
def test_not_ready_while_the_database_is_away_and_the_reason_stays_inside(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse() -> None:
        raise OperationalError("could not connect to db.internal as hub")

    monkeypatch.setattr(connection, "cursor", refuse)

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert "db.internal" not in response.content.decode()
    assert "db.internal" in caplog.text


@pytest.mark.parametrize("address", ["/health/live", "/health/ready"])
def test_probes_are_never_cached_and_only_read(client: Client, address: str, db: None) -> None:
    assert "no-store" in client.get(address)["Cache-Control"]
    assert client.post(address).status_code == 405
