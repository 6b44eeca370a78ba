"""Signing: five wrong passwords lock it for a quarter of an hour, for that person alone."""

from __future__ import annotations

import logging

import pytest
from django.utils import timezone

from reviews import signatures
from reviews.models import FailedSignature, ReviewRequest
from tests.editorial import PASSWORD, Newsroom, what_was_said


def fail(room: Newsroom, waiting: ReviewRequest, times: int) -> None:
    for _ in range(times):
        room.pharmacist.approve(waiting, password="wrong")


def test_five_wrong_passwords_lock_signing_and_are_logged(
    room: Newsroom, waiting: ReviewRequest, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        fail(room, waiting, 5)
    assert "HUB-SIGNING-1" in caplog.text
    response = room.pharmacist.approve(waiting, comment="Typed at length.")
    assert "Too many wrong passwords" in what_was_said(response)
    assert "Typed at length." in response.content.decode()
    assert waiting.is_open


def test_the_lock_ends_after_15_minutes(room: Newsroom, waiting: ReviewRequest) -> None:
    fail(room, waiting, 5)
    FailedSignature.objects.update(failed_at=timezone.now() - signatures.LOCK)
    room.pharmacist.approve(waiting)
    assert not waiting.is_open


def test_a_right_password_forgives_the_wrong_ones_before_it(room: Newsroom, waiting: ReviewRequest) -> None:
    fail(room, waiting, 4)
    signatures.sign(room.pharmacist.user, PASSWORD)
    fail(room, waiting, 4)
    room.pharmacist.approve(waiting)
    assert not waiting.is_open


def test_nobody_else_is_locked(room: Newsroom, waiting: ReviewRequest) -> None:
    fail(room, waiting, 5)
    room.physician.approve(waiting)
    assert not waiting.is_open
