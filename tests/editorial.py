"""People at work, over HTTP: they write, submit, recall and decide through the admin, as anybody must.

Nothing here reaches a state by a door that the product forbids.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from reviews import services
from reviews.acknowledging import findings_to_acknowledge
from reviews.models import Decision, ReviewRequest
from reviews.selftest.form_data import page_form_data
from tests import factories

PASSWORD = "correct horse battery staple"
APPROVED = "what-we-approved"


# The test client's response: an HttpResponse with the context and the request.
Response: TypeAlias = Any


@dataclass
class Person:
    """Somebody with an account, a browser and, by choice, an appointment."""

    user: Any

    @cached_property
    def client(self) -> Client:
        client = Client(raise_request_exception=True)
        client.force_login(self.user)
        return client

    # Reading

    def get(self, name: str, /, *args: Any, **query: Any) -> Response:
        return self.client.get(reverse(name, args=args), query)

    def post(self, name: str, /, *args: Any, **data: Any) -> Response:
        return self.client.post(reverse(name, args=args), data)

    # Writing

    def create(self, page: Page, parent: Page, **buttons: str) -> Response:
        """Fill in the “add page” form with ``page`` and press a button (default: save draft)."""
        page.owner = self.user
        address = reverse("wagtailadmin_pages:add", args=[page._meta.app_label, page._meta.model_name, parent.pk])
        return self.client.post(address, page_form_data(page, self.user) | buttons)

    def write(self, page: Page, parent: Page | None = None) -> Page:
        """A saved draft of ``page``."""
        self.create(page, parent or _home_of(page))
        return type(page).objects.get(slug=page.slug)

    def edit(self, page: Page, buttons: dict[str, Any] | None = None, **changes: Any) -> Response:
        """Open the newest draft, change fields, press a button (default: save draft)."""
        draft = fresh(page).get_latest_revision_as_object()
        for name, value in changes.items():
            setattr(draft, name, value)
        data = page_form_data(draft, self.user) | (buttons or {})
        return self.client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)

    # Review

    def submit(self, page: Page, change_note: str = "First version.") -> ReviewRequest:
        response = self.try_to_submit(page, change_note)
        waiting = ReviewRequest.objects.open_for(page.pk)
        assert waiting is not None, what_was_said(response)
        return waiting

    def try_to_submit(self, page: Page, change_note: str = "First version.") -> Response:
        return self.post("reviews:submit", page.pk, change_note=change_note, priority="routine")

    def recall(self, waiting: ReviewRequest) -> Response:
        return self.post("reviews:recall", waiting.pk, comment="Found a slip.")

    def approve(self, waiting: ReviewRequest, **changes: Any) -> Response:
        """Tick and answer what the review screen asks for, and sign an approval of what it shows."""
        page_type: Any = waiting.page.specific_class
        data = {
            "clinical_changes": [change["key"] for change in waiting.clinical_changes],
            **{f"finding_{key}": "It may stand." for key, _ in findings_to_acknowledge(waiting)},
            "checklist": list(range(len(page_type.review_checklist))),
            "verdict": "approve",
            "shown_digest": waiting.digest,
            "attests_whole_page": "on",
            "next_review_on": (timezone.localdate() + datetime.timedelta(days=365)).isoformat(),
            "comment": "",
            "password": PASSWORD,
        }
        return self.post("reviews:review", waiting.pk, **(data | changes))

    def request_changes(self, waiting: ReviewRequest, comment: str = "Say when to take it.") -> Response:
        return self.post(
            "reviews:review",
            waiting.pk,
            verdict="request-changes",
            shown_digest=waiting.digest,
            comment=comment,
        )


@dataclass
class Newsroom:
    """Everybody a test needs, and the tree they work in."""

    editor: Person
    editor2: Person
    pharmacist: Person
    physician: Person
    admin: Person
    home: Page

    def publish(self, page: Page, parent: Page | None = None) -> Page:
        """Written by the editor, approved by the pharmacist: the live page."""
        draft = self.editor.write(page, parent)
        return self.approve(self.editor.submit(draft))

    def approve(self, waiting: ReviewRequest) -> Page:
        response = self.pharmacist.approve(waiting)
        page = Page.objects.get(pk=waiting.page_id).specific
        assert Decision.objects.filter(request=waiting, outcome="approved").exists(), what_was_said(response)
        return page


def person(username: str, *groups: str, superuser: bool = False) -> Person:
    User = get_user_model()
    make = User.objects.create_superuser if superuser else User.objects.create_user
    user = make(username, f"{username}@example.org", PASSWORD)
    user.groups.add(*Group.objects.filter(name__in=groups))
    return Person(user)


def appoint(who: Person, by: Person, profession: str = "Pharmacist", days: int = 365) -> None:
    """A clinical reviewer for so many days from today; below zero: until some days ago."""
    services.appoint(
        who.user,
        by=by.user,
        profession=profession,
        registration_body="Register for tests",
        registration_number="TEST-1",
        valid_until=timezone.localdate() + datetime.timedelta(days=days),
    )


def reviewer(username: str, profession: str, by: Person) -> Person:
    """Appointed by an administrator; the appointment brings the group."""
    appointed = person(username)
    appoint(appointed, by, profession)
    return appointed


def staff() -> None:
    """The people and the tree: what most tests begin with, made once per run."""
    admin = person("admin", superuser=True)
    person("editor", "Editors")
    person("editor2", "Editors")
    reviewer("pharmacist", "Pharmacist", by=admin)
    reviewer("physician", "Physician", by=admin)
    factories.tree()


def furnish() -> None:
    """One page that the editor wrote and the pharmacist approved, for tests that begin with a live page."""
    newsroom().publish(factories.standard(title="What we approved", slug=APPROVED, lead="What was approved."))


def hand_in() -> None:
    """A second version of the page of :func:`furnish`, in review, for tests that begin with a submission."""
    room = newsroom()
    room.editor.edit(approved(), lead="What is in review.")
    room.editor.submit(approved(), "A new lead.")


def newsroom() -> Newsroom:
    """The people and the tree that are in the database."""
    people = get_user_model().objects.in_bulk(field_name="username")
    return Newsroom(
        editor=Person(people["editor"]),
        editor2=Person(people["editor2"]),
        pharmacist=Person(people["pharmacist"]),
        physician=Person(people["physician"]),
        admin=Person(people["admin"]),
        home=factories.tree(),
    )


def approved() -> Page:
    """The page of :func:`furnish`."""
    return Page.objects.get(slug=APPROVED).specific


def fresh(page: Page) -> Page:
    """The page as stored now."""
    return type(page).objects.get(pk=page.pk)


def public(page: Page) -> Response:
    """What somebody without an account is answered at the page's address."""
    return Client().get(fresh(page).get_url() or "/")


def public_text(page: Page) -> str:
    response = public(page)
    return response.content.decode() if response.status_code == 200 else ""


def what_was_said(response: Response) -> str:
    """Every message and form error the person was shown."""
    said = [str(message) for message in get_messages(response.wsgi_request)]
    form = (response.context or {}).get("form") if getattr(response, "context", None) else None
    return " ".join(said + ([str(form.errors)] if form is not None else []))


def _home_of(page: Page) -> Page:
    """Where a page of this type belongs."""
    from pages.models import DrugIndexPage, DrugOverviewPage, HomePage, StudyIndexPage, StudySummaryPage

    homes = {DrugOverviewPage: DrugIndexPage, StudySummaryPage: StudyIndexPage}
    return homes.get(type(page), HomePage).objects.get()
