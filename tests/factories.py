"""Drafts to start from: unsaved pages with the least that can be submitted, and the tree they hang in."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

from wagtail.models import Page, Site

from pages.models import (
    DoseFormPage,
    DosingRow,
    DrugIndexPage,
    DrugOverviewPage,
    HomePage,
    Indication,
    OtherName,
    StandardPage,
    Strength,
    StudyIndexPage,
    StudySummaryPage,
)
from pages.models.dose_forms import DoseFormReference
from pages.models.drugs import DrugReference
from pages.models.studies import StudyReference

_numbers = itertools.count(1)

LABEL = {
    "key": "label-us",
    "kind": "label",
    "citation": "Example label, for tests.",
    "set_id": "f9807ec0-3504-4c66-8efe-ea25f84c782b",
    "label_version": "102",
    "label_effective_on": datetime.date(2026, 7, 15),
}


def text(words: str, sources: str = "") -> tuple[str, dict[str, str]]:
    """A paragraph block of a prose stream."""
    return ("text", {"text": f"<p>{words}</p>", "sources": sources})


def tree() -> HomePage:
    """The containers of the site at their lasting addresses; made once, found again."""
    found = HomePage.objects.first()
    if found is not None:
        return found
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=HomePage(title="Home", slug="hub"))
    home.add_child(instance=DrugIndexPage(title="Drugs", slug="drugs"))
    home.add_child(instance=StudyIndexPage(title="Studies", slug="studies"))
    Site.objects.filter(is_default_site=True).update(root_page=home)
    Site.clear_site_root_paths_cache()
    return home


def drug(**fields: Any) -> DrugOverviewPage:
    number = next(_numbers)
    page = DrugOverviewPage(
        **{
            "title": f"Examplol {number}",
            "slug": f"examplol-{number}",
            "inn": f"examplol {number}",
            "lead": "A medicine that stands for any medicine.",
            "unii": "5S6W795CQM",
            "key_facts": [("key_fact", {"text": "<p>Take 50 mg once a day.</p>", "sources": "label-us"})],
            "how_it_works": [text("It blocks a receptor.", "label-us")],
            **{
                name: [text(f"Ask a pharmacist about {name.replace('_', ' ')}.")]
                for name in (
                    "who_can_take",
                    "urgent_help",
                    "pregnancy",
                    "breastfeeding",
                    "fertility",
                    "missed_dose",
                    "overdose",
                    "stopping",
                )
            },
            **fields,
        }
    )
    page.references = [DrugReference(**LABEL)]
    page.indications = [
        Indication(condition="Example condition", status="licensed", jurisdiction="US", sources="label-us")
    ]
    return page


def named(page: DrugOverviewPage, *brands: str) -> DrugOverviewPage:
    """``page`` with brand names in the United States."""
    page.other_names = [OtherName(name=brand, kind="brand", jurisdiction="US") for brand in brands]
    return page


def dose_form(**fields: Any) -> DoseFormPage:
    number = next(_numbers)
    page = DoseFormPage(
        **{
            "title": f"Examplol {number} tablets",
            "slug": f"tablets-{number}",
            "lead": "Tablets to swallow.",
            "dose_form": "10219000",
            "administration_route": "20053000",
            "how_to_take": [text("Swallow the tablet with water.", "label-us")],
            "storage": [text("Keep it dry.", "label-us")],
            **fields,
        }
    )
    page.references = [DoseFormReference(**LABEL)]
    page.strengths = [Strength(value=50, unit="mg", per="tablet", sources="label-us")]
    page.dosing = [
        DosingRow(indication="Example condition", usual=50, unit="mg", frequency="once a day", sources="label-us")
    ]
    return page


def study(**fields: Any) -> StudySummaryPage:
    number = next(_numbers)
    page = StudySummaryPage(
        **{
            "title": f"Example study {number}",
            "slug": f"example-study-{number}",
            "lead": "A study that stands for any study.",
            "question": "Does it work?",
            "population": "Adults.",
            "intervention": "Examplol 50 mg once a day.",
            "comparator": "Placebo.",
            "outcomes": "Symptoms after 12 weeks.",
            "design": "randomised-trial",
            "nct_id": "NCT04166071",
            **fields,
        }
    )
    page.references = [
        StudyReference(key="registry", kind="registration", citation="Registration.", nct_id="NCT04166071")
    ]
    return page


def standard(**fields: Any) -> StandardPage:
    number = next(_numbers)
    return StandardPage(
        **{
            "title": f"About {number}",
            "slug": f"about-{number}",
            "lead": "What this site is.",
            "body": [text("It explains medicines.")],
            **fields,
        }
    )
