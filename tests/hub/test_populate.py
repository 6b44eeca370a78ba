"""A large site made by machine: every copy passes the gate, and nobody gets one past it."""

from __future__ import annotations

import dataclasses
import datetime

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import timezone
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from hub.demo import invented, multiplying, populating
from hub.demo.confinement import NotADemonstrationError
from hub.demo.copying import Copy
from hub.demo.multiplying import multiply, original
from hub.management.commands import populate as command
from pages.models import DrugOverviewPage, StudySummaryPage
from pages.search import indexing
from reviews import services, signatures, triggers, verification
from reviews.models import Decision
from reviews.refusals import NotEligible
from tests import factories
from tests.editorial import PASSWORD, Newsroom, public_text


def _copy(room: Newsroom, live: Page, *, by: str = "physician", signature: signatures.Signature | None = None) -> Page:
    reviewer = getattr(room, by).user
    copy = Copy("What nobody read", live.get_parent())
    given = original(live, "What we approved")
    multiply(given, [copy], room.editor.user, lambda: signature or signatures.sign(reviewer, PASSWORD))
    return Page.objects.get(pk=copy.page.pk).specific


@override_settings(DEMO_BANNER=True)
def test_a_populated_site_is_what_was_approved_and_a_second_run_goes_on(room: Newsroom) -> None:
    room.physician.user.set_password("physician-demo")
    room.physician.user.save()
    said: list[tuple[int, int]] = []

    assert populating.populate(2, lambda done, total: said.append((done, total))) == 8
    assert populating.populate(3, lambda done, total: said.append((done, total))) == 4

    assert said == [(0, 8), (8, 8), (0, 4), (4, 4)]
    assert verification.verify() == []
    assert list(indexing.differences()) == []
    filed = IndexEntry.objects.values_list("object_id", "title", "autocomplete", "body")
    of_copies = set(filed)
    assert {str(pk) for pk in DrugOverviewPage.objects.live().values_list("pk", flat=True)} <= {pk for pk, *_ in filed}
    call_command("update_index", verbosity=0)
    assert of_copies <= set(filed.all())
    name = invented.names(3, populating.SEED)[2]
    drug = DrugOverviewPage.objects.get(slug=name)
    assert StudySummaryPage.objects.get(slug=f"{name}-study").drugs.get() == drug
    assert drug.get_children().live().count() == 2
    assert Decision.objects.for_page(drug.pk).approvals().count() == 1 + len(invented.LATER_LEADS)
    text = public_text(drug)
    assert name in text.lower()
    assert invented.NAME.lower() not in text.lower()
    assert invented.LATER_LEADS[-1] in text
    assert Client().get(f"{drug.get_url()}history/1/").status_code == 200
    assert name.capitalize() in Client().get("/search/", {"q": name}).content.decode()


@override_settings(DEMO_BANNER=True)
def test_a_copy_is_approved_by_somebody_else_or_not_at_all(room: Newsroom, live: Page) -> None:
    services.appoint(
        room.editor.user,
        by=room.admin.user,
        profession="Pharmacist",
        registration_body="Register for tests",
        registration_number="TEST-9",
        valid_until=timezone.localdate() + datetime.timedelta(days=9),
    )
    for nobody in ("editor", "editor2"):
        before = Page.objects.count()
        with pytest.raises(NotEligible), transaction.atomic():
            _copy(room, live, by=nobody)
        assert Page.objects.count() == before


@override_settings(DEMO_BANNER=True)
def test_a_copy_is_signed_for_by_nobody_but_its_reviewer_and_now(room: Newsroom, live: Page) -> None:
    reviewer = room.physician.user
    made_up = signatures.Signature(user=reviewer, signed_at=timezone.now(), proof=object())
    signed = signatures.sign(reviewer, PASSWORD)
    of_yesterday = dataclasses.replace(signed, signed_at=signed.signed_at - datetime.timedelta(days=1))
    for signature in (made_up, of_yesterday):
        with pytest.raises(signatures.WrongProof), transaction.atomic():
            _copy(room, live, signature=signature)


def test_nothing_is_copied_where_pages_do_not_say_that_they_are_a_demonstration(room: Newsroom, live: Page) -> None:
    with pytest.raises(NotADemonstrationError):
        _copy(room, live)


@override_settings(DEMO_BANNER=True)
def test_nothing_is_copied_while_a_trigger_is_gone(room: Newsroom, live: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(triggers, "installed", lambda connection: {})
    with pytest.raises(RuntimeError, match="triggers"):
        _copy(room, live)


@override_settings(DEMO_BANNER=True)
def test_the_copy_says_that_nobody_read_it_and_the_triggers_guard_it(room: Newsroom, live: Page) -> None:
    copy = _copy(room, live)

    standing = Decision.objects.standing(copy.pk)
    assert standing is not None
    assert standing.comment == multiplying.COMMENT
    assert not triggers.missing(connection)
    with pytest.raises(Exception, match="Review gate"), transaction.atomic():
        Page.objects.filter(pk=copy.pk).update(title="Something else")


@override_settings(DEMO_BANNER=True)
def test_only_a_plain_history_is_copied(room: Newsroom, live: Page) -> None:
    with pytest.raises(ValueError, match="other decisions"):
        original(room.editor.write(factories.standard()), "About")
    services.require_profession("Physician", room.admin.user)
    services.require_profession("Pharmacist", room.admin.user)
    with pytest.raises(ValueError, match="another profession"):
        _copy(room, live)


def test_populate_refuses_other_settings_than_those_of_development() -> None:
    with pytest.raises(CommandError, match="development settings only"):
        call_command("populate", drugs=1)


@override_settings(DEBUG=True)
def test_the_command_says_how_far_it_is_and_fails_when_something_is_not_as_decided(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def populate(drugs: int, progress: populating.Progress) -> int:
        progress(4 * drugs, 4 * drugs)
        return 4 * drugs

    monkeypatch.setattr(command, "call_command", lambda *args, **options: None)
    monkeypatch.setattr(populating, "populate", populate)
    monkeypatch.setattr(verification, "verify", lambda progress: [])
    call_command("populate", drugs=2)
    assert "8 of 8 pages" in capsys.readouterr().out

    monkeypatch.setattr(verification, "verify", lambda progress: [verification.Problem("page", "moved", 1)])
    with pytest.raises(CommandError, match="1 things"):
        call_command("populate", drugs=2)
    assert "page 1: moved" in capsys.readouterr().out
