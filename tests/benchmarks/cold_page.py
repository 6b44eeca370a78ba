"""Each kind of public page as the first reader gets it: queries, and milliseconds without the cache.

A medicine with ten dose forms and thirty studies is the largest page the hub was made for.  The standard page stands
beside the same content as Wagtail's own page type, whose live row is shown unchecked: what serving only what was
approved costs.  Rows take turns, so that all meet the same machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from statistics import median

from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from pages.models import DrugOverviewPage
from reviews import serving
from tests import factories
from tests.benchmarks.asking import asked
from tests.benchmarks.results import Result, Size
from tests.editorial import Newsroom, newsroom

DOSE_FORMS, STUDIES = 10, 30
MAX_QUERIES = {"cold-page-overview": 12}
STOCK = "stock"


def measure(size: Size) -> Iterator[Result]:
    """``Size.pages`` bounds the dose forms and studies, for a short run."""
    from tests.benchmarks.stock import pages

    pages.install()
    addresses = _addresses(newsroom(), min(DOSE_FORMS, size.pages), min(STUDIES, size.pages))
    taken: dict[str, list[float]] = {name: [] for name in addresses}
    for _ in range(size.rounds + 1):
        for name, address in addresses.items():
            taken[name].append(asked(address)[1])
    # The first round loads templates and addresses, once for each worker.
    times = {name: median(all_of_them[1:]) for name, all_of_them in taken.items()}
    for name, address in addresses.items():
        if name == STOCK:
            continue
        yield Result(name, times[name], "ms", times[STOCK] if name == "cold-page-standard" else None)
        yield Result(f"{name}-queries", _queries(address), "queries", goal=MAX_QUERIES.get(name))


def _addresses(room: Newsroom, dose_forms: int, studies: int) -> Mapping[str, str]:
    from tests.benchmarks.stock.pages import StockPage

    drug = room.publish(factories.named(factories.drug(), "Brandol"))
    forms = [
        room.publish(factories.dose_form(title=f"Tablets {n} mg", slug=f"tablets-{n}"), drug) for n in range(dose_forms)
    ]
    for n in range(studies):
        study = factories.study(title=f"Study {n}", slug=f"study-{n}")
        study.drugs = [DrugOverviewPage.objects.get(pk=drug.pk)]
        last = room.publish(study)
    standard = room.publish(factories.standard())
    stock = StockPage(title=standard.title, slug="stock", lead=standard.lead, body=standard.body)
    room.home.add_child(instance=stock)
    stock.save_revision().publish()
    reviewed: Mapping[str, Page] = {
        "cold-page-overview": drug,
        "cold-page-dose-form": forms[0],
        "cold-page-study": last,
        "cold-page-standard": standard,
        STOCK: stock,
    }
    return {
        **{name: path_of(page) for name, page in reviewed.items()},
        "cold-page-history": f"{path_of(drug)}history/",
        "cold-page-home": "/",
        "cold-page-drugs": "/drugs/",
        "cold-page-studies": "/studies/",
        "cold-page-search": "/search/?q=brandol",
    }


def path_of(page: Page) -> str:
    return str(Page.objects.get(pk=page.pk).specific.get_url_parts()[2])


def _queries(address: str) -> int:
    """Of the first reader after a decision, for whom the live row is compared with its approval as well."""
    serving._rows_checked.clear()
    with CaptureQueriesContext(connection) as captured:
        asked(address)
    return len(captured)
