"""The demonstration keeps the promise it shows, states only what its sources state, and is told once."""

from __future__ import annotations

import datetime
import json
import re
import socket
import xml.etree.ElementTree as ET
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.utils import timezone
from page import validate_pdf_bytes
from wagtail.models import Page, Revision, Site

from hub.demo import clock, seeding
from hub.demo.accounts import ACCOUNTS
from hub.management.commands import demo as command
from pages.checks.frequency import band_of
from pages.checks.references import cited_keys
from pages.machines import pdf
from pages.models import DoseFormPage, DrugOverviewPage, HomePage, StandardPage, StudySummaryPage
from pages.models.base import Reference
from pages.search import finding, indexing
from reviews import services
from reviews.models import Decision, LedgerEntry, ReviewRequest
from reviews.models.decisions import Outcome
from tests import shared
from tests.dbclone import Template
from tests.hub.processes import run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

    from tests.dbclone import DatabaseCopies

REVIEWED = (DrugOverviewPage, DoseFormPage, StudySummaryPage, StandardPage)


@pytest.fixture(scope="module")
def story(database_copies: DatabaseCopies, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The name of a database in which the story was told.

    Other tests run in between, so it is in use only while one of ours runs.
    """
    with django_db_blocker.unblock(), database_copies.kept(Template.TOLD) as name:
        yield name


@pytest.fixture
def told(story: str, database_copies: DatabaseCopies, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), database_copies.using(story):
        yield


def live_pages() -> list[Any]:
    return [page for model in REVIEWED for page in model.objects.live()]


def latest(page: Any) -> Any:
    return page.get_latest_revision_as_object()


def all_drafts() -> list[Any]:
    return [latest(page) for model in REVIEWED for page in model.objects.all()]


def counts() -> dict[str, int]:
    models = (Page, Revision, Decision, ReviewRequest, LedgerEntry, get_user_model())
    return {model.__name__: model._default_manager.count() for model in models}


# What there is to read


def test_it_shows_eight_medicines_and_eight_studies(told: None) -> None:
    assert DrugOverviewPage.objects.live().count() >= 8
    assert StudySummaryPage.objects.live().count() >= 8
    assert {"about", "editorial-policy", "how-we-review"} <= set(
        StandardPage.objects.live().values_list("slug", flat=True)
    )


def test_addresses_are_those_of_the_contract(told: None) -> None:
    site = Site.objects.get(is_default_site=True)
    tablet = DoseFormPage.objects.get(slug="tablet-50-mg")

    assert isinstance(site.root_page.specific, HomePage)
    assert tablet.get_url_parts()[2] == "/drugs/naltrexone/tablet-50-mg/"
    assert not Page.objects.filter(title__startswith="Welcome").exists()


def test_naltrexone_has_its_three_forms_and_is_not_recommended_for_anxiety(told: None) -> None:
    drug = DrugOverviewPage.objects.get(slug="naltrexone")
    forms = DoseFormPage.objects.child_of(drug).live()
    strengths = {(form.product_status, float(row.value)) for form in forms for row in form.strengths.all()}
    anxiety = drug.indications.get(condition="Anxiety disorders")

    assert {("licensed", 50.0), ("licensed", 380.0), ("compounded", 1.0), ("compounded", 5.0)} <= strengths
    assert anxiety.status != "licensed"
    assert "not recommended" in anxiety.note
    assert (drug.atc_code, drug.rxcui, drug.unii) == ("N07BB04", "7243", "5S6W795CQM")
    assert "Anxiety" in [block.value["effect"] for block in drug.side_effects]


def test_every_medicine_has_forms_with_strengths_and_doses(told: None) -> None:
    for drug in DrugOverviewPage.objects.live():
        forms = list(DoseFormPage.objects.child_of(drug).live())
        assert forms, drug.slug
        assert all(form.strengths.exists() and form.dosing.exists() for form in forms), drug.slug


@pytest.mark.parametrize("slug", ["diazepam", "lisinopril", "metformin", "sertraline"])
def test_boxed_warnings_of_the_labels_are_shown(told: None, slug: str) -> None:
    assert DrugOverviewPage.objects.live().get(slug=slug).boxed_warning


@pytest.mark.skipif(not pdf.is_possible(), reason="PDF cannot be tried: install the system's Pango")
@pytest.mark.parametrize(
    "url",
    ["/drugs/naltrexone/", "/drugs/naltrexone/tablet-50-mg/", "/studies/repaglinide-cystic-fibrosis/", "/about/"],
)
def test_a_page_as_a_document_conforms_to_pdf_ua(told: None, url: str) -> None:
    report = validate_pdf_bytes(Client().get(f"{url}page.pdf").content, profile="ua1")

    assert report.rules.total > 100
    assert [failure.rule_id for failure in report.failures] == []


# How it got there


def test_every_live_page_was_approved_by_somebody_who_did_not_write_it(told: None) -> None:
    for page in live_pages():
        decision = Decision.objects.standing(page.pk)
        assert decision is not None, page
        assert decision.request is not None
        assert decision.revision_id == page.live_revision_id
        assert decision.decided_by_id not in [person["user"] for person in decision.request.contributors]
        assert "Demonstration Register" in decision.decided_by_credentials


def test_the_ledger_only_moves_forward(told: None) -> None:
    moments = list(LedgerEntry.objects.filter(sequence__gt=0).values_list("recorded_at", flat=True))

    assert moments == sorted(moments)
    assert moments[0] < timezone.now() - datetime.timedelta(days=365)
    assert moments[-1] <= timezone.now()


def test_no_date_lies_in_the_future_and_no_request_was_made_today(told: None) -> None:
    now = timezone.now()
    assert all(submitted < now for submitted in ReviewRequest.objects.values_list("submitted_at", flat=True))
    assert all(made < now for made in Revision.objects.values_list("created_at", flat=True))


def test_accounts_can_sign_in_with_the_passwords_of_the_contract(told: None) -> None:
    people = {
        account.username: authenticate(username=account.username, password=account.password) for account in ACCOUNTS
    }

    assert set(people) == {"editor", "editor2", "pharmacist", "physician", "admin"}
    assert all(people.values())


# The desk


def test_naltrexone_has_three_approved_versions_that_say_what_changed(told: None) -> None:
    page = DrugOverviewPage.objects.get(slug="naltrexone")
    approvals = Decision.objects.for_page(page.pk).approvals().order_by("version")

    assert [approval.version for approval in approvals] == [1, 2, 3]
    assert len({approval.digest for approval in approvals}) == 3
    assert all(approval.request and approval.request.change_note for approval in approvals)


def test_one_submission_waits_and_changes_a_dose(told: None) -> None:
    request = ReviewRequest.objects.open().get()
    page = DoseFormPage.objects.get(pk=request.page_id)

    assert page.dosing.all()[0].maximum == 80
    assert latest(page).dosing.all()[0].maximum == 40


def test_one_page_came_back_with_a_useful_comment_and_its_draft_is_kept(told: None) -> None:
    page = DoseFormPage.objects.get(slug="inhaler-90-micrograms")
    decision = Decision.objects.for_page(page.pk).first()

    assert decision is not None
    assert decision.outcome == Outcome.CHANGES_REQUESTED
    assert len(decision.comment) > 100
    assert page.live
    assert page.has_unpublished_changes


def test_one_page_is_past_its_review_date(told: None) -> None:
    overdue = [page.slug for page in live_pages() if page.review_stamp.is_overdue]

    assert overdue == ["lisinopril"]


def test_one_draft_cannot_be_submitted_and_was_never_live(told: None) -> None:
    page = StudySummaryPage.objects.get(slug="naltrexone-spider-phobia-1993")

    assert services.problems_of(latest(page))
    assert not page.live
    assert page.first_published_at is None


def test_one_page_is_approved_for_a_day_to_come(told: None) -> None:
    page = StandardPage.objects.get(slug="how-to-cite")
    revision = Revision.objects.get(object_id=str(page.pk), approved_go_live_at__isnull=False)

    assert not page.live
    assert revision.approved_go_live_at > timezone.now()


# What it says


def test_every_source_that_a_claim_names_stands_on_its_page(told: None) -> None:
    for draft in all_drafts():
        known = {reference.key for reference in draft.references.all()}
        assert set(cited_keys(draft)) <= known, draft.slug


def test_every_reference_is_used(told: None) -> None:
    for draft in all_drafts():
        assert {reference.key for reference in draft.references.all()} <= set(cited_keys(draft)), draft.slug


def test_every_block_would_pass_the_editors_form(told: None) -> None:
    for draft in all_drafts():
        for name in draft.get_streamfield_names():
            draft._meta.get_field(name).stream_block.clean(getattr(draft, name))


def test_bands_follow_from_the_numbers(told: None) -> None:
    for drug in DrugOverviewPage.objects.all():
        for block in drug.side_effects:
            effect = block.value
            if effect["out_of"]:
                assert effect["band"] == band_of(effect["affected"], effect["out_of"]), effect["effect"]


def label_references() -> list[Reference]:
    return [row for draft in all_drafts() for row in draft.references.all() if row.kind == "label"]


def test_every_label_carries_its_set_id_version_and_date(told: None) -> None:
    labels = label_references()

    assert len({label.set_id for label in labels}) == 8
    for label in labels:
        label.clean()
        assert label.set_id
        assert label.label_version
        assert label.label_effective_on


def test_labels_are_the_versions_that_the_facts_were_taken_from(told: None) -> None:
    found = {**_openfda_labels(), **_spl_labels()}

    for label in label_references():
        assert found[label.set_id] == (label.label_version, f"{label.label_effective_on:%Y%m%d}"), label.citation


def test_registrations_and_articles_stand_in_the_shared_data(told: None) -> None:
    stated = "".join(
        path.read_text()
        for path in [
            *shared.files("data/ctgov", "*.json"),
            *shared.files("data/pubmed", "*.xml"),
            *shared.files("data", "README.md"),
        ]
    )

    for study in StudySummaryPage.objects.live():
        identifiers = [value for value in (study.nct_id, study.doi, study.pmid) if value]
        assert identifiers, study.slug
        for identifier in identifiers:
            assert identifier in stated, identifier


def _openfda_labels() -> dict[str, tuple[str, str]]:
    labels = [
        label for path in shared.files("data/openfda", "*.json") for label in json.loads(path.read_text())["results"]
    ]
    return {label["set_id"]: (label["version"], label["effective_time"]) for label in labels}


def _spl_labels() -> dict[str, tuple[str, str]]:
    found = {}
    for path in shared.files("data/spl", "*.xml"):
        root = ET.parse(path).getroot()
        set_id, version, effective = (
            root.find(f"{{urn:hl7-org:v3}}{tag}") for tag in ("setId", "versionNumber", "effectiveTime")
        )
        assert set_id is not None
        assert version is not None
        assert effective is not None
        found[set_id.attrib["root"]] = (version.attrib["value"], effective.attrib["value"][:8])
    return found


# Finding it


def test_readers_find_what_they_mean_at_the_first_place(told: list[str]) -> None:
    """Names, brands, misspellings, conditions and words: at least 95 in 100 of the queries kept as data."""
    queries = json.loads((Path(__file__).parents[1] / "pages" / "search_queries.json").read_text())
    wrong = {}
    for query in queries:
        found = finding.find(query["query"])
        first = [row.title for row in finding.rows(found.hits[:1], found.words)]
        if first != [query["first"]]:
            wrong[query["query"]] = first

    assert len(queries) >= 60
    assert len(wrong) <= len(queries) * 0.05, wrong


def test_the_index_of_names_holds_what_is_public(told: list[str]) -> None:
    assert not list(indexing.differences())


@pytest.mark.parametrize("query", ["how to cite", "spider phobia", "oxazepam", "prozac"])
def test_drafts_scheduled_pages_and_other_medicines_are_not_offered(told: list[str], query: str) -> None:
    assert not finding.find(query).hits


# Telling it


def test_a_second_start_changes_nothing(told: None, capsys: pytest.CaptureFixture[str]) -> None:
    before = counts()

    with override_settings(DEBUG=True):
        call_command("demo", seed_only=True)

    assert counts() == before
    assert "already there" in capsys.readouterr().out


def test_an_interrupted_start_leaves_nothing_and_the_next_one_tells_all(migrated_db: None) -> None:
    before = counts()
    steps: list[str] = []

    def stop_early(step: str) -> None:
        steps.append(step)
        if len(steps) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seeding.seed(stop_early)

    assert counts() == before
    assert not seeding.is_seeded()


def test_a_database_with_other_content_is_left_alone(migrated_db: None) -> None:
    get_user_model().objects.create_user("editor")
    before = counts()

    with override_settings(DEBUG=True), pytest.raises(CommandError, match="not the demonstration’s"):
        call_command("demo", seed_only=True)

    assert counts() == before


def test_production_settings_refuse() -> None:
    refused = run(
        "manage.py",
        "demo",
        "--seed-only",
        DJANGO_SETTINGS_MODULE="hub.settings.production",
        SECRET_KEY="a-long-secret-of-the-operator-" * 2,
        ALLOWED_HOSTS="hub.example.org",
    )

    assert refused.returncode != 0
    assert "development settings only, and these are hub.settings.production" in refused.stdout


@override_settings(DEBUG=True)
def test_a_busy_port_is_said_before_anything_is_done() -> None:
    with socket.socket() as other:
        other.bind((command.HOST, 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(CommandError, match=re.escape(f"Port {port}")):
            call_command("demo", port=port)


@override_settings(DEBUG=True)
def test_reset_refuses_a_database_that_is_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "connection", SimpleNamespace(vendor="postgresql"))

    with pytest.raises(CommandError, match="drop that database"):
        call_command("demo", seed_only=True, reset=True)


@override_settings(DEBUG=True)
def test_reset_deletes_the_file_and_what_was_uploaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    database, media = tmp_path / "db.sqlite3", tmp_path / "media"
    media.mkdir()
    for path in (database, tmp_path / "db.sqlite3-wal", media / "picture.png", tmp_path / "other.txt"):
        path.write_text("old")
    monkeypatch.setattr(command, "connection", SimpleNamespace(vendor="sqlite", settings_dict={"NAME": str(database)}))
    monkeypatch.setattr(command, "connections", SimpleNamespace(close_all=lambda: None))
    monkeypatch.setattr(command, "call_command", lambda *args, **options: None)
    monkeypatch.setattr(command.Command, "_seed", lambda self: None)

    with override_settings(MEDIA_ROOT=media):
        call_command("demo", seed_only=True, reset=True)

    assert [path.name for path in tmp_path.iterdir()] == ["other.txt"]


@override_settings(DEBUG=True)
def test_it_prints_addresses_and_accounts_and_serves(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    called: list[tuple[Any, ...]] = []
    monkeypatch.setattr(command, "call_command", lambda *args, **options: called.append(args))
    monkeypatch.setattr(command.Command, "_seed", lambda self: None)
    with socket.socket() as probe:
        probe.bind((command.HOST, 0))
        port = probe.getsockname()[1]

    with override_settings(WAGTAILADMIN_BASE_URL=""):
        call_command("demo", port=port)

    shown = capsys.readouterr().out
    assert ("runserver", f"127.0.0.1:{port}") in called
    assert f"http://127.0.0.1:{port}/drugs/naltrexone/" in shown
    assert all(account.password in shown for account in ACCOUNTS)


def test_the_clock_never_goes_back_and_stops_with_its_block() -> None:
    start = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
    wall = clock.Clock(start)

    with clock.running(wall):
        assert timezone.now() == start
        with pytest.raises(ValueError, match="went back in time"):
            wall.move_to(start - datetime.timedelta(seconds=1))

    assert timezone.now() > start
