"""Signing: a person proves again who they are, at the moment of the decision.

The password, and a one-time code or passkey as well once the person has set one up.

One proof serves a short, continuous session of signing by the same person (21 CFR 11.200 (a)(1)), so that a
reviewer with ten pages need not type the password ten times, and no longer than :data:`SESSION`.
"""

from __future__ import annotations

import datetime
import logging
from dataclasses import dataclass

from django.utils import timezone

from reviews import second_factor
from reviews.models.signing import FailedSignature
from reviews.persons import Person
from reviews.refusals import ReviewRefused
from reviews.second_factor import Credential

SESSION = datetime.timedelta(minutes=10)

# Wrong proofs within LOCK that lock signing for the rest of it.
FAILURES = 5
LOCK = datetime.timedelta(minutes=15)

# Stable id of the alarm.
LOCKED = "HUB-SIGNING-1"
_PROOF = object()
logger = logging.getLogger("reviews")


class WrongProof(ReviewRefused):
    """The signature was not given."""

    event_id = "HUB-SIGNING-2"


class Locked(WrongProof):
    """Too many wrong proofs: nobody signs as this person for a while, with the right ones neither."""

    event_id = LOCKED


@dataclass(frozen=True)
class Signature:
    """Proof that it was ``user`` who signed at ``signed_at``.  Only :func:`sign` makes one."""

    user: Person
    signed_at: datetime.datetime
    proof: object

    def require_valid(self) -> None:
        age = timezone.now() - self.signed_at
        if self.proof is not _PROOF or not datetime.timedelta(0) <= age <= SESSION:
            raise WrongProof(
                "Your signature is out of date.",
                kept="Nothing was decided.",
                next_step="Sign again.",
            )


def sign(user: Person, password: str, *, code: str = "", passkey: Credential | None = None) -> Signature:
    """Check once more who this is.  Raises ``WrongProof``, and ``Locked`` after five wrong ones in 15 minutes.

    ``code`` is a one-time or recovery code, ``passkey`` the answer to ``second_factor.challenge``; one of them is
    needed by whoever has set one up.  Call it outside the transaction of the decision: a wrong proof is remembered
    whatever happens to that.
    """
    _require_not_locked(user)
    if not user.is_active or not user.check_password(password):
        _remember_failure(user)
        raise WrongProof(
            "The password is not right, so nothing was signed.",
            kept="What you wrote is still here.",
            next_step="Enter your own password to sign.",
        )
    if second_factor.kinds_of(user):
        _require_second_factor(user, code, passkey)
    FailedSignature.objects.filter(user=user).delete()
    return Signature(user=user, signed_at=timezone.now(), proof=_PROOF)


def prove(user: Person, *, code: str, passkey: Credential | None) -> None:
    """Check the second factor alone, with the same lock as for signing.  Raises ``WrongProof``."""
    _require_not_locked(user)
    _require_second_factor(user, code, passkey)


def _require_second_factor(user: Person, code: str, passkey: Credential | None) -> None:
    if not second_factor.is_proved(user, code, passkey):
        _remember_failure(user)
        raise WrongProof(
            "The one-time code or passkey is not right, so nothing was signed.",
            kept="What you wrote is still here.",
            next_step="Enter the code that your app shows now, or a recovery code, or use your passkey again.",
        )


def _recent_failures(user: Person) -> int:
    return FailedSignature.objects.filter(user=user, failed_at__gt=timezone.now() - LOCK).count()


def _require_not_locked(user: Person) -> None:
    if _recent_failures(user) >= FAILURES:
        raise Locked(
            "Too many wrong passwords or codes, so nobody can sign as you for up to 15 minutes.",
            kept="What you wrote is still here, and nothing was signed.",
            next_step="Wait, and sign again. If it was not you, tell an administrator now.",
        )


def _remember_failure(user: Person) -> None:
    FailedSignature.objects.create(user=user)
    if _recent_failures(user) >= FAILURES:
        logger.warning(
            "%s signing as user %s is locked after %s wrong proofs",
            *(LOCKED, user.pk, FAILURES),
            extra={"event_id": LOCKED},
        )
