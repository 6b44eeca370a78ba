"""GATE.md, group 2: what is in review, approved or sent back does not move."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.apps import apps
from django.core import checks
from django.utils import timezone
from wagtail.models import Page, Revision

from reviews import services
from reviews.selftest.answering import answer, shown_digest
from reviews.selftest.routes import Routes
from reviews.selftest.scene import IN_REVIEW, Scene
from reviews.selftest.visitors import Visitor

routes = Routes()


def edit_and_approve(scene: Scene, who: Visitor) -> list[str]:
    """``who`` saves other words in review; then a reviewer approves from the screen that was open before."""
    pinned = scene.waiting
    who.edit(scene.reviewed, **scene.words())
    return scene.published_by_approval(pinned)


@routes.route("2.04", "edit form while in review, by another editor, then the approval")
def edit_by_second_writer(scene: Scene) -> list[str]:
    return edit_and_approve(scene, scene.second_writer)


@routes.route("2.05", "edit form while in review, by a superuser, then the approval")
def edit_by_superuser(scene: Scene) -> list[str]:
    return edit_and_approve(scene, scene.superuser)


@routes.route("2.06", "edit form while in review, by another reviewer, then the approval")
def edit_by_reviewer(scene: Scene) -> list[str]:
    return edit_and_approve(scene, scene.colleague)


def overwrite(scene: Scene, who: Visitor, page: Page, revision: Revision | int) -> None:
    """The request that autosave sends: save in place of ``revision``."""
    stored = Revision.objects.get(pk=getattr(revision, "pk", revision))
    data = {
        "overwrite_revision_id": stored.pk,
        "loaded_revision_id": stored.pk,
        "loaded_revision_created_at": stored.created_at.isoformat(),
    }
    who.edit(page, data, **scene.words())


@routes.route("2.07", "the submitted revision, overwritten in place by its author, a superuser")
def overwrite_as_superuser(scene: Scene) -> list[str]:
    return overwrite_own(scene, scene.superuser)


@routes.route("2.08", "the submitted revision, overwritten in place by its author, a reviewer")
def overwrite_as_reviewer(scene: Scene) -> list[str]:
    return overwrite_own(scene, scene.colleague)


def overwrite_own(scene: Scene, author: Visitor) -> list[str]:
    services.recall(scene.waiting, scene.writer.user)
    scene.rewrite(scene.reviewed, IN_REVIEW, by=author)
    pinned = scene.submit(scene.reviewed, by=author)
    scene.from_here()
    overwrite(scene, author, scene.reviewed, pinned.revision_id)
    return scene.published_by_approval(pinned)


@routes.route("2.09", "the live revision, overwritten in place by its author")
def overwrite_live(scene: Scene) -> None:
    overwrite(scene, scene.writer, scene.live, scene.live.live_revision_id)


@routes.route("2.11", "the revision that a reviewer sent back, overwritten in place by its author")
def overwrite_sent_back(scene: Scene) -> None:
    request = scene.waiting
    services.request_changes(request, scene.reviewer.user, comment="Say when to take it.")
    scene.from_here()
    overwrite(scene, scene.writer, scene.reviewed, request.revision_id)


@routes.route("2.12", "an approved, scheduled revision, overwritten in place")
def overwrite_scheduled(scene: Scene) -> None:
    later = timezone.now() + datetime.timedelta(days=2)
    page = scene.write("scheduled", "Approved for later.", go_live_at=later)
    request = scene.submit(page)
    scene.approve(request)
    scene.from_here()
    for who in (scene.writer, scene.superuser):
        overwrite(scene, who, scene.page("scheduled"), request.revision_id)


@routes.route("2.16", "a revision saved by a script while in review, then the approval")
def save_by_script(scene: Scene) -> list[str]:
    pinned, page = scene.waiting, scene.reviewed
    setattr(page, scene.words_field, "By a script.")
    scene.tries(
        lambda: page.save_revision(user=scene.writer.user),
        lambda: page.save_revision(user=scene.superuser.user),
        lambda: page.save_revision(clean=False),
        lambda: Revision.objects.create(
            content_object=page,
            base_content_type=page.get_base_content_type(),
            content=page.serializable_data(),
            user=scene.writer.user,
        ),
    )
    return scene.published_by_approval(pinned)


@routes.route("1.33", "a plain many-to-many field, which is in no revision")
def plain_many_to_many(scene: Scene) -> list[str]:
    return system_check("reviews.E001")


@routes.route("1.34", "a page type that is neither reviewed nor without words")
def unreviewed_type(scene: Scene) -> list[str]:
    return [*system_check("reviews.E003"), *system_check("reviews.E004")]


@routes.route("2.20", "a snippet or other object whose words change without review")
def snippet(scene: Scene) -> list[str]:
    return system_check("reviews.E002")


def system_check(number: str) -> list[str]:
    """What the system check of that number finds on this project's page types."""
    return [str(message.msg) for message in checks.run_checks() if message.id == number]


@routes.route("2.23", "a site setting that puts words on every page")
def site_setting(scene: Scene) -> list[str]:
    installed = apps.is_installed("wagtail.contrib.settings")
    return ["wagtail.contrib.settings is installed, whose words nobody reviews"] if installed else []


@routes.route("2.25", "a reviewer edits and approves in one request")
def edit_and_approve_at_once(scene: Scene) -> list[str]:
    pinned = scene.waiting
    buttons = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    for who in (scene.colleague, scene.superuser):
        who.edit(scene.reviewed, buttons, **scene.words())
    return scene.published_by_approval(pinned)


@routes.route("2.26", "the request for review itself, rewritten")
def rewrite_request(scene: Scene) -> list[str]:
    rows = type(scene.waiting).objects.filter(pk=scene.waiting.pk)
    before = rows.values().get()
    scene.tries(
        lambda: rows.update(contributors=[]),
        lambda: rows.update(digest="0" * 64),
        lambda: rows.update(revision=scene.live.live_revision_id),
    )
    return [] if rows.values().get() == before else ["what was handed in was rewritten"]


@routes.route("7.14", "a finding that is fixed or dismissed while in review")
def answer_in_review(scene: Scene) -> Iterator[str]:
    page = scene.reviewed
    yield from answer(scene, page, shown_digest(page), scene.writer, scene.superuser, scene.colleague)


@routes.route("7.15", "a finding that is fixed or dismissed by somebody who may not edit the page")
def answer_of_stranger(scene: Scene) -> Iterator[str]:
    page = scene.draft
    yield from answer(scene, page, shown_digest(page), scene.stranger)


@routes.route("7.16", "a finding that is fixed or dismissed on other words than were shown with it")
def answer_to_other_words(scene: Scene) -> Iterator[str]:
    page = scene.draft
    shown = shown_digest(page)
    scene.rewrite(page, IN_REVIEW)
    yield from answer(scene, scene.draft, shown, scene.writer)
