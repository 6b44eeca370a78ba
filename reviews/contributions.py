"""Who had a hand in a page since its last approved version."""

from __future__ import annotations

from typing import TypedDict

from django.contrib.auth import get_user_model
from wagtail.models import Page, Revision

from reviews import references
from reviews.models.contributions import Contribution, Via
from reviews.models.decisions import Decision
from reviews.persons import Person

UNKNOWN = "somebody unknown"
# How somebody has a hand in a submission who wrote no revision of it: a picture, its words, or a document is theirs.
MADE = "made"


class Contributor(TypedDict):
    user: int | None
    name: str
    via: str


def display_name(user: Person | None) -> str:
    if user is None:
        return UNKNOWN
    return (getattr(user, "get_full_name", str)() or user.get_username()).strip()


def record(revision: Revision, user: Person | None, via: str = Via.WROTE) -> None:
    """Note that ``user`` (None: nobody knows who) has words in ``revision``."""
    known = Contribution.objects.filter(page_id=int(revision.object_id), revision_id=revision.pk, user=user, via=via)
    if not known.exists():
        Contribution.objects.create(
            page_id=int(revision.object_id),
            revision_id=revision.pk,
            user=user,
            user_name=display_name(user),
            via=via,
        )


def inherit(revision: Revision, source: Revision, via: str = Via.REVERTED) -> None:
    """``revision`` carries the words of ``source``: whoever wrote those has a hand in it too.

    The words of an approved version were written up to it, so everybody up to ``source`` since the approval
    before it counts.
    """
    before = (
        Decision.objects.for_page(int(source.object_id))
        .approvals()
        .filter(revision_id__lt=source.pk)
        .values_list("revision_id", flat=True)
        .first()
    )
    for user in _people(int(source.object_id), after=before or 0, until=source.pk):
        record(revision, user, via)


def carry_over(source: Page, copied: Page) -> None:
    """``copied`` starts with the words of ``source``: nothing of it is approved yet, so all its authors count."""
    if source.latest_revision_id is not None and copied.latest_revision is not None:
        for user in _people(source.pk, after=0):
            record(copied.latest_revision, user, Via.COPIED)


def _people(page_id: int, after: int, until: int | None = None) -> list[Person | None]:
    contributions = Contribution.objects.filter(page_id=page_id, revision_id__gt=after)
    revisions = Revision.page_revisions.filter(object_id=str(page_id), pk__gt=after)
    if until is not None:
        contributions = contributions.filter(revision_id__lte=until)
        revisions = revisions.filter(pk__lte=until)
    # Revision rows as well: whatever wrote one without telling us still names its author, or names nobody.
    ids = {*contributions.values_list("user_id", flat=True), *revisions.values_list("user_id", flat=True)}
    people = get_user_model()._default_manager.in_bulk([pk for pk in ids if pk is not None])
    return [people.get(pk) if pk is not None else None for pk in sorted(ids, key=lambda pk: (pk is None, pk or 0))]


def _last_attested_revision(page_id: int) -> int:
    """The revision after which contributions count: that of the approval of the version that stands, or was last
    approved, in the form it had then.  A restamp is newer than drafts that were never approved."""
    standing = Decision.objects.standing(page_id)
    approvals = Decision.objects.for_page(page_id).approvals()
    approval = approvals.filter(version=standing.version).first() if standing else approvals.first()
    return (approval.revision_id or 0) if approval else 0


def contributors_since_approval(page: Page, draft: Page, compared_with: Decision | None) -> list[Contributor]:
    """Everybody with a hand in ``page`` since the version that stands approved, in a fixed order.

    Also whoever made what ``draft`` shows by reference, unless the version that it is compared with showed that too.
    """
    after = _last_attested_revision(page.pk)
    via: dict[int | None, str] = dict(
        Contribution.objects.filter(page=page, revision_id__gt=after).values_list("user_id", "via")
    )
    wrote = _people(page.pk, after=after)
    makers = references.makers(draft, compared_with.request if compared_with is not None else None)
    made = get_user_model()._default_manager.filter(pk__in=makers).exclude(pk__in=[user.pk for user in wrote if user])
    return [
        *(_contributor(user, str(via.get(user.pk if user else None, Via.WROTE))) for user in wrote),
        *(_contributor(user, MADE) for user in made.order_by("pk")),
    ]


def _contributor(user: Person | None, via: str) -> Contributor:
    return {"user": user.pk if user else None, "name": display_name(user), "via": via}
