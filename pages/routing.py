"""The way to a page, as Wagtail goes it, with one query for each level instead of two.

What was passed on the way is kept with the page: it is asked for again by the breadcrumbs and by the footer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db.models import Exists
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.url_routing import RouteResult

if TYPE_CHECKING:
    from wagtail.models import Page as Base
else:
    Base = object


class RoutedByLevel(Base):
    """Put before ``Page`` in the bases of a page type with subpages of one type; others override ``child_named``."""

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        child = self.child_named(path_components[0]) if path_components else None
        if child is None:
            return super().route(request, path_components)
        # Where treebeard looks before it asks for the parent.
        child._cached_parent_obj = self  # noqa: SLF001
        return child.route(request, path_components[1:])

    def child_named(self, slug: str) -> Any:
        """The specific page at ``slug`` below this one; None leaves the search to Wagtail."""
        kinds = self.allowed_subpage_models()
        if len(kinds) != 1:
            return None
        return without_restrictions(kinds[0].objects.child_of(self)).filter(slug=slug).first()

    def get_view_restrictions(self) -> Any:
        """As Wagtail's, which asks twice; nothing is asked when the way here saw that the site restricts no page."""
        if getattr(self, "is_open", False):
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()


def without_restrictions(pages: PageQuerySet) -> PageQuerySet:
    """``pages`` with ``is_open``: no page at all is for some readers only."""
    return cast(PageQuerySet, pages.annotate(is_open=~Exists(PageViewRestriction.objects.order_by())))


def above(page: Page | None) -> list[Page]:
    """The pages above ``page``, from the home page down: those passed on the way to it, or else by one query."""
    if page is None or not page.path:
        return []
    if getattr(page, "_cached_parent_obj", None) is None:
        return list(page.get_ancestors().filter(depth__gt=1))
    found: list[Page] = []
    while (parent := getattr(page, "_cached_parent_obj", None)) is not None:
        found.insert(0, parent)
        page = parent
    return found
