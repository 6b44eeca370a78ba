"""An approved page of the demonstration many times over, each copy with a history of its own.

For measurements of a large site, and no way round the gate.  A copy goes live in the only way there is: its versions
are handed in by an editor, decided on by a reviewer who is eligible and has signed, entered in the ledger, and made
live inside the publication window of that decision, with every trigger in force.  What is left out is what people do:
nobody reads a copy, which is why each says so where a reviewer's comment stands, why all that differs from what was
reviewed is the name, and why this refuses to run where pages do not say that they are a demonstration.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from hub.demo import copying as rows
from hub.demo.confinement import require_banner
from hub.demo.copying import Copy, Renaming, like
from pages.search import indexing
from reviews import eligibility, publication, references, triggers
from reviews.content import schema_of
from reviews.contributions import display_name
from reviews.digests import canonical_json, document
from reviews.models import Decision, Outcome, ReviewerProfile, ReviewRequest
from reviews.models.contributions import Contribution, ReferencedObject
from reviews.models.publication import PublicationWindow
from reviews.recording import record_all
from reviews.services import missing_professions

if TYPE_CHECKING:
    from reviews.persons import Person
    from reviews.signatures import Signature

CONTENT_CHANGES = ("wagtail.create", "wagtail.publish")
COMMENT = "Copied by machine for measurements; nobody has read this copy. The page it was copied from was reviewed."


@dataclass(frozen=True)
class Version:
    """One approved version of the original: its approval, and what is the same of all copies of it."""

    approval: Decision
    request: ReviewRequest
    revision: Revision
    shown: list[tuple[str, str]]
    # Fields that say something else in the version after it.
    words: Mapping[str, str]


@dataclass(frozen=True)
class Original:
    """An approved page that is to be copied, and the name in it that copies replace."""

    page: Page
    renaming: Renaming
    versions: tuple[Version, ...]


def original(page: Page, name: str) -> Original:
    """``page`` with its approved versions.  Raises ``ValueError`` for a history that cannot be copied honestly."""
    decisions = list(Decision.objects.for_page(page.pk).select_related("request", "revision").order_by("entry_id"))
    if not decisions or any(d.outcome != Outcome.APPROVED for d in decisions):
        raise ValueError(f"“{page}” has other decisions than approvals by one reviewer each")
    contents = [d.revision.content for d in decisions if d.revision is not None]
    versions = []
    for number, decision in enumerate(decisions):
        request, revision = decision.request, decision.revision
        if request is None or revision is None:
            raise ValueError(f"{decision} has lost what it decided on")
        versions.append(
            Version(decision, request, revision, references.frozen(request), _differing(page, contents, number))
        )
    return Original(page, Renaming(name), tuple(versions))


def _differing(page: Page, contents: list[dict[str, Any]], number: int) -> dict[str, str]:
    """What is put into the row for this version: for the first, what it says otherwise than the row of the original."""
    schema = schema_of(page)
    other = contents[-1] if number == 0 else contents[number - 1]
    before, now = (document(schema, content)["content"] for content in (other, contents[number]))
    changed = [name for name in now if before.get(name) != now[name]]
    own = {field.name for field in page._meta.local_concrete_fields}
    if any(name not in own or name in schema.streams for name in changed):
        raise ValueError(f"versions of “{page}” differ in {', '.join(changed)}; only plain fields are copied")
    return {name: now[name] for name in changed}


@transaction.atomic
def multiply(of: Original, copies: Sequence[Copy], author: Person, sign: Callable[[], Signature]) -> None:
    """Write the copies, and have every version of each approved and published; all of them or none.

    ``sign`` gives the reviewer's signature.  Raises ``ReviewRefused`` when the reviewer may not approve, and
    ``NotADemonstrationError`` outside a demonstration.
    """
    require_banner()
    _require_triggers()
    rows.write_drafts(of.page, of.renaming, copies, of.versions[0].words)
    _log(copies, "wagtail.create", author)
    for number, version in enumerate(of.versions):
        revisions = _revisions(of, version, copies, author)
        decisions = _decide(of, version, _submit(of, version, copies, revisions, author), sign())
        facts = ({"decision": d.entry_id, "digest": d.digest, "comment": d.comment} for d in decisions)
        _log(copies, "reviews.approve", decisions[0].decided_by, revisions, facts)
        with publication.window(*decisions):
            if number:
                rows.say(of.page, of.renaming, version.words)
            _make_live(copies)
        _log(copies, "wagtail.publish", decisions[0].decided_by, revisions)
    live = type(of.page)._default_manager.select_related("live_revision")
    indexing.index_new(live.filter(pk__in=[copy.page.pk for copy in copies]))


def _require_triggers() -> None:
    if missing := triggers.expected(connection.vendor) - set(triggers.installed(connection)):
        raise RuntimeError(f"{len(missing)} triggers of the review gate are gone; nothing is written without them")


def _revisions(of: Original, version: Version, copies: Sequence[Copy], author: Person) -> list[Revision]:
    text = json.dumps(version.revision.content)
    revisions = [
        like(
            version.revision,
            object_id=str(copy.page.pk),
            object_str=of.renaming.apply(version.revision.object_str, copy.name),
            content=json.loads(of.renaming.apply(text, copy.name)) | _place_of(copy, version.revision.content),
            user_id=author.pk,
            created_at=timezone.now(),
            approved_go_live_at=None,
        )
        for copy in copies
    ]
    Revision.objects.bulk_create(revisions)
    Contribution.objects.bulk_create(
        Contribution(page_id=copy.page.pk, revision_id=revision.pk, user=author, user_name=display_name(author))
        for copy, revision in zip(copies, revisions, strict=True)
    )
    return revisions


def _place_of(copy: Copy, content: Mapping[str, Any]) -> dict[str, Any]:
    """What a revision says of the row that it belongs to."""
    names = ("pk", "path", "depth", "numchild", "url_path")
    place: dict[str, Any] = {name: getattr(copy.page, name) for name in names}
    place["translation_key"] = str(copy.page.translation_key)
    if copy.medicine is not None and content.get("drugs"):
        place["drugs"] = [copy.medicine.pk]
    return place


def _submit(
    of: Original, version: Version, copies: Sequence[Copy], revisions: Sequence[Revision], author: Person
) -> list[ReviewRequest]:
    """Hand in each copy.  What the rules found in the original holds for it: only the name differs."""
    schema = schema_of(of.page)
    previous = {}
    if version.request.compared_with_id:
        earlier = Decision.objects.filter(page__in=[copy.page.pk for copy in copies]).order_by("entry_id")
        previous = dict(earlier.values_list("page_id", "pk"))
    found, changed = json.dumps(version.request.findings), json.dumps(version.request.clinical_changes)
    requests = []
    for copy, revision in zip(copies, revisions, strict=True):
        said = canonical_json(document(schema, revision.content, version.shown))
        requests.append(
            like(
                version.request,
                page_id=copy.page.pk,
                revision_id=revision.pk,
                digest=hashlib.sha256(said.encode()).hexdigest(),
                compared_with_id=previous.get(copy.page.pk),
                contributors=[{"user": author.pk, "name": display_name(author), "via": "wrote"}],
                submitted_by_id=author.pk,
                submitted_by_name=display_name(author),
                submitted_at=timezone.now(),
                findings=json.loads(of.renaming.apply(found, copy.name)),
                clinical_changes=json.loads(of.renaming.apply(changed, copy.name)),
                due_on=None,
            )
        )
    ReviewRequest.objects.bulk_create(requests)
    _freeze(version, requests)
    _log(copies, "reviews.submit", author, revisions, ({"request": r.pk, "digest": r.digest} for r in requests))
    return requests


def _freeze(version: Version, requests: Sequence[ReviewRequest]) -> None:
    shown = list(ReferencedObject.objects.filter(request=version.request))
    ReferencedObject.objects.bulk_create(like(row, request_id=request.pk) for request in requests for row in shown)


def _decide(of: Original, version: Version, requests: Sequence[ReviewRequest], signature: Signature) -> list[Decision]:
    """Approve each, by the rules for every approval (``reviews.services.approve``)."""
    signature.require_valid()
    reviewer = signature.user
    eligibility.require(eligibility.why_not_a_reviewer(reviewer))
    if missing_professions(version.request, reviewer):
        raise ValueError(f"another profession must sign “{of.page}” too, so one signature approves no copy of it")
    profile = ReviewerProfile.objects.in_force().get(user=reviewer)
    decisions = []
    for request in requests:
        eligibility.require(eligibility.why_not_independent(reviewer, request))
        decision = like(
            version.approval,
            page_id=request.page_id,
            revision_id=request.revision_id,
            digest=request.digest,
            decided_by_id=reviewer.pk,
            decided_by_name=display_name(reviewer),
            decided_by_credentials=profile.credentials,
            comment=COMMENT,
        )
        decision.request = request
        decisions.append(decision)
    record_all(decisions)
    return decisions


def _make_live(copies: Sequence[Copy]) -> None:
    """What Wagtail's publishing sets.  The revision is the one that the open publication window of each page names."""
    opened = PublicationWindow.objects.filter(page=OuterRef("pk"))
    named, made_at = (Subquery(opened.values(f"decision__revision{name}")[:1]) for name in ("", "__created_at"))
    now = timezone.now()
    Page.objects.filter(pk__in=[copy.page.pk for copy in copies]).update(
        live=True,
        has_unpublished_changes=False,
        live_revision=named,
        latest_revision=named,
        latest_revision_created_at=made_at,
        first_published_at=Coalesce("first_published_at", Value(now)),
        last_published_at=now,
    )


def _log(
    copies: Sequence[Copy],
    action: str,
    user: Person,
    revisions: Iterable[Revision | None] = (),
    data: Iterable[dict[str, Any]] = (),
) -> None:
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page_id=copy.page.pk,
            content_type_id=copy.page.content_type_id,
            label=copy.page.title,
            action=action,
            user_id=user.pk,
            revision_id=revision.pk if revision is not None else None,
            timestamp=timezone.now(),
            data=facts or {},
            content_changed=action in CONTENT_CHANGES,
        )
        for copy, revision, facts in zip_longest(copies, revisions, data)
    )
