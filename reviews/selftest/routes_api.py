"""GATE.md, group 1: Wagtail's API v3 with the token of a superuser."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from typing import Any

from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Locale, Page

from reviews.selftest.routes import Routes
from reviews.selftest.routes_admin import everything_is_offered
from reviews.selftest.scene import Scene

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


@routes.route("1.12", "API v3, a new page with meta.action = publish")
def create(scene: Scene) -> None:
    for number, rings in enumerate((contextlib.nullcontext(), everything_is_offered())):
        meta = {"type": scene.live._meta.label, "parent_id": scene.section_id, "action": "publish"}
        with rings:
            scene.superuser.api("post", "", title="By script", slug=f"by-script-{number}", meta=meta)


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
    other = Locale.objects.create(language_code="x-gate")
    for alias in (True, False):
        action = CopyPageForTranslationAction(
            scene.live, other, copy_parents=True, alias=alias, user=scene.superuser.user
        )
        scene.tries(lambda action=action: action.execute(skip_permission_checks=True))  # type: ignore[misc]
    translated = Page.objects.filter(locale=other, live=True).type(type(scene.live))
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
