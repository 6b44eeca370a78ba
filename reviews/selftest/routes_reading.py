"""GATE.md, group 5: drafts, where staff see them, asked for by somebody who should not."""

from __future__ import annotations

from collections.abc import Iterator

from django.core import mail
from django.test.utils import override_settings
from django.urls import NoReverseMatch, reverse

from reviews.selftest.routes import Routes
from reviews.selftest.scene import APPROVED, UNAPPROVED, Scene
from reviews.selftest.urls import SITE
from reviews.selftest.visitors import Browser, NotTried

routes = Routes()


def leaks(scene: Scene, browser: Browser, *addresses: str) -> Iterator[str]:
    """Of each address, whether it shows the words or the title of the draft."""
    title = scene.draft.title
    for address in addresses:
        response = browser.get(address)
        if response.status_code >= 500:
            raise NotTried(f"{address} answered {response.status_code}")
        text = (b"".join(response) if response.streaming else response.content).decode(errors="replace")
        if UNAPPROVED in text or title in text:
            yield f"a draft is read at {address}"


def screens(scene: Scene) -> list[str]:
    """Where staff see drafts."""
    live, draft, waiting = scene.live, scene.draft, scene.waiting
    newer = scene.rewrite(live)
    state = scene.reviewed.current_workflow_task_state
    of_draft = ["edit", "view_draft", "preview_on_edit", "history", "workflow_history", "revisions_index"]
    return [
        *(reverse(f"wagtailadmin_pages:{name}", args=[draft.pk]) for name in of_draft),
        reverse("wagtailadmin_pages:view_draft", args=[live.pk]),
        reverse("wagtailadmin_pages:revisions_view", args=[live.pk, newer.pk]),
        reverse("wagtailadmin_pages:revisions_compare", args=[live.pk, live.live_revision_id, newer.pk]),
        reverse("wagtailadmin_pages:workflow_preview", args=[scene.reviewed.pk, state.task_id]),
        reverse("wagtailadmin_explore", args=[scene.section_id]),
        reverse("wagtailadmin_choose_page"),
        reverse("wagtailadmin_choose_page_child", args=[scene.section_id]),
        reverse("wagtailadmin_api:pages:detail", args=[draft.pk]),
        reverse("wagtailadmin_api:pages:listing") + f"?child_of={scene.section_id}",
        reverse("reviews:desk"),
        reverse("reviews:review", args=[waiting.pk]),
        reverse("reviews:preview", args=[waiting.pk]),
    ]


@routes.route("5.01", "the screens of the admin, without an account and with one that has no rights")
def admin_screens(scene: Scene) -> Iterator[str]:
    addresses = screens(scene)
    yield from leaks(scene, Browser(scene.port), *addresses)
    yield from leaks(scene, scene.stranger.browser, *addresses)


def api_addresses(scene: Scene) -> list[str]:
    scene.rewrite(scene.live)
    pages = reverse("wagtailapi_v3:api-root") + "pages/"
    live, draft = scene.live.pk, scene.draft.pk
    return [
        *(f"{pages}?version=draft", f"{pages}?search=words", f"{pages}{draft}/", f"{pages}{draft}/?version=draft"),
        *(f"{pages}{live}/?version=draft", f"{pages}{live}/revisions/", f"{pages}{draft}/revisions/"),
        f"{pages}?child_of={scene.section_id}&version=draft",
    ]


@routes.route("5.03", "API v3, drafts asked for without an account")
def api_anonymous(scene: Scene) -> Iterator[str]:
    yield from leaks(scene, Browser(scene.port), *api_addresses(scene))


@routes.route("5.04", "API v3, drafts asked for with an editor's cookie and no token")
def api_cookie(scene: Scene) -> Iterator[str]:
    yield from leaks(scene, scene.writer.browser, *api_addresses(scene))


@routes.route("5.20", "API v3, drafts asked for with the token of somebody without rights")
def api_stranger(scene: Scene) -> Iterator[str]:
    yield from leaks(scene, scene.stranger.with_token(), *api_addresses(scene))


def api_is_public() -> bool:
    """Whether the site itself, not the self-test, has mounted API v3."""
    try:
        reverse("wagtailapi_v3:api-root", urlconf=SITE)
    except NoReverseMatch:
        return False
    return True


@routes.route("5.07", "a live page below a draft, through API v3")
def draft_parent(scene: Scene) -> Iterator[str]:
    child = scene.write("child", APPROVED)
    child.move(scene.draft, pos="last-child")
    scene.tries(lambda: scene.approve(scene.submit(scene.page("child"))))
    scene.from_here()
    pages = reverse("wagtailapi_v3:api-root") + "pages/"
    own = [scene.address(scene.page("child"))]
    yield from leaks(scene, Browser(scene.port), *own, *([f"{pages}{child.pk}/"] if api_is_public() else []))


@routes.route("5.22", "the OpenAPI document of every page type, without an account")
def openapi(scene: Scene) -> list[str]:
    response = scene.read(reverse("wagtailapi_v3:openapi-json"))
    is_shown = response.status_code == 200 and api_is_public()
    return ["the OpenAPI document is open to everybody; set WAGTAILAPI_DOCS_ENABLED = False"] if is_shown else []


@routes.route("5.11", "a preview, kept by a cache for everybody")
def cached_preview(scene: Scene) -> list[str]:
    # Wagtail asks itself for the preview, over plain HTTP.
    with override_settings(SECURE_SSL_REDIRECT=False):
        response = scene.writer.get("wagtailadmin_pages:view_draft", scene.draft.pk)
    if UNAPPROVED not in response.content.decode():
        raise NotTried("the editor saw no preview")
    allowed = {"private", "no-store"} & {part.strip() for part in response.get("Cache-Control", "").split(",")}
    return [] if allowed else ["a cache between may keep the preview"]


@routes.route("5.18", "the tags of drafts, without an account")
def tags(scene: Scene) -> list[str]:
    response = scene.read(reverse("wagtailadmin_tag_autocomplete") + "?term=a")
    return [] if response.status_code in {302, 403} else ["anybody may ask which tags there are"]


@routes.route("5.19", "e-mails about a submission")
def mails(scene: Scene) -> list[str]:
    mail.outbox.clear()
    scene.submit(scene.draft)
    scene.from_here()
    quoted = [message.subject for message in mail.outbox if UNAPPROVED in f"{message.subject} {message.body}"]
    return [f"the e-mail “{subject}” quotes a draft" for subject in quoted]
