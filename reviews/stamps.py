"""The review stamp: what the public is told about the review of a page, derived from decisions alone."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone
from wagtail.models import Page


@dataclass(frozen=True)
class ReviewStamp:
    """Who approved the version that is live, and when the whole page was last attested."""

    version: int
    digest: str
    reviewed_by: str
    credentials: str
    approved_on: datetime.date
    last_reviewed: datetime.date
    next_review_on: datetime.date | None

    @property
    def is_overdue(self) -> bool:
        return self.next_review_on is not None and self.next_review_on < timezone.localdate()

    @property
    def is_partial_update(self) -> bool:
        """The live version changed a part; the whole page was last attested before."""
        return self.approved_on != self.last_reviewed


def stamp_for(page: Page) -> ReviewStamp | None:
    """The stamp of the live version of ``page``."""
    return None
