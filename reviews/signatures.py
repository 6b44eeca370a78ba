"""Signing: a person proves again who they are, at the moment of the decision.

One proof serves a short, continuous session of signing by the same person (21 CFR 11.200 (a)(1)), so that a
reviewer with ten pages need not type the password ten times, and no longer than :data:`SESSION`.
"""

from __future__ import annotations

import datetime
import logging
from dataclasses import dataclass

from django.utils import timezone

from reviews.models.signing import FailedSignature
from reviews.persons import Person
from reviews.refusals import ReviewRefused

SESSION = datetime.timedelta(minutes=10)

# Wrong passwords within LOCK that lock signing for the rest of it.
FAILURES = 5
LOCK = datetime.timedelta(minutes=15)

_PROOF = object()
logger = logging.getLogger("reviews")


class WrongPassword(ReviewRefused):
    """The signature was not given."""


class Locked(WrongPassword):
    """Too many wrong passwords: nobody signs as this person for a while, with the right one neither."""


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
    """Check the password once more.  Raises ``WrongPassword``, and ``Locked`` after five wrong ones in 15 minutes.

    Call it outside the transaction of the decision: a wrong password is remembered whatever happens to that.
    """
    _require_not_locked(user)
    if not user.is_active or not user.check_password(password):
        _remember_failure(user)
        raise WrongPassword(
            "The password is not right, so nothing was signed.",
            kept="What you wrote is still here.",
            next_step="Enter your own password to sign.",
        )
    FailedSignature.objects.filter(user=user).delete()
    return Signature(user=user, signed_at=timezone.now(), proof=_PROOF)


def _recent_failures(user: Person) -> int:
    return FailedSignature.objects.filter(user=user, failed_at__gt=timezone.now() - LOCK).count()


def _require_not_locked(user: Person) -> None:
    if _recent_failures(user) >= FAILURES:
        raise Locked(
            "Too many wrong passwords, so nobody can sign as you for up to 15 minutes.",
            kept="What you wrote is still here, and nothing was signed.",
            next_step="Wait, and sign again. If it was not you, tell an administrator now.",
        )


def _remember_failure(user: Person) -> None:
    FailedSignature.objects.create(user=user)
    if _recent_failures(user) >= FAILURES:
        logger.warning("HUB-SIGNING-1 signing as user %s is locked after %s wrong passwords", user.pk, FAILURES)
