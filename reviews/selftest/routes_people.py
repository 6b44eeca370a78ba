"""GATE.md, group 3: who approves."""

from __future__ import annotations

import datetime
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page, Revision

from reviews import services
from reviews.eligibility import REVIEWERS_GROUP
from reviews.models import Contribution, ReviewerProfile, ReviewRequest
from reviews.selftest.routes import Routes
from reviews.selftest.scene import TITLE, Scene
from reviews.selftest.visitors import Visitor
from reviews.signatures import Signature

routes = Routes()


def approve_by_every_door(scene: Scene, who: Visitor, request: ReviewRequest) -> None:
    """The review screen, Wagtail's own button, and the service."""
    scene.from_here()
    due = timezone.localdate() + datetime.timedelta(days=30)
    who.post(
        "reviews:review",
        request.pk,
        verdict="approve",
        shown_digest=request.digest,
        attests_whole_page="on",
        next_review_on=due.isoformat(),
        comment="",
        password=scene.password,
    )
    state = request.page.specific.current_workflow_task_state
    if state is not None:
        who.post("wagtailadmin_pages:workflow_action", request.page_id, "approve", state.pk, comment="")
    scene.tries(lambda: scene.approve(request, by=who))


@routes.route("3.01", "the author, who is a reviewer, approves")
def author(scene: Scene) -> None:
    scene.rewrite(scene.draft, by=scene.colleague)
    approve_by_every_door(scene, scene.colleague, scene.submit(scene.draft, by=scene.colleague))


@routes.route("3.02", "a superuser approves what they wrote")
def superuser_author(scene: Scene) -> None:
    scene.rewrite(scene.draft, by=scene.superuser)
    approve_by_every_door(scene, scene.superuser, scene.submit(scene.draft, by=scene.superuser))


@routes.route("3.03", "a superuser who is no reviewer approves")
def superuser(scene: Scene) -> None:
    approve_by_every_door(scene, scene.superuser, scene.waiting)


@routes.route("3.04", "the author of an earlier revision approves what somebody else submitted")
def co_author(scene: Scene) -> None:
    scene.rewrite(scene.draft, by=scene.colleague)
    scene.rewrite(scene.draft, "The last word.")
    approve_by_every_door(scene, scene.colleague, scene.submit(scene.draft))


@routes.route("3.05", "the author of words that somebody else copied approves the copy")
def copied_author(scene: Scene) -> None:
    scene.rewrite(scene.draft, by=scene.colleague)
    copied = scene.draft.copy(
        update_attrs={"slug": "copied", "title": "Copied"},
        user=scene.writer.user,
        copy_revisions=False,
        keep_live=False,
    )
    scene.rewrite(copied, "Words of the copy.")
    approve_by_every_door(scene, scene.colleague, scene.submit(Page.objects.get(pk=copied.pk).specific))


@routes.route("3.06", "the author of words that somebody else brought back approves them")
def reverted_author(scene: Scene) -> None:
    page = scene.live
    theirs = scene.rewrite(page, "The colleague's words.", by=scene.colleague)
    scene.rewrite(page, "Other words.")
    scene.approve(scene.submit(page))
    scene.writer.api("post", f"{page.pk}/actions/revert/", revision_id=theirs.pk)
    approve_by_every_door(scene, scene.colleague, scene.submit(scene.live))


@routes.route("3.07", "page.owner, changed so that the author seems to be somebody else")
def owner(scene: Scene) -> None:
    scene.rewrite(scene.draft, by=scene.colleague)
    Page.objects.filter(pk=scene.draft.pk).update(owner=scene.writer.user)
    approve_by_every_door(scene, scene.colleague, scene.submit(scene.draft))


def delete_account(scene: Scene, who: Visitor) -> list[str]:
    user = who.user
    scene.tries(
        lambda: scene.superuser.post("wagtailusers_users:delete", user.pk),
        user.delete,
        lambda: get_user_model()._default_manager.filter(pk=user.pk).delete(),
    )
    kept = get_user_model()._default_manager.filter(pk=user.pk).exists()
    return [] if kept else ["the account is gone, and with it the name"]


@routes.route("3.08", "the author's account, deleted")
def delete_author(scene: Scene) -> list[str]:
    return delete_account(scene, scene.writer)


@routes.route("3.09", "the reviewer's account, deleted")
def delete_reviewer(scene: Scene) -> list[str]:
    return delete_account(scene, scene.reviewer)


@routes.route("3.10", "somebody makes themself a reviewer")
def appoint_oneself(scene: Scene) -> None:
    request, who = scene.waiting, scene.superuser
    who.user.groups.add(Group.objects.get(name=REVIEWERS_GROUP))
    facts: dict[str, Any] = {
        "profession": "Pharmacist",
        "registration_body": TITLE,
        "registration_number": "1",
        "valid_until": timezone.localdate() + datetime.timedelta(days=30),
    }
    scene.tries(lambda: services.appoint(who.user, by=who.user, **facts))
    who.post("reviews:appoint", person=who.user_id, conflicts_of_interest="None declared", **facts)
    approve_by_every_door(scene, who, request)


@routes.route("3.11", "a reviewer whose appointment has ended")
def ended_appointment(scene: Scene) -> None:
    services.appoint(
        scene.colleague.user,
        by=scene.superuser.user,
        profession="Pharmacist",
        registration_body=TITLE,
        registration_number="1",
        valid_until=timezone.localdate() - datetime.timedelta(days=1),
    )
    profiles = ReviewerProfile.objects.filter(user=scene.colleague.user)
    scene.tries(lambda: profiles.update(valid_until=timezone.localdate() + datetime.timedelta(days=9)))
    approve_by_every_door(scene, scene.colleague, scene.waiting)


@routes.route("3.12", "a signature that nobody gave, or gave long ago")
def forged_signature(scene: Scene) -> None:
    user, request, now = scene.reviewer.user, scene.waiting, timezone.now()
    due = timezone.localdate() + datetime.timedelta(days=30)
    for forged in (Signature(user, now, object()), Signature(user, now - datetime.timedelta(1), scene.signature.proof)):
        scene.tries(partial(services.approve, request, forged, shown_digest=request.digest, next_review_on=due))


@routes.route("3.13", "words brought in by a script in nobody's name")
def nobody(scene: Scene) -> None:
    page = scene.draft
    setattr(page, scene.words_field, "By a script.")
    scene.tries(page.save_revision, lambda: page.save_revision(clean=False))
    source = page.latest_revision
    Revision.objects.create(
        content_type=source.content_type,
        base_content_type=source.base_content_type,
        object_id=source.object_id,
        content=source.content | scene.words("By a script."),
        user=None,
    )
    scene.rewrite(scene.draft, "On top of it.")
    approve_by_every_door(scene, scene.reviewer, scene.submit(scene.draft))


@routes.route("3.14", "the record of who had a hand in a page, rewritten")
def rewrite_hands(scene: Scene) -> None:
    rows = Contribution.objects.filter(page=scene.live)
    scene.tries(lambda: rows.update(user=scene.colleague.user), lambda: rows._raw_delete(rows.db))  # noqa: SLF001
