"""Signing: a person proves again who they are, at the moment of the decision.

One proof serves a short, continuous session of signing by the same person (21 CFR 11.200 (a)(1)), so that a
reviewer with ten pages need not type the password ten times, and no longer than :data:`SESSION`.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from reviews.persons import Person
from reviews.refusals import ReviewRefused

SESSION = datetime.timedelta(minutes=10)

_PROOF = object()


class WrongPassword(ReviewRefused):
    """The signature was not given."""


@dataclass(frozen=True)
class Signature:
    """Proof that ``user`` gave their password at ``signed_at``.  Only :func:`sign` makes one."""

    user: Person
    signed_at: datetime.datetime
    proof: object

    def require_valid(self) -> None:
        age = timezone.now() - self.signed_at
        if self.proof is not _PROOF or not datetime.timedelta(0) <= age <= SESSION:
            raise WrongPassword(
                "Your signature is out of date.",
                kept="Nothing was decided.",
                next_step="Enter your password again.",
            )


def sign(user: Person, password: str) -> Signature:
    """Check the password once more.  Raises ``WrongPassword``."""
    if not user.is_active or not user.check_password(password):
        raise WrongPassword(
            "The password is not right, so nothing was signed.",
            kept="What you wrote is still here.",
            next_step="Enter your own password to sign.",
        )
    return Signature(user=user, signed_at=timezone.now(), proof=_PROOF)
