import pytest


@pytest.fixture(autouse=True)
def fresh_caches():
    """What a test before has published is forgotten."""
    from erp.rules.selectors.rules import forget_rules
    from erp.rules.selectors.tables import forget_tables

    forget_tables()
    forget_rules()
    yield
    forget_tables()
    forget_rules()
