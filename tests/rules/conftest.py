import pytest


@pytest.fixture(autouse=True)
def fresh_caches():
    """What a test before has published is forgotten."""
    from erp.rules.selectors.tables import forget_tables

    forget_tables()
    yield
    forget_tables()
