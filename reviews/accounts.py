"""Accounts that the gate relies on: who signs under which name, and who has every right in the admin.

Judged by who is at work in the admin (Wagtail's log context); whoever runs code on the server has every right anyway.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context

from reviews.contributions import display_name
from reviews.models.reviewers import ReviewerProfile
from reviews.persons import Person
from reviews.refusals import ReviewRefused


@receiver(pre_save, sender=settings.AUTH_USER_MODEL, dispatch_uid="reviews.guard_account")
def guard_account(sender: type[models.Model], instance: Person, raw: bool = False, **kwargs: Any) -> None:
    actor = get_active_log_context().user
    if raw or actor is None:
        return
    before = sender._default_manager.filter(pk=instance.pk).first()
    if actor.pk == instance.pk:
        _require_same_name(before, instance)
    if not actor.is_superuser and (instance.is_superuser or getattr(before, "is_superuser", False)):
        raise ReviewRefused(
            "Only a superuser makes somebody a superuser, or changes the account of one.",
            kept="The account is as it was.",
            next_step="Ask a superuser.",
        )


def _require_same_name(before: Any, account: Person) -> None:
    """The name of a reviewer is public beside their signature, with the registration that somebody else checked.

    Who was appointed without a name gives one: the form of Wagtail's account page asks for it.
    """
    if not before.get_full_name() or display_name(before) == display_name(account):
        return
    if ReviewerProfile.objects.current_for(account) is not None:
        raise ReviewRefused(
            "Your name stands beside what you sign, with the registration that was checked when you were appointed, so "
            "you do not change it yourself.",
            kept="Your account is as it was.",
            next_step="Ask an administrator to change it.",
        )
