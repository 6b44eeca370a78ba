"""A large site of invented medicines, for measurements: four pages for each, in three approved versions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from hub.demo import accounts, invented
from hub.demo.clock import Clock
from hub.demo.copying import Copy
from hub.demo.editorial import Office
from hub.demo.multiplying import Original, multiply, original
from pages.models import DrugIndexPage, DrugOverviewPage, StudyIndexPage

if TYPE_CHECKING:
    from wagtail.models import Page

    from hub.demo.content import Content

Progress = Callable[[int, int], None]

SEED = 1
# Medicines in one transaction.
BATCH = 250
PAGES_EACH = 4
WRITER, REVIEWER = "editor", "physician"


def populate(drugs: int, progress: Progress) -> int:
    """Make what is missing of so many invented medicines; returns how many pages were made.

    ``progress`` is told (pages made, pages to make).  A batch is one transaction, so whatever stops this leaves a
    whole site behind, and the next call goes on.
    """
    office = _office()
    names = [name.capitalize() for name in invented.names(drugs, SEED)]
    originals = _Originals(office)
    there = set(DrugOverviewPage.objects.child_of(originals.medicines).values_list("slug", flat=True))
    missing = [name for name in names if slugify(name) not in there]
    total = len(missing) * PAGES_EACH
    for start in range(0, len(missing), BATCH):
        progress(start * PAGES_EACH, total)
        originals.copy(missing[start : start + BATCH])
    progress(total, total)
    return total


def _office() -> Office:
    names = [account.username for account in accounts.ACCOUNTS]
    people = get_user_model().objects.in_bulk(names, field_name="username")
    return Office(people, Clock(timezone.now()))


class _Originals:
    """The pages that are copied, written and reviewed like any other the first time they are needed."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.medicines, self.studies = DrugIndexPage.objects.get(), StudyIndexPage.objects.get()
        drug = self._reviewed(self.medicines, invented.DRUG)
        self.drug = original(drug, invented.NAME)
        self.forms = [
            original(self._reviewed(drug, form), invented.NAME) for form in (invented.TABLETS, invented.STRONG_TABLETS)
        ]
        self.study = original(self._reviewed(self.studies, invented.STUDY), invented.NAME)
        self.medicines.refresh_from_db()
        self.studies.refresh_from_db()

    @transaction.atomic
    def _reviewed(self, parent: Page, content: Content) -> Page:
        """The live page that says ``content``, in all its versions."""
        there = parent.get_children().filter(slug=content.slug).first()
        if there is not None:
            return there.specific
        page = self.office.write(parent, content, WRITER)
        self.office.approve(self.office.submit(page, WRITER), REVIEWER)
        for more in invented.LATER_LEADS:
            self.office.revise(page, replace(content, lead=content.lead + more), WRITER)
            self.office.approve(self.office.submit(page, WRITER, "Says more at the top."), REVIEWER)
        return type(page)._default_manager.get(pk=page.pk)

    def copy(self, names: list[str]) -> None:
        drugs = [Copy(name, self.medicines) for name in names]
        self._multiply(self.drug, drugs)
        for form in self.forms:
            self._multiply(form, [Copy(drug.name, drug.page) for drug in drugs])
        self._multiply(self.study, [Copy(drug.name, self.studies, drug.page) for drug in drugs])

    def _multiply(self, of: Original, copies: list[Copy]) -> None:
        multiply(of, copies, self.office.people[WRITER], lambda: self.office.sign(REVIEWER))
