"""The demonstration accounts of CONTRACT.md.  Names, professions and registrations are plainly fictitious."""

from __future__ import annotations

import datetime
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unittest import mock

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.contrib.auth.models import Group
from django.utils import timezone

from reviews import services

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hub.users.models import User


@dataclass(frozen=True)
class Account:
    username: str
    last_name: str
    who: str
    group: str = "Editors"
    profession: str = ""
    register: str = ""
    number: str = ""
    is_superuser: bool = False

    @property
    def password(self) -> str:
        return f"{self.username}-demo"


ACCOUNTS = (
    Account("editor", "Editor", "editor"),
    Account("editor2", "Second Editor", "second editor"),
    Account(
        "pharmacist",
        "Pharmacist",
        "clinical reviewer",
        group="",
        profession="Pharmacist (demonstration)",
        register="Demonstration Register of Pharmacists",
        number="DEMO-0001",
    ),
    Account(
        "physician",
        "Physician",
        "clinical reviewer",
        group="",
        profession="Physician (demonstration)",
        register="Demonstration Register of Physicians",
        number="DEMO-0002",
    ),
    Account("admin", "Administrator", "superuser, not a reviewer", group="Administrators", is_superuser=True),
)


@contextmanager
def quick_passwords() -> Iterator[None]:
    """Few rounds of hashing while a year of signatures is given in seconds.

    The passwords are printed on the screen, so strong hashing protects nothing; and Django makes each hash
    strong again when the person first signs in.
    """
    with mock.patch.object(PBKDF2PasswordHasher, "iterations", 1_000):
        yield


def create() -> dict[str, User]:
    """The people, by username, without addresses to write to.  Reviewers are appointed separately, by somebody else."""
    people = {}
    for account in ACCOUNTS:
        person = get_user_model()(
            username=account.username,
            first_name="Demo",
            last_name=account.last_name,
            password=make_password(account.password),
            is_superuser=account.is_superuser,
            date_joined=timezone.now(),
        )
        person.save()
        if account.group:
            person.groups.add(Group.objects.get(name=account.group))
        people[account.username] = person
    return people


def appoint(people: dict[str, User], *, days: int) -> None:
    """The administrator appoints the reviewers, from now on for ``days``."""
    for account in ACCOUNTS:
        if account.number:
            services.appoint(
                people[account.username],
                by=people["admin"],
                profession=account.profession,
                registration_body=account.register,
                registration_number=account.number,
                valid_until=timezone.localdate() + datetime.timedelta(days=days),
                conflicts_of_interest="None declared",
            )
