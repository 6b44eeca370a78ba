import pytest
from wagtail.models import Page

from tests.editorial import Newsroom, approved, newsroom


@pytest.fixture
def room(db: None) -> Newsroom:
    """The people and the tree, in a rolled-back transaction."""
    return newsroom()


@pytest.fixture
def live(room: Newsroom) -> Page:
    """A page that the editor wrote and the pharmacist approved."""
    return approved()
