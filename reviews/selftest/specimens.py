"""How a site makes the pages that the self-test tries its routes on, without this app knowing any page type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wagtail.models import Page


@dataclass(frozen=True)
class Specimen:
    """Two page types of the site, as makers of unsaved pages.

    ``section(title, slug)`` is a container that may stand below the root of the tree.  ``page(title, slug, words)`` is
    a reviewed page that may stand below it and passes every blocking content rule; ``words`` stand in its text field
    ``words_field`` and are read by the public.  ``search(words)`` is the address of the public search for words.
    """

    section: Callable[[str, str], Page]
    page: Callable[[str, str, str], Page]
    words_field: str
    search: Callable[[str], str]


_registered: list[Specimen] = []


class NoSpecimen(LookupError):
    """No app has said how to make a throw-away page."""


def register(specimen: Specimen) -> None:
    """Called once, from the ``ready()`` of the app that has the page types."""
    _registered[:] = [specimen]


def specimen() -> Specimen:
    """The registered specimen.  Raises ``NoSpecimen``."""
    if not _registered:
        raise NoSpecimen(
            "No app registered a specimen, so there is no page to try the gate on. "
            "Call reviews.selftest.specimens.register() from an AppConfig.ready()."
        )
    return _registered[0]
