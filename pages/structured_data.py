"""What machines are told about a reviewed page, in the terms of schema.org."""

from __future__ import annotations

from wagtail.models import Page

from pages.models import DrugOverviewPage
from reviews.stamps import ReviewStamp


def medical_web_page(page: Page, url: str, stamp: ReviewStamp | None) -> dict:
    """A ``MedicalWebPage``; who reviewed it and when only as far as decisions say so."""
    described: dict = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": page.title,
        "description": page.lead,
        "url": url,
        "inLanguage": "en-GB",
    }
    if isinstance(page, DrugOverviewPage):
        described["about"] = drug(page)
    if stamp is not None:
        described["version"] = stamp.version
        described["lastReviewed"] = stamp.last_reviewed.isoformat()
        described["dateModified"] = stamp.approved_on.isoformat()
        described["reviewedBy"] = {
            "@type": "Person",
            "name": stamp.reviewed_by,
            "description": stamp.credentials,
        }
    return described


def drug(page: DrugOverviewPage) -> dict:
    identifiers = [("ATC", page.atc_code), ("RxCUI", page.rxcui), ("UNII", page.unii)]
    return {
        "@type": "Drug",
        "name": page.title,
        "nonProprietaryName": page.inn,
        "identifier": [
            {"@type": "PropertyValue", "propertyID": name, "value": value} for name, value in identifiers if value
        ],
    }
