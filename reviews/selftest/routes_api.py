"""GATE.md, group 1: Wagtail's API v3 with the token of a superuser."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.create_page import CreatePageAction
from wagtail.models import Locale, Page

from reviews.selftest.form_data import page_form_data
from reviews.selftest.routes import Routes
from reviews.selftest.routes_admin import everything_is_offered
from reviews.selftest.scene import Scene
from reviews.selftest.visitors import NotTried

routes = Routes()


def act(scene: Scene, page: Page, action: str, **data: Any) -> None:
    """As it is, and once more with nothing hidden from anybody."""
    for rings in (contextlib.nullcontext(), everything_is_offered()):
        with rings:
            scene.superuser.api("post", f"{page.pk}/actions/{action}/", **data)


@routes.route("1.11", "API v3, action “publish”")
def publish(scene: Scene) -> None:
    scene.rewrite(scene.live)
    act(scene, scene.live, "publish")
    act(scene, scene.draft, "publish")
    act(scene, scene.reviewed, "publish")


@routes.route("1.12", "the action behind API v3's “create”, with meta.action = publish")
def create(scene: Scene) -> None:
    def attempt(*, skip_permission_checks: bool) -> None:
        # The fields that a site's API takes may not be enough for a page, so the filled-in form is made here.
        page = scene.unsaved()
        form_class = type(page).get_edit_handler().get_form_class()
        user = scene.superuser.user
        data = QueryDict(urlencode(page_form_data(page, user), doseq=True))
        form = form_class(data, instance=page, parent_page=scene.section, for_user=user)
        if not form.is_valid():
            raise NotTried(f"the form of a new page was not accepted: {form.errors}")
        action = CreatePageAction(form.instance, scene.section, user=user, form=form, publish=True)
        action.execute(skip_permission_checks=skip_permission_checks)

    scene.tries(lambda: attempt(skip_permission_checks=False), lambda: attempt(skip_permission_checks=True))
    with everything_is_offered():
        scene.tries(lambda: attempt(skip_permission_checks=False))


@routes.route("1.13", "API v3, a change with meta.action = publish")
def change(scene: Scene) -> None:
    for rings in (contextlib.nullcontext(), everything_is_offered()):
        with rings:
            scene.superuser.api("patch", f"{scene.live.pk}/", title="By script", meta={"action": "publish"})


@routes.route("1.15", "API v3, action “copy”, which keeps a page live unless told otherwise")
def copy(scene: Scene) -> None:
    act(scene, scene.live, "copy", title="Copied", slug="copied")
    act(scene, scene.live, "copy", title="Copied", slug="copied-too", keep_live=True)


@routes.route("1.16", "a copy of the whole section, kept live")
def copy_section(scene: Scene) -> Iterable[str]:
    action = CopyPageAction(
        scene.section,
        to=scene.section.get_parent(),
        recursive=True,
        update_attrs={"title": "Copied", "slug": "gate-copied"},
        keep_live=True,
        user=scene.superuser.user,
    )
    scene.tries(lambda: action.execute(skip_permission_checks=True))
    copied = Page.objects.filter(slug="gate-copied").first()
    if copied is None:
        return
    for page in copied.get_descendants().live():
        yield f"{page} is a live copy"


@routes.route("1.17", "API v3, action “create_alias”")
def create_alias(scene: Scene) -> Iterable[str]:
    act(scene, scene.live, "create_alias", slug="alias")
    action = CreatePageAliasAction(scene.live, update_slug="alias-in-code", user=scene.superuser.user)
    scene.tries(lambda: action.execute(skip_permission_checks=True))
    return _aliases(scene)


@routes.route("1.19", "an alias that becomes a page of its own")
def convert_alias(scene: Scene) -> Iterable[str]:
    row = Page.objects.filter(pk=scene.draft.pk)
    scene.tries(lambda: row.update(alias_of=scene.live.pk))
    return _aliases(scene)


def _aliases(scene: Scene) -> Iterable[str]:
    return [f"{page} is an alias" for page in Page.objects.filter(pk__gt=scene.since).exclude(alias_of=None)]


@routes.route("1.47", "a copy for translation, as an alias and as a page")
def translate(scene: Scene) -> Iterable[str]:
    others = [Locale.objects.create(language_code=code) for code in ("x-gate-1", "x-gate-2")]
    for alias, other in zip((True, False), others, strict=True):
        action = CopyPageForTranslationAction(
            scene.live, other, copy_parents=True, alias=alias, user=scene.superuser.user
        )
        scene.tries(partial(action.execute, skip_permission_checks=True))
    translated = Page.objects.filter(locale__in=others, live=True).type(type(scene.live))
    return [f"{page} is live in a language that nobody reviewed" for page in translated]


@routes.route("2.01", "API v3, action “revert” while in review, then the approval")
def revert_in_review(scene: Scene) -> Iterable[str]:
    page, pinned = scene.reviewed, scene.waiting
    for who in (scene.writer, scene.superuser):
        who.api("post", f"{page.pk}/actions/revert/", revision_id=page.live_revision_id)
    return scene.published_by_approval(pinned)


@routes.route("2.02", "the admin's own API, action “revert” while in review, then the approval")
def admin_revert_in_review(scene: Scene) -> Iterable[str]:
    page, pinned = scene.reviewed, scene.waiting
    scene.writer.admin_api(page, "revert_to_page_revision", revision_id=page.live_revision_id)
    return scene.published_by_approval(pinned)


@routes.route("2.03", "API v3, a change while in review, then the approval")
def change_in_review(scene: Scene) -> Iterable[str]:
    pinned = scene.waiting
    for who in (scene.writer, scene.superuser):
        who.api("patch", f"{scene.reviewed.pk}/", title="By script")
    return scene.published_by_approval(pinned)


@routes.route("4.06", "API v3, deleting a page")
def delete(scene: Scene) -> None:
    for name in ("live", "reviewed"):
        scene.superuser.api("delete", f"{scene.page(name).pk}/")
