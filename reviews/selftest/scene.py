"""The pages and people of one group of routes, made through the real services and gone with its transaction."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.db.models import Max, ProtectedError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, Revision, Site

from reviews import services
from reviews.middleware import as_refusal
from reviews.models import Decision, ReviewRequest
from reviews.selftest import isolation, specimens
from reviews.selftest.state import State
from reviews.selftest.visitors import Browser, Visitor, allowed_host
from reviews.signatures import Signature, sign

# No other page of a site has these words, so that a search for them finds ours or none.
APPROVED, IN_REVIEW, UNAPPROVED = "Gatewordsapproved.", "Gatewordsinreview.", "Gatewordsunapproved."
TITLE = "Gate self-test"
ADMINISTRATORS_PAGE_RIGHTS = ("add", "change", "publish", "bulk_delete", "lock", "unlock")


@dataclass
class Scene:
    """``live`` is approved; ``draft`` was never submitted; ``reviewed`` is live with a second version in review.

    Pages are read from the database at every mention: what one attempt did to an object in memory is its own.
    """

    since: int
    port: int
    section_id: int
    people: dict[str, Visitor]
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
        waiting = ReviewRequest.objects.open_for(self.pages["reviewed"])
        assert_made(waiting)
        return waiting  # type: ignore[return-value]

    @property
    def writer(self) -> Visitor:
        return self.people["writer"]

    @property
    def second_writer(self) -> Visitor:
        return self.people["second_writer"]

    @property
    def colleague(self) -> Visitor:
        """A clinical reviewer who also writes."""
        return self.people["colleague"]

    @property
    def stranger(self) -> Visitor:
        """Somebody with an account and no rights."""
        return self.people["stranger"]

    @property
    def administrator(self) -> Visitor:
        return self.people["administrator"]

    @property
    def superuser(self) -> Visitor:
        return self.people["superuser"]

    @property
    def reviewer(self) -> Visitor:
        return self.people["reviewer"]

    @property
    def words_field(self) -> str:
        return specimens.specimen().words_field

    def page(self, name: str) -> Page:
        return Page.objects.get(pk=self.pages[name]).specific

    def words(self, words: str = UNAPPROVED) -> dict[str, str]:
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
        with transaction.atomic():
            self.approve(request)
            page = self.reviewed
            published, text = page.live_revision_id, self.read(self.address(page)).content.decode()
            transaction.set_rollback(True)
        found = [] if published == request.revision_id else ["the approval published another revision"]
        return found if IN_REVIEW in text else [*found, "the approval published other words than were handed in"]

    def address(self, page: Page) -> str:
        """The path at which ``page`` is, or would be, public."""
        parts = page.get_url_parts()
        assert_made(parts)
        return str(parts[2])

    def read(self, address: str) -> Any:
        """What somebody without an account is answered."""
        return Browser(self.port).get(address)

    def from_here(self) -> None:
        """What is so now is what the route may not move: its preparations are done."""
        self.addresses = tuple(self.address(self.page(name)) for name in self.pages)
        self.before = self._state()

    def moved(self) -> list[str]:
        """What is not as it was when the preparations were done."""
        assert_made(self.before)
        return self._state().moved_since(self.before)  # type: ignore[arg-type]

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


def assert_made(found: object) -> None:
    if found is None:
        raise RuntimeError("The scene of the self-test is not what it was made to be.")


def _make() -> Scene:
    since = Page.objects.aggregate(newest=Max("pk"))["newest"] or 0
    root = Page.objects.get(depth=1)
    section = root.add_child(instance=specimens.specimen().section(TITLE, f"gate-{secrets.token_hex(6)}"))
    host = allowed_host()
    taken = set(Site.objects.filter(hostname=host).values_list("port", flat=True))
    port = next(port for port in range(65_535, 1_024, -1) if port not in taken)
    Site.objects.create(hostname=host, port=port, root_page=section, site_name=TITLE)
    password = secrets.token_urlsafe(16)
    people = _people(section, port, password)
    scene = Scene(
        since=since,
        port=port,
        section_id=section.pk,
        people=people,
        password=password,
        pages={},
        signature=sign(people["reviewer"].user, password),
    )
    for name in ("live", "reviewed"):
        scene.approve(scene.submit(scene.write(name, APPROVED)))
    scene.write("draft")
    scene.rewrite(scene.reviewed, IN_REVIEW)
    scene.submit(scene.reviewed)
    return scene


def _people(section: Page, port: int, password: str) -> dict[str, Visitor]:
    prefix = reverse("wagtailapi_v3:api-root")
    token = secrets.token_hex(4)

    def person(name: str, *, superuser: bool = False) -> Visitor:
        accounts: Any = get_user_model()._default_manager
        make = accounts.create_superuser if superuser else accounts.create_user
        return Visitor(make(f"gate-{token}-{name}", f"{name}@example.invalid", password), port, prefix)

    names = ("writer", "second_writer", "administrator", "reviewer", "colleague", "stranger")
    people = {name: person(name) for name in names}
    people["superuser"] = person("superuser", superuser=True)
    for name, rights in {
        "writers": ("add", "change"),
        "administrators": ADMINISTRATORS_PAGE_RIGHTS,
    }.items():
        group = Group.objects.create(name=f"gate-{token}-{name}")
        group.permissions.add(Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"))
        for right in rights:
            permission = Permission.objects.get(codename=f"{right}_page", content_type__app_label="wagtailcore")
            GroupPagePermission.objects.create(group=group, page=section, permission=permission)
        members = ("writer", "second_writer", "colleague") if name == "writers" else ("administrator",)
        for member in members:
            people[member].user.groups.add(group)
    for name in ("reviewer", "colleague"):
        services.appoint(
            people[name].user,
            by=people["superuser"].user,
            profession="Pharmacist",
            registration_body=TITLE,
            registration_number=token,
            valid_until=timezone.localdate() + datetime.timedelta(days=30),
        )
    return people

