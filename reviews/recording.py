"""Writing down a decision: one ledger entry, one row."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from typing import Any

from wagtail.models import Revision

from reviews import ledger
from reviews.contributions import display_name
from reviews.digests import canonical_json
from reviews.models.decisions import ENDING, Decision, Outcome
from reviews.models.requests import ReviewRequest
from reviews.models.requirements import ApprovalRequirement
from reviews.models.reviewers import ReviewerProfile
from reviews.persons import Person

# Kinds of ledger entries.
DECISION, APPOINTMENT, REQUIREMENT = "decision", "appointment", "requirement"

MEANINGS = {
    Outcome.APPROVED: "I have read this version and approve it for publication.",
    Outcome.CHANGES_REQUESTED: "I have read this version and ask for changes.",
    Outcome.RECALLED: "The submission was taken back before a decision.",
    Outcome.WITHDRAWN: "This page must not be read by the public now.",
    Outcome.RESTORED: "An earlier approved version is public again.",
    Outcome.REAFFIRMED: "I have read the whole page again and it still holds.",
    Outcome.REVOKED: "The approval of this version no longer stands.",
    Outcome.ARCHIVED: "This page is kept, but is no longer part of the site.",
    Outcome.UNARCHIVED: "This page can be worked on again.",
    Outcome.COSIGNED: "I have read this version and approve it; another profession must approve it too.",
    Outcome.RESTAMPED: "The same words are stored in a new form, which no reviewer has attested yet.",
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
    other than the one who decided as numbers.  Only the reason for taking a page from the public, which the public
    reads anyway, stands there in full.
    """
    profile = ReviewerProfile.objects.current_for(user)
    decision = Decision(
        outcome=outcome,
        page_id=page_id,
        request=request,
        revision=revision,
        digest=digest,
        version=version,
        decided_by=user,
        decided_by_name=display_name(user),
        decided_by_credentials=profile.credentials if profile is not None and profile.in_date() else "",
        meaning=MEANINGS[outcome],
        comment=comment,
        acknowledged=acknowledged or {},
        attests_whole_page=attests_whole_page,
        next_review_on=next_review_on,
    )
    record_all([decision])
    return decision


def record_all(decisions: Sequence[Decision]) -> None:
    """Append decisions, in this order, to the ledger and the table."""
    for decision, entry in zip(decisions, ledger.append_all(DECISION, map(facts_of, decisions)), strict=True):
        decision.entry, decision.decided_at = entry, entry.recorded_at
    Decision.objects.bulk_create(decisions)


def record_on(request: ReviewRequest, outcome: Outcome, **facts: Any) -> Decision:
    """``record`` a decision on what was handed in."""
    handed_in: dict[str, Any] = {"request": request, "revision": request.revision, "digest": request.digest}
    return record(outcome, page_id=request.page_id, **handed_in, **facts)


def record_about(version: Decision, outcome: Outcome, **facts: Any) -> Decision:
    """``record`` a decision about a version that another decision made public."""
    made: dict[str, Any] = {"revision": version.revision, "digest": version.digest, "version": version.version}
    return record(outcome, page_id=version.page_id, **made, **facts)


def facts_of(decision: Decision) -> dict[str, Any]:
    """What the ledger says of a decision; computed again from the rows, it must be the same for ever."""
    return {
        "outcome": decision.outcome,
        "page": decision.page_id,
        "request": decision.request_id,
        "revision": decision.revision_id,
        "digest": decision.digest,
        "version": decision.version,
        "decided_by": decision.decided_by_id,
        "decided_by_name": decision.decided_by_name,
        "decided_by_credentials": decision.decided_by_credentials,
        "meaning": decision.meaning,
        "attests_whole_page": decision.attests_whole_page,
        "next_review_on": decision.next_review_on.isoformat() if decision.next_review_on else None,
        "comment": decision.comment if _is_read_by_the_public(decision) else fingerprint(decision.comment),
        "acknowledged": fingerprint(decision.acknowledged),
        "submission": submission_facts(decision.request) if decision.request else None,
    }


def _is_read_by_the_public(decision: Decision) -> bool:
    """The reason that stands at the address of a page which the public has read."""
    return decision.outcome in ENDING and decision.revision_id is not None


def facts_of_appointment(profile: ReviewerProfile) -> dict[str, Any]:
    """What the ledger says of an appointment."""
    return {
        "person": profile.user_id,
        "profession": profile.profession,
        "registration_body": profile.registration_body,
        "registration_number": profile.registration_number,
        "valid_until": profile.valid_until.isoformat(),
        "conflicts_of_interest": profile.conflicts_of_interest,
        "appointed_by": profile.appointed_by_id,
    }


def facts_of_requirement(requirement: ApprovalRequirement) -> dict[str, Any]:
    """What the ledger says of a rule that a profession must sign."""
    return {
        "profession": requirement.profession,
        "page_type": requirement.page_type,
        "clinical_kind": requirement.clinical_kind,
        "is_required": requirement.is_required,
        "set_by": requirement.set_by_id,
    }
