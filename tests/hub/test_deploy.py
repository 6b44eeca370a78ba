"""The steps by which the README has the hub installed without a container, and the files of ``hub/deploy``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import yaml
from django.db import connection

from reviews import triggers
from tests import serving
from tests.hub.processes import ROOT, run

ROLE = "hub_install_test"
HOST = "hub.example.org"
STEP = re.compile(r"^\.venv/bin/python (manage\.py [^#\n]+)", re.MULTILINE)


def steps() -> list[str]:
    section = (ROOT / "README.md").read_text().split("## Run it", 1)[1].split("\n## ", 1)[0]
    return [step.strip() for step in STEP.findall(section)]


@pytest.fixture
def web_role(migrated_db: None) -> Iterator[str]:
    """The address of an empty, migrated database for a role that may write rows and owns nothing."""
    grants = "SELECT, INSERT, UPDATE, DELETE ON ALL TABLES", "USAGE, SELECT ON ALL SEQUENCES"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE} LOGIN PASSWORD 'install'")
        for grant in grants:
            cursor.execute(f"GRANT {grant} IN SCHEMA public TO {ROLE}")
    address = urlsplit(serving.database_url())
    yield address._replace(netloc=f"{ROLE}:install@{address.netloc.rpartition('@')[2]}").geturl()
    connection.close()
    with psycopg.connect(serving.database_url(), autocommit=True) as server:
        server.execute(f"DROP OWNED BY {ROLE}")
        server.execute(f"DROP ROLE {ROLE}")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="production as the README has it installed")
@pytest.mark.untraced
def test_the_steps_of_the_readme_end_in_a_site_that_is_served_and_safe(web_role: str, tmp_path: Path) -> None:
    production = {
        "DJANGO_SETTINGS_MODULE": "hub.settings.production",
        "SECRET_KEY": "of-this-test-alone-" * 4,
        "ALLOWED_HOSTS": HOST,
        "DATABASE_URL": web_role,
        "MEDIA_ROOT": str(tmp_path / "media"),
        "STATIC_ROOT": str(tmp_path / "static"),
        "DJANGO_SUPERUSER_USERNAME": "operator",
        "DJANGO_SUPERUSER_EMAIL": "operator@example.org",
        "DJANGO_SUPERUSER_PASSWORD": "not a password that anybody guesses",
    }
    assert [step.split()[1] for step in steps()] == [
        "migrate",
        "collectstatic",
        "createsuperuser",
        "check",
        "preflight",
    ]
    for step in steps():
        unattended = f"{step} --noinput" if "createsuperuser" in step else step
        # The owner migrates; the web's own role would not be let.
        owner = {"DATABASE_URL": serving.database_url()} if "migrate" in step else {}
        done = run(*unattended.split(), **(production | owner))
        assert done.returncode == 0, f"{step}: {done.stdout}"
    assert "good     database role" in done.stdout
    assert "unsafe" not in done.stdout

    with serving.granian("hub.wsgi:application", 1, production | {"METRICS_PORT": str(serving.free_port())}) as port:
        behind = {"Host": HOST, "X-Forwarded-Proto": "https"}
        assert _get(port, "/health/live", {"Host": HOST}) == 200
        assert _get(port, "/health/ready", {"Host": HOST}) == 200
        assert _get(port, "/admin/login/", behind) == 200
        assert _get(port, "/admin/login/", {"Host": HOST}) == 301, "plain http is led to https"
        assert _get(port, "/admin/login/", behind | {"Host": "elsewhere.example"}) == 400


def _get(port: int, path: str, headers: dict[str, str]) -> int:
    asked = HTTPConnection(serving.HOST, port, timeout=60)
    asked.request("GET", path, headers=headers)
    status = asked.getresponse().status
    asked.close()
    return status


def test_the_units_and_the_container_run_what_there_is_with_the_variables_there_are() -> None:
    deploy = ROOT / "hub" / "deploy"
    known = {*re.findall(r"`([A-Z0-9_]+)`", (ROOT / "README.md").read_text()), "PYTHONDONTWRITEBYTECODE", "PATH"}
    compose = yaml.safe_load((deploy / "compose.yaml").read_text())
    units = "\n".join(path.read_text() for path in sorted((deploy / "systemd").iterdir()))
    container = (deploy / "Containerfile").read_text()

    assert set(compose["services"]["web"]["environment"]) <= known
    assert set(re.findall(r"(?<=[ =])([A-Z_]{4,})=", units)) <= known
    assert compose["services"]["web"]["read_only"]
    assert "USER 10001" in container
    assert "--require-hashes" in container
    commands = {
        path.stem for app in ("hub", "pages", "reviews") for path in (ROOT / app).glob("management/commands/*.py")
    }
    asked = set(re.findall(r"manage\.py (\w+)", units + container + str(compose)))
    assert asked <= commands | {
        *("migrate", "collectstatic", "clearsessions", "publish_scheduled", "db_worker", "prune_db_task_results")
    }


def test_the_web_role_is_given_no_right_to_rewrite_what_is_kept_for_ever() -> None:
    revoked = (ROOT / "hub/deploy/roles.sql").read_text().split("REVOKE UPDATE, DELETE ON", 1)[1].split("FROM", 1)[0]
    assert {name.strip() for name in revoked.split(",")} == set(triggers.APPEND_ONLY)
