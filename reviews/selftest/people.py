"""The throw-away people of a scene: their rights end at its section, and their accounts with its transaction."""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page

from reviews import services
from reviews.selftest.visitors import Visitor

WRITERS_RIGHTS = ("add", "change")
ADMINISTRATORS_RIGHTS = ("add", "change", "publish", "bulk_delete", "lock", "unlock")


@dataclass
class People:
    """``administrator`` may do whatever lets people publish in stock Wagtail; ``superuser`` is appointed by nobody.

    ``reviewer`` and ``colleague`` are clinical reviewers, and ``colleague`` writes as well.  ``stranger`` has an
    account and no rights.
    """

    writer: Visitor
    second_writer: Visitor
    administrator: Visitor
    superuser: Visitor
    reviewer: Visitor
    colleague: Visitor
    stranger: Visitor


def people_of(section: Page, port: int, password: str) -> People:
    token = secrets.token_hex(4)
    accounts: Any = get_user_model()._default_manager

    def person(name: str, *, superuser: bool = False) -> Visitor:
        make = accounts.create_superuser if superuser else accounts.create_user
        account = make(f"gate-{token}-{name}", f"{name}@example.invalid", password)
        return Visitor(account, port, reverse("wagtailapi_v3:api-root"))

    people = People(
        writer=person("writer"),
        second_writer=person("second-writer"),
        administrator=person("administrator"),
        superuser=person("superuser", superuser=True),
        reviewer=person("reviewer"),
        colleague=person("colleague"),
        stranger=person("stranger"),
    )
    writers = _group(f"gate-{token}-writers", section, WRITERS_RIGHTS)
    for member in (people.writer, people.second_writer, people.colleague):
        member.user.groups.add(writers)
    people.administrator.user.groups.add(_group(f"gate-{token}-administrators", section, ADMINISTRATORS_RIGHTS))
    for appointed in (people.reviewer, people.colleague):
        services.appoint(
            appointed.user,
            by=people.superuser.user,
            profession="Pharmacist",
            registration_body="Gate self-test",
            registration_number=token,
            valid_until=timezone.localdate() + datetime.timedelta(days=30),
        )
    return people


def _group(name: str, section: Page, rights: tuple[str, ...]) -> Group:
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"))
    for right in rights:
        permission = Permission.objects.get(codename=f"{right}_page", content_type__app_label="wagtailcore")
        GroupPagePermission.objects.create(group=group, page=section, permission=permission)
    return group
