"""Comments of reviewers on parts of a page: Wagtail's own, so that editors see them beside the part they are about."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import Truncator, capfirst
from wagtail.blocks import StreamValue
from wagtail.log_actions import log
from wagtail.models import Comment, CommentReply, Page, Revision

from reviews.digests import BOOKKEEPING, ContentSchema
from reviews.eligibility import why_not_a_reviewer
from reviews.models.requests import ReviewRequest
from reviews.persons import Person
from reviews.refusals import ReviewRefused

# What a block is called in the list of places.
WORDS = 8


def places_of(revision: Revision) -> list[tuple[str, str]]:
    """(content path as Wagtail's editor has it, name) of every field and of every block in the page's streams."""
    model: Any = ContentType.objects.get_for_id(revision.content_type_id).model_class()
    # Without ``as_object``, which asks for every key of every child row.
    page = model.from_serializable_data(revision.content, check_fks=False, strict_fks=False)
    schema = ContentSchema.of(type(page))
    places: list[tuple[str, str]] = []
    for field in page._meta.get_fields():
        if field.name in BOOKKEEPING or field.name in schema.children or not hasattr(field, "verbose_name"):
            continue
        places.append((field.name, capfirst(str(field.verbose_name))))
        value = getattr(page, field.name, None)
        if isinstance(value, StreamValue):
            places += [
                (f"{field.name}.{block.id}", f"{capfirst(str(field.verbose_name))} › {number}: {_gist(block)}")
                for number, block in enumerate(value, start=1)
                if block.id
            ]
    return places


def _gist(block: StreamValue.StreamChild) -> str:
    words = " ".join(str(text) for text in block.block.get_searchable_content(block.value))
    return Truncator(strip_tags(words) or str(block.block.label)).words(WORDS)


def remarks_on(page: Page) -> list[Comment]:
    """Unresolved comments on the page with their replies, oldest first, in two queries."""
    return list(
        Comment.objects.filter(page_id=page.pk, resolved_at=None)
        .select_related("user")
        .prefetch_related("replies__user")
        .order_by("created_at")
    )


@transaction.atomic
def remark(request: ReviewRequest, user: Person, *, place: str, text: str) -> Comment:
    """Leave a comment on a part of the submission.  It decides nothing; whoever may edit the page, or review, may."""
    _require_may_remark(request, user)
    comment = Comment.objects.create(
        page=request.page, user=user, text=text.strip(), contentpath=place, revision_created=request.revision
    )
    _log(request, user, "reviews.comment", comment)
    return comment


@transaction.atomic
def reply(request: ReviewRequest, comment: Comment, user: Person, text: str) -> CommentReply:
    _require_may_remark(request, user)
    answer = CommentReply.objects.create(comment=comment, user=user, text=text.strip())
    _log(request, user, "reviews.reply", comment)
    return answer


@transaction.atomic
def resolve(request: ReviewRequest, comment: Comment, user: Person) -> None:
    _require_may_remark(request, user)
    comment.resolved_at, comment.resolved_by = timezone.now(), user
    comment.save()
    _log(request, user, "reviews.resolve", comment)


def _require_may_remark(request: ReviewRequest, user: Person) -> None:
    if why_not_a_reviewer(user) and not request.page.specific.permissions_for_user(user).can_edit():
        raise ReviewRefused("Only reviewers, and people who may edit this page, comment on it.")


def _log(request: ReviewRequest, user: Person, action: str, comment: Comment) -> None:
    data = {"request": request.pk, "comment": comment.text, "place": comment.contentpath}
    log(instance=request.page.specific, action=action, user=user, revision=request.revision, data=data)
