"""What two people may do at the same moment."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from reviews import services
from reviews.models import Decision, ReviewRequest
from reviews.selftest.form_data import page_form_data
from reviews.signatures import sign
from tests import factories
from tests.editorial import PASSWORD, Newsroom, Person, fresh
from tests.reviews.interleaving import Act

IN_AN_HOUR = datetime.timedelta(hours=1)


@dataclass
class Attempt:
    """Two acts about ``pages``, and the moment at which they happen."""

    first: Act
    second: Act
    pages: list[Page]
    moment: Callable[[], AbstractContextManager[Any]] = contextlib.nullcontext
    decisions_before: set[int] = field(default_factory=lambda: set(Decision.objects.values_list("pk", flat=True)))


@dataclass(frozen=True)
class Race:
    """``prepare`` makes new pages for each attempt; ``stride`` leaves out statements of long reading views."""

    prepare: Callable[[Newsroom], Attempt]
    stride: int = 1


# Acts


def _write(room: Newsroom, page: Page | None = None, **fields: Any) -> Page:
    """A draft: a new page, or a new version of ``page``."""
    if page is None:
        page = room.home.add_child(instance=factories.standard(owner=room.editor.user, **fields))
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(user=room.editor.user)
    return fresh(page)


def submit(page: Page, who: Person) -> ReviewRequest:
    return services.submit(page, who.user, change_note="Changed.")


def approve(waiting: ReviewRequest, who: Person) -> Decision:
    return services.approve(
        waiting,
        sign(who.user, PASSWORD),
        shown_digest=waiting.digest,
        next_review_on=timezone.localdate() + datetime.timedelta(days=365),
    )


def _live(room: Newsroom) -> Page:
    page = _write(room)
    approve(submit(page, room.editor), room.pharmacist)
    return fresh(page)


def _first_version(room: Newsroom) -> tuple[Page, ReviewRequest]:
    page = _write(room)
    return page, submit(page, room.editor)


def _second_version(room: Newsroom) -> tuple[Page, ReviewRequest]:
    page = _write(room, _live(room), lead="The second version.")
    return page, submit(page, room.editor)


def _editing(who: Person, page: Page, *, overwrite: bool = False, **changes: Any) -> Act:
    """The POST of the editor, as the page stands now; with ``overwrite`` what autosave sends."""
    draft = page.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    data = page_form_data(draft, who.user)
    headers = {}
    if overwrite:
        created = draft.latest_revision.created_at.isoformat()
        same = draft.latest_revision_id
        data |= {"overwrite_revision_id": same, "loaded_revision_id": same, "loaded_revision_created_at": created}
        headers = {"accept": "application/json"}
    client = who.client
    return lambda: client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data, headers=headers)


# Races


def _approve_against_save(room: Newsroom) -> Attempt:
    page, waiting = _second_version(room)
    page.lead = "Not approved."
    return Attempt(
        lambda: approve(waiting, room.pharmacist), lambda: page.save_revision(user=room.editor2.user) and None, [page]
    )


def _approve_against_editor(room: Newsroom) -> Attempt:
    page = _write(room)
    waiting = submit(page, room.editor)
    save = _editing(room.editor2, page, lead="Not approved.")
    return Attempt(lambda: approve(waiting, room.pharmacist), save, [page])


def _review_against_a_slow_editor(room: Newsroom) -> Attempt:
    """Submitted and approved by others while the editor's POST of a page that was not live is still under way."""
    page = _write(room)
    save = _editing(room.editor2, page, lead="Not approved.")

    def review() -> Decision:
        return approve(submit(fresh(page), room.editor), room.pharmacist)

    return Attempt(save, review, [page])


def _approve_against_recall(room: Newsroom) -> Attempt:
    page, waiting = _first_version(room)
    return Attempt(
        lambda: approve(waiting, room.pharmacist), lambda: services.recall(waiting, room.editor.user), [page]
    )


def _approve_against_cancel(room: Newsroom) -> Attempt:
    """Wagtail's own button, which recalls."""
    page, waiting = _first_version(room)

    def cancel() -> None:
        state = fresh(page).current_workflow_state
        if state is not None:
            state.cancel(user=room.editor.user)

    return Attempt(lambda: approve(waiting, room.pharmacist), cancel, [page])


def _two_approvals(room: Newsroom) -> Attempt:
    page, waiting = _first_version(room)
    return Attempt(lambda: approve(waiting, room.pharmacist), lambda: approve(waiting, room.physician), [page])


def _two_pages(room: Newsroom) -> Attempt:
    """They meet at the end of the ledger only."""
    one, two = _write(room), _write(room)
    first, second = submit(one, room.editor), submit(two, room.editor)
    return Attempt(lambda: approve(first, room.pharmacist), lambda: approve(second, room.physician), [one, two])


def _approve_against_withdraw(room: Newsroom) -> Attempt:
    page, waiting = _second_version(room)
    return Attempt(
        lambda: approve(waiting, room.pharmacist),
        lambda: services.withdraw(page, room.physician.user, reason="A wrong dose."),
        [page],
    )


def _submit_against_autosave(room: Newsroom) -> Attempt:
    page = _write(room, _live(room), lead="Written.")
    autosave = _editing(room.editor, page, overwrite=True, lead="Typed on.")
    return Attempt(lambda: submit(page, room.editor2), autosave, [page])


def _schedule_against_withdraw(room: Newsroom) -> Attempt:
    page = _write(room, go_live_at=timezone.now() + IN_AN_HOUR)
    approve(submit(page, room.editor), room.pharmacist)
    later = timezone.now() + 2 * IN_AN_HOUR
    return Attempt(
        lambda: call_command("publish_scheduled"),
        lambda: services.withdraw(page, room.physician.user, reason="A wrong dose."),
        [page],
        lambda: mock.patch("django.utils.timezone.now", return_value=later),
    )


def _restore_against_editor(room: Newsroom) -> Attempt:
    page = _live(room)
    approval = Decision.objects.last_approval(page.pk)
    assert approval is not None
    services.withdraw(page, room.physician.user, reason="A wrong dose.")
    save = _editing(room.editor, fresh(page), lead="Not approved.")
    return Attempt(
        lambda: services.restore(approval, sign(room.physician.user, PASSWORD), reason="It was right."), save, [page]
    )


RACES = {
    "approve against save": Race(_approve_against_save),
    "approve against the editor's save": Race(_approve_against_editor, stride=40),
    "submit and approve against the editor's save": Race(_review_against_a_slow_editor, stride=40),
    "approve against recall": Race(_approve_against_recall),
    "approve against Wagtail's cancel": Race(_approve_against_cancel, stride=12),
    "two approvals": Race(_two_approvals),
    "two approvals of two pages": Race(_two_pages, stride=25),
    "approve against withdraw": Race(_approve_against_withdraw),
    "submit against autosave": Race(_submit_against_autosave, stride=25),
    "publish scheduled against withdraw": Race(_schedule_against_withdraw),
    "restore against the editor's save": Race(_restore_against_editor, stride=40),
}
