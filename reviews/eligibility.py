"""Who may decide.  The one home of the rule that nobody approves their own work."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, QuerySet

from reviews.models.decisions import Outcome
from reviews.models.requests import ReviewRequest
from reviews.models.reviewers import ReviewerProfile
from reviews.persons import Person
from reviews.refusals import NotEligible

REVIEWERS_GROUP = "Clinical reviewers"
SIGNED_ALREADY = "You have signed this submission; it waits for another profession."


def why_not_a_reviewer(user: Person) -> list[str]:
    """Reasons why ``user`` is no clinical reviewer today; empty when they are one.

    Superuser status gives nothing: the group and the appointment count, and both are needed.
    """
    if not user.is_active:
        return ["This account is not active."]
    reasons = []
    if not user.groups.filter(name=REVIEWERS_GROUP).exists():
        reasons.append(f"You are not in the group “{REVIEWERS_GROUP}”.")
    profile = ReviewerProfile.objects.current_for(user)
    if profile is None:
        reasons.append("Nobody has appointed you as a clinical reviewer.")
    elif not profile.in_date():
        reasons.append(f"Your appointment ended on {profile.valid_until:%-d %B %Y}.")
    return reasons


def why_not(user: Person, request: ReviewRequest) -> list[str]:
    """Reasons why ``user`` may not approve ``request``; empty when they may."""
    return [*why_not_a_reviewer(user), *why_not_independent(user, request), *_why_not_again(user, request)]


def _why_not_again(user: Person, request: ReviewRequest) -> list[str]:
    signed = request.decisions.filter(outcome=Outcome.COSIGNED, decided_by=user).exists()
    return [SIGNED_ALREADY] if signed else []


def why_not_independent(user: Person, request: ReviewRequest) -> list[str]:
    """Reasons that lie in this request alone; reads no row.

    Nobody reviews what they handed in themself.  Contributors are those frozen at submission: everybody with a hand
    in the page since its last approved version.  A revision that nobody signed could be anybody's, so it refuses
    everybody.
    """
    reasons = []
    people = {contributor["user"] for contributor in request.contributors}
    if user.pk in people:
        reasons.append("You wrote part of this version, so somebody else must review it.")
    elif user.pk == request.submitted_by_id:
        # The change note is public with the version.
        reasons.append("You handed this version in, with a note that readers see, so somebody else must review it.")
    if None in people:
        reasons.append("Nobody knows who wrote part of this version. Save it again under a name and resubmit.")
    if not people:
        reasons.append("This version has no known author.")
    return reasons


def reviewers_today() -> QuerySet:
    """Everybody who is a clinical reviewer today (:func:`why_not_a_reviewer` has no reason), by name.  One query."""
    people = get_user_model()._default_manager.filter(is_active=True, groups__name=REVIEWERS_GROUP)
    appointed = ReviewerProfile.objects.in_force().filter(user=OuterRef("pk"))
    return people.filter(Exists(appointed)).order_by("last_name", "first_name", "pk")


def could_approve(request: ReviewRequest) -> QuerySet:
    """Everybody for whom :func:`why_not` has no reason, by name.  Two queries."""
    signed = request.decisions.filter(outcome=Outcome.COSIGNED).values("decided_by")
    people = reviewers_today().exclude(pk__in=signed)
    return people.filter(pk__in=[person.pk for person in people if not why_not_independent(person, request)])


def may_assign(user: Person) -> bool:
    """A clinical reviewer, or whoever appoints reviewers (administrators)."""
    return bool(user.is_active and user.has_perm("reviews.add_reviewerprofile")) or not why_not_a_reviewer(user)


def may_withdraw(user: Person) -> bool:
    """Safety never waits: any clinical reviewer, and whoever holds the permission (administrators)."""
    return bool(user.is_active and user.has_perm("reviews.withdraw_page")) or not why_not_a_reviewer(user)


def may_withdraw_today() -> list[Person]:
    """Everybody for whom :func:`may_withdraw` holds, in a fixed order.  Two queries."""
    holders = get_user_model()._default_manager.with_perm(
        "reviews.withdraw_page", backend="django.contrib.auth.backends.ModelBackend"
    )
    people = {person.pk: person for person in [*holders, *reviewers_today()]}
    return [people[key] for key in sorted(people)]


def require(reasons: list[str]) -> None:
    """Raise ``NotEligible`` with the reasons, if there are any."""
    if reasons:
        raise NotEligible(
            " ".join(reasons),
            kept="The submission waits, unchanged.",
            next_step="Another clinical reviewer can decide.",
        )
