"""Addresses below a reviewed page's own, such as its history: which there are, and which a page may have.

They are Django URL patterns, ``addresses_below`` of the page type.  Words of theirs are no slugs of reviewed pages;
those with a full stop cannot be, so a page type that adds addresses of its own ends them like a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.urls import Resolver404, ResolverMatch, URLPattern, URLResolver, get_resolver, resolve
from wagtail.models import Page

from reviews import withdrawal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reviews.models.pages import ReviewedPageMixin

HISTORY = "history"
RESERVED = frozenset({HISTORY})


def resolve_below(page: ReviewedPageMixin, components: Sequence[str]) -> ResolverMatch:
    """The view at ``components`` below ``page``.  Raises ``Resolver404``."""
    path = "/".join(components)
    return resolve(f"/{path}" if "." in components[-1] else f"/{path}/", urlconf=page.addresses_below)


def resolved(page: ReviewedPageMixin, components: Sequence[str]) -> ResolverMatch | None:
    """As ``resolve_below``, with None for an address of which these patterns know nothing."""
    if not components:
        return None
    try:
        return resolve_below(page, components)
    except Resolver404:
        return None


def lasting(page: ReviewedPageMixin) -> list[str]:
    """The addresses below ``page`` that somebody may have cited: those that are fixed, and its versions."""
    from reviews.versions import History

    versions = [f"/{HISTORY}/{version.number}/" for version in History(page).versions]
    return [*_fixed(get_resolver(page.addresses_below).url_patterns), *versions] if versions else []


def _fixed(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _fixed(one.url_patterns)
        elif "<" not in str(one.pattern):
            yield f"/{one.pattern}"


def require_possible(page: ReviewedPageMixin) -> None:
    """Raise ``ValidationError`` for a slug that stands for something else, or that would lose a notice of withdrawal.

    A page that is not live has its draft's slug: a withdrawn one would leave the address where readers look for it,
    and a redirect from there would name the draft.
    """
    if page.slug in RESERVED:
        raise ValidationError({"slug": f"“{page.slug}” stands in the address of every page's history. Choose another."})
    if page.pk is None or page.live or page.first_published_at is None:
        return
    stored = Page.objects.filter(pk=page.pk).values_list("slug", flat=True).first()
    if stored not in (None, page.slug) and withdrawal.of(page) is not None:
        raise ValidationError(
            {
                "slug": f"This page was taken from the public, and readers find out why at “{stored}”. "
                "Keep that address; change it when the page is public again."
            }
        )
