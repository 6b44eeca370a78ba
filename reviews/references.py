"""Content by reference: what a page shows without holding it, such as images and documents.

A model takes part by having ``review_fingerprint() -> str``, a hash of everything of it that a reader could notice,
and ``reviewed_fields``, the fields which that covers.  Its fingerprint goes into the digest of every page that shows
it, and from the first submission on the object is frozen (``reviews.guards``).  References to anything else are a
system-check error.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Protocol, runtime_checkable

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import ModelLogEntry, Page, ReferenceIndex

from reviews.models.contributions import ReferencedObject
from reviews.models.decisions import Decision
from reviews.models.requests import ReviewRequest
from reviews.refusals import ReviewRefused


@runtime_checkable
class Fingerprinted(Protocol):
    reviewed_fields: tuple[str, ...]

    def review_fingerprint(self) -> str: ...


def keys(page: Page) -> Iterator[tuple[int, str]]:
    """(content type id, key) of everything ``page``, as built from a revision, refers to."""
    # Wagtail's own walk through fields, streams and rich text; the index itself holds no unpublished drafts.
    for content_type_id, object_id, *_path in ReferenceIndex._extract_references_from_object(page):  # noqa: SLF001
        yield content_type_id, object_id


def shown_objects(page: Page) -> list[tuple[ContentType, models.Model]]:
    """Every image, document or other fingerprinted object that ``page``, as built from a revision, shows."""
    shown: dict[ContentType, set[str]] = {}
    for content_type_id, object_id in keys(page):
        content_type = ContentType.objects.get_for_id(content_type_id)
        if hasattr(content_type.model_class(), "review_fingerprint"):
            shown.setdefault(content_type, set()).add(object_id)
    return [
        (content_type, found)
        for content_type, pks in sorted(shown.items(), key=lambda item: item[0].pk)
        for found in _in_bulk(content_type, pks)
    ]


def _in_bulk(content_type: ContentType, pks: set[str]) -> list[models.Model]:
    model: type[models.Model] = content_type.model_class()  # type: ignore[assignment]
    found = model._base_manager.in_bulk(sorted(pks, key=int))
    missing = sorted(pks - {str(pk) for pk in found})
    if missing:
        raise ReviewRefused(
            f"This page shows {model._meta.verbose_name} no. {missing[0]}, which does not exist any more.",
            kept="The draft is kept.",
            next_step="Open the draft and choose another one.",
        )
    return [found[pk] for pk in sorted(found)]


def fingerprints(page: Page) -> list[tuple[str, str]]:
    """(name, fingerprint) of everything ``page`` shows by reference, for its digest."""
    return [(f"{found._meta.label_lower}:{found.pk}", fingerprint(found)) for _, found in shown_objects(page)]


def fingerprint(shown: models.Model) -> str:
    return shown.review_fingerprint()  # type: ignore[attr-defined]


def freeze(request: ReviewRequest, page: Page) -> None:
    """Record what the submitted revision shows; from now on those objects cannot change."""
    ReferencedObject.objects.bulk_create(
        ReferencedObject(request=request, content_type=content_type, object_id=found.pk, fingerprint=fingerprint(found))
        for content_type, found in shown_objects(page)
    )


def frozen(request: ReviewRequest) -> list[tuple[str, str]]:
    """(name, fingerprint) of everything the submitted revision showed, as it was then."""
    return frozen_by_request([request.pk]).get(request.pk, [])


def frozen_by_request(requests: Iterable[int | None]) -> dict[int, list[tuple[str, str]]]:
    """As ``frozen``, for many requests by their keys.  One query."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for reference in ReferencedObject.objects.filter(request__in=set(requests)).select_related("content_type"):
        shown = f"{reference.content_type.app_label}.{reference.content_type.model}:{reference.object_id}"
        found[reference.request_id].append((shown, reference.fingerprint))
    return found


def makers(page: Page, besides: ReviewRequest | None) -> set[int]:
    """Keys of everybody known to have uploaded or changed something that ``page`` shows and ``besides`` did not.

    Its words, such as a text alternative, are words of the page; what an approved version showed was read with that.
    """
    read = {name for name, _ in frozen(besides)} if besides is not None else set()
    people: set[int | None] = set()
    for content_type, found in shown_objects(page):
        if f"{found._meta.label_lower}:{found.pk}" not in read:
            log = ModelLogEntry.objects.filter(content_type=content_type, object_id=str(found.pk))
            people |= {getattr(found, "uploaded_by_user_id", None), *log.values_list("user_id", flat=True)}
    return {person for person in people if person is not None}


def submissions_of(shown: models.Model) -> models.QuerySet[ReferencedObject]:
    """A row for every submitted revision that shows this object."""
    if shown.pk is None:
        return ReferencedObject.objects.none()
    content_type = ContentType.objects.get_for_model(shown)
    return ReferencedObject.objects.filter(content_type=content_type, object_id=shown.pk)


def is_frozen(shown: models.Model) -> bool:
    """Whether a submitted revision shows this object."""
    return submissions_of(shown).exists()


def on_live_pages(shown: models.Model) -> models.QuerySet[ReferencedObject]:
    """The submissions whose revision shows this object, was approved, and is what the public reads now."""
    return _public(submissions_of(shown))


def public_keys(model: type[models.Model], keys: Iterable[int]) -> set[int]:
    """The ``keys`` of those objects of ``model`` that the approved version of a live page shows.  One query."""
    content_type = ContentType.objects.get_for_model(model)
    shown = ReferencedObject.objects.filter(content_type=content_type, object_id__in=list(keys))
    return set(_public(shown).values_list("object_id", flat=True))


def _public(shown: models.QuerySet[ReferencedObject]) -> models.QuerySet[ReferencedObject]:
    in_force = Decision.objects.in_force().filter(request=models.OuterRef("request"))
    return shown.filter(
        models.Exists(in_force),
        request__page__live=True,
        request__page__live_revision=models.F("request__revision"),
    )


def is_public(shown: models.Model) -> bool:
    """Whether the approved version of a live page shows this object.  One query."""
    return on_live_pages(shown).exists()
