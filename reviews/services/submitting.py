"""Handing in a draft for review, and taking it back."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst
from wagtail.log_actions import log
from wagtail.models import Page, Workflow, WorkflowState

from reviews import changes, dismissals, findings, notices, places, references
from reviews.content import revision_digest
from reviews.contributions import contributors_since_approval, display_name
from reviews.models.decisions import Decision, Outcome
from reviews.models.requests import Priority, ReviewRequest
from reviews.models.tasks import ClinicalReviewTask
from reviews.persons import Person
from reviews.recording import record_on
from reviews.refusals import NotReady, ReviewRefused
from reviews.services.locking import lock_page, lock_request, require_may_change
from reviews.unread import require_read


def problems_of(draft: Page, found: list[findings.Finding] | None = None) -> list[str]:
    """What keeps ``draft`` from being submitted, one sentence each: empty required fields, then blocking findings."""
    found = findings.find(draft) if found is None else found
    return [*_invalid_fields(draft), *(finding.message for finding in found if finding.severity == "block")]


def _invalid_fields(draft: Page) -> list[str]:
    problems = []
    for row in [draft, *_child_rows(draft)]:
        try:
            row.full_clean(exclude=["page", "content_object"] if row is not draft else None)
        except ValidationError as error:
            problems += [_sentence(row, name, text) for name, texts in error.message_dict.items() for text in texts]
    return problems


def _child_rows(draft: Page) -> list:
    from reviews.digests import ContentSchema

    return [row for name in ContentSchema.of(type(draft)).children for row in getattr(draft, name).all()]


def _sentence(row: object, name: str, text: str) -> str:
    meta = row._meta  # type: ignore[attr-defined]
    where = [] if isinstance(row, Page) else [capfirst(str(meta.verbose_name))]
    if name != "__all__":
        where.append(capfirst(str(meta.get_field(name).verbose_name)))
    return ": ".join([*where, text])


@transaction.atomic
def submit(
    page: Page,
    user: Person,
    *,
    change_note: str,
    priority: str = Priority.ROUTINE,
    due_on: datetime.date | None = None,
) -> ReviewRequest:
    """Freeze the newest draft of ``page`` and ask for its review.

    Raises ``NotReady`` with the reasons, or ``ReviewRefused``.  Saving without a change resets nothing: the
    digest is compared with the version that stands, not the row.
    """
    page = lock_page(page.pk)
    require_may_change(page, user, to="submit it")
    revision = page.latest_revision
    if revision is None:
        raise ReviewRefused("There is no draft to submit.", next_step="Save a draft first.")
    require_read(revision, kept="Your draft is saved.")
    draft = revision.as_object()
    digest = revision_digest(revision)
    standing = Decision.objects.standing(page.pk)
    if standing is not None and standing.digest == digest:
        raise ReviewRefused(
            "Nothing changed since the approved version, so there is nothing to review.",
            next_step="A reviewer can reaffirm the page as it is.",
        )
    found = findings.find(draft)
    problems = problems_of(draft, found)
    if not change_note.strip():
        problems.insert(0, "Say in a few words what changed and why.")
    if problems:
        raise NotReady(problems)
    compared_with = standing or Decision.objects.last_approval(page.pk)
    before = compared_with.revision if compared_with is not None else None
    request = ReviewRequest.objects.create(
        page=page,
        revision=revision,
        digest=digest,
        compared_with=compared_with,
        contributors=contributors_since_approval(page, draft, compared_with),
        submitted_by=user,
        submitted_by_name=display_name(user),
        change_note=change_note.strip(),
        findings=dismissals.with_reasons(draft, found),
        clinical_changes=changes.clinical_changes(type(draft), before, revision),
        rule_set_version=findings.rule_set_version(),
        priority=priority,
        due_on=due_on,
    )
    references.freeze(request, draft)
    _start_task(page, user)
    log(
        instance=page,
        action=places.SUBMITTED,
        user=user,
        revision=revision,
        data={
            "request": request.pk,
            "digest": digest,
            "change_note": request.change_note,
            places.BELOW: places.below(page),
        },
    )
    notices.tell(notices.submitted(request))
    return request


def _start_task(page: Page, user: Person) -> None:
    waiting = page.current_workflow_state
    if waiting is not None and waiting.status == WorkflowState.STATUS_NEEDS_CHANGES:
        waiting.resume(user)
        return
    workflow = page.get_workflow() or _review_workflow()
    workflow.start(page, user)


def _review_workflow() -> Workflow:
    """The seeded workflow, for a tree from which somebody took the assignment away."""
    task = ClinicalReviewTask.objects.first()
    workflow = Workflow.objects.filter(workflow_tasks__task=task).first() if task else None
    if workflow is None:
        raise ReviewRefused(
            "The review workflow is missing, so nothing can be submitted.",
            kept="Your draft is saved.",
            next_step="Ask an administrator to run the migrations.",
        )
    return workflow


@transaction.atomic
def recall(request: ReviewRequest, user: Person, comment: str = "") -> Decision:
    """Take a submission back, so that the page can be edited again."""
    request, page = lock_request(request)
    if not page.permissions_for_user(user).can_edit():
        raise ReviewRefused("You may not edit this page, so you may not recall it.")
    decision = record_recall(request, user, comment)
    state = page.current_workflow_state
    if state is not None:
        state.cancel(user=user)
    return decision


def record_recall(request: ReviewRequest, user: Person | None, comment: str) -> Decision:
    """Write the recall down; the caller ends the workflow."""
    if user is None:
        raise ReviewRefused(
            "A submission is recalled by a person.", kept="The submission waits.", next_step="Sign in and recall it."
        )
    decision = record_on(request, Outcome.RECALLED, user=user, comment=comment)
    notices.settle(request)
    log(instance=request.page.specific, action="reviews.recall", user=user, data={"request": request.pk})
    return decision
