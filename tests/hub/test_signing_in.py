"""Signing in: guessing ends soon, and reviewers and administrators need more than a password in production."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from reviews.models import Decision
from tests.editorial import PASSWORD, Newsroom, Person
from tests.reviews.test_second_factor import code_of, set_up

HOME, LOGIN = "/admin/", "/admin/login/"


@pytest.fixture
def _throttled() -> Iterator[None]:
    with override_settings(AXES_ENABLED=True):
        yield


@pytest.fixture
def _asked_twice() -> Iterator[None]:
    with override_settings(SECOND_PROOF_REQUIRED=True):
        yield


def sign_in(password: str = PASSWORD, username: str = "pharmacist", **environ: Any) -> Any:
    return Client().post(LOGIN, {"username": username, "password": password, "next": HOME}, **environ)


@pytest.mark.usefixtures("_throttled")
def test_five_wrong_passwords_lock_this_name_at_this_address_and_nobody_else(room: Newsroom) -> None:
    answers = [sign_in("guess").status_code for _ in range(5)]

    assert answers[-1] == 429
    locked = sign_in()
    assert locked.status_code == 429
    assert "up to 15 minutes" in locked.content.decode()
    assert sign_in(username="physician").status_code == 302
    assert sign_in(REMOTE_ADDR="192.0.2.7").status_code == 302, "nobody keeps a reviewer out by guessing elsewhere"


@pytest.mark.usefixtures("_throttled")
@override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"))
def test_behind_a_proxy_the_address_that_it_wrote_down_counts(room: Newsroom) -> None:
    for number in range(5):
        sign_in("guess", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}, 198.51.100.1")

    assert sign_in(HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.1").status_code == 429
    assert sign_in(HTTP_X_FORWARDED_FOR="198.51.100.2").status_code == 302
    for number in range(5):
        sign_in("guess", username="physician", HTTP_X_FORWARDED_FOR=f"2001:db8::{number}")
    assert sign_in(username="physician", HTTP_X_FORWARDED_FOR="2001:db8::99").status_code == 429, "one household"
    assert sign_in("guess", HTTP_X_FORWARDED_FOR="no address at all").status_code == 200


@pytest.mark.usefixtures("_throttled")
def test_a_name_that_nobody_has_is_answered_as_a_wrong_password_is(room: Newsroom) -> None:
    wrong, nobody = sign_in("guess"), sign_in("guess", username="nobody-of-that-name")

    assert wrong.status_code == nobody.status_code == 200
    assert str(wrong.context["form"].errors) == str(nobody.context["form"].errors)


@pytest.mark.usefixtures("_asked_twice")
@pytest.mark.parametrize("who", ["pharmacist", "admin"])
def test_who_reviews_or_administers_sets_up_a_second_factor_before_anything_else(room: Newsroom, who: str) -> None:
    person: Person = getattr(room, who)
    for address in (HOME, reverse("reviews:desk"), reverse("wagtailadmin_pages:add_subpage", args=[room.home.pk])):
        assert person.client.get(address).headers["Location"] == reverse("reviews:signing")
    screen = person.get("reviews:signing").content.decode()
    assert "Set up a passkey or a one-time code first" in screen
    loaded = set(re.findall(r'(?:src|data-icon-url)="(/admin/[^"?]+)', screen))
    assert len(loaded) > 1
    for address in loaded:
        assert person.client.get(address).status_code == 200, "the screen is whole"
    assert person.client.post(reverse("wagtailadmin_logout")).status_code == 302

    person = Person(person.user)
    set_up(person)

    assert person.client.get(HOME).status_code == 200, "it was shown in this session"


@pytest.mark.usefixtures("_asked_twice")
def test_an_editor_needs_none_and_nobody_is_asked_outside_the_admin(room: Newsroom) -> None:
    assert room.editor.client.get(HOME).status_code == 200
    assert room.pharmacist.client.get("/").status_code == 200
    assert Client().get(HOME).headers["Location"].startswith(LOGIN)


@pytest.mark.usefixtures("_asked_twice")
def test_each_session_shows_the_second_factor_once_and_a_guess_is_locked(room: Newsroom) -> None:
    secret, codes = set_up(room.pharmacist)
    person = Person(room.pharmacist.user)
    asked = reverse("second-proof")
    desk = reverse("reviews:desk")

    assert person.client.get(desk).headers["Location"] == f"{asked}?next={desk}"
    assert person.client.get(reverse("reviews:one_time_code")).headers["Location"].startswith(asked), "not set up anew"
    page = person.client.get(asked).content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert 'name="password"' not in page
    assert person.client.post(asked, {"code": "000000"}).status_code == 200
    assert person.client.get(desk).status_code == 302

    before = person.client.session.session_key
    done = person.client.post(f"{asked}?next={desk}", {"code": code_of(secret, 1)})
    assert done.headers["Location"] == desk
    assert person.client.get(desk).status_code == 200
    assert person.client.session.session_key != before

    other = Person(room.pharmacist.user)
    elsewhere = other.client.post(f"{asked}?next=//evil.example/", {"code": codes[0]})
    assert elsewhere.headers["Location"] == HOME

    guessing = Person(room.pharmacist.user)
    for _ in range(5):
        guessing.client.post(asked, {"code": "000000"})
    locked = guessing.client.post(asked, {"code": codes[1]})
    assert locked.status_code == 200
    assert guessing.client.get(desk).status_code == 302
    assert not Decision.objects.exists()
