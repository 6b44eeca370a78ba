"""Where an image or document stands: on submitted pages, and on the versions that people still work with."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import compress

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page

from reviews import references
from reviews.guards import is_reviewed
from reviews.models.requests import ReviewRequest


@dataclass(frozen=True)
class Use:
    """A page, and in which of its versions it shows the object."""

    page: Page
    live: bool
    in_review: bool
    draft: bool

    @property
    def versions(self) -> list[str]:
        names = ("the live version", "the version in review", "the newest draft")
        return list(compress(names, (self.live, self.in_review, self.draft)))


def submitted_pages(shown: models.Model) -> list[Page]:
    """Every page of which a submitted version shows ``shown``, by title: those that froze it."""
    pages = references.submissions_of(shown).values("request__page")
    return list(Page.objects.filter(pk__in=pages).order_by("draft_title"))


def uses_of(shown: models.Model) -> list[Use]:
    """The pages that show ``shown`` now, by title.  Versions that were replaced or refused do not count."""
    live = set(references.on_live_pages(shown).values_list("request__page", flat=True))
    waiting = ReviewRequest.objects.open().filter(pk__in=references.submissions_of(shown).values("request"))
    in_review = set(waiting.values_list("page", flat=True))
    drafts = _drafts_with(shown) - in_review
    pages = Page.objects.filter(pk__in=live | in_review | drafts).order_by("draft_title")
    return [Use(page, page.pk in live, page.pk in in_review, page.pk in drafts) for page in pages]


def _drafts_with(shown: models.Model) -> set[int]:
    """Ids of the pages whose newest revision, not live as it is, shows ``shown``.

    Wagtail's index of references knows rows and no drafts, so the drafts are read: those alone whose text holds the
    number of ``shown`` at all.
    """
    key = (ContentType.objects.get_for_model(shown).pk, str(shown.pk))
    number = re.compile(rf"\b{shown.pk}\b")
    open_pages = Page.objects.filter(has_unpublished_changes=True).select_related("latest_revision")
    return {
        page.pk
        for page in open_pages.iterator()
        if page.latest_revision is not None
        and is_reviewed(page)
        and number.search(json.dumps(page.latest_revision.content))
        and key in references.keys(_as_page(page))
    }


def _as_page(page: Page) -> Page:
    return page.specific_class.from_serializable_data(page.latest_revision.content, check_fks=False, strict_fks=False)
