"""Live pages that contradict each other are found, on both of them, until somebody resolves it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from wagtail.models import Page

from pages.checks import across, relatives
from pages.models import DoseFormPage, DrugOverviewPage
from pages.models.dose_forms import DoseFormReference
from pages.models.drugs import DrugReference
from reviews import rechecking
from reviews.models import ReviewRequest, StandingFinding
from tests import factories
from tests.editorial import Newsroom, fresh

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

BODY = "Stop opioids for {} days before the first tablet."


def wait(days: str) -> list[Any]:
    return [factories.text(BODY.format(days), "label-us")]


def effect(band: str) -> list[Any]:
    row = {"effect": "Feeling sick (nausea)", "band": band, "serious": False, "action": "", "dose_range": ""}
    return [("side_effect", {**row, "sources": "label-us"})]


def caution(kind: str) -> list[Any]:
    said = {"kind": kind, "who": "People who take opioids", "action": "<p>It ends their effect.</p>"}
    return [("caution", {**said, "sources": "label-us"})]


def interaction(what: str, severity: str) -> list[Any]:
    said = {"what": what, "severity": severity, "effect": "<p>Sleepiness.</p>", "action": "<p>Ask.</p>"}
    return [("interaction", {**said, "sources": "label-us"})]


def form(usual: int = 50, population: str = "Adults", **fields: Any) -> DoseFormPage:
    page = factories.dose_form(**fields)
    page.dosing.all()[0].usual = usual
    page.dosing.all()[0].population = population
    return page


@pytest.fixture
def family(monkeypatch: pytest.MonkeyPatch) -> list[Page]:
    """What stands live beside the page that is looked at, in memory."""
    live: list[Page] = []
    monkeypatch.setattr(across, "of_the_same_medicine", lambda page: live)
    monkeypatch.setattr(across, "named_in_interactions", lambda page: live)
    monkeypatch.setattr(across, "cited_studies", lambda page, keys: [])
    return live


def told(page: Page, rule: str = "CROSS-01") -> list[str]:
    return [finding.message for finding in across.across_pages(page) if finding.rule == rule]


@pytest.mark.usefixtures("pages_in_memory")
class TestStatements:
    def overview(self, **fields: Any) -> DrugOverviewPage:
        said: dict[str, Any] = {"who_can_take": wait("7 to 10"), "cautions": caution("contraindication")}
        said |= {"side_effects": effect("common")}
        return factories.drug(title="Examplol", inn="examplol", **(said | fields))

    def test_pages_that_agree_have_nothing_to_resolve(self, family: list[Page]) -> None:
        family += [self.overview(), form(how_to_take=wait("7 to 10"))]

        assert list(across.across_pages(form(how_to_take=wait("7 to 10")))) == []
        assert list(across.across_pages(self.overview())) == []

    def test_two_dose_forms_of_a_medicine_that_dose_differently_are_told(self, family: list[Page]) -> None:
        family.append(form(100, title="Tablets B"))

        (said,) = told(form())
        assert "“50 mg once a day” here, but “100 mg once a day” on the live page “Tablets B”" in said

    @pytest.mark.parametrize("different", [{"population": "Children"}, {"administration_route": "20035000"}])
    def test_a_dose_for_other_people_or_by_another_route_is_no_contradiction(
        self, family: list[Page], different: dict[str, str]
    ) -> None:
        family.append(form(5, **different))

        assert told(form()) == []

    def test_a_waiting_time_that_differs_between_pages_is_found(self, family: list[Page]) -> None:
        family.append(self.overview())

        (said,) = told(form(how_to_take=wait("5 to 7")))
        assert "“5 to 7 days” here, but “7 to 10 days” on the live page “Examplol” (opioids)" in said

    def test_a_page_that_says_less_contradicts_nobody(self, family: list[Page]) -> None:
        family.append(self.overview(who_can_take=[*wait("7 to 10"), *wait("14")]))

        assert told(form(how_to_take=wait("14"))) == []
        assert told(form(how_to_take=[*wait("14"), *wait("7 to 10")])) == []

    def test_the_same_medicine_on_two_overviews_has_one_band_and_one_contraindication(self, family: list[Page]) -> None:
        family.append(self.overview())

        band, kind = told(self.overview(side_effects=effect("rare"), cautions=caution("caution")))
        assert "“Rare” here, but “Common”" in band
        assert "take care” here, but “People who take opioids: must not take”" in kind

    def test_a_band_in_text_is_that_of_the_row_on_the_other_page(self, family: list[Page]) -> None:
        said = [factories.text("Feeling sick is very common: 1 in 10 people.", "label-us")]
        family.append(self.overview())
        assert "“very common” here, but “Common”" in told(form(how_to_take=said))[0]

        family[:] = [form(how_to_take=said)]
        assert "“Common” here, but “very common”" in told(self.overview())[0]

    def test_a_dose_in_the_overview_is_one_that_a_dose_form_lists(self, family: list[Page]) -> None:
        family.append(form())

        (said,) = told(self.overview(missed_dose=[factories.text("Take 75 mg the next day.", "label-us")]))
        assert "“75 mg” lies outside the doses in the tables of its live dose forms" in said
        assert told(self.overview(overdose=[factories.text("People who take 800 mg feel sick.")])) == []

    def test_two_medicines_that_name_each_other_agree_on_how_grave_it_is(self, family: list[Page]) -> None:
        page = factories.drug(inn="aprazol", interactions=interaction("Bprazol tablets", "avoid"))
        family.append(factories.drug(title="B", inn="bprazol", interactions=interaction("Aprazol", "monitor")))
        assert "the live page “B” says “Check-ups needed” about aprazol" in told(page)[0]

        family[:] = [factories.drug(inn="bprazol", interactions=interaction("Aprazol", "avoid"))]
        assert told(page) == []

    def test_a_copied_sentence_whose_number_drifted_is_found(self, family: list[Page]) -> None:
        said = "Adults take one dose of {} mg every day at noon."
        family.append(form(how_to_take=[factories.text(said.format(50), "label-us")]))

        (drifted,) = told(self.overview(missed_dose=[factories.text(said.format(25))]), "REUSE-01")
        assert said.format(25) in drifted
        assert said.format(50) in drifted
        assert told(self.overview(missed_dose=[factories.text(said.format(50))]), "REUSE-01") == []

    def test_short_sentences_are_no_copies(self, family: list[Page]) -> None:
        family.append(form(how_to_take=[factories.text("Take 50 mg daily.")]))

        assert told(self.overview(missed_dose=[factories.text("Take 5 mg daily.")]), "REUSE-01") == []


# Which pages are read


def test_live_pages_of_the_medicine_and_cited_studies_are_read_as_they_were_approved(room: Newsroom) -> None:
    first = factories.drug(title="Aprazol", inn="aprazol", interactions=interaction("bprazol", "avoid"))
    aprazol = room.publish(first)
    tablets = room.publish(form(100, title="Tablets"), aprazol)
    study = factories.study(directness="partly-direct", directness_note="People with a phobia took part.")
    study.intervention = "Aprazol, 500 mg taken once a day."
    study.drugs = [aprazol]
    room.publish(study)
    other = factories.drug(title="Bprazol", inn="bprazol", interactions=interaction("aprazol", "monitor"))
    other.references.add(
        DrugReference(key="trial", kind="registration", citation="Registration.", nct_id="NCT04166071")
    )
    other.how_it_works = [factories.text("It blocks a receptor.", "trial, label-us")]
    bprazol = room.editor.write(other).get_latest_revision_as_object()

    assert "the live page “Aprazol” says “Avoid” about bprazol" in told(bprazol)[0]
    about, applies = told(bprazol, "CROSS-03")
    assert "the study is about Aprazol" in about
    assert "People with a phobia took part." in applies

    draft = form(50, title="Film", dose_form="10221000")
    draft.references.add(
        DoseFormReference(key="trial", kind="registration", citation="Registration.", nct_id="NCT04166071")
    )
    draft.how_to_take = [factories.text("Swallow it.", "trial")]
    film = room.editor.write(draft, aprazol).get_latest_revision_as_object()
    room.editor.edit(tablets, title="Tablets that nobody approved")
    assert "“100 mg once a day” on the live page “Tablets”" in told(film)[0]
    assert "the study gave 500 mg" in told(film, "CROSS-03")[1]
    assert [page.pk for page in relatives.of_the_same_medicine(fresh(tablets))] == [aprazol.pk]
    assert relatives.of_the_same_medicine(room.home) == []


# Where it is told


def test_a_contradiction_stands_on_both_pages_until_it_is_resolved(
    room: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    aprazol = room.publish(factories.drug(title="Aprazol", inn="aprazol", who_can_take=wait("7 to 10")))
    tablets = room.publish(form(how_to_take=wait("5 to 7")), aprazol)

    asked = ReviewRequest.objects.get(page=tablets.pk).findings
    assert ("CROSS-01", "acknowledge") in {(finding["rule"], finding["severity"]) for finding in asked}
    rechecking.recheck()
    standing = StandingFinding.objects.filter(rule="CROSS-01", across=True)
    assert {row.page_id for row in standing} == {tablets.pk, aprazol.pk}
    call_command("check_content", aprazol.pk, tablets.pk, json=True)
    assert "CROSS-01" in {row["rule"] for row in json.loads(capsys.readouterr().out)}


def test_a_page_without_relatives_costs_two_queries_and_a_standard_page_none(
    room: Newsroom, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    alone = room.editor.write(factories.drug()).get_latest_revision_as_object()
    about = room.editor.write(factories.standard()).get_latest_revision_as_object()

    with django_assert_num_queries(2):
        assert list(across.across_pages(alone)) == []
    with django_assert_num_queries(0):
        assert list(across.across_pages(about)) == []
    with django_assert_num_queries(0):
        assert list(across.across_pages(room.home)) == []
