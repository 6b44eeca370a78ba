"""Machines fail in the middle of a decision: nothing is half decided, nothing is lost, and it can be done again."""

from __future__ import annotations

import datetime
import errno
import itertools
import os
import signal
from collections.abc import Callable
from functools import partial
from typing import Any, NoReturn
from unittest import mock

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import connection, connections
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from reviews import services, verification
from reviews.models import Decision, ReviewRequest
from reviews.signatures import sign
from tests import factories, media
from tests.editorial import PASSWORD, Newsroom, fresh, newsroom, public_text, what_was_said
from tests.reviews.assertions import assert_public_is_approved

# An approval is killed before every so many of its statements.
EVERY = 25


@pytest.fixture
def room(committed_db: None) -> Newsroom:
    """In a database where commits are real."""
    return newsroom()


def handed_in(room: Newsroom, name: str) -> ReviewRequest:
    draft = room.home.add_child(instance=factories.standard(slug=name, lead=f"Words of {name}.", live=False))
    draft.save_revision(user=room.editor.user)
    return services.submit(draft, room.editor.user, change_note="First version.")


def approve(room: Newsroom, waiting: ReviewRequest) -> Decision:
    due = timezone.localdate() + datetime.timedelta(days=365)
    signature = sign(room.pharmacist.user, PASSWORD)
    return services.approve(waiting, signature, shown_digest=waiting.digest, next_review_on=due)


def is_killed_before(number: int, act: Callable[[], object]) -> bool:
    """Run ``act`` in a process of its own, which ends by SIGKILL before its statement ``number``, counted from 0.

    False when it came to its end without so many statements.
    """
    # A connection belongs to one process.
    connections.close_all()
    child = os.fork()
    if child == 0:
        _act_until(number, act)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the act itself failed"
    return os.WIFSIGNALED(status)


def _act_until(number: int, act: Callable[[], object]) -> NoReturn:
    left = number

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return execute(*arguments)

    failed = True
    try:
        with connection.execute_wrapper(count):
            act()
        failed = False
    finally:
        os._exit(failed)


def test_a_worker_killed_in_the_middle_of_an_approval_leaves_all_as_it_was_and_nothing_locked(room: Newsroom) -> None:
    for at in itertools.count(0, EVERY):
        waiting = handed_in(room, f"page-{at}")

        if not is_killed_before(at, partial(approve, room, waiting)):
            break

        assert ReviewRequest.objects.open_for(waiting.page_id) == waiting, at
        assert not Decision.objects.for_page(waiting.page_id).exists(), at
        assert public_text(waiting.page) == "", at
        approve(room, waiting)
        assert f"Words of page-{at}." in public_text(waiting.page)
    assert at > 2 * EVERY
    assert f"Words of page-{at}." in public_text(waiting.page), "the last was not killed"
    assert_public_is_approved()
    assert verification.verify() == []


def test_a_clock_that_was_set_back_changes_neither_what_is_public_nor_the_order_of_decisions(room: Newsroom) -> None:
    page: Page = approve(room, handed_in(room, "page")).page
    room.editor.edit(page, lead="The second version.")
    waiting = room.editor.submit(fresh(page), "A new lead.")
    yesterday = timezone.now() - datetime.timedelta(days=1)

    with mock.patch("django.utils.timezone.now", return_value=yesterday):
        approve(room, waiting)

    assert "The second version." in public_text(page)
    newest = Decision.objects.standing(page.pk)
    assert newest is not None
    assert (newest.version, newest.decided_at) == (2, yesterday)
    assert verification.verify() == []
    services.withdraw(fresh(page), room.pharmacist.user, reason="A dose was wrong.")
    assert public_text(page) == ""


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("screen", ["wagtailimages:add", "wagtaildocs:add"])
def test_a_full_disk_is_said_in_plain_words_and_stores_nothing(
    room: Newsroom, caplog: pytest.LogCaptureFixture, screen: str, code: int
) -> None:
    full = mock.patch.object(FileSystemStorage, "_save", side_effect=OSError(code, os.strerror(code)))
    with full, caplog.at_level("ERROR", "reviews"):
        response = room.editor.post(screen, title="A picture", file=media.png("white"))

    assert "The server has no room left for files. Nothing was stored." in what_was_said(response)
    assert [record.event_id for record in caplog.records if hasattr(record, "event_id")] == ["HUB-STORAGE-1"]
    assert not get_image_model().objects.exists()
    assert not get_document_model().objects.exists()
