"""Ring 1, offer: what Wagtail shows and allows a person on a reviewed page."""

from __future__ import annotations

from wagtail.models.pages import PagePermissionTester


def _has_review_history(page: object) -> bool:
    from reviews.models import Decision, ReviewRequest

    branch = {"page__path__startswith": page.path}  # type: ignore[attr-defined]
    return ReviewRequest.objects.filter(**branch).exists() or Decision.objects.filter(**branch).exists()


class ReviewedPermissionTester(PagePermissionTester):
    """Nobody publishes, unpublishes, submits through Wagtail's own workflow, or restricts the audience.

    Publishing follows from a decision, withdrawal from a reason, submission from a change note; and who may
    read is part of what a reviewer approves.  Superuser status gives nothing.
    """

    def can_publish(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_unschedule(self) -> bool:
        return bool(self.user.is_active and (self.user.is_superuser or "publish" in self.permissions))

    def can_submit_for_moderation(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        """Asked of the parent by create and copy: a dose form below an overview is born a draft as well."""
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """History is kept: what was ever submitted is archived.  ``ignore_bulk`` marks the question “may it move?”."""
        return super().can_delete(ignore_bulk) and (ignore_bulk or not _has_review_history(self.page))


class ContainerPermissionTester(PagePermissionTester):
    """A container publishes as in stock Wagtail, for it says nothing.  What is made below it is born a draft, what
    stands below it is kept and for everybody, and there is nothing in it to review."""

    def can_set_view_restrictions(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_submit_for_moderation(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return super().can_delete(ignore_bulk) and (ignore_bulk or not _has_review_history(self.page))
