"""Who may decide.  The one home of the rule that nobody approves their own work."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

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
    in_group = user.groups.filter(name=REVIEWERS_GROUP).exists()
    return _why_not_appointed(in_group, ReviewerProfile.objects.current_for(user))


def _why_not_appointed(in_group: bool, profile: ReviewerProfile | None) -> list[str]:
    reasons = []
    if not in_group:
        reasons.append(f"You are not in the group “{REVIEWERS_GROUP}”.")
    if profile is None:
        reasons.append("Nobody has appointed you as a clinical reviewer.")
    elif not profile.in_date():
        reasons.append(f"Your appointment ended on {profile.valid_until:%-d %B %Y}.")
    return reasons


def reviewers() -> list[Person]:
    """Everybody for whom ``why_not_a_reviewer`` has no reason, in two queries."""
    members = get_user_model()._default_manager.filter(is_active=True, groups__name=REVIEWERS_GROUP)
    # Newest last, so that it is the one that stays.
    profiles = ReviewerProfile.objects.filter(user__groups__name=REVIEWERS_GROUP).order_by("entry_id")
    newest = {profile.user_id: profile for profile in profiles}
    return [user for user in members.order_by("pk") if not _why_not_appointed(True, newest.get(user.pk))]


def eligible(request: ReviewRequest, among: Collection[Person]) -> list[Person]:
    """Those ``among`` the reviewers for whom ``why_not`` has no reason, in one query."""
    signed = set(request.decisions.filter(outcome=Outcome.COSIGNED).values_list("decided_by", flat=True))
    return [user for user in among if user.pk not in signed and not why_not_independent(user, request)]


def why_not(user: Person, request: ReviewRequest) -> list[str]:
    """Reasons why ``user`` may not approve ``request``; empty when they may."""
    return [*why_not_a_reviewer(user), *why_not_independent(user, request), *_why_not_again(user, request)]


def _why_not_again(user: Person, request: ReviewRequest) -> list[str]:
    signed = request.decisions.filter(outcome=Outcome.COSIGNED, decided_by=user).exists()
    return [SIGNED_ALREADY] if signed else []


def why_not_independent(user: Person, request: ReviewRequest) -> list[str]:
    """Reasons that lie in this request alone; reads no row.

    Contributors are those frozen at submission: everybody with a hand in the page since its last approved
    version.  A revision that nobody signed could be anybody's, so it refuses everybody.
    """
    reasons = []
    people = {contributor["user"] for contributor in request.contributors}
    if user.pk in people:
        reasons.append("You wrote part of this version, so somebody else must review it.")
    if None in people:
        reasons.append("Nobody knows who wrote part of this version. Save it again under a name and resubmit.")
    if not people:
        reasons.append("This version has no known author.")
    return reasons


def reviewers_today() -> QuerySet:
    """Everybody who is a clinical reviewer today (:func:`why_not_a_reviewer` has no reason), by name.  One query."""
    newer = ReviewerProfile.objects.filter(user=OuterRef("user"), entry_id__gt=OuterRef("entry_id"))
    in_date = ReviewerProfile.objects.filter(user=OuterRef("pk"), valid_until__gte=timezone.localdate())
    people = get_user_model()._default_manager.filter(is_active=True, groups__name=REVIEWERS_GROUP)
    return people.filter(Exists(in_date.exclude(Exists(newer)))).order_by("last_name", "first_name", "pk")


def could_approve(request: ReviewRequest) -> QuerySet:
    """Everybody for whom :func:`why_not` has no reason, by name.  One query."""
    contributors = {contributor["user"] for contributor in request.contributors}
    if not contributors or None in contributors:
        return reviewers_today().none()
    signed = request.decisions.filter(outcome=Outcome.COSIGNED).values("decided_by")
    return reviewers_today().exclude(pk__in=contributors).exclude(pk__in=signed)


def may_assign(user: Person) -> bool:
    """A clinical reviewer, or whoever appoints reviewers (administrators)."""
    return bool(user.is_active and user.has_perm("reviews.add_reviewerprofile")) or not why_not_a_reviewer(user)


def may_withdraw(user: Person) -> bool:
    """Safety never waits: any clinical reviewer, and whoever holds the permission (administrators)."""
    return bool(user.is_active and user.has_perm("reviews.withdraw_page")) or not why_not_a_reviewer(user)


def require(reasons: list[str]) -> None:
    """Raise ``NotEligible`` with the reasons, if there are any."""
    if reasons:
        raise NotEligible(
            " ".join(reasons),
            kept="The submission waits, unchanged.",
            next_step="Another clinical reviewer can decide.",
        )
