"""A second proof at the signature: once somebody has set one up, the password alone signs nothing."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from wagtail.models import ModelLogEntry

from reviews import second_factor, signatures
from reviews.models import ReviewRequest
from tests.editorial import PASSWORD, Newsroom, Person, Response, what_was_said


def code_of(secret: str, steps: int = 0) -> str:
    """What an authenticator app shows now, or some steps of 30 seconds later."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps))


def set_up(person: Person) -> tuple[str, list[str]]:
    """Through the screen: the secret, and the recovery codes that were shown."""
    secret = person.get("reviews:one_time_code").context["secret"]
    response = person.post("reviews:one_time_code", new_code=code_of(secret), password=PASSWORD)
    codes = re.findall(r"<code>(\d+)</code>", response.content.decode())
    assert codes, what_was_said(response)
    return secret, codes


@pytest.fixture
def secret(room: Newsroom) -> str:
    """The pharmacist signs with one-time codes of this secret."""
    return set_up(room.pharmacist)[0]


def test_a_person_sets_it_up_with_app_and_password_and_it_is_logged(room: Newsroom) -> None:
    secret, codes = set_up(room.pharmacist)
    assert len(codes) == 10
    assert second_factor.kinds_of(room.pharmacist.user) == {"totp"}
    assert ModelLogEntry.objects.filter(action="reviews.second_factor_added", user=room.pharmacist.user).exists()
    shown = room.pharmacist.get("reviews:signing").content.decode()
    assert "one-time code" in shown
    assert secret not in shown
    assert not set(codes) & set(re.findall(r"\d+", shown)), "they are shown once"


@pytest.mark.parametrize("wrong", [{"new_code": "000000"}, {"password": "wrong"}, {"new_code": ""}])
def test_without_the_right_code_and_password_nothing_is_set_up(room: Newsroom, wrong: dict[str, str]) -> None:
    secret = room.pharmacist.get("reviews:one_time_code").context["secret"]
    data = {"new_code": code_of(secret), "password": PASSWORD}
    response = room.pharmacist.post("reviews:one_time_code", **(data | wrong))
    assert response.context["form"].errors
    assert response.context["secret"] == secret, "the picture that was scanned stays"
    assert not second_factor.factors_of(room.pharmacist.user).exists()


def approve(room: Newsroom, waiting: ReviewRequest, **proof: str) -> Response:
    return room.pharmacist.approve(waiting, comment="Typed at length.", **proof)


def test_the_password_alone_no_longer_signs(room: Newsroom, waiting: ReviewRequest, secret: str) -> None:
    assert 'autocomplete="one-time-code"' in room.pharmacist.get("reviews:review", waiting.pk).content.decode()
    for proof in ({}, {"code": "123456"}, {"passkey": "{}"}):
        response = approve(room, waiting, **proof)
        assert "one-time code or passkey is not right" in what_was_said(response)
        assert "Typed at length." in response.content.decode()
        assert waiting.is_open
    cannot = approve(room, waiting, code=code_of(secret, 1), password="wrong")
    assert "password is not right" in what_was_said(cannot)
    approve(room, waiting, code=code_of(secret, 1))
    assert not waiting.is_open


def test_services_and_commands_need_it_too(room: Newsroom, secret: str) -> None:
    with pytest.raises(signatures.WrongProof):
        signatures.sign(room.pharmacist.user, PASSWORD)
    signatures.sign(room.pharmacist.user, PASSWORD, code=code_of(secret, 1))


def test_a_code_is_good_once_in_every_worker_process(room: Newsroom, secret: str) -> None:
    code = code_of(secret, 1)
    signatures.sign(room.pharmacist.user, PASSWORD, code=code)
    cache.clear()  # as another process, which has a cache of its own
    with pytest.raises(signatures.WrongProof):
        signatures.sign(room.pharmacist.user, PASSWORD, code=code)


def test_a_code_of_some_minutes_ago_is_not_good(room: Newsroom, secret: str) -> None:
    with pytest.raises(signatures.WrongProof):
        signatures.sign(room.pharmacist.user, PASSWORD, code=code_of(secret, -4))


def test_a_recovery_code_is_good_once_and_setting_up_again_ends_it(room: Newsroom) -> None:
    user = room.pharmacist.user
    secret, (first, second, *_) = set_up(room.pharmacist)
    signatures.sign(user, PASSWORD, code=first)
    with pytest.raises(signatures.WrongProof):
        signatures.sign(user, PASSWORD, code=first)
    data = {"new_code": code_of(again := room.pharmacist.get("reviews:one_time_code").context["secret"], 1)}
    room.pharmacist.post("reviews:one_time_code", **data, password=PASSWORD, code=code_of(secret, 1))
    assert again != secret
    for old in (second, code_of(secret)):
        with pytest.raises(signatures.WrongProof):
            signatures.sign(user, PASSWORD, code=old)


def test_wrong_codes_lock_signing_as_wrong_passwords_do(room: Newsroom, waiting: ReviewRequest, secret: str) -> None:
    for _ in range(5):
        approve(room, waiting, code="000000")
    assert "Too many wrong" in what_was_said(approve(room, waiting, code=code_of(secret, 1)))
    assert waiting.is_open


def test_it_is_removed_with_the_same_proof_and_by_nobody_else(room: Newsroom, secret: str) -> None:
    factor = second_factor.factors_of(room.pharmacist.user).get()
    assert room.physician.post("reviews:factor_remove", factor.pk, password=PASSWORD).status_code == 404
    refused = room.pharmacist.post("reviews:factor_remove", factor.pk, password=PASSWORD)
    assert "not right" in what_was_said(refused)
    assert second_factor.factors_of(room.pharmacist.user).exists()
    room.pharmacist.post("reviews:factor_remove", factor.pk, password=PASSWORD, code=code_of(secret, 1))
    assert not Authenticator.objects.filter(user=room.pharmacist.user).exists(), "recovery codes go with the last one"
    signatures.sign(room.pharmacist.user, PASSWORD)


JUNK = [
    "not JSON",
    "[]",
    '"text"',
    "7",
    '{"id": 5}',
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {}}',
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response":'
    ' {"clientDataJSON": "e30", "authenticatorData": "e30", "signature": "e30", "attestationObject": "oA"}}',
]


@pytest.mark.parametrize("junk", JUNK)
def test_junk_in_place_of_a_passkey_is_refused_and_no_fault(
    room: Newsroom, waiting: ReviewRequest, monkeypatch: pytest.MonkeyPatch, junk: str
) -> None:
    with_a_passkey: Any = lambda user: {"webauthn"}  # noqa: E731
    monkeypatch.setattr(second_factor, "kinds_of", with_a_passkey)
    assert room.pharmacist.post("reviews:passkey_challenge").status_code == 200
    assert room.pharmacist.post("reviews:passkey_challenge", purpose="create").status_code == 200
    assert approve(room, waiting, passkey=junk).context["form"].errors
    assert waiting.is_open
    monkeypatch.setattr(second_factor, "kinds_of", lambda user: set())
    response = room.pharmacist.post("reviews:passkey_add", name="Key", new_passkey=junk, password=PASSWORD)
    assert response.context["form"].errors
    assert not Authenticator.objects.exists()
