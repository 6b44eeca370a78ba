"""Going live: the pinned revision of the standing decision, and nothing else."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from reviews.content import revision_digest
from reviews.models.decisions import PUBLISHING, Decision
from reviews.models.publication import PublicationWindow
from reviews.persons import Person
from reviews.places import require_in_place
from reviews.refusals import Moved, ReviewRefused
from reviews.unread import require_read, unread_of

# Stable ids of the alarms.
DIFFERS, UNAPPROVED, IMPOSSIBLE = (f"HUB-PUBLICATION-{n}" for n in (1, 2, 3))
logger = logging.getLogger("reviews")


@contextmanager
def window(*decisions: Decision) -> Iterator[None]:
    """Let live content of the decisions' pages change, inside the caller's transaction.

    Not closed in a ``finally``: when something fails, the transaction goes, and the window with it.
    """
    opened = [PublicationWindow(page_id=decision.page_id, decision=decision) for decision in decisions]
    PublicationWindow.objects.bulk_create(opened)
    yield
    PublicationWindow.objects.filter(pk__in=[window.pk for window in opened]).delete()


@transaction.atomic
def publish(
    decision: Decision,
    *,
    user: Person | None,
    changed: bool = True,
    log_action: bool | str = True,
) -> None:
    """Make the revision of an approving or restoring decision live, or schedule it if its go-live date is to come.

    Raises ``Moved`` when what is stored is not what was decided on, and ``ReviewRefused`` when it cannot be live now.
    """
    revision = decision.revision
    if decision.outcome not in PUBLISHING or revision is None:
        raise ValueError(f"{decision} publishes nothing")
    if revision_digest(revision) != decision.digest:
        logger.error(
            "%s revision %s differs from decision %s",
            *(DIFFERS, revision.pk, decision.entry_id),
            extra={"event_id": DIFFERS, "page": decision.page_id, "decision": decision.entry_id},
        )
        raise Moved(
            "What is stored is not what was approved, so it was not published.",
            kept="What was public before is still public.",
            next_step="Submit the page for review again and tell an administrator.",
        )
    require_read(revision, kept="What was public before is still public.")
    require_in_place(decision)
    _require_not_past(revision)
    action = PublishPageRevisionAction(revision, user=user, changed=changed, log_action=log_action)
    try:
        with window(decision):
            action.execute(skip_permission_checks=True)
    except ValidationError as invalid:
        # Not when it was approved: another page took the address since, or the code asks for more today.
        raise ReviewRefused(
            f"This version cannot be public as it is: {' '.join(invalid.messages)}",
            kept="Nothing was decided, and what the public reads is unchanged.",
            next_step="Put right what stands in its way and try again, or have a new version approved.",
        ) from invalid


def _require_not_past(revision: Revision) -> None:
    """The day on which words are no longer public was approved with them."""
    expiry = parse_datetime(revision.content.get("expire_at") or "")
    if expiry is not None and expiry <= timezone.now():
        raise ReviewRefused(
            f"This version says that it is public until {timezone.localtime(expiry):%-d %B %Y, %H:%M}, which is past.",
            kept="Nothing was decided, and what the public reads is unchanged.",
            next_step="Have a version with a later date, or none, approved.",
        )


@transaction.atomic
def publish_revision(
    page: Page,
    revision: Revision,
    *,
    user: Person | None,
    changed: bool = True,
    log_action: bool | str = True,
) -> None:
    """Wagtail asks to publish ``revision``: through ``revision.publish()``, a bulk action or the scheduler.

    Without a person (the scheduler) a refusal is logged, so that one bad row does not stop the others, and the schedule
    of what nobody approved is cleared; with a person it raises ``ReviewRefused``.
    """
    from reviews.services.locking import lock_page

    # A withdrawal under way is waited for: what stood before it must not be published after it.
    lock_page(page.pk)
    standing = Decision.objects.standing(page.pk)
    if standing is not None and standing.revision_id == revision.pk:
        if user is None and unread_of(revision):
            # Scheduled by another release, whose next minute it is to publish.
            logger.warning("revision %s of page %s is left to the release that stored it", revision.pk, page.pk)
            return
        try:
            publish(standing, user=user, changed=changed, log_action=log_action)
        except ReviewRefused:
            if user is not None:
                raise
            # It stays scheduled: it was approved, and goes live once nothing stands in its way.
            logger.exception(
                "%s could not publish revision %s of page %s",
                *(IMPOSSIBLE, revision.pk, page.pk),
                extra={"event_id": IMPOSSIBLE, "page": page.pk},
            )
        return
    if user is not None:
        raise ReviewRefused(
            "This version has not been approved by a clinical reviewer, so it was not published.",
            kept="The draft is kept, and what the public reads is unchanged.",
            next_step="Submit it for review.",
        )
    log(instance=page, action="reviews.publish_refused", revision=revision)
    logger.error(
        "%s refused to publish revision %s of page %s without approval",
        *(UNAPPROVED, revision.pk, page.pk),
        extra={"event_id": UNAPPROVED, "page": page.pk},
    )
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
