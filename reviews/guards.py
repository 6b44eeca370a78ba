"""Ring 3, save: what may be stored.

Signals and not methods where Wagtail saves base-class instances, which never reach a method of the mixin.
Each guard raises ``ReviewRefused``; ring 4 (``reviews.triggers``) refuses the same things below Python.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models
from django.db.models.signals import post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.log_actions import get_active_log_context, log
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction, Revision

from reviews import contributions, references
from reviews.digests import BOOKKEEPING, ContentSchema, differences
from reviews.locks import words_of
from reviews.models.decisions import Decision
from reviews.models.pages import ContainerPageMixin, ReviewedPageMixin
from reviews.models.publication import PublicationWindow
from reviews.models.requests import ReviewRequest
from reviews.persons import Person
from reviews.refusals import ReviewRefused
from reviews.triggers import reviewed_models
from reviews.unread import require_none, unread

PUBLICATION_FIELDS = frozenset({"live", "live_revision", "live_revision_id"})


def is_reviewed(page: Page) -> bool:
    """Whether the page's own type, whatever class the instance has, is reviewed."""
    specific = page.specific_class
    return specific is not None and issubclass(specific, ReviewedPageMixin)


def page_of(revision: Revision) -> type[models.Model] | None:
    """The reviewed page type that the revision belongs to, or None."""
    model = revision.content_type.model_class()
    return model if model is not None and issubclass(model, ReviewedPageMixin) else None


# Pages


@receiver(pre_save, dispatch_uid="reviews.guard_page")
def guard_page(
    sender: type[models.Model],
    instance: models.Model,
    raw: bool = False,
    update_fields: frozenset[str] | None = None,
    **kwargs: Any,
) -> None:
    if raw or not isinstance(instance, Page) or not is_reviewed(instance):
        return
    if instance.alias_of_id:
        raise ReviewRefused(
            "A reviewed page cannot have an alias: it would be public at a second address without review.",
            next_step="Copy the page instead and submit the copy for review.",
        )
    if instance._state.adding:
        _make_draft(instance)
    elif update_fields is None or not _only_bookkeeping(update_fields):
        _guard_update(instance, update_fields)


def _only_bookkeeping(update_fields: frozenset[str]) -> bool:
    return update_fields <= BOOKKEEPING and not update_fields & PUBLICATION_FIELDS


def _make_draft(page: Page) -> None:
    """Every reviewed page is born a draft: created, copied and translated ones too."""
    page.live = False
    page.has_unpublished_changes = True
    page.live_revision = None
    page.first_published_at = None
    page.last_published_at = None


def _guard_update(page: Page, update_fields: frozenset[str] | None) -> None:
    if not page.live:
        _require_not_live_since(page)
        page.live_revision = None
        return
    opened = PublicationWindow.objects.select_related("decision__revision").filter(pk=page.pk).first()
    decision: Decision | None
    if opened is not None:
        decision = opened.decision
    else:
        stored = Page.objects.filter(pk=page.pk, live=True).values_list("live_revision_id", flat=True).first()
        decision = approving_decision(stored) if stored == page.live_revision_id else None
    if decision is None or decision.revision is None or decision.revision_id != page.live_revision_id:
        raise ReviewRefused(
            "Nothing goes live without the approval of a clinical reviewer.",
            kept="What the public reads is unchanged.",
            next_step="Save a draft and submit it for review.",
        )
    found = page.serializable_data()
    if update_fields is not None:
        found = {name: value for name, value in found.items() if name in update_fields}
    changed = differences(ContentSchema.of(page.specific_class), decision.revision.content, found)
    if changed:
        raise ReviewRefused(
            f"Live content changes only through review; this would change {', '.join(changed)}.",
            kept="What the public reads is unchanged.",
            next_step="Save a draft and submit it for review.",
        )


def _require_not_live_since(page: Page) -> None:
    """Raise when saving ``page``, which is not live, would take what a decision made public since it was read.

    An editor's form holds the page as it was when it was opened.  Withdrawing and expiry do take a page away.
    """
    stored = Page.objects.select_for_update(of=("self",)).filter(pk=page.pk, live=True).first()
    if stored is None or Decision.objects.standing(page.pk) is None:
        return
    if stored.expire_at is None or stored.expire_at > timezone.now():
        raise ReviewRefused(
            "This page is public by a reviewer's decision, perhaps since you opened it, and this would take it away.",
            kept="What the public reads is unchanged, and nothing was saved.",
            next_step="Open the page again to edit it; to take it from the public, withdraw it with a reason.",
        )


def approving_decision(revision_id: int | None) -> Decision | None:
    """The newest decision that lets ``revision_id`` be public: not revoked, and the page not withdrawn since."""
    return (
        Decision.objects.in_force().filter(revision_id=revision_id).select_related("revision", "request").first()
        if revision_id
        else None
    )


@receiver(pre_save, sender=PageViewRestriction, dispatch_uid="reviews.guard_audience")
def guard_audience(sender: type[models.Model], instance: PageViewRestriction, **kwargs: Any) -> None:
    page = instance.page
    kind = page.specific_class
    # A restriction holds for every page below, also for those to come.
    if (kind is not None and issubclass(kind, ReviewedPageMixin | ContainerPageMixin)) or (
        page.get_descendants().type(*reviewed_models()).exists()
    ):
        raise ReviewRefused(
            "Who may read a reviewed page is part of what is reviewed, and reviewed pages are for everybody.",
            kept="Everybody can read what they could before.",
            next_step="Withdraw a page that the public should not read.",
        )


@receiver(pre_save, sender=CollectionViewRestriction, dispatch_uid="reviews.guard_audience_of_files")
def guard_audience_of_files(sender: type[models.Model], **kwargs: Any) -> None:
    raise ReviewRefused(
        "A file is for everybody while a live page shows it, and for staff before and after that, whatever collection "
        "it is in.",
        kept="Everybody can open what they could before.",
        next_step="Withdraw the page that shows a file which the public should not see.",
    )


# Revisions


def check_may_save_revision(page: Page, user: Person | None, approved_go_live_at: datetime.datetime | None) -> None:
    """Raise unless ``user`` may save a draft of ``page`` now."""
    if user is None:
        raise ReviewRefused(
            "Every version of a reviewed page names its author.", next_step="Save it as a signed-in person."
        )
    if approved_go_live_at is not None:
        raise ReviewRefused(
            "Only an approved version can be scheduled.",
            next_step="Set the go-live date in the draft and submit it for review.",
        )
    lock = page.get_lock()
    if lock is not None and lock.for_user(user):
        raise ReviewRefused(words_of(lock, user), kept="What you typed is still on your screen; nothing was saved.")


def check_was_read(page: Page) -> None:
    """Raise when saving ``page`` would lose what a newer release stored and this one did not read."""
    require_none(
        unread(type(page), vars(page).get("read_from", {})),
        kept="What you typed is still on your screen; nothing was saved.",
    )


def check_may_overwrite(revision: Revision | None, newest: int | None) -> None:
    """Raise when autosave would put an older draft back: Wagtail asked for the ``newest`` before it waited for us."""
    if revision is not None and revision.pk != newest:
        raise ReviewRefused(
            "A newer draft was saved meanwhile.",
            kept="What you typed is still on your screen; nothing was saved.",
            next_step="Reload the editor to go on from the newer draft.",
        )


def is_frozen(revision: Revision) -> bool:
    """Submitted, decided on, live or scheduled: somebody relied on this row, so it never changes."""
    return (
        revision.approved_go_live_at is not None
        or ReviewRequest.objects.filter(revision_id=revision.pk).exists()
        or Page.objects.filter(live_revision_id=revision.pk).exists()
    )


@receiver(pre_save, sender=Revision, dispatch_uid="reviews.guard_revision")
def guard_revision(
    sender: type[models.Model],
    instance: Revision,
    raw: bool = False,
    update_fields: frozenset[str] | None = None,
    **kwargs: Any,
) -> None:
    if raw or page_of(instance) is None:
        return
    if instance.approved_go_live_at is not None and approving_decision(instance.pk) is None:
        raise ReviewRefused(
            "Only an approved version can be scheduled.",
            next_step="Set the go-live date in the draft and submit it for review.",
        )
    # Wagtail copies a revision by taking the key from the stored one.
    if instance._state.adding or instance.pk is None:
        if ReviewRequest.objects.open_for(int(instance.object_id)) is not None:
            raise ReviewRefused(
                "This page is in review, so no new version can be saved.",
                next_step="Recall the submission to edit the page, or wait for the decision.",
            )
    elif update_fields != frozenset({"approved_go_live_at"}) and is_frozen(instance):
        raise ReviewRefused(
            "This version was submitted for review, so it never changes.", next_step="Save a new version."
        )


@receiver(post_save, sender=Revision, dispatch_uid="reviews.record_contribution")
def record_contribution(sender: type[models.Model], instance: Revision, raw: bool = False, **kwargs: Any) -> None:
    if not raw and page_of(instance) is not None:
        contributions.record(instance, instance.user)


# Content by reference


@receiver(pre_save, dispatch_uid="reviews.guard_reference")
def guard_reference(sender: type[models.Model], instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        require_unchanged(instance)


def require_unchanged(instance: models.Model) -> None:
    """Raise when ``instance`` stands on a submitted page and does not look as it did then.

    Forms ask before they save: Wagtail's document form deletes the old file before it saves the row.
    """
    if instance._state.adding or not isinstance(instance, references.Fingerprinted):
        return
    model = type(instance)
    before = model._base_manager.filter(pk=instance.pk).first()
    if before is None or not references.is_frozen(instance):
        return
    if references.fingerprint(before) != references.fingerprint(instance):
        raise ReviewRefused(
            f"The {model._meta.verbose_name} “{before}” stands on a page that was submitted for review, "
            "so its file and its words never change.",
            next_step="Add a new one and put it on the page.",
        )


@receiver(post_save, dispatch_uid="reviews.record_maker")
def record_maker(
    sender: type[models.Model], instance: models.Model, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """Whoever changes what a page can show has a hand in it (``references.makers``).

    Some of Wagtail's own views keep no log of that: the form below a fresh upload opens for anything uploaded before.
    """
    user = get_active_log_context().user
    if not raw and not created and user is not None and isinstance(instance, references.Fingerprinted):
        log(instance, "wagtail.edit", user=user)


@receiver(pre_delete, dispatch_uid="reviews.guard_reference_deletion")
def guard_reference_deletion(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
    if isinstance(instance, references.Fingerprinted) and references.is_frozen(instance):
        raise ReviewRefused(
            f"The {sender._meta.verbose_name} “{instance}” stands on a page that was submitted for review, "
            "so it is kept."
        )
