"""The pages and people of one group of routes, made through the real services and gone with its transaction."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.db.models import Max, ProtectedError
from django.utils import timezone
from wagtail.models import Page, Revision, Site

from reviews import services
from reviews.middleware import as_refusal
from reviews.models import Decision, ReviewRequest
from reviews.refusals import Moved
from reviews.selftest import isolation, specimens
from reviews.selftest.people import People, people_of
from reviews.selftest.state import State
from reviews.selftest.visitors import Browser, Visitor, allowed_host
from reviews.signatures import Signature, sign

# No other page of a site has these words, so that a search for them finds ours or none.
APPROVED, IN_REVIEW, UNAPPROVED = "Gatewordsapproved.", "Gatewordsinreview.", "Gatewordsunapproved."
TITLE = "Gate self-test"

T = TypeVar("T")


@dataclass
class Scene(People):
    """``live`` is approved; ``draft`` was never submitted; ``reviewed`` is live with a second version in review.

    Pages are read from the database at every mention: what one attempt did to an object in memory is its own.
    """

    since: int
    port: int
    section_id: int
    password: str
    pages: dict[str, int]
    signature: Signature
    before: State | None = None
    addresses: tuple[str, ...] = ()

    @property
    def live(self) -> Page:
        return self.page("live")

    @property
    def draft(self) -> Page:
        return self.page("draft")

    @property
    def reviewed(self) -> Page:
        return self.page("reviewed")

    @property
    def section(self) -> Page:
        return Page.objects.get(pk=self.section_id).specific

    @property
    def waiting(self) -> ReviewRequest:
        return made_of(ReviewRequest.objects.open_for(self.pages["reviewed"]))

    @property
    def words_field(self) -> str:
        return specimens.specimen().words_field

    def page(self, name: str) -> Page:
        return Page.objects.get(pk=self.pages[name]).specific

    def words(self, words: str = UNAPPROVED) -> dict[str, Any]:
        """The change that writes ``words`` into a page."""
        return {self.words_field: words}

    def unsaved(self, words: str = UNAPPROVED) -> Page:
        slug = f"gatepage{secrets.token_hex(4)}"
        return specimens.specimen().page(f"{TITLE} {slug}", slug, words)

    def write(self, name: str, words: str = UNAPPROVED, by: Visitor | None = None, **fields: Any) -> Page:
        """A new draft below the section."""
        page = self.unsaved(words)
        for field, value in fields.items():
            setattr(page, field, value)
        page.live = False
        self.section.add_child(instance=page)
        page.save_revision(user=(by or self.writer).user)
        self.pages[name] = page.pk
        return self.page(name)

    def rewrite(self, page: Page, words: str = UNAPPROVED, by: Visitor | None = None) -> Revision:
        """A newer draft of ``page``."""
        draft = page.get_latest_revision_as_object()
        setattr(draft, self.words_field, words)
        return draft.save_revision(user=(by or self.writer).user)

    def submit(self, page: Page, by: Visitor | None = None) -> ReviewRequest:
        return services.submit(page, (by or self.writer).user, change_note="For the self-test.")

    def approve(self, request: ReviewRequest, by: Visitor | None = None) -> Decision:
        signature = self.signature if by is None else sign(by.user, self.password)
        due = timezone.localdate() + datetime.timedelta(days=30)
        return services.approve(request, signature, shown_digest=request.digest, next_review_on=due)

    def published_by_approval(self, request: ReviewRequest) -> list[str]:
        """What the approval of ``request``, taken back at once, would publish other than what was handed in."""
        try:
            with transaction.atomic():
                self.approve(request)
                page = self.reviewed
                published, text = page.live_revision_id, self.read(self.address(page)).content.decode()
                transaction.set_rollback(True)
        except Moved:
            # The approval saw that something moved, and published nothing.
            return []
        found = [] if published == request.revision_id else ["the approval published another revision"]
        return found if IN_REVIEW in text else [*found, "the approval published other words than were handed in"]

    def address(self, page: Page) -> str:
        """The path at which ``page`` is, or would be, public."""
        return str(made_of(page.get_url_parts())[2])

    def read(self, address: str) -> Any:
        """What somebody without an account is answered."""
        return Browser(self.port).get(address)

    def from_here(self) -> None:
        """What is so now is what the route may not move: its preparations are done."""
        self.addresses = tuple(self.address(self.page(name)) for name in self.pages)
        self.before = self._state()

    def moved(self) -> list[str]:
        """What is not as it was when the preparations were done."""
        return self._state().moved_since(made_of(self.before))

    def _state(self) -> State:
        return State.now(*self.addresses, since=self.since, browser=Browser(self.port))

    def tries(self, *attempts: Callable[[], object]) -> None:
        """Make each attempt.  What it wrote before it was refused stays, as it would without a transaction.

        A refusal is the gate's, Wagtail's or a kept record's; anything else is a fault of the attempt, and raised.
        """
        for attempt in attempts:
            savepoint = transaction.savepoint()
            try:
                attempt()
            except PermissionDenied:
                broken = connection.needs_rollback
            except (DatabaseError, ProtectedError) as error:
                if as_refusal(error) is None:
                    raise
                broken = isinstance(error, DatabaseError)
            else:
                broken = False
            if broken:
                connection.needs_rollback = False
                transaction.savepoint_rollback(savepoint)
            else:
                transaction.savepoint_commit(savepoint)


@contextmanager
def made() -> Iterator[Scene]:
    """A scene, inside a transaction that is rolled back at the end of the block."""
    isolation.forget()
    with transaction.atomic():
        scene = _make()
        scene.from_here()
        yield scene
        transaction.set_rollback(True)


def made_of(found: T | None) -> T:
    """``found``, which the scene was made with."""
    if found is None:
        raise RuntimeError("The scene of the self-test is not what it was made to be.")
    return found


def _make() -> Scene:
    since = Page.objects.aggregate(newest=Max("pk"))["newest"] or 0
    root = Page.objects.get(depth=1)
    section = root.add_child(instance=specimens.specimen().section(TITLE, f"gate-{secrets.token_hex(6)}"))
    host = allowed_host()
    taken = set(Site.objects.filter(hostname=host).values_list("port", flat=True))
    port = next(port for port in range(65_535, 1_024, -1) if port not in taken)
    Site.objects.create(hostname=host, port=port, root_page=section, site_name=TITLE)
    password = secrets.token_urlsafe(16)
    people = people_of(section, port, password)
    scene = Scene(
        since=since,
        port=port,
        section_id=section.pk,
        **vars(people),
        password=password,
        pages={},
        signature=sign(people.reviewer.user, password),
    )
    for name in ("live", "reviewed"):
        scene.approve(scene.submit(scene.write(name, APPROVED)))
    scene.write("draft")
    scene.rewrite(scene.reviewed, IN_REVIEW)
    scene.submit(scene.reviewed)
    return scene
