import pytest
from wagtail.models import Page

from reviews.models import ReviewRequest
from reviews.permission_testers import ContainerPermissionTester, ReviewedPermissionTester
from tests import factories
from tests.editorial import Newsroom


@pytest.fixture
def draft(room: Newsroom) -> Page:
    """The editor's page that nobody handed in."""
    return room.editor.write(factories.standard(lead="What nobody approved."))


@pytest.fixture
def waiting(room: Newsroom, live: Page) -> ReviewRequest:
    """A second version of ``live``, in review."""
    submitted = ReviewRequest.objects.open_for(live.pk)
    assert submitted is not None
    return submitted


@pytest.fixture
def ring_1_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wagtail believes that everybody may publish: the rings behind must hold alone."""
    for tester in (ReviewedPermissionTester, ContainerPermissionTester):
        for question in ("can_publish", "can_publish_subpage", "can_unpublish", "can_submit_for_moderation"):
            monkeypatch.setattr(tester, question, lambda self: True)
