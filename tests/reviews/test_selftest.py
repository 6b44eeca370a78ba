"""The gate tries itself: ``manage.py selftest_gate`` on a site with pages, people and a review in progress."""

from __future__ import annotations

import io
import json
import logging
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models.signals import pre_save
from django.http import Http404

from reviews import guards, triggers
from reviews.models import ReviewRequest
from reviews.selftest import routes_orm, running
from reviews.selftest.answering import ANSWERS
from reviews.selftest.routes import Route, groups
from reviews.selftest.scene import Scene
from reviews.selftest.visitors import NotTried
from tests.editorial import Newsroom


def selftest(*rows: str, **options: bool) -> tuple[int, list[str], str]:
    """(exit status, lines of standard output, standard error)."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("selftest_gate", *rows, stdout=out, stderr=err, **options)
    except SystemExit as stopped:
        return int(str(stopped.code)), out.getvalue().splitlines(), err.getvalue()
    return 0, out.getvalue().splitlines(), err.getvalue()


def verdicts(*rows: str) -> dict[str, str]:
    return {outcome.row: outcome.verdict for outcome in running.run(rows)}


def stored() -> dict[str, int]:
    """How many rows every table has."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def files() -> set[Path]:
    return {path for path in Path(django_settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def test_every_known_route_is_closed_and_nothing_is_left_behind(
    room: Newsroom, waiting: ReviewRequest, caplog: pytest.LogCaptureFixture
) -> None:
    cache.set("kept", "as it was", timeout=None)
    before, media, sent = stored(), files(), list(mail.outbox)
    with caplog.at_level(logging.DEBUG):
        status, lines, complaints = selftest()
    assert complaints == ""
    *routes, time, summary = lines
    assert [line for line in routes if not line.endswith(": closed")] == []
    assert len(routes) >= 60
    assert summary == f"{len(routes)} routes closed, 0 open"
    assert "seconds" in time
    assert status == 0
    assert stored() == before
    assert files() == media
    assert mail.outbox == sent
    assert cache.get("kept") == "as it was"
    assert caplog.records == []
    assert ReviewRequest.objects.open_for(waiting.page_id) == waiting


def test_no_two_routes_have_one_number() -> None:
    rows = [route.row for routes in groups() for route in routes]
    assert sorted(rows) == sorted(set(rows))


def test_it_runs_under_the_settings_of_production(room: Newsroom, settings: Any) -> None:
    """Its requests come over HTTPS and for a host that is allowed."""
    settings.ALLOWED_HOSTS = [".medicines.example.org"]
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    assert set(verdicts("1.01", "1.11", "5.01", "5.11", "5.13").values()) == {"closed"}
    assert settings.ALLOWED_HOSTS == [".medicines.example.org"]
    assert settings.ROOT_URLCONF == "hub.urls"


def test_without_triggers_the_routes_below_python_are_open(room: Newsroom) -> None:
    triggers.remove(connection)
    status, lines, reasons = selftest("1.28", "1.29", "1.30", "1.31", "1.46", "2.14", "4.14", "4.20", "7.05", "7.06")
    *routes, _, summary = lines
    assert [line for line in routes if not line.endswith(": OPEN")] == []
    assert summary == "0 routes closed, 9 open", "of the last two, each database knows one"
    assert status == 1
    assert "1.29: what is stored as live content changed" in reasons
    assert "2.14: what was handed in for review changed" in reasons


def test_without_guards_and_triggers_the_routes_of_the_orm_are_open(room: Newsroom) -> None:
    triggers.remove(connection)
    pre_save.disconnect(dispatch_uid="reviews.guard_page")
    try:
        assert set(verdicts("1.23", "1.24", "1.25", "1.26").values()) == {"OPEN"}
    finally:
        pre_save.connect(guards.guard_page, dispatch_uid="reviews.guard_page")


def test_one_ring_left_is_enough(room: Newsroom) -> None:
    """The database refuses what the guards would have refused before it."""
    pre_save.disconnect(dispatch_uid="reviews.guard_page")
    try:
        assert set(verdicts("1.24", "1.25", "1.26").values()) == {"closed"}
    finally:
        pre_save.connect(guards.guard_page, dispatch_uid="reviews.guard_page")


def test_without_the_rule_of_eligibility_the_routes_of_people_are_open(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reviews.services.deciding.why_not", lambda user, request: [])
    assert set(verdicts("3.01", "3.02", "3.03", "3.04", "3.05", "3.13").values()) == {"OPEN"}


@pytest.mark.parametrize(
    ("rules", "is_open"),
    [
        # The guards of a draft stand behind the first rule: without them, a fix in review is open as well.
        (("require_may_change", "check_may_save_revision", "guard_revision"), ("7.14", "7.15")),
        (("page_digest",), ("7.16",)),
    ],
)
def test_without_its_rules_the_answering_of_findings_is_open(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, rules: tuple[str, ...], is_open: tuple[str, ...]
) -> None:
    for rule in rules:
        if rule == "guard_revision":
            monkeypatch.setattr("reviews.guards.page_of", lambda revision: None)
        elif rule == "check_may_save_revision":
            monkeypatch.setattr(guards, rule, lambda *args: None)
        else:
            monkeypatch.setattr(f"reviews.services.answering_findings.{rule}", lambda *args, **kwargs: ANY)
    found = {outcome.row: set(outcome.reasons) for outcome in running.run(("7.14", "7.15", "7.16"))}
    assert found == {row: set(ANSWERS.values()) if row in is_open else set() for row in ("7.14", "7.15", "7.16")}


def test_a_draft_that_anybody_can_search_for_is_an_open_route(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    from pages.models import StandardPage

    monkeypatch.setattr(StandardPage, "get_indexed_instance", lambda self: self)
    monkeypatch.setattr(StandardPage, "get_indexed_objects", StandardPage.objects.all)
    assert verdicts("5.10a") == {"5.10a": "OPEN"}


def fault(scene: Scene) -> None:
    raise TypeError("an argument too many")


def no_such_address(scene: Scene) -> None:
    scene.superuser.get("wagtailadmin_pages:edit", 0)


def no_such_view(scene: Scene) -> None:
    raise Http404


def refused_before_it_began(scene: Scene) -> None:
    scene.submit(scene.reviewed)


def an_empty_title(scene: Scene) -> None:
    """A form that was not accepted says nothing about the gate."""
    scene.writer.edit(scene.draft, title="")


def test_what_could_not_be_tried_is_not_closed(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    attempts = {
        "9.94": fault,
        "9.95": no_such_address,
        "9.96": no_such_view,
        "9.97": refused_before_it_began,
        "9.98": an_empty_title,
    }
    failing = [Route(row, "a route that fails", attempt) for row, attempt in attempts.items()]
    monkeypatch.setattr(routes_orm, "routes", failing)
    status, lines, reasons = selftest(*attempts)
    *outcomes, _, summary = lines
    assert outcomes == [f"{row}   a route that fails: ERROR" for row in attempts]
    assert summary == "0 routes closed, 0 open, 5 could not be tried"
    assert status == 1
    said = reasons.splitlines()
    assert all(any(line.startswith(f"{row}: ") for line in said) for row in attempts), "each says why"
    assert f"9.98: {NotTried.__name__}: the editing form was not accepted" in said


def test_the_outcomes_are_there_for_machines(room: Newsroom) -> None:
    status, lines, _ = selftest("1.28", json=True)
    assert json.loads("\n".join(lines)) == [
        {"row": "1.28", "title": "QuerySet.update(live=True)", "verdict": "closed", "reasons": []}
    ]
    assert status == 0


def test_an_unknown_number_is_a_clear_error(room: Newsroom) -> None:
    with pytest.raises(CommandError, match="No route has that number"):
        call_command("selftest_gate", "0.00", stdout=io.StringIO())
