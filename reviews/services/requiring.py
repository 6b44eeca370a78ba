"""More than one signature: which professions must approve what, and who has not yet."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from reviews import ledger
from reviews.models.decisions import Outcome
from reviews.models.requests import ReviewRequest
from reviews.models.requirements import ApprovalRequirement
from reviews.models.reviewers import ReviewerProfile
from reviews.persons import Person
from reviews.recording import REQUIREMENT, facts_of_requirement
from reviews.refusals import ReviewRefused


@transaction.atomic
def require_profession(
    profession: str, by: Person, *, page_type: str = "", clinical_kind: str = "", is_required: bool = True
) -> ApprovalRequirement:
    """Ask for a signature of ``profession`` on pages of a type or changes of a kind, or stop asking for it.

    Every submission needs one approval whatever stands here.  Raises ``ReviewRefused`` when ``by`` may not.
    """
    if not by.is_active or not by.has_perm("reviews.add_approvalrequirement"):
        raise ReviewRefused("Only an administrator says which professions must sign.")
    if not profession.strip():
        raise ReviewRefused("Name the profession that must sign.")
    requirement = ApprovalRequirement(
        profession=profession.strip(),
        page_type=page_type,
        clinical_kind=clinical_kind,
        is_required=is_required,
        set_by=by,
    )
    requirement.entry = ledger.append(REQUIREMENT, facts_of_requirement(requirement))
    requirement.save(force_insert=True)
    return requirement


def required_professions(request: ReviewRequest) -> list[str]:
    """Professions that must sign this submission, by its page type and its clinical changes, in a fixed order."""
    page_type = request.page.specific_class
    label = page_type._meta.label_lower if page_type is not None else ""
    kinds = {"", *(change["kind"] for change in request.clinical_changes)}
    asked = ApprovalRequirement.objects.in_force().filter(Q(page_type="") | Q(page_type=label), clinical_kind__in=kinds)
    return sorted(set(asked.values_list("profession", flat=True)))


def missing_professions(request: ReviewRequest, reviewer: Person | None = None) -> list[str]:
    """Those of :func:`required_professions` that have not signed, were ``reviewer`` to sign now."""
    required = required_professions(request)
    if not required:
        return []
    signed_by = set(request.decisions.filter(outcome=Outcome.COSIGNED).values_list("decided_by_id", flat=True))
    if reviewer is not None:
        signed_by.add(reviewer.pk)
    signed = {
        profile.profession.casefold()
        for person in signed_by
        if (profile := ReviewerProfile.objects.filter(user_id=person).first()) is not None
    }
    return [profession for profession in required if profession.casefold() not in signed]
