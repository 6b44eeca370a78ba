"""The same words in a new stored form, after a change of the code: a block renamed or wrapped, a field added.

Live content and kept revisions never change in place, so a data migration that rewrites them is refused.  This is
the recorded way: a new revision, checked to say the same words field by field, published in place of the old one.
The old and the new digest, the reason and the name of the migration stand in the ledger, and the page waits on
the desk until a reviewer has reaffirmed it.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from wagtail.models import Page, Revision

from reviews import findings, publication, references
from reviews.content import revision_digest, schema_of
from reviews.contributions import display_name
from reviews.digests import ContentSchema, canonical, says_nothing
from reviews.models.decisions import Decision, Outcome
from reviews.models.requests import ReviewRequest
from reviews.persons import Person
from reviews.recording import record_on
from reviews.refusals import ReviewRefused
from reviews.services.locking import lock_page
from reviews.services.safety import require_reason

Content = dict[str, Any]
Convert = Callable[[Content], Content]
# Keys of a stored block that are no words of it.
_STRUCTURE = frozenset({"type", "id"})


@transaction.atomic
def restamp(page: Page, convert: Convert, user: Person, *, reason: str, migration: str) -> Decision | None:
    """Store the live version of ``page`` as ``convert`` makes it; None when that changes nothing.

    ``convert`` is given a copy of the revision's content, with streams as lists of blocks, and returns the new one.
    ``user`` answers for it and counts as somebody with a hand in the page.  Raises ``ReviewRefused`` when the words
    would differ, when the page is not live, and while it is in review or a newer version waits for its date.
    """
    page = lock_page(page.pk)
    reason = require_reason(reason, "Say why the stored form changes.")
    standing = Decision.objects.standing(page.pk)
    if standing is None or standing.revision is None or standing.revision_id != page.live_revision_id:
        raise ReviewRefused("Only a live, approved page is stored in a new form.")
    if ReviewRequest.objects.open_for(page.pk) is not None or page.scheduled_revision is not None:
        raise ReviewRefused(
            "This page is in review, or a newer version waits for its date.",
            next_step="Try again when it is decided and public.",
        )
    before = standing.revision.content
    schema = schema_of(page)
    after = _encoded(schema, convert(_decoded(schema, before)))
    if canonical(schema, after) == canonical(schema, before):
        return None
    _require_same_words(schema, before, after)
    request = _request(page, _stored(page, after, standing.revision, user), standing, user, f"{reason} ({migration})")
    decision = record_on(
        request,
        Outcome.RESTAMPED,
        user=user,
        version=standing.version,
        comment=reason,
        acknowledged={"migration": migration, "old_digest": standing.digest, "new_digest": request.digest},
        next_review_on=standing.next_review_on,
    )
    publication.publish(decision, user=user, log_action="reviews.restamp")
    return decision


def _decoded(schema: ContentSchema, content: Content) -> Content:
    """A copy in which streams, which revisions keep as text, are lists of blocks."""
    copied = copy.deepcopy(content)
    return copied | {name: json.loads(copied[name] or "[]") for name in schema.streams if name in copied}


def _encoded(schema: ContentSchema, content: Content) -> Content:
    return content | {name: json.dumps(content[name]) for name in schema.streams if name in content}


def _require_same_words(schema: ContentSchema, before: Content, after: Content) -> None:
    said, says = words(schema, before), words(schema, after)
    changed = sorted(
        name for name in said.keys() | says.keys() if said.get(name) != says.get(name) and not _is_new(name, said, says)
    )
    if changed:
        raise ReviewRefused(
            f"This would change what the page says in {', '.join(changed)}.",
            kept="Nothing was stored.",
            next_step="Change words in a draft and submit it for review.",
        )


def _is_new(name: str, said: dict[str, list], says: dict[str, list]) -> bool:
    return name not in said and all(map(says_nothing, says[name]))


def words(schema: ContentSchema, content: Content) -> dict[str, list]:
    """What every field says, in order: the values of blocks without their kinds and keys; other fields whole."""
    return {
        name: list(_leaves(value)) if name in schema.streams else [value]
        for name, value in canonical(schema, content).items()
    }


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in _STRUCTURE:
                yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    elif not says_nothing(value):
        yield value


def _stored(page: Page, content: Content, replaced: Revision, user: Person) -> Revision:
    """A new revision in the place of ``replaced``, and of its age: a newer draft stays the newest."""
    stored = Revision.objects.create(
        content_type_id=page.content_type_id,
        base_content_type_id=page.get_base_content_type().pk,
        object_id=str(page.pk),
        object_str=str(page),
        created_at=replaced.created_at,
        user=user,
        content=content,
    )
    Page.objects.filter(pk=page.pk, latest_revision=replaced).update(latest_revision=stored)
    return stored


def _request(page: Page, revision: Revision, standing: Decision, user: Person, change_note: str) -> ReviewRequest:
    """What a reviewer attests later: by the people who wrote the version, and by whoever stored it anew."""
    written_by = standing.request.contributors if standing.request else []
    shown = revision.as_object()
    found = findings.find(shown)
    request = ReviewRequest.objects.create(
        page=page,
        revision=revision,
        digest=revision_digest(revision),
        compared_with=standing,
        contributors=[*written_by, {"user": user.pk, "name": display_name(user), "via": "restamped"}],
        submitted_by=user,
        submitted_by_name=display_name(user),
        change_note=change_note,
        findings=[finding.as_json() for finding in found],
        rule_set_version=findings.rule_set_version(),
    )
    references.freeze(request, shown)
    return request
