"""Old addresses lead on: redirects of pages that were renamed or moved, and of all that is below them.

Wagtail makes them in the request, which looks at every page below.  Here the request stores one row
(``AddressChange``), and a task makes the redirects of all rows that wait; ``catch_up`` does so every minute, for a
task that failed or was never done.  From a page's address of today its former ones follow: the changes are gone
through backwards, and each that ends where the page was began where it had been.  So it does not matter how many
changes wait, nor what was renamed or moved between them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import models, transaction
from django.urls import reverse
from wagtail import signals
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from hub import public_changes
from hub.models import AddressChange

ID = "hub.old_addresses"
CHUNK = 200
LONGEST = 255


def connect() -> None:
    """Called once, when the applications are ready."""
    signals.page_slug_changed.connect(_renamed, dispatch_uid=ID)
    signals.post_page_move.connect(_moved, dispatch_uid=ID)


def _renamed(sender: Any, instance: Page, instance_before: Page, **kwargs: Any) -> None:
    _note(instance, instance_before.url_path, instance.url_path)


def _moved(sender: Any, instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    _note(instance, url_path_before, url_path_after)


def _note(page: Page, before: str, after: str) -> None:
    # Among its siblings, a page is put in another order by a move too.
    if before != after:
        AddressChange.objects.create(page_id=page.pk, before=before, after=after)
        transaction.on_commit(_make_soon, robust=True)


def _make_soon() -> None:
    from hub.tasks import make_redirects

    make_redirects.enqueue()


def make_redirects() -> int:
    """Make the redirects of every change that waits, and return how many; a chunk of pages in each transaction.

    Done twice, or by two processes at once, it comes to the same.
    """
    made = 0
    while changes := list(AddressChange.objects.order_by("pk")):
        for chunk in _in_chunks(former_addresses(changes)):
            made += _store(chunk)
        _forget(changes)
    if made:
        public_changes.note(None)
    return made


@transaction.atomic
def _forget(changes: Sequence[AddressChange]) -> None:
    """Unless something was renamed meanwhile: then some pages were not where these changes had left them."""
    stored = set(AddressChange.objects.select_for_update().values_list("pk", flat=True))
    if stored <= {change.pk for change in changes}:
        AddressChange.objects.filter(pk__in=stored).delete()


def former_addresses(changes: Sequence[AddressChange]) -> dict[int, list[str]]:
    """By page, the ``url_path`` that it had before each of ``changes``, the oldest first.

    Whoever left an address last is whom it leads to.  Pages that were never public have none.
    """
    left: dict[str, tuple[int, int]] = {}
    for pk, current in _pages(changes).values_list("pk", "url_path").iterator():
        address = current
        for turn in reversed(range(len(changes))):
            change = changes[turn]
            if address.startswith(change.after):
                address = change.before + address.removeprefix(change.after)
                if address != current:
                    left[address] = max((turn, pk), left.get(address, (turn, pk)))
    by_page: dict[int, list[str]] = {}
    for address, (_, pk) in left.items():
        by_page.setdefault(pk, []).append(address)
    return by_page


def _pages(changes: Sequence[AddressChange]) -> models.QuerySet[Page]:
    """What is public, or was, among the pages whose address changed."""
    below = models.Q(pk=None)
    for path in Page.objects.filter(pk__in={change.page_id for change in changes}).values_list("path", flat=True):
        below |= models.Q(path__startswith=path)
    return Page.objects.filter(below).filter(models.Q(live=True) | models.Q(first_published_at__isnull=False))


def _in_chunks(by_page: dict[int, list[str]]) -> Iterator[dict[int, list[str]]]:
    rows = iter(sorted(by_page.items()))
    while chunk := dict(islice(rows, CHUNK)):
        yield chunk


@transaction.atomic
def _store(by_page: dict[int, list[str]]) -> int:
    # Not Site.get_site_root_paths, which a worker may have read an hour ago.
    sites = list(Site.objects.select_related("root_page").order_by("pk"))
    wanted: dict[int, list[Redirect]] = {site.pk: [] for site in sites}
    for page in Page.objects.filter(pk__in=by_page).order_by("pk").defer_streamfields().specific():
        routes = page.get_route_paths()
        for site in sites:
            wanted[site.pk] += _redirects(page, by_page[page.pk], routes, site)
    for site_id, redirects in wanted.items():
        # What was made before for another page that had this address.  No signals: each would be a public change.
        stale = Redirect.objects.filter(
            automatically_created=True, site=site_id, old_path__in=[redirect.old_path for redirect in redirects]
        )
        stale._raw_delete(using=stale.db)  # noqa: SLF001
        Redirect.objects.bulk_create(redirects, ignore_conflicts=True)
    return sum(map(len, wanted.values()))


def _redirects(page: Page, addresses: Collection[str], routes: Collection[str], site: Site) -> Iterator[Redirect]:
    """From each of ``addresses`` to ``page``, and from what is told about it below them; within one site."""
    root = site.root_page.url_path
    if not page.url_path.startswith(root):
        return
    for address in addresses:
        if not address.startswith(root):
            continue
        old = reverse("wagtail_serve", args=[address.removeprefix(root)]).rstrip("/")
        for route in map(Redirect.normalise_page_route_path, routes):
            path = Redirect.normalise_path(old + (route or "/"))
            if len(path) <= LONGEST:
                yield Redirect(
                    old_path=path,
                    site=site,
                    redirect_page_id=page.pk,
                    redirect_page_route_path=route,
                    automatically_created=True,
                )
