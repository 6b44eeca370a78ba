"""The locks on a page in review or in the archive: they hold for everybody, superusers included."""

from html import unescape

from django.urls import reverse
from django.utils.html import format_html, format_html_join, strip_tags
from wagtail.locks import BaseLock, WorkflowLock

from reviews.persons import Person


class InReviewLock(WorkflowLock):
    """What a reviewer is looking at does not move.  Independent of Wagtail's workflow switches."""

    state = "This page is in review, so nobody can change it."
    words = f"{state} Recall the submission to edit it, or wait for the decision."

    def __init__(self, object: object, task: object = None) -> None:  # noqa: A002  Wagtail's name
        BaseLock.__init__(self, object)
        self.task = task

    def for_user(self, user: Person) -> bool:
        return True

    def get_message(self, user: Person) -> str:
        """For the page editor: the state, and buttons to the review and to the recall."""
        from reviews.models.requests import ReviewRequest

        waiting = ReviewRequest.objects.open_for(self.object.pk)
        if waiting is None:
            return self.words
        screens = (("Open the review", "reviews:review"), ("Recall to edit", "reviews:recall"))
        buttons = format_html_join(
            " ",
            '<a class="button button-small button-secondary" href="{}">{}</a>',
            ((reverse(screen, args=[waiting.pk]), label) for label, screen in screens),
        )
        return format_html('{} <span class="buttons">{}</span>', self.state, buttons)

    def get_context_for_user(self, user: Person, parent_context: dict | None = None) -> dict:
        return BaseLock.get_context_for_user(self, user, parent_context)

    def get_locked_by(self, user: Person, can_lock: bool = False) -> str:
        return "Locked by clinical review"

    def get_description(self, user: Person, can_lock: bool = False) -> str:
        return "What the reviewer reads stays as it was submitted until the decision"

    def get_icon(self, user: Person, can_lock: bool = False) -> str:
        return "lock"


class ArchivedLock(BaseLock):
    """What is in the archive stays as it is until somebody takes it out."""

    words = "This page is in the archive, so nobody can change it. Take it out of the archive to work on it."

    def for_user(self, user: Person) -> bool:
        return True

    def get_message(self, user: Person) -> str:
        """For the page editor: the state, and a button to the page's review history, where the way out is."""
        return format_html(
            '{} <span class="buttons"><a class="button button-small button-secondary" href="{}">{}</a></span>',
            self.words,
            reverse("reviews:history", args=[self.object.pk]),
            "Review history",
        )

    def get_locked_by(self, user: Person) -> str:
        return "In the archive"

    def get_description(self, user: Person) -> str:
        return "Its words, versions and decisions are kept"

    def get_icon(self, user: Person) -> str:
        return "lock"


def words_of(lock: BaseLock, user: Person) -> str:
    """What the lock says, without markup: a refusal is plain text."""
    if isinstance(lock, InReviewLock | ArchivedLock):
        return lock.words
    return unescape(strip_tags(lock.get_message(user) or "This page is locked."))
