"""GATE.md, group 5: what nobody approved, in what the public is given: pages, lists, search, redirects."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail.search import index

from reviews import services
from reviews.selftest import specimens
from reviews.selftest.routes import Routes
from reviews.selftest.routes_reading import leaks
from reviews.selftest.scene import APPROVED, TITLE, UNAPPROVED, Scene
from reviews.selftest.visitors import Browser, NotTried

routes = Routes()


def public_lists(scene: Scene) -> list[str]:
    return [scene.address(scene.section), *map(specimens.specimen().search, (UNAPPROVED, scene.draft.title))]


@routes.route("5.08", "public lists, where one forgets to ask for live pages only")
def lists(scene: Scene) -> Iterator[str]:
    index.insert_or_update_object(scene.draft)
    for address in public_lists(scene):
        response = scene.read(address)
        if response.status_code != 200:
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


@routes.route("5.13", "a withdrawn page, read after its withdrawal")
def after_withdrawal(scene: Scene) -> list[str]:
    address = scene.address(scene.live)
    scene.read(address)
    services.withdraw(scene.live, scene.reviewer.user, reason=TITLE)
    response = scene.read(address)
    scene.from_here()
    is_gone = response.status_code == 410 and APPROVED not in response.content.decode()
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


PAST = ("history/", "history/1/", "history/1/verify/", "history/1/approved.json", "history/1/compare/2/", "history/2/")


def past_of(scene: Scene, page: Page) -> list[str]:
    return [f"{scene.address(page)}{below}" for below in PAST]


@routes.route("7.12", "the history of a live page, for what was saved and handed in since")
def history_of_live(scene: Scene) -> Iterator[str]:
    scene.rewrite(scene.live)
    yield from leaks(scene, Browser(scene.port), *past_of(scene, scene.live), *past_of(scene, scene.reviewed))


@routes.route("7.13", "the history of a page that was withdrawn, for its words")
def history_of_withdrawn(scene: Scene) -> Iterator[str]:
    addresses = past_of(scene, scene.live)
    if APPROVED not in scene.read(addresses[1]).content.decode():
        raise NotTried("the history does not show what was approved either")
    services.withdraw(scene.live, scene.reviewer.user, reason=TITLE)
    for address in addresses:
        if APPROVED in scene.read(address).content.decode():
            yield f"its words are still read at {address}"
    scene.from_here()
