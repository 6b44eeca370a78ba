"""The mixins that make a page type reviewed, or a container without words of its own.

What they refuse is decided elsewhere, once: saving in ``reviews.guards``, going live in ``reviews.publication``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from reviews import addresses, withdrawal
from reviews.locks import ArchivedLock, InReviewLock
from reviews.permission_testers import ContainerPermissionTester, ReviewedPermissionTester
from reviews.persons import Person

if TYPE_CHECKING:
    import datetime

    from django.urls import ResolverMatch
    from wagtail.locks import BaseLock
    from wagtail.models import Page as Base
    from wagtail.models import Revision

    from reviews.stamps import ReviewStamp

else:
    Base = models.Model


class ReviewedPageMixin(Base):
    """Put before ``Page`` in the bases: ``class DrugPage(ReviewedPageMixin, Page)``."""

    # What a reviewer confirms before approving a page of this type, one sentence each.
    review_checklist: ClassVar[Sequence[str]] = (
        "I have read the page as the public would see it.",
        "What it says agrees with the sources it names.",
    )

    # Django's URL patterns below the page's own address; their views take (request, approved page, …).
    addresses_below: ClassVar[str] = "reviews.version_urls"

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Person) -> ReviewedPermissionTester:
        return ReviewedPermissionTester(user, self)

    def get_lock(self) -> BaseLock | None:
        """In review or in the archive, the page is locked for all, whatever Wagtail's own locks and switches say."""
        from reviews.models.decisions import Decision
        from reviews.models.requests import ReviewRequest

        if self.pk is not None and ReviewRequest.objects.open_for(self.pk) is not None:
            return InReviewLock(self)
        if self.pk is not None and Decision.objects.archived().for_page(self.pk).exists():
            return ArchivedLock(self)
        return super().get_lock()

    def with_content_json(self, content: dict[str, Any]) -> Page:
        """The page as a revision has it, which remembers what it was read from (``reviews.unread``)."""
        read: Page = super().with_content_json(content)
        vars(read)["read_from"] = content
        return read

    def save_revision(
        self,
        user: Person | None = None,
        approved_go_live_at: datetime.datetime | None = None,
        changed: bool = True,
        log_action: bool | str = False,
        previous_revision: Revision | None = None,
        clean: bool = True,
        overwrite_revision: Revision | None = None,
    ) -> Revision:
        """Save a draft.  Raises ``ReviewRefused`` without an author, in review, or when it asks to go live.

        Autosave may rewrite the author's own newest revision in place, but never one that was submitted,
        decided on, scheduled or live: then a new revision is made instead.
        """
        from reviews import contributions, guards

        with transaction.atomic():
            # Wait for a submission or decision under way: what it pins must not be rewritten beside it.
            newest = (
                Page.objects.select_for_update().filter(pk=self.pk).values_list("latest_revision", flat=True).first()
            )
            guards.check_may_save_revision(self, user, approved_go_live_at)
            guards.check_was_read(self)
            guards.check_may_overwrite(overwrite_revision, newest)
            if overwrite_revision is not None and guards.is_frozen(overwrite_revision):
                overwrite_revision = None
            revision = super().save_revision(
                user=user,
                changed=changed,
                log_action=log_action,
                previous_revision=previous_revision,
                clean=clean,
                overwrite_revision=overwrite_revision,
            )
            if previous_revision is not None:
                contributions.inherit(revision, previous_revision)
        return revision

    def copy(self, *args: Any, **kwargs: Any) -> Page:
        """Copy, and name everybody whose words go with it: revisions need not come along (translation)."""
        from reviews import contributions

        copied = super().copy(*args, **kwargs)
        # Only pages of the branch that were copied: all of it, or this one.
        sources = self.get_descendants(inclusive=True).order_by("path")
        for source, copy in zip(sources, copied.get_descendants(inclusive=True).order_by("path"), strict=False):
            contributions.carry_over(source, copy)
        return copied

    def publish(
        self,
        revision: Revision,
        user: Person | None = None,
        changed: bool = True,
        log_action: bool | str = True,
        previous_revision: Revision | None = None,
        skip_permission_checks: bool = False,
    ) -> None:
        """Publish ``revision`` if the standing decision of this page approves exactly it, else refuse."""
        from reviews import publication

        publication.publish_revision(self, revision, user=user, changed=changed, log_action=log_action)

    def unpublish(
        self,
        set_expired: bool = False,
        commit: bool = True,
        user: Person | None = None,
        log_action: bool | str = True,
    ) -> None:
        """Expiry, which was approved with the content, unpublishes.  A person withdraws, with a reason."""
        from reviews.refusals import ReviewRefused

        if not set_expired:
            raise ReviewRefused(
                "A reviewed page is not unpublished.",
                kept="The page is still live.",
                next_step="Withdraw it and give the reason that the public will see.",
            )
        super().unpublish(set_expired=True, commit=commit, user=user, log_action=log_action)

    def clean(self) -> None:
        super().clean()
        addresses.require_possible(self)

    def minimal_clean(self) -> None:
        """Of a draft, Wagtail checks only what keeps the tree whole; its address belongs to that."""
        super().minimal_clean()
        addresses.require_possible(self)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """The page itself, what is told about it below its address (``addresses``), or a page below it.

        A withdrawn page keeps its addresses, where it says that it was withdrawn and why.
        """
        below = addresses.resolved(self, path_components)
        if path_components and below is None:
            return super().route(request, path_components)
        if self.live or withdrawal.of(self) is not None:
            return RouteResult(self, kwargs={"below": below})
        raise Http404

    def resolve_subpage(self, path: str) -> ResolverMatch:
        """Wagtail's redirects ask whether there is something at ``path`` below this page.  Raises ``Resolver404``."""
        return addresses.resolve_below(self, path.strip("/").split("/"))

    def get_route_paths(self) -> list[str]:
        """Where an old address leads on from after a rename: the page, its history, and each version."""
        return [*super().get_route_paths(), *addresses.lasting(self)]

    def serve(
        self, request: HttpRequest, *args: object, below: ResolverMatch | None = None, **kwargs: object
    ) -> HttpResponse:
        """What was approved, whatever the row says (``reviews.serving``)."""
        from reviews import serving

        if not self.live:
            return withdrawal.response(request, self)
        try:
            shown = serving.approved_page(self)
            if below is not None:
                return below.func(request, shown, *below.args, **below.kwargs)
        except serving.TakenDown:
            return type(self)._default_manager.get(pk=self.pk).serve(request, *args, below=below, **kwargs)
        except serving.NothingApproved:
            return TemplateResponse(request, "reviews/unavailable.html", status=503)
        return super(ReviewedPageMixin, shown).serve(request, *args, **kwargs)

    def get_version_context(self, request: HttpRequest) -> dict[str, Any]:
        """What the page's template is given when it shows an earlier version: no lists of what other pages say now."""
        return self.get_context(request)

    @property
    def review_stamp(self) -> ReviewStamp | None:
        """Who reviewed the live version and when; None when nothing was ever approved."""
        from reviews.stamps import stamp_for

        return stamp_for(self)


class ContainerPageMixin(Base):
    """A page that holds no words of its own, so that there is nothing to review (system check reviews.E003)."""

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Person) -> ContainerPermissionTester:
        return ContainerPermissionTester(user, self)
