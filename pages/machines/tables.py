"""Tables of the site as CSV (RFC 4180, UTF-8): the side effects of a medicine, and studies."""

from __future__ import annotations

import csv
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.utils.html import strip_tags
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from pages import sections
from pages.listings import StudyRow, live_studies, live_studies_of, studies_with_drugs
from pages.models import DrugOverviewPage
from pages.vocabulary import FrequencyBand
from reviews.spreadsheets import as_words

SIDE_EFFECTS = (
    *("medicine", "side_effect", "serious", "frequency", "frequency_in_words", "people_affected", "people_observed"),
    *("doses", "what_to_do", "sources", "page_version", "last_reviewed", "reviewed_by", "address"),
)
STUDIES = (
    *("study", "medicines", "design", "randomised", "blinding", "people", "certainty", "registration", "doi", "pmid"),
    *("evidence_as_of", "address"),
)


@require_safe
def side_effects(request: HttpRequest, page: DrugOverviewPage) -> HttpResponse:
    """``<medicine>/side-effects.csv``: as the page lists them, each with where it is from and who approved it."""
    stamp = page.review_stamp
    approved = (
        (stamp.version, stamp.last_reviewed.isoformat(), f"{stamp.reviewed_by}, {stamp.credentials}".rstrip(", "))
        if stamp
        else ("", "", "")
    )
    address = request.build_absolute_uri(page.get_url(request))
    listed = sections.side_effects(page.side_effects)
    rows = [
        (
            page.title,
            value["effect"],
            _yes_or_no(value["serious"]),
            *_band(value["band"]),
            value["affected"],
            value["out_of"],
            value["dose_range"],
            " ".join(strip_tags(str(value["action"] or "")).split()),
            value["sources"],
            *approved,
            address,
        )
        for value in (row.value for row in (*listed.serious, *listed.other))
    ]
    return _table(f"{page.slug}-side-effects", SIDE_EFFECTS, rows)


@require_safe
def studies_of_drug(request: HttpRequest, page: DrugOverviewPage) -> HttpResponse:
    """``<medicine>/studies.csv``."""
    return _studies(request, f"{page.slug}-studies", studies_with_drugs(live_studies_of(page)))


@require_safe
def studies(request: HttpRequest) -> HttpResponse:
    """``/studies/studies.csv``: every study."""
    return _studies(request, "studies", live_studies())


def _studies(request: HttpRequest, name: str, found: Iterable[StudyRow]) -> HttpResponse:
    rows = [
        (
            row.page.title,
            "; ".join(row.drugs),
            row.page.get_design_display(),
            _yes_or_no(row.page.randomised),
            row.page.get_blinding_display(),
            row.page.participants,
            row.page.get_certainty_display(),
            row.page.nct_id,
            row.page.doi,
            row.page.pmid,
            row.page.searched_on.isoformat() if row.page.searched_on else "",
            request.build_absolute_uri(row.url),
        )
        for row in found
    ]
    return _table(name, STUDIES, rows)


def _table(name: str, heading: Iterable[str], rows: Iterable[Iterable[object]]) -> HttpResponse:
    # A slug may have the letters of any language.
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.csv") or "attachment"
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition, "X-Robots-Tag": "noindex"},
    )
    writer = csv.writer(response)
    writer.writerow(heading)
    writer.writerows([as_words(value) for value in row] for row in rows)
    return response


def _band(value: str) -> tuple[str, str]:
    band = FrequencyBand(value) if value in FrequencyBand.values else None
    return (str(band.label), band.in_words) if band else ("", "")


def _yes_or_no(value: object) -> str:
    return "yes" if value else "no"
