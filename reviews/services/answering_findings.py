"""What an editor does about one finding on a draft: have it mended, set it aside with a reason, take that back."""

from __future__ import annotations

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page

from reviews import dismissals, findings
from reviews.acknowledging import finding_key
from reviews.content import page_digest
from reviews.findings import Finding
from reviews.persons import Person
from reviews.refusals import Moved, ReviewRefused
from reviews.services.locking import lock_page, require_may_change
from reviews.services.safety import require_reason


@transaction.atomic
def fix_finding(page: Page, user: Person, *, key: str, shown_digest: str, offset: int | None = None) -> Finding:
    """Put the fix of a finding in its place, as a new draft by ``user``; return the finding.

    ``shown_digest`` is the digest of the draft on which the finding was shown; ``key`` and ``offset`` say which it is.
    Raises ``Moved`` when the draft is another by now, ``ReviewRefused`` when no machine may mend it.
    """
    draft = _draft_as_shown(page, user, shown_digest)
    finding = _finding(draft, key, offset)
    mend = findings.mending(draft, finding)
    if mend is None:
        raise ReviewRefused("This cannot be mended by itself.", next_step="Change the words where they stand.")
    mend()
    revision = draft.save_revision(user=user, clean=False)
    facts = {"rule": finding.rule, "place": finding.place, "before": finding.excerpt, "after": finding.fix}
    log(instance=draft, action="reviews.fix_finding", user=user, revision=revision, content_changed=True, data=facts)
    return finding


@transaction.atomic
def dismiss_finding(page: Page, user: Person, *, key: str, shown_digest: str, reason: str) -> Finding:
    """Set a finding aside until the words there change; the reviewer reads the reason.

    Raises ``Moved``, and ``ReviewRefused`` for what blocks and without a reason.
    """
    draft = _draft_as_shown(page, user, shown_digest)
    finding = _finding(draft, key)
    if not dismissals.may_be_dismissed(finding):
        raise ReviewRefused("This keeps the page from being submitted, so it cannot be dismissed.")
    dismissals.record(draft, user, finding, reason=require_reason(reason, "Say why this may stand."))
    return finding


@transaction.atomic
def reopen_finding(page: Page, user: Person, *, key: str, shown_digest: str) -> Finding:
    """Take a dismissal back."""
    draft = _draft_as_shown(page, user, shown_digest)
    finding = _finding(draft, key)
    dismissals.record(draft, user, finding, reason="")
    return finding


def _draft_as_shown(page: Page, user: Person, shown_digest: str) -> Page:
    page = lock_page(page.pk)
    require_may_change(page, user, to="do this")
    draft = page.get_latest_revision_as_object()
    if page_digest(draft) != shown_digest:
        raise Moved(
            "This draft was saved again since the findings were shown.",
            next_step="Look at the findings as they are now.",
        )
    return draft


def _finding(draft: Page, key: str, offset: int | None = None) -> Finding:
    for finding in findings.find(draft):
        if finding_key(finding.as_json()) == key and offset in (None, finding.offset):
            return finding
    raise Moved("This finding no longer stands.", next_step="Look at the findings as they are now.")
