"""``/api/v2/pages/``: Wagtail's own read API, of approved pages alone, with who approved them and what.

The words come from the approved revision, digested and compared as when a page is shown (``reviews.serving``); what is
not as approved is left out.  Containers are left out too, for nobody reviews what editors call them, and so is the
parent of a page, which may be a draft.  ``wagtail.api.v2`` is not installed as an application: all that it adds is the
purging of a cache in front.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from rest_framework import exceptions, status
from rest_framework.fields import CharField, Field
from wagtail.api import APIField
from wagtail.api.v2.filters import ChildOfFilter, DescendantOfFilter, FieldsFilter, OrderingFilter, SearchFilter
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet
from wagtail.models import Page
from wagtail.query import PageQuerySet

from pages.models.base import ReviewedContentPage
from reviews.serving import approved_contents

# More pages than any site has.
OFFSET_DIGITS = 9


class Unconfirmed(exceptions.APIException):
    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = "What is stored could not be confirmed as what was approved, so it is not shown."


class _OfApproved(Field):
    """A field made of ``page.approved``."""

    def get_attribute(self, instance: Page) -> Page:
        return instance


class ReviewField(_OfApproved):
    """Who approved the version that is public, and when, and where that is written down."""

    def to_representation(self, page: Page) -> dict[str, Any] | None:
        stamp, decision = page.approved.stamp, page.approved.decision
        if stamp is None:
            return None
        return {
            "version": stamp.version,
            "digest": stamp.digest,
            "ledger_entry": decision.entry_id,
            "reviewed_by": stamp.reviewed_by,
            "credentials": stamp.credentials,
            "also_signed_by": list(stamp.also_signed_by),
            "approved_on": stamp.approved_on.isoformat(),
            "last_reviewed": stamp.last_reviewed.isoformat(),
            "next_review_on": stamp.next_review_on.isoformat() if stamp.next_review_on else None,
            "is_overdue": stamp.is_overdue,
            "verify_url": _address(self.context["request"], page, f"history/{stamp.version}/verify/"),
        }


class ApprovedField(_OfApproved):
    """What was signed: the SHA-256 of its canonical JSON (sorted keys, no white space, UTF-8) is the digest."""

    def to_representation(self, page: Page) -> dict[str, Any]:
        document: dict[str, Any] = page.approved.document
        return document


class AddressField(_OfApproved):
    """The page's address on the host that was asked, or one below it."""

    def __init__(self, below: str = "") -> None:
        super().__init__(read_only=True)
        self.below = below

    def to_representation(self, page: Page) -> str:
        return _address(self.context["request"], page, self.below)


class DetailField(_OfApproved):
    def to_representation(self, page: Page) -> str:
        request = self.context["request"]
        path: str = request.wagtailapi_router.get_object_detail_urlpath(type(page), page.pk)
        return str(request.build_absolute_uri(path))


def _address(request: Any, page: Page, below: str = "") -> str:
    return str(request.build_absolute_uri(f"{page.get_url(request)}{below}"))


class ApprovedPagesAPIViewSet(PagesAPIViewSet):
    # Everybody is shown the same, so nobody is asked who they are.
    authentication_classes: list[type] = []
    filter_backends = [FieldsFilter, ChildOfFilter, DescendantOfFilter, OrderingFilter, SearchFilter]
    known_query_parameters = BaseAPIViewSet.known_query_parameters | {"type", "child_of", "descendant_of"}
    body_fields = [
        "id",
        "title",
        APIField("lead", CharField(read_only=True)),
        APIField("review", ReviewField(read_only=True)),
        APIField("approved", ApprovedField(read_only=True)),
    ]
    meta_fields = [
        "type",
        APIField("detail_url", DetailField(read_only=True)),
        APIField("html_url", AddressField()),
        APIField("markdown_url", AddressField("index.md")),
        APIField("history_url", AddressField("history/")),
        *("slug", "first_published_at"),
    ]
    listing_default_fields = [
        *("id", "type", "detail_url", "title", "lead", "html_url", "slug", "first_published_at", "review"),
    ]
    detail_only_fields = ["approved"]

    @classmethod
    def get_detail_default_fields(cls, model: type[Page]) -> list[str]:
        return cls.get_available_fields(model)

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Wagtail passes on what no database takes: such questions get an answer, not a fault."""
        super().initial(request, *args, **kwargs)
        if any("\x00" in value for value in request.GET.values()):
            raise BadRequestError("no parameter may hold a null character")
        if len(request.GET.get("offset", "")) > OFFSET_DIGITS:
            raise BadRequestError("offset is too large")

    def handle_exception(self, exc: Exception) -> Any:
        """A date that is none is refused by Django's fields with an error that Wagtail does not expect."""
        refused = isinstance(exc, ValidationError)
        return super().handle_exception(BadRequestError("a parameter has a value that cannot be") if refused else exc)

    def get_base_queryset(self) -> PageQuerySet:
        return self._public

    @cached_property
    def _public(self) -> PageQuerySet:
        """Wagtail asks for it several times for one answer."""
        return super().get_base_queryset().type(*ReviewedContentPage.__subclasses__())

    def paginate_queryset(self, queryset: Any) -> list[Page]:
        return _as_approved(super().paginate_queryset(queryset))

    def get_object(self) -> Page:
        if not hasattr(self, "_approved"):
            found = _as_approved([BaseAPIViewSet.get_object(self)])
            if not found:
                raise Unconfirmed
            self._approved = found[0]
        return self._approved


def _as_approved(pages: Iterable[Page]) -> list[Page]:
    """Those of ``pages`` that can be confirmed, saying what was approved."""
    rows = list(pages)
    contents = approved_contents(rows)
    confirmed = [page for page in rows if page.pk in contents]
    for page in confirmed:
        page.approved = contents[page.pk]
        for name in ("title", "slug", "lead"):
            setattr(page, name, page.approved.document["content"][name])
    return confirmed


router = WagtailAPIRouter("wagtailapi")
router.register_endpoint("pages", ApprovedPagesAPIViewSet)
