"""Atom feeds of what the public reads anew: all of the site, and one medicine with its dose forms and studies."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from django.contrib.syndication.views import Feed
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.views.decorators.http import require_safe
from wagtail.models import Page

from pages.models import DrugOverviewPage, StudySummaryPage
from reviews.models import Decision
from reviews.models.decisions import Outcome

ENTRIES = 50
# XML has no place for these, and a note can be pasted from anywhere.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Scope:
    """What a feed is about: everything, or one medicine."""

    request: HttpRequest
    drug: DrugOverviewPage | None = None

    def address_of(self, page: Page) -> str:
        return self.request.build_absolute_uri(page.get_url(self.request) or "/")

    def pages(self) -> QuerySet:
        live = Page.objects.live().public()
        if self.drug is None:
            return live
        studies = StudySummaryPage.objects.live().filter(drugs=self.drug.pk)
        return live.filter(Q(path__startswith=self.drug.path) | Q(pk__in=studies.values("pk")))

    def decisions(self) -> QuerySet[Decision]:
        """The newest approvals and restorations of live pages that are in force and took effect.  One query."""
        told = Decision.objects.in_force().once_public().filter(outcome__in=(Outcome.APPROVED, Outcome.RESTORED))
        large = ("clinical_changes", "findings", "contributors")
        about = told.filter(page__in=self.pages()).select_related("page", "request")
        return about.defer("acknowledged", *(f"request__{name}" for name in large)).order_by("-entry_id")[:ENTRIES]


class Updates(Feed):
    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, drug: DrugOverviewPage | None = None) -> Scope:
        return Scope(request, drug)

    def title(self, scope: Scope) -> str:
        about = f"{scope.drug.title} – " if scope.drug else ""
        return _xml(f"{about}Medicines Information Hub")

    def subtitle(self, scope: Scope) -> str:
        return "What clinical reviewers approved, the newest first."

    def link(self, scope: Scope) -> str:
        return scope.address_of(scope.drug) if scope.drug else scope.request.build_absolute_uri("/")

    def feed_url(self, scope: Scope) -> str:
        return scope.request.build_absolute_uri(scope.request.path)

    def items(self, scope: Scope) -> list[tuple[Scope, Decision]]:
        return [(scope, decision) for decision in scope.decisions()]

    def item_title(self, item: tuple[Scope, Decision]) -> str:
        _, decision = item
        again = ", public again" if decision.outcome == Outcome.RESTORED else ""
        return _xml(f"{decision.page.title}: version {decision.version}{again}")

    def item_description(self, item: tuple[Scope, Decision]) -> str:
        """What the editor said changed, which the public reads in the page's history too."""
        _, decision = item
        note = decision.request.change_note if decision.outcome == Outcome.APPROVED and decision.request else ""
        return linebreaks(_xml(note), autoescape=True)

    def item_link(self, item: tuple[Scope, Decision]) -> str:
        scope, decision = item
        return f"{scope.address_of(decision.page)}history/{decision.version}/"

    def item_guid(self, item: tuple[Scope, Decision]) -> str:
        """The same for ever, whatever the page is called later (RFC 4151)."""
        scope, decision = item
        host = scope.request.get_host().split(":")[0]
        return f"tag:{host},2026:decision-{decision.entry_id}"

    def item_author_name(self, item: tuple[Scope, Decision]) -> str:
        return _xml(item[1].decided_by_name)

    def item_updateddate(self, item: tuple[Scope, Decision]) -> datetime.datetime:
        return item[1].decided_at

    item_pubdate = item_updateddate


@require_safe
def updates(request: HttpRequest) -> HttpResponse:
    """``/feeds/updates.atom``."""
    return Updates()(request)


@require_safe
def drug_updates(request: HttpRequest, page: DrugOverviewPage) -> HttpResponse:
    """``<medicine>/updates.atom``."""
    return Updates()(request, drug=page)


def _xml(text: str) -> str:
    return _NO_XML.sub("", text)
