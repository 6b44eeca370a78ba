"""Notes what alters public pages without a decision, for the publication epoch.

Decisions need no note: each is an entry in the ledger, made in its own transaction.  The note is an insert in the
transaction of whoever makes the change where Wagtail signals inside it; a page that was moved or renamed is signalled
after the commit.  What sends no signal (bulk writes, the calendar) is bounded by the age of kept answers.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail import signals
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from hub.models import PublicChange
from pages.models import Topic

ID = "hub.public_changes"


def connect() -> None:
    """Called once, when the applications are ready."""
    for signal in (signals.page_published, signals.page_unpublished, signals.page_slug_changed, signals.post_page_move):
        signal.connect(note, dispatch_uid=ID)
    for model in (Site, Redirect, Topic):
        post_save.connect(note, sender=model, dispatch_uid=f"{ID}.{model.__name__}")
    for model in (Site, Redirect, Topic, Page):
        post_delete.connect(note, sender=model, dispatch_uid=f"{ID}.{model.__name__}")


def note(sender: Any, raw: bool = False, **kwargs: Any) -> None:
    """``raw``: fixtures are loaded before the tables are whole."""
    if not raw:
        PublicChange.objects.create()
