"""GATE.md, group 1: the buttons of the admin, and hand-made requests to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from unittest import mock

from django.http import HttpResponse
from django.test.utils import override_settings
from wagtail import hooks
from wagtail.models import Page

from reviews.permission_testers import ContainerPermissionTester, ReviewedPermissionTester
from reviews.selftest.form_data import page_form_data
from reviews.selftest.routes import Routes
from reviews.selftest.scene import Scene
from reviews.selftest.visitors import NotTried, Visitor

routes = Routes()
PUBLISH = {"action-publish": "1"}


@contextmanager
def everything_is_offered() -> Iterator[None]:
    """Wagtail believes that everybody may publish, so that the request reaches the rings behind that belief."""
    with (
        mock.patch.object(ReviewedPermissionTester, "can_publish", return_value=True),
        mock.patch.object(ReviewedPermissionTester, "can_publish_subpage", return_value=True),
        mock.patch.object(ContainerPermissionTester, "can_publish_subpage", return_value=True),
    ):
        yield


def create(scene: Scene, who: Visitor) -> None:
    """The “add page” form with the publish button pressed."""
    page = scene.unsaved()
    page.owner = who.user
    meta = type(page)._meta
    data = page_form_data(page, who.user) | PUBLISH
    who.post("wagtailadmin_pages:add", meta.app_label, meta.model_name, scene.section_id, **data)
    if not Page.objects.filter(slug=page.slug).exists():
        raise NotTried("the form of a new page was not accepted")


@routes.route("1.01", "edit form, publish button, by somebody who may publish in stock Wagtail")
def edit_as_administrator(scene: Scene) -> None:
    scene.administrator.edit(scene.live, PUBLISH, **scene.words())
    scene.administrator.edit(scene.draft, PUBLISH)


@routes.route("1.02", "edit form, publish button, by a superuser")
def edit_as_superuser(scene: Scene) -> None:
    scene.superuser.edit(scene.live, PUBLISH, **scene.words())
    scene.superuser.edit(scene.draft, PUBLISH)


@routes.route("1.03", "edit form, publish button, while the page is in review")
def edit_in_review(scene: Scene) -> None:
    for who in (scene.administrator, scene.superuser):
        who.edit(scene.reviewed, PUBLISH, **scene.words())
    with everything_is_offered():
        scene.superuser.edit(scene.reviewed, PUBLISH, **scene.words())


@routes.route("1.04", "form of a new page, publish button")
def create_and_publish(scene: Scene) -> None:
    for who in (scene.administrator, scene.superuser):
        create(scene, who)


@routes.route("1.05", "form of a new page, where the page is inserted before its publication is refused")
def create_before_refusal(scene: Scene) -> None:
    with everything_is_offered():
        create(scene, scene.superuser)


@routes.route("1.06", "form of a new page, where a hook stops the publication after the page was inserted")
def create_before_hook(scene: Scene) -> None:
    def stop(request: object, page: Page) -> HttpResponse:
        return HttpResponse("Stopped.")

    with hooks.register_temporarily("before_publish_page", stop), everything_is_offered():
        create(scene, scene.superuser)


@routes.route("1.07", "edit form, publishing without a call of Page.publish()")
def edit_past_publish(scene: Scene) -> None:
    with everything_is_offered():
        scene.superuser.edit(scene.live, PUBLISH, **scene.words())
        scene.superuser.edit(scene.draft, PUBLISH)


def bulk(scene: Scene, action: str, page: Page, **data: str) -> None:
    query = f"?id={page.pk}&next=/"
    scene.rewrite(scene.live)
    for who in (scene.administrator, scene.superuser):
        scene.tries(partial(who.post, "wagtail_bulk_action", "wagtailcore", "page", action, query=query, **data))


@routes.route("1.08", "bulk action “publish”")
def bulk_publish(scene: Scene) -> None:
    bulk(scene, "publish", scene.live)
    bulk(scene, "publish", scene.draft)
    with everything_is_offered():
        bulk(scene, "publish", scene.draft)


@routes.route("1.09", "bulk action “publish” on the section, with everything below")
def bulk_publish_section(scene: Scene) -> None:
    bulk(scene, "publish", scene.section, include_descendants="on")
    with everything_is_offered():
        bulk(scene, "publish", scene.section, include_descendants="on")


@routes.route("1.10", "the admin's own API, action “publish”")
def admin_api_publish(scene: Scene) -> None:
    scene.rewrite(scene.live)
    scene.superuser.admin_api(scene.live, "publish")
    with everything_is_offered():
        scene.superuser.admin_api(scene.live, "publish")
        scene.superuser.admin_api(scene.draft, "publish")


@routes.route("1.14", "copy form, “publish copied page”, with another title")
def copy_and_publish(scene: Scene) -> None:
    data: dict[str, Any] = {"new_title": "Copied", "new_parent_page": scene.section_id, "publish_copies": "on"}
    scene.superuser.post("wagtailadmin_pages:copy", scene.live.pk, **data, new_slug="copied")
    with everything_is_offered():
        scene.superuser.post("wagtailadmin_pages:copy", scene.live.pk, **data, new_slug="copied-again")


@routes.route("1.17a", "copy form, “alias”")
def copy_as_alias(scene: Scene) -> None:
    data: dict[str, Any] = {
        "new_title": "Alias",
        "new_slug": "alias",
        "new_parent_page": scene.section_id,
        "alias": "on",
    }
    scene.superuser.post("wagtailadmin_pages:copy", scene.live.pk, **data)
    with everything_is_offered():
        scene.superuser.post("wagtailadmin_pages:copy", scene.live.pk, **data)


@routes.route("1.36", "going back to an old version, with the publish button")
def revert_and_publish(scene: Scene) -> None:
    old = scene.rewrite(scene.live)
    scene.rewrite(scene.live, "Newer words.")
    data = page_form_data(old.as_object(), scene.superuser.user) | PUBLISH | {"revision": old.pk}
    scene.superuser.post("wagtailadmin_pages:revisions_revert", scene.live.pk, old.pk, **data)
    with everything_is_offered():
        scene.superuser.post("wagtailadmin_pages:revisions_revert", scene.live.pk, old.pk, **data)
    scene.superuser.post("wagtailadmin_pages:edit", scene.live.pk, **data)


@routes.route("1.43", "publish button with WAGTAIL_WORKFLOW_ENABLED = False")
def without_workflow(scene: Scene) -> None:
    with override_settings(WAGTAIL_WORKFLOW_ENABLED=False):
        scene.superuser.edit(scene.live, PUBLISH, **scene.words())
        scene.superuser.edit(scene.reviewed, PUBLISH, **scene.words())


@routes.route("1.50", "who may read the page, set in its privacy form")
def privacy(scene: Scene) -> None:
    for who in (scene.administrator, scene.superuser):
        who.post("wagtailadmin_pages:set_privacy", scene.live.pk, restriction_type="login")


@routes.route("1.51", "unpublishing, which takes no reason")
def unpublish(scene: Scene) -> None:
    for who in (scene.administrator, scene.superuser):
        who.post("wagtailadmin_pages:unpublish", scene.live.pk)
    bulk(scene, "unpublish", scene.live)
