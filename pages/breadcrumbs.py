"""Where a page stands.  Containers are named in code, drafts above a page are not named at all."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.models import Page

from pages import routing


@dataclass(frozen=True)
class Crumb:
    label: str
    url: str


def label_of(page: Page) -> str:
    """The heading of a container type, which stands in code, or the title of a reviewed page."""
    return getattr(page.specific_class, "public_heading", "") or page.title


def for_page(page: Page | None) -> list[Crumb]:
    """The live pages above ``page``, from the home page down."""
    live = (ancestor for ancestor in routing.above(page) if ancestor.live)
    crumbs = [Crumb(label_of(ancestor), url) for ancestor in live if (url := ancestor.get_url())]
    return [Crumb("Home", crumbs[0].url), *crumbs[1:]] if crumbs else []
