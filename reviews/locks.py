"""The lock on a page in review: it holds for everybody, superusers included."""

from wagtail.locks import BaseLock, WorkflowLock

from reviews.persons import Person


class InReviewLock(WorkflowLock):
    """What a reviewer is looking at does not move.  Independent of Wagtail's workflow switches."""

    def __init__(self, object: object, task: object = None) -> None:  # noqa: A002  Wagtail's name
        BaseLock.__init__(self, object)
        self.task = task

    def for_user(self, user: Person) -> bool:
        return True

    def get_message(self, user: Person) -> str:
        return (
            "This page is in review, so nobody can change it. "
            "Recall the submission to edit it, or wait for the decision."
        )

    def get_context_for_user(self, user: Person, parent_context: dict | None = None) -> dict:
        return BaseLock.get_context_for_user(self, user, parent_context)

    def get_locked_by(self, user: Person, can_lock: bool = False) -> str:
        return "Locked by clinical review"

    def get_description(self, user: Person, can_lock: bool = False) -> str:
        return "What the reviewer reads stays as it was submitted until the decision"

    def get_icon(self, user: Person, can_lock: bool = False) -> str:
        return "lock"
