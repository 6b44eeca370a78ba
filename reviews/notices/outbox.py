"""Writing notices down, and getting them out of the house."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from itertools import groupby

from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.utils import get_admin_base_url

from reviews.models.notices import Kind, Notice, NoticePreference
from reviews.models.requests import ReviewRequest
from reviews.notices.kinds import Message
from reviews.persons import Person

logger = logging.getLogger("reviews")

# No more notices than this are in memory at once.
BATCH = 200


def tell(*messages: Message) -> None:
    """Write each message down for its recipients, as they chose, and mail what waits after this transaction.

    Whoever was told of the same event before is not told again.
    """
    for message in messages:
        if message.kind == Kind.DECIDED and message.request is not None:
            settle(message.request)
    notices = [notice for message in messages for notice in _notices(message)]
    if notices:
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        transaction.on_commit(_send_soon, robust=True)


def settle(request: ReviewRequest) -> None:
    """Somebody decided, or the submission was recalled: nobody is asked to review it any more."""
    Notice.objects.all().settle(request)


def _notices(message: Message) -> Iterator[Notice]:
    if not message.recipients:
        return
    chosen = {
        preference.person_id: preference
        for preference in NoticePreference.objects.filter(person__in=message.recipients, kind=message.kind)
    }
    for person in message.recipients:
        preference = chosen.get(person.pk) or NoticePreference(person=person, kind=message.kind)
        by_email = preference.email and bool(_address(person))
        if by_email or preference.in_admin:
            yield Notice(
                person=person,
                kind=message.kind,
                key=message.key,
                request=message.request,
                # A title may break over lines; the subject of a mail may not.
                subject=" ".join(message.subject.split())[:255],
                body=message.body,
                url=message.url,
                in_admin=preference.in_admin,
                by_email=by_email,
            )


def _send_soon() -> None:
    from reviews.notices.tasks import send_waiting

    send_waiting.enqueue()


def send(*, digests: bool = False, seconds: float | None = None) -> int:
    """Mail what waits, for at most so many ``seconds``; return how many notices went out.

    Single mails, and what failed before; with ``digests`` also what goes out once a day, one mail a person.  A mail
    that cannot be sent is logged, raises nothing, and is tried again by a later call after a growing gap.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    now = timezone.now()
    waiting = Notice.objects.unsent(now).filter(person__is_active=True).select_related("person")
    together = waiting.for_digest() if digests else waiting.for_digest().filter(attempts__gt=0)
    mails = [[notice] for notice in waiting.single().order_by("pk")[:BATCH]]
    mails += [list(group) for _, group in groupby(together.order_by("person", "pk"), lambda notice: notice.person_id)]
    if not mails:
        return 0
    try:
        connection = mail.get_connection()
        connection.open()
    except Exception:
        tried = [notice.pk for notices in mails for notice in notices]
        Notice.objects.filter(pk__in=tried).claim(now)
        logger.exception("No mail server: %s notices wait for the next run", len(tried))
        return 0
    sent = 0
    try:
        for notices in mails:
            if deadline is not None and time.monotonic() > deadline:
                break
            sent += _send_one(notices, connection)
    finally:
        connection.close()
    return sent


def _send_one(notices: list[Notice], connection: BaseEmailBackend) -> int:
    """Mail ``notices`` of one person, unless another process does; return how many went out."""
    now = timezone.now()
    rows = Notice.objects.filter(pk__in=[notice.pk for notice in notices])
    if rows.claim(now) != len(notices):
        return 0
    try:
        _mail(notices, connection).send()
    except Exception:
        logger.exception("A mail to person %s could not be sent; it is tried again later", notices[0].person_id)
        return 0
    return rows.update(emailed_at=timezone.now())


def _mail(notices: list[Notice], connection: BaseEmailBackend) -> mail.EmailMessage:
    many = len(notices) > 1
    parts = [f"{notice.subject}\n\n{_text(notice)}" if many else _text(notice) for notice in notices]
    return mail.EmailMessage(
        f"{len(notices)} notices" if many else notices[0].subject,
        "\n\n----\n\n".join([*parts, f"What you are told, and where: {_absolute(reverse('wagtailadmin_account'))}"]),
        to=[_address(notices[0].person)],
        connection=connection,
        # So that no out-of-office answers (RFC 3834).
        headers={"Auto-Submitted": "auto-generated"},
    )


def _text(notice: Notice) -> str:
    return f"{notice.body}\n\n{_absolute(notice.url)}"


def _absolute(path: str) -> str:
    return f"{(get_admin_base_url() or '').rstrip('/')}{path}"


def _address(person: Person) -> str:
    return getattr(person, person.get_email_field_name(), "") or ""
