"""Production is the base: it refuses to start incomplete, and nothing unsafe leaks into it."""

import json

import pytest
from django.core.exceptions import ImproperlyConfigured

from hub.settings.databases import database
from hub.settings.mail import MailServer, mail_server
from hub.settings.shared_cache import caches
from tests.hub.processes import run

COMPLETE = {
    "SECRET_KEY": "a-long-secret-of-the-operator-" * 2,
    "ALLOWED_HOSTS": "hub.example.org, .example.net",
}
SHOW = """
import json, sys
from importlib import import_module
settings = import_module(sys.argv[1])
print(json.dumps({name: getattr(settings, name, None) for name in sys.argv[2:]}))
"""


def setting(module: str, *names: str, **variables: str) -> dict[str, object]:
    """The values of these settings in a new process with these environment variables."""
    shown = run("-c", SHOW, module, *names, **variables)
    assert shown.returncode == 0, shown.stdout
    values: dict[str, object] = json.loads(shown.stdout.splitlines()[-1])
    return values


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
@pytest.mark.parametrize("value", [None, ""])
def test_production_refuses_to_start_and_says_which_variable_to_set(missing: str, value: str | None) -> None:
    variables = {**COMPLETE, missing: value}

    started = run(
        "-c",
        "import hub.wsgi",
        DJANGO_SETTINGS_MODULE="hub.settings.production",
        **{name: text for name, text in variables.items() if text is not None},
    )

    assert started.returncode != 0
    assert f"ImproperlyConfigured: {missing} is not set." in started.stdout


def test_production_is_what_wsgi_starts_unless_told_otherwise() -> None:
    started = run("-c", "import hub.wsgi")

    assert "ImproperlyConfigured: SECRET_KEY is not set." in started.stdout


def test_the_queue_of_tasks_is_installed_when_it_is_named_and_otherwise_is_not() -> None:
    for name, backend in (("", "ImmediateBackend"), ("database", "DatabaseBackend")):
        values = setting("hub.settings.production", "TASKS", "INSTALLED_APPS", TASK_QUEUE=name, **COMPLETE)
        assert str(values["TASKS"]).endswith(f".{backend}'}}}}")
        assert ("django_tasks_db" in str(values["INSTALLED_APPS"])) == bool(name)


def test_production_takes_hosts_from_the_environment_and_stays_strict() -> None:
    values = setting(
        "hub.settings.production",
        "ALLOWED_HOSTS", "DEBUG", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
        "WAGTAILADMIN_BASE_URL",
        **COMPLETE,
    )  # fmt: skip

    assert values == {
        "ALLOWED_HOSTS": ["hub.example.org", ".example.net"],
        "DEBUG": False,
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "WAGTAILADMIN_BASE_URL": "https://hub.example.org",
    }


def test_no_secret_key_of_the_repository_reaches_production() -> None:
    known = {setting(f"hub.settings.{name}", "SECRET_KEY", DATABASE_URL="sqlite://")["SECRET_KEY"]
             for name in ("development", "test")}  # fmt: skip

    assert len(known) == 2
    assert setting("hub.settings.base", "SECRET_KEY") == {"SECRET_KEY": ""}


def test_a_sqlite_writer_takes_its_lock_at_the_beginning_of_the_transaction() -> None:
    databases = setting("hub.settings.base", "DATABASES", DATABASE_URL="sqlite:///elsewhere.sqlite3")["DATABASES"]

    assert isinstance(databases, dict)
    options = databases["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]


def test_no_switch_turns_the_gate_off() -> None:
    for name in ("base", "development", "test"):
        values = setting(
            f"hub.settings.{name}", "WAGTAIL_FINISH_WORKFLOW_ACTION", "MIDDLEWARE", DATABASE_URL="sqlite://"
        )
        assert values["WAGTAIL_FINISH_WORKFLOW_ACTION"] == "reviews.workflows.publish_approved"
        assert "reviews.middleware.RefusalMiddleware" in str(values["MIDDLEWARE"])


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("smtp://localhost", MailServer("localhost", 25, "", "", starttls=False, tls=False)),
        (
            "smtp://a%40b.example:p%2Fw%3A@mail.example.org:587",
            MailServer("mail.example.org", 587, "a@b.example", "p/w:", starttls=True, tls=False),
        ),
        ("smtps://u:p@mail.example.org", MailServer("mail.example.org", 465, "u", "p", starttls=False, tls=True)),
    ],
)
def test_the_mail_server_is_one_address(address: str, expected: MailServer) -> None:
    assert mail_server(address) == expected


@pytest.mark.parametrize(
    "address", ["mail.example.org", "http://u:secret@host", "smtp://u:secret@host:port", "smtp://"]
)
def test_what_is_no_mail_server_is_refused_and_its_password_not_repeated(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL") as refused:
        mail_server(address)
    assert "secret" not in str(refused.value)


def test_mail_goes_where_the_environment_says() -> None:
    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_USE_TLS", "EMAIL_USE_SSL")
    values = setting("hub.settings.base", *names, EMAIL_URL="smtps://u:p@mail.example.org")

    assert list(values.values()) == ["mail.example.org", 465, "u", False, True]


@pytest.mark.parametrize(
    "address",
    ["redis://cache.example.org", "rediss://:s%2Fp@cache.example.org:6380/1", "unix:///run/valkey/valkey.sock?db=1"],
)
def test_one_cache_is_shared_where_the_environment_names_a_server(address: str) -> None:
    values = setting("hub.settings.base", "CACHES", "CACHE_URL", CACHE_URL=address, DATABASE_URL="sqlite://")
    shared = values["CACHES"]
    assert isinstance(shared, dict)
    assert (shared["default"]["BACKEND"], shared["default"]["LOCATION"]) == ("hub.shared_cache.SharedCache", address)
    assert values["CACHE_URL"] == address


def test_without_a_server_each_worker_has_its_own_cache() -> None:
    assert caches("", {}, "") == {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.mark.parametrize(
    "address",
    [
        "cache.example.org:6379", "http://:secret@cache", "redis://:secret@", "redis://:secret@cache:port",
        "unix://", "redis://:secret@cache:0", "redis://:secret@a,redis://b", "redis://:secret@[a",
    ],
)  # fmt: skip
def test_what_is_no_cache_server_is_refused_and_its_password_not_repeated(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL is not") as refused:
        caches(address, {"NAME": "hub"}, "key")
    assert "secret" not in str(refused.value)


def test_connections_to_postgresql_are_pooled_when_asked_and_those_to_sqlite_never(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://hub@db/hub")
    assert database("", "")["CONN_MAX_AGE"] == 600
    pooled = database("", "4")
    assert (pooled["CONN_MAX_AGE"], pooled["CONN_HEALTH_CHECKS"]) == (0, True)
    assert pooled["OPTIONS"]["pool"]["max_size"] == 4
    assert pooled["OPTIONS"]["pool"]["reconnect_timeout"] <= 1, "a database that is back is asked at once"
    assert pooled["OPTIONS"]["pool"]["timeout"] <= 3, "a thread that waits serves nobody from memory"

    monkeypatch.setenv("DATABASE_URL", "sqlite:///hub.sqlite3")
    assert "pool" not in database("", "4")["OPTIONS"]


@pytest.mark.parametrize("number", ["0", "-1", "four", "2.5", "²"])
def test_a_pool_without_a_number_is_refused(number: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_POOL is not a number above 0"):
        database("sqlite://", number)
