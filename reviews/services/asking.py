"""Asking those who may to take a page from the public."""

from __future__ import annotations

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page

from reviews import notices
from reviews.models.decisions import Decision
from reviews.persons import Person
from reviews.refusals import ReviewRefused
from reviews.services.locking import lock_page
from reviews.services.safety import require_reason


@transaction.atomic
def ask_for_withdrawal(page: Page, user: Person, *, reason: str) -> int:
    """Tell every reviewer and administrator at once; return how many.  Whoever may edit the page may ask.

    Raises ``ReviewRefused``.  Asking changes nothing that the public reads.
    """
    page = lock_page(page.pk)
    if not page.permissions_for_user(user).can_edit():
        raise ReviewRefused("You may not edit this page, so you may not ask for its withdrawal.")
    reason = require_reason(reason, "Say why the page should be withdrawn.")
    if Decision.objects.standing(page.pk) is None:
        raise ReviewRefused("This page is not public, so there is nothing to withdraw.")
    entry = log(instance=page, action="reviews.ask_withdrawal", user=user, data={"reason": reason})
    asking = notices.withdrawal_asked(page, user, reason, entry.pk)
    notices.tell(asking)
    return len(asking.recipients)
