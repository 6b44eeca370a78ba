"""The second proof of who signs: a one-time code or a passkey, asked for once a person has set one up.

django-allauth keeps and checks them.  This is the only module that knows it; secrets never leave it, except once
to the person who sets them up.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any, TypeAlias

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as one_time_codes
from allauth.mfa.webauthn.internal import auth as passkeys
from cryptography.exceptions import InvalidSignature
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from reviews.persons import Person

Kind: TypeAlias = Authenticator.Type
# What an authenticator answered in the browser, as JSON.
Credential: TypeAlias = dict[str, Any]

# The code of now, and one before and after it for clocks that differ (MFA_TOTP_TOLERANCE).
_CODES_IN_FORCE = 3

# What the libraries raise at an answer that is none, whatever was posted in its place.
_NOT_AN_ANSWER = (ValidationError, InvalidSignature, ValueError, KeyError, TypeError, AttributeError)


def factors_of(user: Person) -> QuerySet[Authenticator]:
    """What this person set up, oldest first, without the recovery codes that go with it."""
    return Authenticator.objects.filter(user=user).exclude(type=Kind.RECOVERY_CODES).order_by("pk")


def kinds_of(user: Person) -> set[str]:
    """``Kind`` values that this person set up; empty: the password alone is asked for.  One query."""
    return set(factors_of(user).values_list("type", flat=True))


def is_proved(user: Person, code: str, passkey: Credential | None) -> bool:
    """Whether one of the proofs is right, for somebody who set up a second factor.  A proof is good once."""
    if passkey:
        return _passkey_is_right(user, passkey)
    return bool(code) and _code_is_right(user, code)


@transaction.atomic
def _code_is_right(user: Person, code: str) -> bool:
    with_codes = Authenticator.objects.select_for_update().filter(user=user).exclude(type=Kind.WEBAUTHN)
    return any(_is_fresh(factor, code) and factor.wrap().validate_code(code) for factor in with_codes)


def _is_fresh(factor: Authenticator, code: str) -> bool:
    """Whether this code was not tried before.  allauth remembers it in the cache of one worker process alone."""
    tried = factor.data.get("tried", [])
    factor.data["tried"] = [*tried, code][-_CODES_IN_FORCE:]
    factor.save(update_fields=["data"])
    return code not in tried


def _passkey_is_right(user: Person, passkey: Credential) -> bool:
    _take_up("get")
    try:
        passkeys.parse_authentication_response(passkey)
        passkeys.complete_authentication(user, passkey)
    except _NOT_AN_ANSWER:
        return False
    return True


def challenge(user: Person) -> dict[str, Any]:
    """What the browser hands to the person's passkeys; the answer is due in the same session."""
    return _put_aside("get", passkeys.begin_authentication(user))


def _put_aside(purpose: str, asked: dict[str, Any]) -> dict[str, Any]:
    """Keep the challenge by purpose: one form may make a passkey and be signed with another."""
    context.request.session[f"{passkeys.STATE_SESSION_KEY}.{purpose}"] = passkeys.get_state()
    return asked


def _take_up(purpose: str) -> None:
    """Answered rightly or wrongly, a challenge is asked once."""
    passkeys.set_state(context.request.session.pop(f"{passkeys.STATE_SESSION_KEY}.{purpose}", {}))


# Setting up


def new_secret(*, again: bool) -> str:
    """The secret of this session's set-up; ``again`` keeps the one that was shown."""
    return one_time_codes.get_totp_secret(regenerate=not again)


def picture_of(user: Person, secret: str) -> str:
    """The secret as a QR code: the address of an image that holds it."""
    adapter = get_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(user, secret))
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def shows_code_of(secret: str, code: str) -> bool:
    return one_time_codes.validate_totp_code(secret, code.strip())


def new_passkey(user: Person) -> dict[str, Any]:
    """What the browser makes a passkey from; the answer is due in the same session."""
    return _put_aside("create", passkeys.begin_registration(user, passwordless=False))


@transaction.atomic
def add_one_time_code(user: Person, secret: str) -> list[str]:
    """Ask for codes of this secret from now on, in place of another.  Returns recovery codes to write down."""
    factors_of(user).filter(type=Kind.TOTP).delete()
    one_time_codes.TOTP.activate(user, secret)
    return _recovery_codes(user)


@transaction.atomic
def add_passkey(user: Person, name: str, credential: Credential) -> list[str]:
    """Ask for this passkey from now on, too.  Returns recovery codes; raises ``ValueError`` if it is not right."""
    _take_up("create")
    try:
        passkeys.parse_registration_response(credential)
        passkeys.complete_registration(credential)
    except _NOT_AN_ANSWER as wrong:
        raise ValueError("The passkey could not be read.") from wrong
    passkeys.WebAuthn.add(user, name, credential)
    return _recovery_codes(user)


def _recovery_codes(user: Person) -> list[str]:
    """Fresh ones: those of an earlier set-up are no longer good."""
    Authenticator.objects.filter(user=user, type=Kind.RECOVERY_CODES).delete()
    return RecoveryCodes.activate(user).generate_codes()


@transaction.atomic
def remove(user: Person, factor: Authenticator) -> None:
    """Ask for it no longer; without another, recovery codes are of no use either."""
    factor.delete()
    if not factors_of(user).exists():
        Authenticator.objects.filter(user=user).delete()
