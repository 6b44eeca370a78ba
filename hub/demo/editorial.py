"""What people do in the demonstration, each through the same doors as in the editor and at the desk."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone

from hub.demo import writing
from hub.demo.accounts import ACCOUNTS
from reviews import services, signatures
from reviews.acknowledging import findings_to_acknowledge

if TYPE_CHECKING:
    from wagtail.models import Page

    from hub.demo.clock import Clock
    from hub.demo.content import Content
    from hub.users.models import User
    from reviews.models import ReviewRequest
    from reviews.signatures import Signature

PASSWORDS = {account.username: account.password for account in ACCOUNTS}
FIRST_VERSION = "First version of this page."
REASON = "Checked against the source by the demonstration reviewer."


@dataclass
class Office:
    """The people at work, and the clock on the wall."""

    people: dict[str, User]
    clock: Clock
    _signature: tuple[str, Signature] | None = field(default=None)

    def write(self, parent: Page, content: Content, by: str) -> Page:
        """A new draft; it may be incomplete, as in the editor."""
        page = writing.new_page(content)
        page.owner = self.people[by]
        page.live = False
        parent.add_child(instance=page)
        page.save_revision(user=self.people[by], log_action=True, clean=False)
        self.clock.tick()
        return page

    def revise(self, page: Page, content: Content, by: str, *, go_live_at: datetime.datetime | None = None) -> None:
        """A new draft of a page that exists."""
        draft = _stored(page).get_latest_revision_as_object()
        writing.fill(draft, content)
        draft.go_live_at = go_live_at
        draft.save_revision(user=self.people[by], log_action=True)
        self.clock.tick()

    def submit(
        self,
        page: Page,
        by: str,
        note: str = FIRST_VERSION,
        *,
        priority: str = "routine",
        due_in: int | None = None,
    ) -> ReviewRequest:
        due_on = timezone.localdate() + datetime.timedelta(days=due_in) if due_in else None
        request = services.submit(_stored(page), self.people[by], change_note=note, priority=priority, due_on=due_on)
        self.clock.tick()
        return request

    def approve(
        self,
        request: ReviewRequest,
        by: str,
        *,
        review_in: int = 365,
        comment: str = "",
        whole_page: bool = True,
    ) -> None:
        services.approve(
            request,
            self.sign(by),
            shown_digest=request.digest,
            comment=comment,
            attests_whole_page=whole_page,
            next_review_on=timezone.localdate() + datetime.timedelta(days=review_in),
            acknowledged={
                "clinical_changes": [change["key"] for change in request.clinical_changes],
                "findings": {key: REASON for key, _ in findings_to_acknowledge(request)},
            },
        )
        self.clock.tick()

    def request_changes(self, request: ReviewRequest, by: str, comment: str) -> None:
        services.request_changes(request, self.people[by], comment=comment)
        self.clock.tick()

    def recall(self, request: ReviewRequest, by: str, comment: str) -> None:
        services.recall(request, self.people[by], comment=comment)
        self.clock.tick()

    def sign(self, by: str) -> Signature:
        """One password for a short session of signing; hashing is slow on purpose."""
        if self._signature is not None:
            person, signature = self._signature
            if person == by and timezone.now() - signature.signed_at < signatures.SESSION:
                return signature
        signature = signatures.sign(self.people[by], PASSWORDS[by])
        self._signature = (by, signature)
        return signature


def _stored(page: Page) -> Page:
    """The page as stored now, of its own type."""
    return type(page)._default_manager.get(pk=page.pk)
