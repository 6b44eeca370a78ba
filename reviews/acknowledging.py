"""What a reviewer must have looked at before approving: every clinical change, and every finding that asks for it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from reviews.digests import canonical_json
from reviews.models.requests import ReviewRequest
from reviews.refusals import ReviewRefused

Acknowledged = dict[str, Any]


def finding_key(finding: dict[str, Any]) -> str:
    """A short name of a finding, by its rule, place and message."""
    named = [finding.get(name, "") for name in ("rule", "place", "message")]
    return hashlib.sha256(canonical_json(named).encode()).hexdigest()[:16]


def findings_to_acknowledge(request: ReviewRequest) -> Iterator[tuple[str, dict[str, Any]]]:
    """(key, finding) of what the rules leave to the reviewer's judgement; one for equal findings."""
    seen = set()
    for finding in request.findings:
        key = finding_key(finding)
        if finding["severity"] == "acknowledge" and key not in seen:
            seen.add(key)
            yield key, finding


def require_acknowledged(request: ReviewRequest, acknowledged: Acknowledged) -> None:
    """Raise ``ReviewRefused`` unless ``acknowledged`` covers all.

    ``{"clinical_changes": [key, …], "findings": {key: reason, …}}``, as the review screen sends it.
    """
    seen = set(acknowledged.get("clinical_changes", ()))
    overlooked = [change for change in request.clinical_changes if change["key"] not in seen]
    reasons = acknowledged.get("findings", {})
    unanswered = [key for key, _ in findings_to_acknowledge(request) if not str(reasons.get(key, "")).strip()]
    missing = []
    if overlooked:
        missing.append(f"{len(overlooked)} of {len(request.clinical_changes)} clinical changes are not ticked")
    if unanswered:
        missing.append(f"{len(unanswered)} findings have no reason")
    if missing:
        raise ReviewRefused(
            f"Before you approve, look at each change and finding: {' and '.join(missing)}.",
            kept="Nothing was decided, and what you ticked and wrote is still here.",
            next_step="Tick each change you have checked, and say why each finding may stand.",
        )
