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
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from hub.demo import copying as rows
from hub.demo import filing
from hub.demo.confinement import require_banner
from hub.demo.copying import Copy, Renaming
from reviews import eligibility, publication, references, triggers
from reviews.content import schema_of
from reviews.contributions import display_name
from reviews.digests import canonical_json, document
from reviews.models import Decision, Outcome, ReviewerProfile, ReviewRequest
from reviews.models.contributions import Contribution, ReferencedObject, Via
from reviews.models.publication import PublicationWindow
from reviews.recording import MEANINGS, record_all
from reviews.services import missing_professions

if TYPE_CHECKING:
    from reviews.persons import Person
    from reviews.signatures import Signature

# The field by which a study names the medicines that it is about.
MEDICINES = "drugs"
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
    rows.write_pages(of.page, of.renaming, copies)
    _log(of, of.versions[0], "wagtail.create", author)
    for version in of.versions:
        rows.tell(copies, list(_digests(of, version, copies)))
        _save(of, version, author)
        decisions = _decide(of, version, _submit(of, version, copies, author), sign())
        with publication.window(*decisions):
            rows.say(of.page, of.renaming, version.words)
            _make_live(copies)
        _log(of, version, "wagtail.publish", decisions[0].decided_by)
    filing.file(of.page, of.renaming, copies)


def _require_triggers() -> None:
    if faulty := triggers.missing(connection) | triggers.altered(connection):
        raise RuntimeError(f"{len(faulty)} triggers of the review gate do not stand; nothing is written without them")


def _digests(of: Original, version: Version, copies: Sequence[Copy]) -> Iterator[str]:
    """The canonical content with the names of the copies in it is their canonical content."""
    signed = document(schema_of(of.page), version.revision.content, version.shown)
    text = canonical_json(signed)
    for copy in copies:
        if copy.medicine is not None:
            text = canonical_json(signed | {"content": signed["content"] | {MEDICINES: [copy.medicine.pk]}})
        yield hashlib.sha256(of.renaming.apply(text, copy.name).encode()).hexdigest()


def _save(of: Original, version: Version, author: Person) -> None:
    """A revision of each copy, and who wrote it."""
    place = {"pk": "id", "path": "path", "url_path": "url_path", "translation_key": "translation"}
    keys = {key: f"{rows.COPIES}.{name}" for key, name in place.items()} | {"numchild": "0"}
    if version.revision.content.get(MEDICINES):
        keys[MEDICINES] = rows.one_of(f"{rows.COPIES}.medicine")
    content = rows.renamed(Revision._meta.get_field("content"), of.renaming)
    rows.insert(
        Revision,
        {"id": version.revision.pk},
        of.renaming,
        {
            "content": rows.merged(content, keys),
            "object_id": rows.Sql(f"CAST({rows.COPIES}.id AS text)"),
            "user_id": rows.value(author.pk),
            "created_at": rows.value(timezone.now()),
        },
    )
    rows.tell_revisions(of.page)
    rows.insert(
        Contribution,
        {"revision_id": version.revision.pk, "user_id": version.revision.user_id},
        of.renaming,
        {
            "page_id": rows.column("id"),
            "revision_id": rows.column("revision"),
            "user_id": rows.value(author.pk),
            "user_name": rows.value(display_name(author)),
            "recorded_at": rows.value(timezone.now()),
        },
    )


def _submit(of: Original, version: Version, copies: Sequence[Copy], author: Person) -> list[ReviewRequest]:
    """Hand in each copy.  What the rules found in the original holds for it: only the name differs."""
    writers = [{"user": author.pk, "name": display_name(author), "via": Via.WROTE}]
    approval = (
        f"(SELECT d.id FROM {Decision._meta.db_table} d WHERE d.page_id = {rows.COPIES}.id"
        " ORDER BY d.entry_id DESC LIMIT 1)"
    )
    rows.insert(
        ReviewRequest,
        {"id": version.request.pk},
        of.renaming,
        {
            "page_id": rows.column("id"),
            "revision_id": rows.column("revision"),
            "digest": rows.column("digest"),
            "compared_with_id": rows.Sql(approval),
            "contributors": rows.json_value(json.dumps(writers)),
            "submitted_by_id": rows.value(author.pk),
            "submitted_by_name": rows.value(display_name(author)),
            "submitted_at": rows.value(timezone.now()),
        },
    )
    request = f"(SELECT MAX(r.id) FROM {ReviewRequest._meta.db_table} r WHERE r.page_id = {rows.COPIES}.id)"
    rows.insert(ReferencedObject, {"request_id": version.request.pk}, of.renaming, {"request_id": rows.Sql(request)})
    _log(of, version, "reviews.submit", author)
    return list(ReviewRequest.objects.open().filter(page__in=[copy.page.pk for copy in copies]).order_by("pk"))


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
        decisions.append(
            Decision(
                outcome=Outcome.APPROVED,
                page_id=request.page_id,
                request=request,
                revision_id=request.revision_id,
                digest=request.digest,
                version=version.approval.version,
                decided_by=reviewer,
                decided_by_name=display_name(reviewer),
                decided_by_credentials=profile.credentials,
                meaning=MEANINGS[Outcome.APPROVED],
                comment=COMMENT,
                acknowledged=version.approval.acknowledged,
                attests_whole_page=version.approval.attests_whole_page,
                next_review_on=version.approval.next_review_on,
            )
        )
    record_all(decisions)
    _log(of, version, "reviews.approve", reviewer)
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


def _log(of: Original, version: Version, action: str, user: Person) -> None:
    """The audit log of each copy says what that of the original says; only keys of other rows are left out."""
    revision = {} if action == "wagtail.create" else {"revision_id": version.revision.pk}
    rows.insert(
        PageLogEntry,
        {"page_id": of.page.pk, "action": action} | revision,
        of.renaming,
        {
            "page_id": rows.column("id"),
            "user_id": rows.value(user.pk),
            "timestamp": rows.value(timezone.now()),
            "data": rows.json_value("{}"),
            "uuid": rows.Sql("NULL"),
            **({"revision_id": rows.column("revision")} if revision else {}),
        },
    )
