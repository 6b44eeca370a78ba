"""Answers to a finding: the self-test has a content rule of its own, for throw-away pages pass those of the site."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from wagtail.models import Page, PageLogEntry

from reviews import findings, services
from reviews.acknowledging import finding_key
from reviews.content import page_digest
from reviews.findings import Finding, Mending
from reviews.selftest.scene import UNAPPROVED, Scene
from reviews.selftest.visitors import Visitor

SCREEN, WHY = "reviews:findings", "It may stand."
ANSWERS = {
    "reviews.fix_finding": "a fix was written into the draft",
    "reviews.dismiss_finding": "a finding was dismissed",
}


@contextmanager
def objecting(field: str) -> Iterator[str]:
    """While it lasts, something is found in ``field`` of every page, whatever its words; its key."""
    found = Finding("GATE-00", "warn", "The self-test objects.", field, fix=UNAPPROVED)

    def mending(page: Page, finding: Finding) -> Mending | None:
        return partial(setattr, page, field, found.fix) if finding == found else None

    with findings.also(lambda page: [found], mending):
        yield finding_key(found.as_json())


def shown_digest(page: Page) -> str:
    """What the panel of findings would send along with an answer now."""
    return page_digest(page.get_latest_revision_as_object())


def answer(scene: Scene, page: Page, digest: str, *people: Visitor) -> Iterator[str]:
    """Each of them fixes and dismisses what is found on ``page``, shown with ``digest``: which answers were taken."""
    with objecting(scene.words_field) as key:
        for who in people:
            scene.tries(
                partial(services.dismiss_finding, page, who.user, key=key, shown_digest=digest, reason=WHY),
                partial(services.fix_finding, page, who.user, key=key, shown_digest=digest),
            )
            if who.user.has_perm("wagtailadmin.access_admin"):
                for act in ("dismiss", "fix"):
                    who.post(SCREEN, page.pk, act=act, key=key, shown_digest=digest, reason=WHY)
    taken = set(PageLogEntry.objects.filter(page=page.pk, action__in=ANSWERS).values_list("action", flat=True))
    yield from (phrase for action, phrase in ANSWERS.items() if action in taken)
