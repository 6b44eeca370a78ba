"""Writing down a decision: one ledger entry, one row."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

from wagtail.models import Revision

from reviews import ledger
from reviews.contributions import display_name
from reviews.digests import canonical_json
from reviews.models.decisions import Decision, Outcome
from reviews.models.requests import ReviewRequest
from reviews.models.reviewers import ReviewerProfile
from reviews.persons import Person

MEANINGS = {
    Outcome.APPROVED: "I have read this version and approve it for publication.",
    Outcome.CHANGES_REQUESTED: "I have read this version and ask for changes.",
    Outcome.RECALLED: "The submission was taken back before a decision.",
    Outcome.WITHDRAWN: "This page must not be read by the public now.",
    Outcome.RESTORED: "An earlier approved version is public again.",
    Outcome.REAFFIRMED: "I have read the whole page again and it still holds.",
}


def fingerprint(value: Any) -> str:
    """SHA-256 of the canonical JSON of ``value``."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def submission_facts(request: ReviewRequest) -> dict[str, Any]:
    """What was handed in, without its words."""
    return {
        "contributors": [contributor["user"] for contributor in request.contributors],
        "submitted_by": request.submitted_by_id,
        "change_note": fingerprint(request.change_note),
        "findings": fingerprint(request.findings),
        "rule_set_version": request.rule_set_version,
    }


def record(
    outcome: Outcome,
    *,
    page_id: int,
    user: Person,
    request: ReviewRequest | None = None,
    revision: Revision | None = None,
    digest: str = "",
    version: int | None = None,
    comment: str = "",
    acknowledged: dict[str, Any] | None = None,
    attests_whole_page: bool = False,
    next_review_on: datetime.date | None = None,
) -> Decision:
    """Append a decision, with the person's name and credentials as they are today, to the ledger and the table.

    The ledger is public, and a comment can quote a draft: free text and findings enter it as digests, people
    other than the one who decided as numbers.  Only the reason of a withdrawal, which the public reads anyway,
    stands there in full.
    """
    profile = ReviewerProfile.objects.current_for(user)
    credentials = profile.credentials if profile is not None and profile.in_date() else ""
    facts = {
        "outcome": outcome,
        "page": page_id,
        "request": request.pk if request else None,
        "revision": revision.pk if revision else None,
        "digest": digest,
        "version": version,
        "decided_by": user.pk,
        "decided_by_name": display_name(user),
        "decided_by_credentials": credentials,
        "meaning": MEANINGS[outcome],
        "attests_whole_page": attests_whole_page,
        "next_review_on": next_review_on.isoformat() if next_review_on else None,
        "comment": comment if outcome == Outcome.WITHDRAWN else fingerprint(comment),
        "acknowledged": fingerprint(acknowledged or {}),
        "submission": submission_facts(request) if request else None,
    }
    entry = ledger.append("decision", facts)
    return Decision.objects.create(
        entry=entry,
        outcome=outcome,
        page_id=page_id,
        request=request,
        revision=revision,
        digest=digest,
        version=version,
        decided_by=user,
        decided_by_name=display_name(user),
        decided_by_credentials=credentials,
        decided_at=entry.recorded_at,
        meaning=MEANINGS[outcome],
        comment=comment,
        acknowledged=acknowledged or {},
        attests_whole_page=attests_whole_page,
        next_review_on=next_review_on,
    )
