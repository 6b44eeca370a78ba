"""Appointing clinical reviewers."""

from __future__ import annotations

import datetime

from django.contrib.auth.models import Group
from django.db import transaction

from reviews import ledger
from reviews.eligibility import REVIEWERS_GROUP
from reviews.models.reviewers import ReviewerProfile
from reviews.persons import Person
from reviews.recording import APPOINTMENT, facts_of_appointment
from reviews.refusals import ReviewRefused


@transaction.atomic
def appoint(
    person: Person,
    *,
    by: Person,
    profession: str,
    registration_body: str,
    registration_number: str,
    valid_until: datetime.date,
    conflicts_of_interest: str = "None declared",
) -> ReviewerProfile:
    """Make ``person`` a clinical reviewer until ``valid_until``; a date gone by ends an appointment.

    Raises ``ReviewRefused`` when ``by`` may not appoint, or is the person.
    """
    if by.pk == person.pk:
        raise ReviewRefused("Nobody can appoint themself.", next_step="Ask another administrator.")
    if not by.is_active or not by.has_perm("reviews.add_reviewerprofile"):
        raise ReviewRefused("Only an administrator appoints clinical reviewers.")
    profile = ReviewerProfile(
        user=person,
        profession=profession,
        registration_body=registration_body,
        registration_number=registration_number,
        valid_until=valid_until,
        conflicts_of_interest=conflicts_of_interest,
        appointed_by=by,
    )
    profile.entry = ledger.append(APPOINTMENT, facts_of_appointment(profile))
    profile.appointed_at = profile.entry.recorded_at
    profile.save(force_insert=True)
    if profile.in_date():
        person.groups.add(Group.objects.get(name=REVIEWERS_GROUP))
    return profile
