import pytest

from tests.editorial import Newsroom, newsroom


@pytest.fixture
def room(db: None) -> Newsroom:
    """The people and the tree, in a rolled-back transaction."""
    return newsroom()
