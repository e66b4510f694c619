import pytest

from tests.factories import assert_books_hold


@pytest.fixture(autouse=True)
def the_books_hold_afterwards(db):
    """Whatever a story does, every invariant holds at its end."""
    yield
    assert_books_hold()
