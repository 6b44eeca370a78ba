"""Which drugs a study is about: the form shows those chosen, however many the hub has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from pages.drug_choice import DrugChoice
from pages.models import DrugIndexPage, DrugOverviewPage, StudyIndexPage, StudySummaryPage
from tests import factories
from tests.editorial import Newsroom, fresh

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def drugs(*names: str) -> list[DrugOverviewPage]:
    index = DrugIndexPage.objects.get()
    return [index.add_child(instance=factories.drug(title=name, slug=name.lower(), inn=name)) for name in names]


def study_of(room: Newsroom, *about: DrugOverviewPage) -> StudySummaryPage:
    study = StudyIndexPage.objects.get().add_child(instance=factories.study(owner=room.editor.user))
    study.drugs.set(about)
    study.save_revision(user=room.editor.user)
    return study


def test_the_form_names_the_drugs_of_the_study_and_no_others(room: Newsroom) -> None:
    naltrexone, *_ = drugs("Naltrexone", "Nalmefene", "Methylnaltrexone")
    form = room.editor.get("wagtailadmin_pages:edit", study_of(room, naltrexone).pk).content.decode()
    assert "Naltrexone</span>" in form
    assert "Nalmefene" not in form


@pytest.mark.parametrize("others", [0, 7])
def test_it_takes_one_query_however_many_drugs_there_are(
    room: Newsroom, others: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    chosen = drugs("Naltrexone", *(f"Other{n}" for n in range(others)))[:1]
    with django_assert_num_queries(1):
        assert DrugChoice().render("drugs", [drug.pk for drug in chosen]).count("</label>") == 2, "one, and the pattern"


@pytest.mark.parametrize("typed", ["999999", "naltrexone", "\0", "9" * 40])
def test_a_drug_that_does_not_exist_is_refused_and_nothing_is_lost(room: Newsroom, typed: str) -> None:
    (naltrexone,) = drugs("Naltrexone")
    study = study_of(room, naltrexone)
    before = fresh(study).latest_revision_id
    response = room.editor.edit(study, {"drugs": [str(naltrexone.pk), typed]}, lead="A new lead.")
    assert response.status_code == 200
    assert "drugs" in response.context["form"].errors
    shown = response.content.decode()
    assert "A new lead." in shown
    assert "Naltrexone</span>" in shown
    assert fresh(study).latest_revision_id == before


def test_unticking_every_drug_leaves_none(room: Newsroom) -> None:
    study = study_of(room, *drugs("Naltrexone"))
    room.editor.edit(study, {"drugs": []})
    assert list(fresh(study).get_latest_revision_as_object().drugs.all()) == []


def test_a_new_study_begins_without_a_drug(room: Newsroom) -> None:
    index = StudyIndexPage.objects.get()
    form = room.editor.client.get(reverse("wagtailadmin_pages:add", args=["pages", "studysummarypage", index.pk]))
    assert "Add drugs" in form.content.decode()
