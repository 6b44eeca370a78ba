"""GATE.md, group 1: code that uses models, as a management command or a shell would."""

from __future__ import annotations

import datetime
from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.management import call_command
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision

from reviews import services
from reviews.selftest.routes import Routes
from reviews.selftest.scene import TITLE, Scene

routes = Routes()


@routes.route("1.21", "a go-live date written into an unapproved revision, then publish_scheduled")
def schedule_by_update(scene: Scene) -> None:
    past = timezone.now() - datetime.timedelta(hours=1)
    for page in (scene.draft, scene.live):
        rows = Revision.objects.filter(pk=scene.rewrite(page).pk)
        scene.tries(partial(rows.update, approved_go_live_at=past))
    call_command("publish_scheduled", verbosity=0)


@routes.route("1.22", "revision.publish()")
def revision_publish(scene: Scene) -> None:
    unapproved = scene.rewrite(scene.live)
    scene.tries(
        lambda: unapproved.publish(user=scene.superuser.user),
        unapproved.publish,
        scene.draft.latest_revision.publish,
        scene.waiting.revision.publish,
    )


@routes.route("1.23", "PublishPageRevisionAction with skip_permission_checks")
def publish_action(scene: Scene) -> None:
    unapproved = scene.rewrite(scene.live)
    for revision in (unapproved, scene.draft.latest_revision, scene.waiting.revision):
        action = PublishPageRevisionAction(revision)
        scene.tries(partial(action.execute, skip_permission_checks=True))


@routes.route("1.24", "page.save() with other words on a live page")
def save_words(scene: Scene) -> None:
    page = scene.live
    setattr(page, scene.words_field, "Other words.")
    scene.tries(page.save, lambda: page.save(update_fields=[scene.words_field]), lambda: page.save(clean=False))


@routes.route("1.25", "Page.save() with another title, past the class of the page")
def save_base_class(scene: Scene) -> None:
    page = Page.objects.get(pk=scene.live.pk)
    page.title = "Another title"
    scene.tries(page.save, lambda: page.save(update_fields=["title"]))


@routes.route("1.26", "page.live = True and save()")
def save_live(scene: Scene) -> None:
    for page in (scene.draft, Page.objects.get(pk=scene.draft.pk)):
        page.live = True
        scene.tries(page.save, partial(page.save, update_fields=["live"]))
        page.live_revision = page.latest_revision
        scene.tries(page.save)


@routes.route("1.27", "add_child() of a page that says it is live")
def add_live_child(scene: Scene) -> None:
    page = scene.unsaved()
    page.live = True
    scene.tries(lambda: scene.section.add_child(instance=page))


@routes.route("1.52", "a reviewed page under the name of a container's type")
def disguised(scene: Scene) -> list[str]:
    page = scene.unsaved()
    page.content_type = ContentType.objects.get_for_model(type(scene.section))
    page.live = True
    scene.tries(
        lambda: scene.section.add_child(instance=page), lambda: Page.objects.filter(slug=page.slug).update(live=True)
    )
    live = Page.objects.filter(slug=page.slug, live=True).exists()
    return ["the words of a reviewed type are live under another type"] if live else []


@routes.route("1.53", "the revision of another page, which was approved")
def borrowed_revision(scene: Scene) -> None:
    page, approved = scene.draft, scene.live.live_revision_id
    page.live, page.live_revision_id = True, approved
    scene.tries(page.save, lambda: Page.objects.filter(pk=page.pk).update(live=True, live_revision=approved))


@routes.route("1.54", "an earlier approved version, published again without a decision")
def earlier_version(scene: Scene) -> None:
    earlier = scene.reviewed.live_revision
    scene.approve(scene.waiting)
    scene.from_here()
    action = PublishPageRevisionAction(earlier)
    scene.tries(
        lambda: earlier.publish(user=scene.superuser.user),
        earlier.publish,
        lambda: action.execute(skip_permission_checks=True),
        lambda: Page.objects.filter(pk=scene.reviewed.pk).update(live_revision=earlier.pk),
    )


@routes.route("1.55", "a withdrawn page, published again without a decision")
def withdrawn_again(scene: Scene) -> None:
    page = scene.live
    services.withdraw(page, scene.reviewer.user, reason=TITLE)
    scene.from_here()
    revision = page.live_revision
    action = PublishPageRevisionAction(revision)
    scene.tries(
        lambda: revision.publish(user=scene.superuser.user),
        revision.publish,
        lambda: action.execute(skip_permission_checks=True),
        lambda: Page.objects.filter(pk=page.pk).update(live=True, live_revision=revision.pk),
    )


@routes.route("1.56", "rows loaded from a file, as loaddata does")
def raw_rows(scene: Scene) -> None:
    page, base = scene.live, Page.objects.get(pk=scene.draft.pk)
    setattr(page, scene.words_field, "Other words.")
    base.live = True
    for changed in (page, base):
        for row in serializers.deserialize("json", serializers.serialize("json", [changed])):
            scene.tries(row.save)
