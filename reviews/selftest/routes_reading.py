"""GATE.md, group 5: what nobody approved, read by somebody who should not."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.core import mail
from django.db import connection
from django.test.utils import override_settings
from django.urls import NoReverseMatch, reverse
from wagtail.query import PageQuerySet
from wagtail.search import index

from reviews import services
from reviews.selftest import specimens
from reviews.selftest.routes import Routes
from reviews.selftest.scene import APPROVED, TITLE, UNAPPROVED, Scene
from reviews.selftest.urls import SITE
from reviews.selftest.visitors import Browser, NotTried

routes = Routes()


def leaks(scene: Scene, browser: Browser, *addresses: str) -> Iterator[str]:
    """Of each address, whether it shows the words or the title of the draft."""
    title = scene.draft.title
    for address in addresses:
        response = browser.get(address)
        if response.status_code >= 500:  # noqa: PLR2004
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
    scene.approve(scene.submit(scene.page("child")))
    scene.from_here()
    pages = reverse("wagtailapi_v3:api-root") + "pages/"
    own = [scene.address(scene.page("child"))]
    yield from leaks(scene, Browser(scene.port), *own, *([f"{pages}{child.pk}/"] if api_is_public() else []))


@routes.route("5.22", "the OpenAPI document of every page type, without an account")
def openapi(scene: Scene) -> list[str]:
    response = scene.read(reverse("wagtailapi_v3:openapi-json"))
    is_shown = response.status_code == 200 and api_is_public()  # noqa: PLR2004
    return ["the OpenAPI document is open to everybody; set WAGTAILAPI_DOCS_ENABLED = False"] if is_shown else []


def public_lists(scene: Scene) -> list[str]:
    return [scene.address(scene.section), *map(specimens.specimen().search, (UNAPPROVED, scene.draft.title))]


@routes.route("5.08", "public lists, where one forgets to ask for live pages only")
def lists(scene: Scene) -> Iterator[str]:
    index.insert_or_update_object(scene.draft)
    for address in public_lists(scene):
        response = scene.read(address)
        if response.status_code != 200:  # noqa: PLR2004
            raise NotTried(f"{address} answered {response.status_code}")
        # A search says again what was looked for, so the page itself is looked for in what it found.
        if scene.address(scene.draft) in response.content.decode():
            yield f"a draft is listed at {address}"


@routes.route("5.10", "search over live pages, for the words of a newer draft")
def search_live(scene: Scene) -> list[str]:
    page = scene.live
    scene.rewrite(page)
    index.insert_or_update_object(scene.live)
    return found_by_search(scene, type(page).objects.live())


@routes.route("5.10a", "search that forgets to ask for live pages only")
def search_all(scene: Scene) -> list[str]:
    for page in (scene.live, scene.draft, scene.reviewed):
        index.insert_or_update_object(page)
    return found_by_search(scene, type(scene.draft).objects.all())


def found_by_search(scene: Scene, rows: PageQuerySet) -> list[str]:
    if not list(rows.search(scene.live.slug)):
        raise NotTried("the search does not find what was approved either")
    return [
        f"a search for what nobody approved finds “{page}”"
        for words in (UNAPPROVED.rstrip("."), scene.draft.slug)
        for page in rows.search(words)
    ]


@routes.route("5.11", "a preview, kept by a cache for everybody")
def cached_preview(scene: Scene) -> list[str]:
    # Wagtail asks itself for the preview, over plain HTTP.
    with override_settings(SECURE_SSL_REDIRECT=False):
        response = scene.writer.get("wagtailadmin_pages:view_draft", scene.draft.pk)
    if UNAPPROVED not in response.content.decode():
        raise NotTried("the editor saw no preview")
    allowed = {"private", "no-store"} & {part.strip() for part in response.get("Cache-Control", "").split(",")}
    return [] if allowed else ["a cache between may keep the preview"]


@routes.route("5.13", "a withdrawn page, read after its withdrawal")
def after_withdrawal(scene: Scene) -> list[str]:
    address = scene.address(scene.live)
    scene.read(address)
    services.withdraw(scene.live, scene.reviewer.user, reason=TITLE)
    response = scene.read(address)
    scene.from_here()
    is_gone = response.status_code == 410 and APPROVED not in response.content.decode()  # noqa: PLR2004
    return [] if is_gone else ["its words are still read"]


@routes.route("5.14", "the newest draft, which is the stored row of a page that was never published")
def row_of_draft(scene: Scene) -> Iterator[str]:
    scene.writer.edit(scene.draft, **scene.words())
    if getattr(scene.draft, scene.words_field) != UNAPPROVED:
        raise NotTried("the row of the page holds other words")
    yield from leaks(scene, Browser(scene.port), scene.address(scene.draft), scene.address(scene.section))


@routes.route("5.15", "a withdrawn page, edited and set live by SQL")
def live_by_sql(scene: Scene) -> None:
    services.withdraw(scene.live, scene.reviewer.user, reason=TITLE)
    scene.writer.edit(scene.live, **scene.words())
    scene.from_here()

    def attempt() -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE wagtailcore_page SET live = %s WHERE id = %s", [True, scene.live.pk])

    scene.tries(attempt)


@routes.route("5.17", "a redirect from the address of a live or withdrawn page")
def redirect(scene: Scene) -> None:
    if not apps.is_installed("wagtail.contrib.redirects"):
        return
    from wagtail.contrib.redirects.models import Redirect

    services.withdraw(scene.reviewed, scene.reviewer.user, reason=TITLE)
    scene.from_here()
    for page in (scene.live, scene.reviewed):
        old_path = Redirect.normalise_path(scene.address(page))
        Redirect.objects.create(old_path=old_path, redirect_link="https://elsewhere.example/")


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
